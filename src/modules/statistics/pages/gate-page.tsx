import { AppPage, Button, ButtonLink, Card, Chip, DataTable, FactList, Form, formatDay, Notice, TextArea } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { proposeRelease } from '../actions/release-acts.ts'
import { stopGateWork, checkRelease, type GateCell, type GateView } from '../actions/check-release.ts'
import { nameOfAxis, nameOfCode, titleOf } from './code-names.ts'
import { FigureTable } from './figure-table.tsx'
import { AlreadyProposed } from './proposed.tsx'
import { gateAddress } from './table-address.ts'
import { WaysOut } from './ways-out.tsx'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly view: GateView }
type Choice = { readonly how?: 'suppress' | 'round'; readonly merges?: readonly string[]; readonly advice?: true }

const addressWith = ({ id, method }: GateView, { how = method.how, merges = method.merges, advice }: Choice): string => `${gateAddress(id, { how, merges })}${advice ? '&advice=yes' : ''}`

const rangeOf = (call: PageCall, range: GateCell['before']): string => {
  if (range === null) return ''
  const say = words(call.language)
  return range.high === null ? say('range.open', { low: range.low }) : range.low === range.high ? say('range.exact', { low: range.low }) : say('range.between', { low: range.low, high: range.high })
}

/** What is said of a figure: its value, and if it does not leave, why. */
function Marked({ call, cell }: { readonly call: PageCall; readonly cell: GateCell }) {
  const say = words(call.language)
  if (cell.value === null) return <>{say('not-known')}</>
  if (cell.rounded !== null) return <>{cell.rounded} <span class="quiet small">({cell.value})</span></>
  if (cell.mark === 'open') return <>{cell.value}</>
  return <>{cell.value} <Chip tone={cell.mark === 'for-others' ? 'calm' : 'soon'}>{say(`mark.${cell.mark}`)}</Chip></>
}

const Stop = ({ call, view: { id, method } }: Props) => (
  <form method="post" action={`/tables/${id}/stop`}>
    <input type="hidden" name="how" value={method.how} />{method.merges.map((merge) => <input type="hidden" name="merges" value={merge} />)}
    <Button kind="secondary">{words(call.language)('gate.stop')}</Button>
  </form>
)

function State({ call, view }: Props) {
  const say = words(call.language)
  const figures = view.besideFigures.map((number) => <> <a href={`/figures/${number}`}>{say('figure.number', { number })}</a></>)
  if (view.state === 'working') {
    return (
      <Notice tone="soon">
        <p role="status">{say('gate.working')} {view.progress && say('gate.progress', { cost: Math.round(view.progress.cost), bound: Math.round(view.progress.bound) })}</p>
        <p><ButtonLink kind="secondary" href={addressWith(view, {})}>{say('gate.look-again')}</ButtonLink></p>
        <Stop call={call} view={view} />
      </Notice>
    )
  }
  if (view.state === 'stopped') return <Notice tone="soon"><p>{say('gate.stopped')} <a href={addressWith(view, {})}>{say('gate.look-again')}</a></p></Notice>
  if (view.state === 'refused') return <Notice tone="late"><p><strong>{say('gate.refused')}</strong> {say(`refusal.${view.why ?? 'auditor-refuses'}` as 'refusal.auditor-refuses', { figures: view.beside.join(', '), threshold: view.threshold })}{figures}</p></Notice>
  return <Notice tone="good"><p><strong>{say('gate.passed')}</strong> {say('gate.proof', { count: view.proven, threshold: view.threshold })}</p></Notice>
}

function Cost({ call, view }: Props) {
  const say = words(call.language)
  const { method, cost } = view
  const isRounded = method.how === 'round'
  return (
    <FactList facts={[
      [say('gate.sensitive'), String(view.sensitive)],
      [say('gate.hidden'), isRounded ? say('gate.rounded', { base: view.base }) : say('gate.hidden-count', { hidden: view.hidden, others: Math.max(0, view.hidden - view.sensitive) })],
      [say('gate.cost'), cost === null ? say('not-known') : `${say(isRounded ? 'gate.moved' : 'gate.lost', { count: Math.round(cost) })} ${view.isLeast ? say('gate.least') : say('gate.bound', { bound: Math.round(view.bound ?? 0) })}`],
      [say('gate.without'), view.openedWithout === null ? say('not-known') : say('gate.opened', { count: view.openedWithout })],
    ]} />
  )
}

function Choices({ call, view }: Props) {
  const say = words(call.language)
  const { method, merges, possible } = view
  const numbers = possible.beside.join(', ')
  const fixed = view.table.dimensions.filter(({ name, codes }) => codes.length > 3 && name !== 'time' && !possible.merge.includes(name))
  return (
    <>
      <p class="buttons no-print">
        {method.how === 'round' ? <ButtonLink kind="secondary" href={addressWith(view, { how: 'suppress' })}>{say('choose.suppress')}</ButtonLink> : possible.round && <ButtonLink kind="secondary" href={addressWith(view, { how: 'round' })}>{say('choose.round', { base: view.base })}</ButtonLink>}
        {possible.merge.length > 0 && <ButtonLink kind="secondary" href={addressWith(view, { advice: true })}>{say('choose.merge')}</ButtonLink>}
        {method.merges.length > 0 && <ButtonLink kind="secondary" href={addressWith(view, { merges: [] })}>{say('choose.apart')}</ButtonLink>}
      </p>
      {!possible.round && method.how !== 'round' && <p class="quiet measure">{say('choose.no-round', { numbers })}</p>}
      {fixed.length > 0 && possible.beside.length > 0 && <p class="quiet measure">{say('choose.no-merge', { numbers, list: new Intl.ListFormat(call.language, { type: 'conjunction' }).format(fixed.map(({ name }) => nameOfAxis(call, name))) })}</p>}
      {merges && (
        <DataTable caption={say('choose.merge')} empty={say('merge.none')} columns={[{ heading: say('merge.which') }, { heading: say('merge.hidden'), number: true }, { heading: say('merge.saves'), number: true }]}
          rows={merges.map(({ merge, axis, codes, hidden, saves }) => ({ cells: [
            <a href={addressWith(view, { merges: [...method.merges, merge] })}>{nameOfCode(call, axis, codes[0])} + {nameOfCode(call, axis, codes[1])}</a>, String(hidden), String(Math.round(saves)),
          ] }))} />
      )}
    </>
  )
}

