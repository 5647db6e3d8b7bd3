import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { askApproval, listOfficeNames, needsApproval } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import type { GateAnswer, GateRequest } from '../domain/gate.ts'
import { About, marksFrom, Origin, sourceOf, type Mark, type ShownPart, type ShownTable } from '../domain/hand-overs/hand-over.ts'
import { provenPick } from '../domain/proven-table.ts'
import { asEarlier, standingFor, toldOtherwise, type Standing } from '../domain/release-method.ts'
import { sensitiveCells } from '../domain/sensitive-cells.ts'
import type { Table } from '../domain/table.ts'
import type { ReleaseWish } from '../domain/release-wish.ts'
import type { TableWish } from '../domain/table-wish.ts'
import { isExact, toldWithout, type KnownWithout } from '../domain/without-gate.ts'
import { callOffGate, callOffWithoutGate, lookAtGate, lookWithoutGate, type GateState } from '../store/gate-jobs.ts'
import { findHandOverOnItsWay, findLatestHandedOver, insertHandOverProposal, type HandedOverRow, type HandOverEntry } from '../store/hand-over-rows.ts'
import { listCountingDeliveries } from '../store/delivered-sums.ts'
import { readLedger } from '../store/release-rows.ts'
import { ruleOf } from './counting.ts'
import { canBeRead, stateFor } from './check-release.ts'
import { numbersOf, refusalOfAnswer, refusalOfWork } from './gate-refusal.ts'
import { Again, noWork, Work, workOf } from './gate-work.ts'
import { countHandOver, type CountedHandOver } from './hand-over-counting.ts'
import { momentOf } from './release-acts.ts'
import { Warnings, warningsOfAll } from './warning-acts.ts'
import { Ways, WaysAt, waysOutOf } from './ways-told.ts'

const glance = 1_500
const nextGlance = 800
const patience = 20_000
const searchSeconds = 30

const Asks = z.strictObject({ recipient: z.string().max(60), year: z.coerce.number().int().min(2000).max(2100), victims: z.enum(['deliveries', 'files']).default('deliveries') })
const Looks = Asks.extend({ again: Again })
type Asked = z.output<typeof Asks>
const Codes = z.array(z.strictObject({ code: z.string(), parent: z.string().nullable() }))
const HandCell = z.strictObject({
  value: z.number().nullable(), state: z.enum(['measured', 'known-zero', 'provisional', 'not-available', 'not-collected', 'not-applicable', 'confidential']), partial: z.boolean(), twice: z.boolean(),
  /** Whether the figure leaves; null as long as the gate has not said so. */
  leaves: z.boolean().nullable(),
  /** Why it does not. */
  why: z.enum(['small', 'one-category', 'for-others']).nullable(),
})
export type HandCellView = z.output<typeof HandCell>
const Risk = z.strictObject({ sensitive: z.number(), opened: z.number().nullable(), exact: z.number().nullable(), forOthers: z.number().nullable() })
const HandOverView = z.strictObject({
  recipient: z.string(), year: z.number(), victims: z.enum(['deliveries', 'files']), today: Day,
  state: z.enum(['working', 'stopped', 'passed', 'refused']), why: z.string().nullable(), beside: z.array(z.number()), hidden: z.number(), threshold: z.number(),
  /** Where it is refused, what would make it possible, and how far the search for that is. */
  ways: Ways.nullable(), waysAt: WaysAt, waysWork: Work,
  work: Work, /** Releases that count some of the same people were taken into account; `sameDay`: those that readers hold beside these tables as figures of the same day. */ earlier: z.strictObject({ numbers: z.array(z.number()), sameDay: z.array(z.number()) }),
  /** What a reader would know if only the sensitive figures were hidden, and how far that is. */
  withoutGate: Work,
  tables: z.array(z.strictObject({ key: z.string(), /** Of its figures: how many give somebody away, of how many of these a reader would know too much without the gate, of how many everything, and how many are hidden for their sake. */ risk: Risk, parts: z.array(z.strictObject({ of: z.string(), dimensions: z.array(z.strictObject({ name: z.string(), codes: Codes })), cells: z.array(HandCell) })) })),
  origins: z.array(Origin),
  /** What this recipient got for this year last, whose figures that counted, and whether nothing has changed since. */
  before: z.strictObject({ number: z.number(), source: z.enum(['deliveries', 'files']), releasedOn: Day, isSame: z.boolean() }).nullable(),
  /** The proposal to the same recipient for the same year that stands. */
  onItsWay: z.uuid().nullable(),
  /** What the rules found in the deliveries that it is made of and no service has answered, and the names of these services. */
  warnings: Warnings, services: z.record(z.string(), z.string()),
})
export type HandOverView = z.output<typeof HandOverView>

