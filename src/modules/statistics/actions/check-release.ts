import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded, writes } from '#vocabulary/place'
import { isRefusal } from '#vocabulary/refusal'
import type { Proof } from '../domain/gate.ts'
import { ReleaseMethod, type Standing } from '../domain/release-method.ts'
import { readingFor, ReleaseWish } from '../domain/release-wish.ts'
import { sensitiveCells } from '../domain/sensitive-cells.ts'
import { readPart } from '../domain/table-wish.ts'
import { isExact, toldWithout, wholeRange, type WithoutGate } from '../domain/without-gate.ts'
import { callOffGate, callOffMerges, callOffWithoutGate, lookAtGate, lookWithoutGate, type GateState, type WithoutState } from '../store/gate-jobs.ts'
import { findOnItsWay } from '../store/release-rows.ts'
import { adviceFor, Choices, choicesOf, requestsOf } from './choices-told.ts'
import { numbersOf, stoppedRefusals } from './gate-refusal.ts'
import { Again, noWork, Work, workOf } from './gate-work.ts'
import { momentOf, refusalOfGate, weighed, type Weighed } from './release-acts.ts'
import { Ways, WaysAt, waysOutOf } from './ways-told.ts'

/** What a screen waits for the gate before it says how far it is, and then for what a reader would know without it. */
const glance = 1_500
const nextGlance = 800

const Range = z.strictObject({ low: z.number(), high: z.number().nullable() })
const GateCell = z.strictObject({
  value: z.number().nullable(), mark: z.enum(['open', 'small', 'one-category', 'for-others']),
  /** What a reader could work out if only the sensitive figures were hidden, and what she can work out as it would leave. */
  before: Range.nullable(), after: Range.nullable(), rounded: z.number().nullable(),
  /** There is no figure because nobody was asked. */
  notCollected: z.boolean(),
})
export type GateCell = z.output<typeof GateCell>
const Codes = z.array(z.strictObject({ code: z.string(), parent: z.string().nullable() }))
const GateView = z.strictObject({
  id: z.uuid(), wish: ReleaseWish, countedOn: Day, method: ReleaseMethod, threshold: z.number(), base: z.number(),
  table: z.strictObject({ dimensions: z.array(z.strictObject({ name: z.string(), codes: Codes })), cells: z.array(GateCell) }),
  state: z.enum(['working', 'stopped', 'passed', 'refused']), why: z.string().nullable(), beside: z.array(z.number()), besideFigures: z.array(z.number()), work: Work,
  sensitive: z.number(), hidden: z.number(),
  /** How far it is with what a reader would know without the gate; of how many figures that would be too much, and of how many everything: over the years and the rest. */
  withoutGate: Work, openedWithout: z.number().nullable(), exactWithout: z.number().nullable(),
  /** What the auditor has proven: of how many figures, over the years and the rest; `inTable`: how many of them stand in this table; `told`: how many are rounded so that somebody is there. */
  proof: z.strictObject({ figures: z.number(), inTable: z.number(), fromNobody: z.number(), inWholes: z.boolean(), isOfEvery: z.boolean(), beside: z.number(), told: z.number() }).nullable(),
  /** Hiding, rounding and merging side by side; the two that are not chosen are worked out where that is asked. */
  choices: Choices, isCompared: z.boolean(),
  /** What the gate could let out beside what stands: the table rounded, and categories of these dimensions shown as one. */
  possible: z.strictObject({ round: z.boolean(), merge: z.array(z.string()), beside: z.array(z.number()) }),
  /** The proposal of this table that stands, and the number under which it has left. */
  onItsWay: z.strictObject({ proposal: z.uuid(), release: z.number().nullable() }).nullable(),
  /** The figure that was released already and says the same. */
  sameAs: z.number().nullable(),
  /** Where it is refused, what would make it possible, and how far the search for that is. */
  ways: Ways.nullable(), waysAt: WaysAt, waysWork: Work,
})
export type GateView = z.output<typeof GateView>

type Asked = z.output<typeof Asks>
const Asks = z.strictObject({
  table: z.uuid(), how: z.enum(['suppress', 'round']).default('suppress'), merges: z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), ReleaseMethod.shape.merges),
  /** Work out the choices that are not chosen, too. */
  compare: z.enum(['yes']).optional(), again: Again,
})

export const checkRelease = route({
  name: 'release.check', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'What the gate makes of a kept table: what is hidden and why, what a reader could work out otherwise, what each choice costs, and whether the auditor has proven it.',
  asks: Asks, gives: GateView,
  async answers(call, asked) {
    const method = methodOf(asked)
    const found = await weighed(call, asked.table, method)
    if (isRefusal(found)) return found
    const again = asked.again === 'yes'
    const state = await lookAtGate(found.request, glance, again)
    const without = canBeRead(state) ? await lookWithoutGate(toldWithout(found.request), { milliseconds: nextGlance, again }) : undefined
    const { gate } = call.installation.counting
    const cells = cellsOf(found, state, without)
    const reading = readingFor(found.counted.wish)
    const part = readPart(found.table, cells, reading)
    const outcome = refusalOfGate(found, state)
    const account = !isRefusal(outcome) ? outcome.account : undefined
    const beside = [found.otherwise, found.told].find((some) => some.length > 0) ?? found.standing
    const possible = possibleFor(found, reading.axes)
    const isCompared = asked.compare === 'yes'
    return {
      id: asked.table, wish: found.counted.wish, countedOn: found.counted.countedOn, method, threshold: gate.threshold, base: gate.base,
      table: { dimensions: part.dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })), cells: [...part.cells] },
      state: account ? 'passed' as const : stateFor(outcome), why: isRefusal(outcome) ? outcome.refused : null, beside: numbersOf(beside), besideFigures: numbersOf(beside.filter(({ kind }) => kind === 'figure')),
      work: workOf(state), sensitive: part.cells.filter(givesAway).length, hidden: part.cells.filter(({ mark, rounded }) => mark !== 'open' && rounded === null).length,
      withoutGate: without ? workOf(without) : noWork, ...countsOf(without), proof: account ? provenOf(account.proof, cells, part.cells) : null,
      choices: await choicesOf(call, found, { method, mergeable: possible.merge, isAsked: isCompared && state.at === 'done', again }), isCompared,
      ...await waysOutOf(outcome, state, { standing: found.standing, request: found.request, axes: reading.axes, fixed: reading.fixed, again, countedIn: () => null }),
      sameAs: found.standing.findLast((each) => each.kind === 'figure' && saysTheSame(each, found))?.number ?? null,
      possible, onItsWay: (await findOnItsWay(call.tx, asked.table, momentOf(call))) ?? null,
    }
  },
})

