import { AppPage, Card, Chip, ClockChip, DataTable, formatShortDay } from '#design'
import { form, type PageCall } from '#platform/doors/page'
import { acknowledgeTold, listTold, type ToldClocks } from '../actions/told-acts.ts'
import { words } from './words.ts'

/** What the superior of an office is told, on her own first page; nothing where there is nothing. */
export function ToldCard({ call, told }: { readonly call: PageCall; readonly told: ToldClocks }) {
  if (told.count === 0) return null
  const say = words(call.language)
  return (
    <Card title={say('told.title')} tone="late">
      <p class="measure">{say('told.intro')}</p>
      <DataTable caption={say('told.title')} empty=""
        columns={[{ heading: say('column.file') }, { heading: say('clocks.clock') }, { heading: say('told.whose') }, { heading: say('told.since') }, { heading: say('clocks.seen') }]}
        rows={told.clocks.map(({ notice, reference, clock, office, endsOn, daysLate, toldOn, seenOn }) => ({
          tone: seenOn === null ? 'late' as const : undefined,
          cells: [
            <><span class="strong">{reference}</span><br /><span class="quiet small">{say('told.on', { day: formatShortDay(toldOn, call.language) })}</span></>,
            clock, office, <>{formatShortDay(endsOn, call.language)} <ClockChip language={call.language} level="late" days={daysLate} /></>,
            seenOn === null
              ? <form method="post" action={`/told/${notice}/acknowledge`}><button class="ari-button ari-button--secondary" type="submit" aria-label={say('told.acknowledge-one', { reference, clock })}>{say('clocks.acknowledge')}</button></form>
              : <Chip>{say('told.seen', { day: formatShortDay(seenOn, call.language) })}</Chip>,
          ],
        }))} />
      {told.count > told.clocks.length && <p class="quiet">{say('told.more', { count: told.count - told.clocks.length })}</p>}
    </Card>
  )
}

function ToldPage({ call, told }: { readonly call: PageCall; readonly told: ToldClocks }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('told.title')} back={{ href: '/' }}>
      <h1>{say('told.title')}</h1>
      {told.count === 0 ? <p>{say('told.none')}</p> : <ToldCard call={call} told={told} />}
    </AppPage>
  )
}

export const acknowledgeToldForm = form({
  at: '/told/:notice/acknowledge', asks: listTold, input: () => ({}), view: (call, told) => <ToldPage call={call} told={told} />,
  does: acknowledgeTold, sends: ({ params }) => ({ notice: params['notice'] }),
  leadsTo: () => '/', says: ({ language }) => words(language)('clocks.acknowledged'),
})
