import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded, writes } from '#vocabulary/place'
import { isRefusal } from '#vocabulary/refusal'
import { audit } from '../domain/auditor/audit.ts'
import { ReleaseMethod, writtenMerge, type Standing } from '../domain/release-method.ts'
import { readingFor, ReleaseWish } from '../domain/release-wish.ts'
import { sensitiveCells } from '../domain/sensitive-cells.ts'
import { readPart } from '../domain/table-wish.ts'
import { callOffGate, lookAtGate, type GateState } from '../store/gate-jobs.ts'
import { askForMerges } from '../store/gate-thread.ts'
import { highsSolver } from '../store/highs-solver.ts'
import { findOnItsWay } from '../store/release-rows.ts'
import { ruleOf } from './counting.ts'
import { numbersOf } from './gate-refusal.ts'
import { momentOf, refusalOfGate, weighed, type Weighed } from './release-acts.ts'
import { Ways, WaysAt, waysOutOf } from './ways-told.ts'

/** What a screen waits for the gate before it says how far it is. */
const glance = 1_500
/** Above so many figures what an attacker would know without the gate is not worked out for a screen. */
const attackedUpTo = 1_500
const adviceSeconds = 8

const Range = z.strictObject({ low: z.number(), high: z.number().nullable() })
const GateCell = z.strictObject({
  value: z.number().nullable(), mark: z.enum(['open', 'small', 'one-category', 'for-others']),
  /** What a reader could work out if only the sensitive figures were hidden, and what she can work out as it would leave. */
  before: Range.nullable(), after: Range.nullable(), rounded: z.number().nullable(),
})
export type GateCell = z.output<typeof GateCell>
const Codes = z.array(z.strictObject({ code: z.string(), parent: z.string().nullable() }))
const Merge = z.strictObject({ merge: z.string(), axis: z.string(), codes: z.tuple([z.string(), z.string()]), hidden: z.number(), saves: z.number() })
const GateView = z.strictObject({
  id: z.uuid(), wish: ReleaseWish, countedOn: Day, method: ReleaseMethod, threshold: z.number(), base: z.number(),
  table: z.strictObject({ dimensions: z.array(z.strictObject({ name: z.string(), codes: Codes })), cells: z.array(GateCell) }),
  state: z.enum(['working', 'stopped', 'passed', 'refused']), why: z.string().nullable(), beside: z.array(z.number()), besideFigures: z.array(z.number()), progress: z.strictObject({ cost: z.number(), bound: z.number() }).nullable(),
  sensitive: z.number(), hidden: z.number(), cost: z.number().nullable(), isLeast: z.boolean(), bound: z.number().nullable(), proven: z.number(), openedWithout: z.number().nullable(),
  merges: z.array(Merge).nullable(),
  /** What the gate could let out beside what stands: the table rounded, and categories of these dimensions shown as one. */
  possible: z.strictObject({ round: z.boolean(), merge: z.array(z.string()), beside: z.array(z.number()) }),
  /** The proposal of this table that stands, and the number under which it has left. */
  onItsWay: z.strictObject({ proposal: z.uuid(), release: z.number().nullable() }).nullable(),
  /** The figure that was released already and says the same. */
  sameAs: z.number().nullable(),
  /** Where it is refused, what would make it possible, and how far the search for that is. */
  ways: Ways.nullable(), waysAt: WaysAt,
})
export type GateView = z.output<typeof GateView>

type Asked = z.output<typeof Asks>
const Asks = z.strictObject({ table: z.uuid(), how: z.enum(['suppress', 'round']).default('suppress'), merges: z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), ReleaseMethod.shape.merges), advice: z.enum(['yes']).optional() })

