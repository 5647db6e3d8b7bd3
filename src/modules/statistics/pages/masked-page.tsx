import { AppPage, Card, DataTable, Notice } from '#design'
import { form, page, type PageCall } from '#platform/doors/page'
import { showMasked, stopMasked, type MaskedView } from '../actions/masked-acts.ts'
import { itemLabel } from './delivery-words.ts'
import { Stopped, withQuery, Working } from './work.tsx'
import { words } from './words.ts'

function Counted({ call, followed }: { readonly call: PageCall; readonly followed: NonNullable<MaskedView['followed']> }) {
  const say = words(call.language)
  const { masked, alone, together } = followed
  return (
    <>
      <Notice tone={together.exact > 0 ? 'late' : 'good'}><p><strong>{say('masked.found', { masked, exact: together.exact })}</strong></p></Notice>
      <DataTable caption={say('masked.title')} empty="" columns={[{ heading: say('masked.known') }, { heading: say('masked.exact'), number: true }, { heading: say('masked.narrower'), number: true }, { heading: say('masked.tables'), number: true }, { heading: say('masked.contradicting'), number: true }]}
        rows={[[say('masked.alone'), alone] as const, [say('masked.together'), together] as const].map(([name, counts]) => ({ cells: [
          <span class="strong">{name}</span>, ...[counts.exact, counts.narrower, counts.tables, counts.contradicting].map(String),
        ] }))} />
      <p class="measure">{say('masked.assumed')}</p>
      <p class="measure">{say('masked.why')}</p>
    </>
  )
}

export const maskedPage = page({
  at: '/deliveries/:delivery/masked', asks: showMasked, input: ({ params, query }) => ({ delivery: params['delivery'], ...(query['again'] === 'yes' ? { again: 'yes' } : {}) }),
  view: (call, view) => {
    const say = words(call.language)
    const at = `/deliveries/${view.delivery}/masked`
    const item = call.installation.codebook.items.find(({ key }) => key === view.item)
    return (
      <AppPage call={call} title={say('masked.title')} back={{ href: `/deliveries/${view.delivery}` }} againAt={view.work.at === 'working' ? at : undefined}>
        <h1>{say('masked.title')}</h1>
        <p class="page__lead">{itemLabel(call, view.item)}, {view.slot.split('/')[1]}. {say('delivered.source', { source: item?.source ?? view.officeName })}</p>
        <Card title={say('masked.what')}>
          <p class="measure">{say('masked.intro')}</p>
          {view.followed && <Counted call={call} followed={view.followed} />}
          <Working call={call} work={view.work} name="masked" says={say('masked.working')} againAt={at} stop={call.actor?.officeKind === 'analysis-centre' ? { at: `${at}/stop` } : undefined} />
          <Stopped call={call} work={view.work} anewAt={withQuery(at, 'again')} />
        </Card>
      </AppPage>
    )
  },
})

export const stopMaskedForm = form({
  at: '/deliveries/:delivery/masked/stop', asks: null, does: stopMasked, sends: ({ params }) => ({ delivery: params['delivery'] }),
  view: (call) => <AppPage call={call} title={words(call.language)('masked.title')} narrow><h1>{words(call.language)('masked.title')}</h1><p><a href={`/deliveries/${call.params['delivery'] ?? ''}`}>{words(call.language)('deliveries.title')}</a></p></AppPage>,
  leadsTo: (_, { delivery }) => `/deliveries/${delivery}`, says: ({ language }) => words(language)('masked.stopped'),
})