export type Gated = { readonly gate: readonly Table[]; readonly request: GateRequest; readonly standing: readonly Standing[]; readonly told: readonly Standing[] }

/** What the gate is asked for the tables of a hand-over, all of them together, with what was released of the same people before. */
export async function gatedTables(call: Call<Actor>, gate: readonly Table[], wishes: readonly ReleaseWish[], lock: 'lock' | 'look'): Promise<Gated> {
  const ledger = await readLedger(call.tx, lock)
  const standing = ledger.filter((each) => gate.some((table) => standingFor(table, [each]).length > 0))
  return { gate, standing, told: wishes.flatMap((wish) => toldOtherwise(wish, standing)), request: { tables: gate, rule: ruleOf(call.installation), method: { suppress: 'value' }, earlier: standing.map(asEarlier), seconds: searchSeconds } }
}

export function answerOrRefusal({ request, standing, told }: Gated, state: GateState): Refusal | Extract<GateAnswer, { passed: true }> {
  const merged = standing.filter(({ merges }) => merges.length > 0)
  if (merged.length > 0) return refuse('stands-merged', { status: 409, with: { figures: numbersOf(merged).join(', ') } })
  if (told.length > 0) return refuse('told-otherwise', { status: 409, with: { figures: numbersOf(told).join(', ') } })
  if (state.at !== 'done') return refusalOfWork(state)
  const { answer } = state
  return answer.passed ? answer : refusalOfAnswer(answer, { standing, request })
}

export const showHandOver = route({
  name: 'handover.show', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'The tables of a year for one recipient as they are counted now, each figure with its state, of which deliveries they are made, which are missing, and whether they may leave. For the analysis centre alone.',
  asks: Looks.extend({ warnings: PageNumber }), gives: HandOverView,
  async answers(call, { warnings: warningsAt, again: anew, ...asked }) {
    const again = anew === 'yes'
    const counted = await countedOrNot(call, asked)
    if (isRefusal(counted)) return counted
    const gated = await gatedTables(call, counted.gate.map(({ table }) => table), wishesOf(counted), 'look')
    const before = await findLatestHandedOver(call.tx, asked)
    const cannot = refusedBefore(counted, before)
    const state: GateState = cannot ? { at: 'stopped', why: 'cancelled' } : await lookAtGate(gated.request, glance, again)
    const outcome = cannot ?? answerOrRefusal(gated, state)
    const told = toldWithout(gated.request)
    const without = canBeRead(state) ? await lookWithoutGate(told, { milliseconds: nextGlance, again }) : undefined
    const known = without?.at === 'done' ? new Map(without.answer.figures.map((each) => [`${each.table} ${each.cell}`, each])) : undefined
    const reasons = new Map(sensitiveCells(gated.gate, gated.request.rule).map(({ table, cell, reasons: all }) => [`${table} ${cell}`, all.includes('small') ? 'small' as const : 'one-category' as const]))
    const passed = isRefusal(outcome) ? undefined : outcome
    return {
      ...asked, today: call.today, threshold: call.installation.counting.gate.threshold, beside: numbersOf(gated.standing),
      state: passed ? 'passed' as const : stateFor(outcome), work: cannot ? noWork : workOf(state), withoutGate: without ? workOf(without) : noWork,
      earlier: { numbers: numbersOf(gated.standing), sameDay: numbersOf(gated.standing.filter(({ table }) => told.beside.some((each) => each.table === table))) },
      why: isRefusal(outcome) ? outcome.refused : null,
      ...await waysOutOf(outcome, state, { ...gated, axes: [], fixed: { time: String(asked.year) }, again, countedIn: (table) => counted.gate[table]?.of ?? null }),
      hidden: counted.tables.reduce((sum, { parts }) => sum + parts.reduce((all, { counted: part }) => all + part.places.filter(({ table, cell }) => passed?.tables[table]?.cells[cell] === 'hidden').length, 0), 0),
      tables: counted.tables.map(({ table, parts }) => ({ key: table.key, risk: riskOf(parts.flatMap(({ counted: part }) => part.places), { reasons, known, passed }), parts: parts.map(({ of, counted: part }) => ({
        of, dimensions: part.dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })),
        cells: part.cells.map((cell, index) => {
          const place = part.places[index]
          const leaves = passed && place ? passed.tables[place.table]?.cells[place.cell] !== 'hidden' : null
          return { ...cell, ...marksOfCell(call, counted, of, cell), leaves, why: place && leaves === false && cell.value !== null ? reasons.get(`${place.table} ${place.cell}`) ?? 'for-others' as const : null }
        }),
      })) })),
      origins: [...counted.origins],
      before: before ? { number: before.number, source: sourceOf(before.about.origins), releasedOn: before.releasedOn, isSame: passed !== undefined && isSameAs(before, call, counted, passed) } : null,
      onItsWay: await findHandOverOnItsWay(call.tx, asked, momentOf(call)),
      warnings: await openWarnings(call, counted, { year: asked.year, page: warningsAt }), services: Object.fromEntries(await listOfficeNames(call.tx, call.language)),
    }
  },
})