export const checkRelease = route({
  name: 'release.check', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'What the gate makes of a kept table: what is hidden and why, what a reader could work out otherwise, what each choice costs, and whether the auditor has proven it.',
  asks: Asks, gives: GateView,
  async answers(call, asked) {
    const method = methodOf(asked)
    const found = await weighed(call, asked.table, method)
    if (isRefusal(found)) return found
    const state = await lookAtGate(found.request, glance)
    const { gate } = call.installation.counting
    const cells = await cellsOf(found, state)
    const reading = readingFor(found.counted.wish)
    const part = readPart(found.table, cells.cells, reading)
    const outcome = refusalOfGate(found, state)
    const account = !isRefusal(outcome) ? outcome.account : undefined
    const beside = [found.otherwise, found.told].find((some) => some.length > 0) ?? found.standing
    const possible = possibleFor(found, reading.axes)
    const merges = asked.advice === undefined || possible.merge.length === 0 ? null : await askForMerges({ table: found.table, rule: ruleOf(call.installation), cost: 'value', dimensions: possible.merge, seconds: adviceSeconds })
    return {
      id: asked.table, wish: found.counted.wish, countedOn: found.counted.countedOn, method, threshold: gate.threshold, base: gate.base,
      table: { dimensions: part.dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })), cells: [...part.cells] },
      state: account ? 'passed' as const : isRefusal(outcome) && outcome.refused === 'gate-works' ? 'working' as const : isRefusal(outcome) && outcome.refused === 'gate-stopped' ? 'stopped' as const : 'refused' as const,
      why: isRefusal(outcome) ? outcome.refused : null, beside: numbersOf(beside), besideFigures: numbersOf(beside.filter(({ kind }) => kind === 'figure')),
      progress: state.at === 'working' ? state.progress : null,
      sensitive: part.cells.filter(({ mark }) => mark === 'small' || mark === 'one-category').length,
      hidden: part.cells.filter(({ mark, rounded }) => mark !== 'open' && rounded === null).length, cost: account?.cost ?? null, isLeast: account?.isProvenLeast ?? false, bound: account?.bound ?? null,
      proven: account?.intervals.length ?? 0, openedWithout: cells.openedWithout,
      merges: merges?.map(({ dimension, codes, hidden, saves }) => ({ merge: writtenMerge(dimension, codes), axis: dimension, codes: [codes[0], codes[1]] as [string, string], hidden, saves })) ?? null,
      ...await waysOutOf(outcome, state, { standing: found.standing, request: found.request, axes: reading.axes, fixed: reading.fixed, countedIn: () => null }),
      sameAs: found.standing.findLast((each) => each.kind === 'figure' && saysTheSame(each, found))?.number ?? null,
      possible, onItsWay: (await findOnItsWay(call.tx, asked.table, momentOf(call))) ?? null,
    }
  },
})

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

type Told = { readonly cells: readonly GateCell[]; readonly openedWithout: number | null }

async function cellsOf({ table, request }: Weighed, state: GateState): Promise<Told> {
  const demands = sensitiveCells([table], request.rule)
  const reasons = new Map(demands.map(({ cell, reasons: all }) => [cell, all.includes('small') ? 'small' as const : 'one-category' as const]))
  const without = table.cells.length > attackedUpTo ? undefined : audit({ publications: [{ table, hidden: new Set(reasons.keys()) }], rule: request.rule, solver: await highsSolver() })
  const answer = state.at === 'done' && state.answer.passed ? state.answer : undefined
  const hidden = answer?.account.hidden[0]
  const range = ({ low, high }: { low: number; high: number }) => ({ low: Math.round(low), high: Number.isFinite(high) ? Math.round(high) : null })
  const before = new Map(without?.intervals.map((each) => [each.cell, range(each)]))
  const after = new Map(answer?.account.intervals.map((each) => [each.cell, range(each)]))
  const isRounded = 'roundTo' in request.method
  const cells = table.cells.map(({ value }, cell): GateCell => {
    const shown = answer?.tables[0]?.cells[cell]
    return {
      value, mark: reasons.get(cell) ?? (hidden?.has(cell) && value !== null ? 'for-others' : 'open'), before: before.get(cell) ?? null, after: after.get(cell) ?? null,
      rounded: isRounded && typeof shown === 'number' ? shown : null,
    }
  })
  return { cells, openedWithout: without ? without.findings.length : null }
}

export const stopGateWork = route({
  name: 'release.stop', kind: 'act', for: writes('numbers', 'none'),
  about: 'Calls off what the gate is working out for a kept table; whoever looks again lets it begin anew.',
  asks: Asks, gives: z.strictObject({ table: z.uuid() }),
  async answers(call, asked) {
    const found = await weighed(call, asked.table, methodOf(asked))
    if (isRefusal(found)) return found
    await callOffGate(found.request)
    return { table: asked.table }
  },
})