/** Each figure that does not leave, with what a reader would know of it if only small figures were hidden, and what she knows so. */
function Attack({ call, view, title }: Props & { readonly title: string }) {
  const say = words(call.language)
  const { dimensions, cells } = view.table
  const marked = cells.flatMap((cell, index) => (cell.mark === 'open' || cell.rounded !== null ? [] : [{ cell, at: placesOf(dimensions.map(({ codes }) => codes.length), index) }]))
  return (
    <DataTable caption={`${say('attack.title')}: ${title}`} empty={say('attack.none')}
      columns={[{ heading: say('category') }, { heading: say('persons'), number: true }, { heading: say('attack.why') }, { heading: say('attack.before') }, { heading: say('attack.after') }]}
      rows={marked.slice(0, 300).map(({ cell, at }) => ({ cells: [
        dimensions.map(({ name, codes }, index) => nameOfCode(call, name, codes[at[index] ?? 0]?.code ?? '')).join(' · '), String(cell.value), say(`why.${cell.mark}` as 'why.small', { threshold: view.threshold }),
        cell.mark === 'for-others' ? say('range.shown') : rangeOf(call, cell.before), view.state === 'passed' ? rangeOf(call, cell.after) : '',
      ] }))} />
  )
}

function placesOf(sizes: readonly number[], cell: number): number[] {
  let rest = cell
  return sizes.toReversed().map((size) => { const at = rest % size; rest = Math.floor(rest / size); return at }).toReversed()
}

function GatePage({ call, view, state }: Props & { readonly state: FormState }) {
  const say = words(call.language)
  const title = titleOf(call, view.wish)
  const { onItsWay } = view
  return (
    <AppPage call={call} title={`${say('gate.title')}: ${title}`} back={{ href: '/tables/kept' }}>
      <h1>{say('gate.title')}</h1>
      <p class="page__lead">{title} · {say('counted-on', { day: formatDay(view.countedOn, call.language) })}</p>
      <State call={call} view={view} />
      <WaysOut call={call} view={view} againAt={addressWith(view, {})} stop={<Stop call={call} view={view} />} mergedAt={(merge) => addressWith(view, { merges: [...view.method.merges, merge] })} />
      <Card title={say('gate.choice')}><Cost call={call} view={view} /><Choices call={call} view={view} /></Card>
      <Card title={say('gate.table')}>
        <p><strong>{say('not-for-release')}</strong></p>
        <FigureTable call={call} title={title} dimensions={view.table.dimensions} cells={view.table.cells} says={(cell) => <Marked call={call} cell={cell} />} />
      </Card>
      {view.method.how === 'suppress' && <Card title={say('attack.title')}><p class="measure">{say('attack.intro')}</p><Attack call={call} view={view} title={title} /></Card>}
      {onItsWay && <AlreadyProposed call={call} at={onItsWay.release === null ? `/releases/${onItsWay.proposal}` : `/figures/${onItsWay.release}`} figure={onItsWay.release} />}
      {view.state === 'passed' && !onItsWay && (
        <Card title={say('propose.title')}>
          {view.sameAs !== null && <Notice tone="soon"><p>{say('propose.same')} <a href={`/figures/${view.sameAs}`}>{say('figure.number', { number: view.sameAs })}</a></p></Notice>}
          <Form call={call} form={state}>
            <TextArea form={state} name="reason" label={say('propose.reason')} hint={say('propose.hint')} rows={3} />
            <Button>{say('propose.send')}</Button>
          </Form>
        </Card>
      )}
    </AppPage>
  )
}

const methodIn = ({ query }: PageCall) => ({ how: query['how'] ?? 'suppress', merges: query['merges'] === undefined ? [] : [query['merges']].flat() })

export const gateForm = form({
  at: '/tables/:table/release', asks: checkRelease,
  input: (call) => ({ table: call.params['table'], ...methodIn(call), ...(call.query['advice'] === 'yes' ? { advice: 'yes' } : {}) }),
  does: proposeRelease, sends: (call, fields) => ({ table: call.params['table'], ...methodIn(call), reason: fields['reason'] }),
  view: (call, view, state) => <GatePage call={call} view={view} state={state} />,
  leadsTo: (_, { proposal }) => `/releases/${proposal}`,
  says: ({ language }) => words(language)('propose.done'),
})

export const stopForm = form({
  at: '/tables/:table/stop', asks: null, does: stopGateWork, sends: ({ params }, fields) => ({ table: params['table'], how: fields['how'], ...(fields['merges'] === undefined ? {} : { merges: [fields['merges']].flat() }) }),
  view: (call) => <AppPage call={call} title={words(call.language)('gate.title')} narrow><h1>{words(call.language)('gate.title')}</h1><p><a href="/tables/kept">{words(call.language)('kept.title')}</a></p></AppPage>,
  leadsTo: () => '/tables/kept', says: ({ language }) => words(language)('gate.stopped'),
})