/** What the rules say of the deliveries that a hand-over is made of, in its year, as long as their service has not answered. */
async function openWarnings(call: Call<Actor>, { origins }: CountedHandOver, { year, page }: { readonly year: number; readonly page: number }): Promise<Warnings> {
  const delivered = new Set(origins.flatMap(({ item, source, deliveries }) => (source === 'deliveries' && deliveries.length > 0 ? [item] : [])))
  const items = call.installation.codebook.items.filter(({ key }) => delivered.has(key))
  const used = await Promise.all(items.map(async (item) => ({ item, deliveries: (await listCountingDeliveries(call.tx, item.key)).filter(({ firstYear, lastYear }) => firstYear <= year && year <= lastYear) })))
  return warningsOfAll(call, used, { page, openAlone: true, isShown: (finding) => finding.year === year })
}

type Weighing = { readonly reasons: ReadonlyMap<string, string>; readonly known: ReadonlyMap<string, KnownWithout> | undefined; readonly passed: Passed | undefined }
/** What a table would tell without the gate, each of its figures once, and what the gate hides beside. */
function riskOf(places: CountedHandOver['tables'][number]['parts'][number]['counted']['places'], { reasons, known, passed }: Weighing): z.output<typeof Risk> {
  const own = [...new Map(places.map((place) => [`${place.table} ${place.cell}`, place]))]
  const sensitive = own.filter(([key]) => reasons.has(key))
  const among = (isSo: (each: KnownWithout) => boolean) => (known ? sensitive.filter(([key]) => { const each = known.get(key); return each !== undefined && isSo(each) }).length : null)
  return { sensitive: sensitive.length, opened: among(({ isOpen }) => isOpen), exact: among(isExact), forOthers: passed ? own.filter(([key, { table, cell }]) => !reasons.has(key) && passed.tables[table]?.cells[cell] === 'hidden').length : null }
}

export const stopHandOver = route({
  name: 'handover.stop', kind: 'act', for: writes('numbers', 'none'),
  about: 'Calls off what the gate is working out for the tables of a hand-over; whoever asks for it again lets it begin anew.',
  asks: Asks, gives: Asks,
  async answers(call, asked) {
    const counted = await countedOrNot(call, asked)
    if (isRefusal(counted)) return counted
    const { request } = await gatedTables(call, counted.gate.map(({ table }) => table), wishesOf(counted), 'look')
    await callOffGate(request)
    await callOffWithoutGate(toldWithout(request))
    return asked
  },
})

/** What no gate can change: nothing is known at all, or the same recipient got figures of this year from another source. */
function refusedBefore({ gate, origins }: CountedHandOver, before: HandedOverRow | undefined): Refusal | undefined {
  if (gate.every(({ table, isOwn }) => !isOwn || table.cells.every(({ value }) => value === null))) return refuse('nothing-to-hand-over', { status: 409 })
  // The same people counted in two ways would be two truths of one year for one reader.
  return fromOtherSource(origins, before)
}

export function fromOtherSource(origins: readonly Origin[], before: HandedOverRow | undefined): Refusal | undefined {
  if (!before || sourceOf(before.about.origins) === sourceOf(origins)) return undefined
  return refuse(sourceOf(origins) === 'files' ? 'handed-over-from-deliveries' : 'handed-over-from-files', { status: 409, with: { number: before.number } })
}

/** Whether a recipient would get what it got last: held against the way in which that was written down, since some marks are younger than some hand-overs. */
function isSameAs({ shown, about }: HandedOverRow, call: Call, counted: CountedHandOver, answer: Passed): boolean {
  const now = shownTables(call, counted, answer, about.provisionalAlone ? isProvisional : (cell) => isProvisional(cell) || (cell.partial && cell.value !== null))
  return isDeepStrictEqual(shown.map(({ key, parts }) => [key, parts]), now.map(({ key, parts }, at) => [key, parts.map((part, index) => ({ ...part, ...withoutMarksOf(shown[at]?.parts[index]) }))]))
}
const withoutMarksOf = (part: ShownPart | undefined): object => Object.fromEntries((['partial', 'twice'] as const).flatMap((mark) => (part && !(mark in part) ? [[mark, undefined]] : [])))

