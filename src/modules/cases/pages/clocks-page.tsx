import { AppPage, Button, Card, Chip, DataTable, formatShortDay, MorePages, NewsTiles } from '#design'
import { form, page, type PageCall } from '#platform/doors/page'
import { acknowledge, listOwn, type OwnClocks } from '../actions/clock-acts.ts'
import { listEscalated, type EscalatedList } from '../actions/list-files.ts'
import { words } from './words.ts'

function ClocksPage({ call, list }: { readonly call: PageCall; readonly list: OwnClocks }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('clocks.title')}>
      <h1>{say('clocks.title')}</h1>
      <p class="measure">{say('clocks.intro')}</p>
      <Card>
        <DataTable caption={say('clocks.title')} empty={say('clocks.none')}
          columns={[{ heading: say('column.file') }, { heading: say('clocks.clock') }, { heading: say('column.by') }, { heading: say('clocks.said') }, { heading: say('clocks.seen') }]}
          rows={list.clocks.map((clock) => ({
            tone: clock.endsOn < call.today ? 'late' : 'soon',
            cells: [
              <a class="strong" href={clock.isAsked ? '/arrivals' : `/files/${clock.file}`}>{clock.reference}</a>, clock.clock, formatShortDay(clock.endsOn, call.language),
              <>{[...new Set(clock.notices)].map((kind) => <><Chip tone={kind === 'warning' ? 'soon' : 'late'}>{say(`notice.${kind}` as 'notice.warning')}</Chip>{' '}</>)}</>,
              clock.acknowledgedOn ? formatShortDay(clock.acknowledgedOn, call.language) : <form method="post" action={`/clocks/${clock.id}/acknowledge`}><Button kind="secondary">{say('clocks.acknowledge')}</Button></form>,
            ],
          }))} />
        <MorePages language={call.language} list={list} href={(number) => `/clocks?page=${number}`} />
      </Card>
    </AppPage>
  )
}

export const clocksPage = page({
  at: '/clocks', asks: listOwn, view: (call, list) => <ClocksPage call={call} list={list} />,
  menu: { order: 30, label: (language) => words(language)('menu.clocks') },
})

export const acknowledgeForm = form({
  at: '/clocks/:clock/acknowledge', asks: listOwn, input: () => ({}), view: (call, list) => <ClocksPage call={call} list={list} />,
  does: acknowledge, sends: ({ params }) => ({ clock: params['clock'] }), leadsTo: () => '/clocks', says: ({ language }) => words(language)('clocks.acknowledged'),
})

function EscalatedPage({ call, list }: { readonly call: PageCall; readonly list: EscalatedList }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('escalated.title')}>
      <h1>{say('escalated.title')}</h1>
      <p class="measure">{say('escalated.intro')}</p>
      <NewsTiles call={call} news={list.news} />
      <Card>
        <DataTable caption={say('escalated.title')} empty={say('escalated.none')}
          columns={[{ heading: say('column.file') }, { heading: say('clocks.clock') }, { heading: say('column.office') }, { heading: say('column.by') }]}
          rows={list.clocks.map(({ reference, clock, office, endsOn, withoutSuperior }) => ({ tone: 'late', cells: [reference, clock, <>{office}{withoutSuperior && <>{' '}<Chip tone="soon">{say('escalated.no-superior')}</Chip></>}</>, formatShortDay(endsOn, call.language)] }))} />
        <MorePages language={call.language} list={list} href={(number) => `/escalated?page=${number}`} />
      </Card>
    </AppPage>
  )
}

export const escalatedPage = page({
  at: '/escalated', asks: listEscalated, view: (call, list) => <EscalatedPage call={call} list={list} />,
  menu: { order: 10, label: (language) => words(language)('menu.escalated') },
})
