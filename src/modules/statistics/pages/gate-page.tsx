import { AppPage, Button, ButtonLink, Card, Chip, DataTable, FactList, Form, formatDay, Notice, TextArea } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { proposeRelease } from '../actions/release-acts.ts'
import { stopGateWork, checkRelease, type GateCell, type GateView } from '../actions/check-release.ts'
import { nameOfAxis, nameOfCode, titleOf } from './code-names.ts'
import { FigureTable } from './figure-table.tsx'
import { AlreadyProposed } from './proposed.tsx'
import { gateAddress } from './table-address.ts'
import { WaysOut } from './ways-out.tsx'
import { Stopped, withQuery, Working, type StopAt } from './work.tsx'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly view: GateView }
type Choice = { readonly how?: 'suppress' | 'round'; readonly merges?: readonly string[] }

/** Another choice for the same table; what was compared stays compared. */
const addressWith = ({ id, method, isCompared }: GateView, { how = method.how, merges = method.merges }: Choice = {}): string => {
  const address = gateAddress(id, { how, merges })
  return isCompared ? withQuery(address, 'compare') : address
}
const anewAt = (view: GateView): string => withQuery(addressWith(view), 'again')
const stopAt = ({ id, method }: GateView): StopAt => ({ at: `/tables/${id}/stop`, fields: [['how', method.how], ...method.merges.map((merge) => ['merges', merge] as const)] })

const rangeOf = (call: PageCall, range: GateCell['before']): string => {
  if (range === null) return ''
  const say = words(call.language)
  return range.high === null ? say('range.open', { low: range.low }) : range.low === range.high ? say('range.exact', { low: range.low }) : say('range.between', { low: range.low, high: range.high })
}

/** What is said of a figure: its value, and if it does not leave, why. */
function Marked({ call, cell }: { readonly call: PageCall; readonly cell: GateCell }) {
  const say = words(call.language)
  if (cell.value === null) return <>{say(cell.notCollected ? 'handover.state.not-collected' : 'not-known')}</>
  if (cell.rounded !== null) return <>{cell.rounded} <span class="quiet small">({cell.value})</span></>
  if (cell.mark === 'open') return <>{cell.value}</>
  return <>{cell.value} <Chip tone={cell.mark === 'for-others' ? 'calm' : 'soon'}>{say(`mark.${cell.mark}`)}</Chip></>
}

function State({ call, view }: Props) {
  const say = words(call.language)
  const figures = view.besideFigures.map((number) => <> <a href={`/figures/${number}`}>{say('figure.number', { number })}</a></>)
  if (view.state === 'working') return <Working call={call} work={view.work} name="gate" says={say('gate.working')} againAt={addressWith(view)} stop={stopAt(view)} />
  if (view.state === 'stopped') return <Stopped call={call} work={view.work} anewAt={anewAt(view)} />
  if (view.state === 'refused') return <Notice tone="late"><p><strong>{say('gate.refused')}</strong> {say(`refusal.${view.why ?? 'auditor-refuses'}` as 'refusal.auditor-refuses', { figures: view.beside.join(', '), threshold: view.threshold })}{figures}</p></Notice>
  return <Notice tone="good"><Proven call={call} view={view} /></Notice>
}

/** What the auditor has proven, and what is not promised. */
function Proven({ call, view: { proof, method, threshold, base, beside } }: Props) {
  const say = words(call.language)
  if (proof === null) return <p><strong>{say('gate.passed')}</strong></p>
  const { figures, inTable, fromNobody, inWholes, isOfEvery, beside: others, told } = proof
  const fromNobodySaid = inWholes && fromNobody === figures ? [say('proof.whole-all', { threshold })] : fromNobody > 0 ? [say(inWholes ? 'proof.whole' : 'proof.amounts', { count: fromNobody, threshold })] : []
  const proven = figures === 0 ? [say('proof.none')] : [
    figures === inTable ? say('proof.looked-here', { count: figures }) : say('proof.looked', { count: figures, inTable }),
    ...(method.how === 'round' ? [say('proof.rounded', { base })] : [...fromNobodySaid, ...(figures > fromNobody ? [say('proof.around', { count: figures - fromNobody })] : [])]),
  ]
  const beyond = [
    ...(told > 0 ? [say('proof.told', { count: told })] : []), ...(others > 0 ? [say(isOfEvery ? 'proof.beside' : 'proof.beside-many', { count: others })] : []),
    beside.length === 0 ? say('proof.alone') : say('proof.earlier', { numbers: beside.join(', ') }),
  ]
  return <><p><strong>{say('gate.passed')}</strong> {proven.join(' ')}</p><p>{beyond.join(' ')}</p></>
}