type Passed = Extract<GateAnswer, { passed: true }>
type Known = CountedHandOver['tables'][number]['parts'][number]['counted']['cells'][number]
const marksOfCell = ({ installation }: Call, { origins }: CountedHandOver, of: string, cell: Known): Readonly<Record<Mark, boolean>> => {
  const origin = origins.find((each) => each.of === of)
  return origin ? marksFrom(origin, installation.handOvers.counted.some(({ key, persons }) => key === of && persons), cell) : { partial: cell.partial, twice: false }
}

/** The wishes of its own tables: under these they stand in the ledger. */
const wishesOf = ({ gate }: CountedHandOver): TableWish[] => gate.flatMap(({ isOwn, wish }) => (isOwn ? [wish] : []))

async function countedOrNot(call: Call<Actor>, asked: Asked): Promise<CountedHandOver | Refusal> {
  if (!call.installation.handOvers.recipients.some(({ key }) => key === asked.recipient)) return notFound
  if (asked.year >= Number(call.today.slice(0, 4))) return refuse('year-not-over', { field: 'year', with: { year: Number(call.today.slice(0, 4)) - 1 } })
  return countHandOver(call, asked)
}

export const proposeHandOver = route({
  name: 'handover.propose', kind: 'act', for: writes('numbers', 'none'),
  about: 'Proposes to hand over the tables of a year as the gate has made them safe together, and asks a colleague to approve.',
  asks: Asks.extend({ reason: z.string().trim().min(1).max(1_000) }), gives: z.strictObject({ proposal: z.uuid() }),
  async answers(call, { reason, ...asked }) {
    const counted = await countedOrNot(call, asked)
    if (isRefusal(counted)) return counted
    const before = await findLatestHandedOver(call.tx, asked)
    const cannot = refusedBefore(counted, before)
    if (cannot) return cannot
    if (await findHandOverOnItsWay(call.tx, asked, momentOf(call))) return refuse('proposed-already', { status: 409 })
    const gated = await gatedTables(call, counted.gate.map(({ table }) => table), wishesOf(counted), 'look')
    const answer = answerOrRefusal(gated, await lookAtGate(gated.request, patience))
    if (isRefusal(answer)) return answer
    const shown = shownTables(call, counted, answer)
    if (before && isSameAs(before, call, counted, answer)) return refuse('handed-over-as', { status: 409, with: { number: before.number } })
    const proposal = crypto.randomUUID()
    const about: About = { countedOn: call.today, threshold: call.installation.counting.gate.threshold, origins: [...counted.origins], provisionalAlone: true }
    const hiddenOf = (at: number) => [...(answer.account.hidden[at] ?? [])].toSorted((a, b) => a - b)
    const ledger = counted.gate.flatMap(({ table, isOwn, wish }, at): HandOverEntry[] => (isOwn ? [{ at, table, hidden: hiddenOf(at), wish, merges: [] }] : []))
    const isFirst = await insertHandOverProposal(call.tx, {
      id: proposal, recipient: asked.recipient, year: asked.year, counted: counted.gate.map(({ table }) => table), shown, about, ledger,
      hidden: ledger.reduce((sum, { hidden }) => sum + hidden.length, 0), cost: answer.account.cost,
    }, momentOf(call))
    if (!isFirst) return refuse('proposed-already', { status: 409 })
    if (needsApproval(call, 'publish-numbers')) {
      const approval = await askApproval(call, { act: 'publish-numbers', subject: proposal, shownAt: `/hand-overs/proposals/${proposal}`, reason, about: { kind: 'hand-over', recipient: asked.recipient, year: asked.year, victims: sourceOf(counted.origins), corrects: before?.number ?? null } })
      if (isRefusal(approval)) return approval
    }
    return { proposal }
  },
})

const isProvisional = ({ state }: Known): boolean => state === 'provisional'
/** The recipient's tables: every figure in them has passed the gate, or is a word. */
const shownTables = (call: Call, counted: CountedHandOver, { tables: made }: Passed, isNotFinal = isProvisional): ShownTable[] => counted.tables.map(({ table: { key }, parts }) => ({
  key, parts: parts.map(({ of, counted: { dimensions, places, cells } }) => {
    const table = provenPick(made, dimensions, places, (index) => cells[index]?.state === 'confidential')
    // A mark stands on a figure that is shown and nowhere else.
    const marked = (mark: Mark) => cells.flatMap((cell, index) => (typeof table.cells[index] === 'number' && marksOfCell(call, counted, of, cell)[mark] ? [index] : []))
    return { of, table, provisional: [...cells.entries()].flatMap(([index, cell]) => (isNotFinal(cell) ? [index] : [])), partial: marked('partial'), twice: marked('twice') }
  }),
}))
