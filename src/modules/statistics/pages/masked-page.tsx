import { AppPage, ButtonLink, Card, DataTable, Notice } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showMasked, type MaskedView } from '../actions/masked-acts.ts'
import { itemLabel } from './delivery-words.ts'
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
  at: '/deliveries/:delivery/masked', asks: showMasked, input: ({ params }) => ({ delivery: params['delivery'] }),
  view: (call, view) => {
    const say = words(call.language)
    const item = call.installation.codebook.items.find(({ key }) => key === view.item)
    return (
      <AppPage call={call} title={say('masked.title')} back={{ href: `/deliveries/${view.delivery}` }}>
        <h1>{say('masked.title')}</h1>
        <p class="page__lead">{itemLabel(call, view.item)}, {view.slot.split('/')[1]}. {say('delivered.source', { source: item?.source ?? view.officeName })}</p>
        <Card title={say('masked.what')}>
          <p class="measure">{say('masked.intro')}</p>
          {view.followed ? <Counted call={call} followed={view.followed} /> : <><p>{say(view.state === 'stopped' ? 'masked.stopped' : 'masked.working')}</p><p><ButtonLink kind="secondary" href={`/deliveries/${view.delivery}/masked`}>{say('gate.look-again')}</ButtonLink></p></>}
        </Card>
      </AppPage>
    )
  },
})