function Safety({ call, view }: Props) {
  const say = words(call.language)
  const { method, sensitive, hidden, openedWithout, exactWithout, withoutGate } = view
  return (
    <FactList facts={[
      [say('gate.sensitive'), String(sensitive)],
      [say('gate.hidden'), view.state !== 'passed' ? say('not-yet') : method.how === 'round' ? say('gate.rounded', { base: view.base }) : say('gate.hidden-count', { hidden, others: Math.max(0, hidden - sensitive) })],
      [say('gate.without'), openedWithout === null ? say(withoutGate.at === 'working' ? 'gate.without-working' : 'not-yet') : say('gate.opened', { count: openedWithout, exact: exactWithout ?? 0 })],
    ]} />
  )
}

type Way = GateView['choices']['ways'][number]
type Cost = NonNullable<Way['cost']>

/** Whether nothing safe costs less, or what nothing safe goes below: of the whole that the gate looks at. */
const leastSaid = (call: PageCall, { least, how }: Way): string => {
  if (least === null) return ''
  const numbers = { cost: Math.round(least.cost), bound: Math.floor(least.bound) }
  return words(call.language)(`least.${how}-${least.isProven ? 'proven' : 'bound'}`, numbers)
}

/** The three ways to make the table safe, side by side in the same units, each with the link that chooses it or the reason why it cannot be chosen. */
function Choices({ call, view }: Props) {
  const say = words(call.language)
  const { method, base, threshold, beside, choices: { ways, advice, merges }, possible, isCompared } = view
  const list = new Intl.ListFormat(call.language, { type: 'conjunction' })
  const numbers = (cost: Cost | null, changed: (cost: Cost) => string) => (cost === null ? [say('not-yet'), '', ''] : [changed(cost), String(cost.persons), String(cost.most)])
  const hiddenSaid = ({ figures, zeros }: Cost) => (zeros > 0 ? say('choose.hidden-zeros', { count: figures, zeros }) : say('choose.hidden', { count: figures }))
  const refusalSaid = (refused: string) => say(`refusal.${refused}` as 'refusal.rounded-beside', { figures: (possible.beside.length > 0 ? possible.beside : beside).join(', '), threshold })
  const nameOf = ({ axis, codes }: NonNullable<typeof merges>[number]) => codes.map((code) => nameOfCode(call, axis, code)).join(' + ')
  const mergedAt = (merge: string) => addressWith(view, { how: 'suppress', merges: [...method.merges, merge] })
  const rows = ways.map((way) => {
    const { how, isChosen, work, refused, cost } = way
    const label = how === 'round' ? say('choose.round', { base }) : say('choose.suppress')
    return { cells: [
      <>{isChosen || refused !== null ? <strong>{label}</strong> : <a class="strong" href={addressWith(view, { how })}>{label}</a>} {isChosen && <Chip tone="calm">{say('choose.chosen')}</Chip>}{refused !== null && <div class="quiet small">{refusalSaid(refused)}</div>}</>,
      ...(refused === null ? numbers(work.at === 'done' ? cost : null, (some) => (how === 'round' ? say('choose.moved', { count: some.figures }) : hiddenSaid(some))) : [say('choose.not'), '', '']), leastSaid(call, way),
    ] }
  })
  const fixed = view.table.dimensions.filter(({ name, codes }) => codes.length > 3 && name !== 'time' && !possible.merge.includes(name))
  const isMergeable = view.table.dimensions.some(({ name, codes }) => possible.merge.includes(name) && codes.length > 3)
  const [best, ...others] = merges ?? []
  const why = !isMergeable ? fixed.length > 0 && possible.beside.length > 0 ? say('choose.no-merge', { numbers: possible.beside.join(', '), list: list.format(fixed.map(({ name }) => nameOfAxis(call, name))) }) : say('choose.no-pair') : merges !== null && !best ? say('merge.none') : null
  rows.push({ cells: [
    <>{best ? <a class="strong" href={mergedAt(best.merge)}>{say('choose.merge-best', { names: nameOf(best) })}</a> : <strong>{say('choose.merge')}</strong>}{why !== null && <div class="quiet small">{why}</div>}{best && <div class="quiet small">{say('merge.fewer', { count: best.fewer })}</div>}</>,
    ...(why === null ? numbers(best?.cost ?? null, hiddenSaid) : [say('choose.not'), '', '']), best ? say('least.merge') : '',
  ] })
  const isWhole = ways.every(({ work, refused, isChosen }) => isChosen || refused !== null || work.at === 'done') && (!isMergeable || merges !== null)
  const busy = [...ways.filter(({ isChosen }) => !isChosen).map(({ work }) => work), advice]
  const working = isCompared ? busy.find(({ at }) => at === 'working') : undefined
  const stopped = isCompared ? busy.find(({ at }) => at === 'stopped') : undefined
  return (
    <>
      <DataTable caption={say('choose.title')} showCaption empty="" columns={[{ heading: say('choose.way') }, { heading: say('choose.figures') }, { heading: say('choose.persons'), number: true }, { heading: say('choose.most'), number: true }, { heading: say('choose.least') }]} rows={rows} />
      <p class="quiet small measure">{say('choose.units')} {best && say('choose.advised')}</p>
      {working && <Working call={call} work={working} name="compare" says={say('choose.working')} againAt={addressWith(view)} stop={stopAt(view)} />}
      {!working && stopped && <Stopped call={call} work={stopped} anewAt={anewAt(view)} />}
      <p class="buttons no-print">
        {!isCompared && !isWhole && view.state !== 'working' && view.state !== 'stopped' && <ButtonLink kind="secondary" href={withQuery(addressWith(view), 'compare')}>{say('choose.compare')}</ButtonLink>}
        {method.merges.length > 0 && <ButtonLink kind="secondary" href={addressWith(view, { merges: [] })}>{say('choose.apart')}</ButtonLink>}
      </p>
      {others.length > 0 && (
        <DataTable caption={say('merge.others')} showCaption empty="" columns={[{ heading: say('merge.which') }, { heading: say('choose.figures') }, { heading: say('choose.persons'), number: true }, { heading: say('choose.most'), number: true }]}
          rows={others.map((each) => ({ cells: [<a href={mergedAt(each.merge)}>{nameOf(each)}</a>, ...numbers(each.cost, hiddenSaid)] }))} />
      )}
    </>
  )
}