/** How a screen calls what came of it where it has not passed. */
export const stateFor = (outcome: unknown): 'working' | 'stopped' | 'refused' =>
  (!isRefusal(outcome) ? 'refused' : outcome.refused === 'gate-works' ? 'working' : stoppedRefusals.includes(outcome.refused) ? 'stopped' : 'refused')

/** Once the gate has its answer its thread is free; figures that contradict each other tell a reader nothing. */
export const canBeRead = (state: GateState): boolean => state.at === 'done' && (state.answer.passed || !['no-table', 'tables-disagree'].includes(state.answer.why))

/** A rounded table leaves beside nothing that stands, and categories are shown as one only where none that stands shows them apart. */
function possibleFor({ standing }: Weighed, axes: readonly string[]): GateView['possible'] {
  const isRounded = standing.some(({ roundedTo }) => roundedTo !== undefined)
  const inTheWay = (axis: string) => standing.some((each) => each.table.dimensions.some(({ name }) => name === axis))
  return { round: standing.length === 0, merge: isRounded ? [] : axes.filter((axis) => !inTheWay(axis)), beside: numbersOf(standing) }
}

/** Whether a released figure was counted by the same wish, came to the same, and was made safe in the same way. */
const saysTheSame = (each: Standing, { counted: { wish }, table, request: { method } }: Weighed): boolean =>
  isDeepStrictEqual([each.wish, each.table.dimensions, each.table.cells, each.roundedTo ?? null], [wish, table.dimensions, table.cells, 'roundTo' in method ? method.roundTo : null])

export const methodOf = ({ how, merges }: Pick<Asked, 'how' | 'merges'>): ReleaseMethod => ({ how, merges: [...merges] })

const givesAway = ({ mark }: GateCell): boolean => mark === 'small' || mark === 'one-category'

/** What is proven, of the whole that the gate looks at and of the table that its readers get. */
const provenOf = ({ figures, fromNobody, inWholes, isOfEvery, reach }: Proof, whole: readonly GateCell[], shown: readonly GateCell[]): GateView['proof'] => ({
  figures, fromNobody, inWholes, isOfEvery, inTable: shown.filter(givesAway).length, beside: shown.filter(({ mark }) => mark === 'for-others').length,
  told: whole.filter((cell) => givesAway(cell) && cell.rounded !== null && reach !== null && cell.rounded > reach).length,
})

function countsOf(without: WithoutState | undefined): Pick<GateView, 'openedWithout' | 'exactWithout'> {
  const figures: WithoutGate['figures'] | undefined = without?.at === 'done' ? without.answer.figures : undefined
  return { openedWithout: figures?.filter(({ isOpen }) => isOpen).length ?? null, exactWithout: figures?.filter(isExact).length ?? null }
}

function cellsOf({ table, request }: Weighed, state: GateState, without: WithoutState | undefined): readonly GateCell[] {
  const reasons = new Map(sensitiveCells([table], request.rule).map(({ cell, reasons: all }) => [cell, all.includes('small') ? 'small' as const : 'one-category' as const]))
  const answer = state.at === 'done' && state.answer.passed ? state.answer : undefined
  const hidden = answer?.account.hidden[0]
  const range = ({ low, high }: { low: number; high: number }) => ({ low, high: Number.isFinite(high) ? high : null })
  const before = new Map(without?.at === 'done' ? without.answer.figures.map((each) => [each.cell, range(each)]) : [])
  const after = new Map(answer?.account.intervals.map((each) => [each.cell, range(wholeRange(each, answer.account.proof.inWholes))]))
  const isRounded = 'roundTo' in request.method
  return table.cells.map(({ value, state: stated }, cell): GateCell => {
    const shown = answer?.tables[0]?.cells[cell]
    return {
      value, mark: reasons.get(cell) ?? (hidden?.has(cell) && value !== null ? 'for-others' : 'open'), before: before.get(cell) ?? null, after: after.get(cell) ?? null,
      rounded: isRounded && typeof shown === 'number' ? shown : null, notCollected: stated === 'not-collected',
    }
  })
}

export const stopGateWork = route({
  name: 'release.stop', kind: 'act', for: writes('numbers', 'none'),
  about: 'Calls off all that the thread of the gate works out for a kept table; whoever asks for it again lets it begin anew.',
  asks: Asks, gives: z.strictObject({ table: z.uuid() }),
  async answers(call, asked) {
    const found = await weighed(call, asked.table, methodOf(asked))
    if (isRefusal(found)) return found
    const { axes } = readingFor(found.counted.wish)
    for (const request of requestsOf(call, found)) await callOffGate(request)
    await callOffMerges(adviceFor(call, found, possibleFor(found, axes).merge))
    await callOffWithoutGate(toldWithout(found.request))
    return { table: asked.table }
  },
})