/** How many of the figures that do not leave are listed. */
const listed = 300

/** Each figure that does not leave, with what a reader would know of it if only small figures were hidden, and what she knows so. */
function Attack({ call, view, title }: Props & { readonly title: string }) {
  const say = words(call.language)
  const { dimensions, cells } = view.table
  const marked = cells.flatMap((cell, index) => (cell.mark === 'open' || cell.rounded !== null ? [] : [{ cell, at: placesOf(dimensions.map(({ codes }) => codes.length), index) }]))
  return (
    <>
    <p class="measure">{say('attack.intro')} {view.beside.length === 0 ? say('attack.alone') : say('attack.earlier', { numbers: view.beside.join(', ') })}</p>
    <Working call={call} work={view.withoutGate} name="without" says={say('attack.working')} againAt={addressWith(view)} stop={stopAt(view)} />
    <Stopped call={call} work={view.withoutGate} anewAt={anewAt(view)}>{say('attack.stopped')}</Stopped>
    {marked.length > listed && <p class="measure"><strong>{say('attack.cut', { listed, count: marked.length })}</strong></p>}
    <DataTable caption={`${say('attack.title')}: ${title}`} empty={say('attack.none')}
      columns={[{ heading: say('category') }, { heading: say('persons'), number: true }, { heading: say('attack.why') }, { heading: say('attack.before') }, { heading: say('attack.after') }]}
      rows={marked.slice(0, listed).map(({ cell, at }) => ({ cells: [
        dimensions.map(({ name, codes }, index) => nameOfCode(call, name, codes[at[index] ?? 0]?.code ?? '')).join(' · '), String(cell.value), say(`why.${cell.mark}` as 'why.small', { threshold: view.threshold }),
        cell.mark === 'for-others' ? say('range.shown') : rangeOf(call, cell.before), view.state === 'passed' ? rangeOf(call, cell.after) : '',
      ] }))} />
    </>
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
  const isProposed = view.state === 'passed' && !onItsWay
  const works = view.work.at === 'working' || view.withoutGate.at === 'working' || view.waysAt === 'working' || (view.isCompared && [...view.choices.ways.map(({ work }) => work), view.choices.advice].some(({ at }) => at === 'working'))
  return (
    <AppPage call={call} title={`${say('gate.title')}: ${title}`} back={{ href: '/tables/kept' }} againAt={works && !isProposed ? addressWith(view) : undefined}>
      <h1>{say('gate.title')}</h1>
      <p class="page__lead">{title} · {say('counted-on', { day: formatDay(view.countedOn, call.language) })}</p>
      <State call={call} view={view} />
      <WaysOut call={call} view={view} againAt={addressWith(view)} anewAt={anewAt(view)} stop={stopAt(view)} mergedAt={(merge) => addressWith(view, { merges: [...view.method.merges, merge] })} />
      <Card title={say('gate.choice')}><Safety call={call} view={view} /><Choices call={call} view={view} /></Card>
      <Card title={say('gate.table')}>
        <p><strong>{say('not-for-release')}</strong></p>
        <FigureTable call={call} title={title} dimensions={view.table.dimensions} cells={view.table.cells} says={(cell) => <Marked call={call} cell={cell} />} />
      </Card>
      {view.method.how === 'suppress' && <Card title={say('attack.title')}><Attack call={call} view={view} title={title} /></Card>}
      {onItsWay && <AlreadyProposed call={call} at={onItsWay.release === null ? `/releases/${onItsWay.proposal}` : `/figures/${onItsWay.release}`} figure={onItsWay.release} />}
      {isProposed && (
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
  input: (call) => ({ table: call.params['table'], ...methodIn(call), ...(call.query['compare'] === 'yes' ? { compare: 'yes' } : {}), ...(call.query['again'] === 'yes' ? { again: 'yes' } : {}) }),
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
