import { auditRounding } from './auditor/audit-rounding.ts'
import { audit, type Audit, type Finding, type Publication } from './auditor/audit.ts'
import { viewOf } from './auditor/view.ts'
import { wouldOpen } from './auditor/would-open.ts'
import { NothingIsSafe, TablesDisagree, type CostRule } from './cell-web.ts'
import type { Tell } from './gate-progress.ts'
import { stateShown, type ProtectedTable, type ShownCell } from './protected-table.ts'
import { roundTables } from './round.ts'
import { sensitiveCells, type PrimaryRule } from './sensitive-cells.ts'
import type { Solver } from './solver.ts'
import { suppress, type Suppression } from './suppress.ts'
import { figureKey, faultsOf, type CellPlace, type Table, type TableFault } from './table.ts'

/** What stands in the ledger: a table as it was counted, and what of it is hidden, or that it was rounded. */
export type EarlierRelease = Publication & { readonly roundedTo?: number }

/** What is asked of the gate: tables of a population, the country's rule, and what was released of the same people before. */
export type GateRequest = {
  readonly tables: readonly Table[]
  readonly rule: PrimaryRule
  readonly method: { readonly suppress: CostRule } | { readonly roundTo: number }
  readonly earlier: readonly EarlierRelease[]
  readonly seconds: number
  readonly exactUpTo?: number
}
export type GateTools = { readonly solver: Solver; readonly clock: () => number; readonly tell?: Tell }

/** What the analyst may see of how a table was made safe; it names cells and stays inside. */
export type GateAccount = {
  readonly hidden: readonly ReadonlySet<number>[]
  readonly sensitive: number
  readonly cost: number
  readonly bound: number
  readonly isProvenLeast: boolean
  /** Of each hidden figure that was looked at what a reader can work out, who has what else was counted of these people on the same day. */
  readonly intervals: Audit['intervals']
  readonly proof: Proof
}

/** Of how many figures that must stay unknown the auditor has proven that they do, and what that is. */
export type Proof = {
  readonly figures: number
  /** Of so many it is that both nobody and the threshold stay possible; of the others as much as the rule demands around them. */
  readonly fromNobody: number
  /** Whether it was proven by tables of whole numbers. */
  readonly inWholes: boolean
  /** Whether it is known of every other hidden figure as well what can be worked out of it; of too many nobody waits for that. */
  readonly isOfEvery: boolean
  /** Where figures were rounded: how far the true one may lie from what is shown. */
  readonly reach: number | null
}
export type GateAnswer =
  | { readonly passed: true; readonly tables: readonly ProtectedTable[]; readonly account: GateAccount }
  | { readonly passed: false; readonly why: 'no-table'; readonly faults: readonly TableFault[] }
  | { readonly passed: false; readonly why: 'tables-disagree' | 'nothing-is-safe' | 'rounding-does-not-add-up' }
  | { readonly passed: false; readonly why: 'auditor-refuses' | 'would-open'; readonly findings: readonly Finding[] }

/** The only way out: makes tables safe, has the auditor prove it against all that was released, and only then marks them as protected. */
export function passGate(request: GateRequest, tools: GateTools): GateAnswer {
  const faults = request.tables.flatMap((table) => faultsOf(table))
  if (faults.length > 0) return { passed: false, why: 'no-table', faults }
  try {
    return 'roundTo' in request.method ? passRounded(request, request.method.roundTo, tools) : passSuppressed(request, request.method.suppress, tools)
  } catch (fault) {
    if (fault instanceof TablesDisagree) return { passed: false, why: 'tables-disagree' }
    if (fault instanceof NothingIsSafe) return { passed: false, why: 'nothing-is-safe' }
    throw fault
  }
}

function passSuppressed({ tables, rule, earlier, seconds, exactUpTo }: GateRequest, cost: CostRule, { solver, clock, tell = () => undefined }: GateTools): GateAnswer {
  // A rounded table beside one that is not could be subtracted from it.
  if (earlier.some(({ table, roundedTo }) => roundedTo !== undefined && tables.some(({ population }) => population === table.population))) return { passed: false, why: 'would-open', findings: [] }
  const standing = earlier.filter(({ table }) => tables.some((next) => next.population === table.population && next.countedOn === table.countedOn))
  const demands = sensitiveCells(tables, rule)
  const hiddenBefore = hiddenOnOtherDays(tables, earlier)
  const found = suppress({ tables, demands, standing, hiddenBefore, cost, solver, clock, seconds, ...(exactUpTo === undefined ? {} : { exactUpTo }), tell: (at) => tell({ doing: 'hiding', ...at }) })
  const publications = tables.map((table, index) => ({ table, hidden: found.hidden[index] ?? new Set<number>() }))
  const proving = (done: number, of: number) => tell({ doing: 'proving', done, of })
  const checked = audit({ publications, rule, solver, tell: proving })
  if (!checked.isSafe) return { passed: false, why: 'auditor-refuses', findings: checked.findings }
  const opened = earlier.length === 0 ? [] : wouldOpen(earlier, publications, { rule, solver, tell: proving })
  if (opened.length > 0) return { passed: false, why: 'would-open', findings: opened }
  const known = standing.length === 0 ? checked : audit({ publications, besides: standing.map(({ table, hidden }) => viewOf(table, hidden)), rule, solver })
  return {
    passed: true, account: accountOf(found, known, rule),
    tables: publications.map(({ table, hidden }) => marked(table, table.cells.map(({ value, state }, cell): ShownCell => (value === null ? stateShown(state) : hidden.has(cell) ? 'hidden' : value)), hidden.size > 0 ? 'suppressed' : 'as-counted')),
  }
}

/** Where a figure was hidden on another day, it is hidden on this one: shown beside what changed between the two, it would tell the other. */
function hiddenOnOtherDays(tables: readonly Table[], earlier: readonly EarlierRelease[]): readonly CellPlace[] {
  const before = new Set(earlier.flatMap(({ table, hidden }) => [...hidden].map((cell) => figureKey(table, cell))))
  return before.size === 0 ? [] : tables.flatMap((table, index) => [...table.cells.keys()].filter((cell) => before.has(figureKey(table, cell))).map((cell) => ({ table: index, cell })))
}

const accountOf = ({ hidden, sensitive, cost, bound, isProvenLeast }: Suppression, { intervals, asked, inWholes, looked }: Audit, { threshold }: PrimaryRule): GateAccount => ({
  hidden, sensitive, cost, bound, isProvenLeast, intervals,
  proof: { figures: asked.length, fromNobody: asked.filter(({ low, high }) => low === 0 && high >= threshold).length, inWholes, isOfEvery: looked === 'every-hidden-figure', reach: null },
})

/** A rounded table does not leave beside another release of the same people. */
function passRounded({ tables, rule, earlier, seconds }: GateRequest, base: number, { solver, tell = () => undefined }: GateTools): GateAnswer {
  if (earlier.some(({ table }) => tables.some(({ population }) => population === table.population))) return { passed: false, why: 'would-open', findings: [] }
  const rounding = roundTables(tables, { base, solver, seconds, tell: (done, of) => tell({ doing: 'rounding', done, of }) })
  if (!rounding) return { passed: false, why: 'rounding-does-not-add-up' }
  const publications = tables.map((table, index) => ({ table, cells: rounding.cells[index] ?? [] }))
  const { findings, asked, reach } = auditRounding({ publications, base, widened: rounding.widened, rule, solver, tell: (done, of) => tell({ doing: 'proving', done, of }) })
  if (findings.length > 0) return { passed: false, why: 'auditor-refuses', findings }
  return {
    passed: true,
    account: { hidden: tables.map(() => new Set<number>()), sensitive: sensitiveCells(tables, rule).length, cost: rounding.distance, bound: rounding.bound, isProvenLeast: rounding.bound >= rounding.distance, intervals: [], proof: { figures: asked.length, fromNobody: 0, inWholes: false, isOfEvery: true, reach } },
    tables: publications.map(({ table, cells }) => marked(table, table.cells.map(({ state }, cell): ShownCell => cells[cell] ?? stateShown(state)), { roundedTo: base })),
  }
}

/** Nowhere else is a table marked as proven. */
function marked({ name, population, countedOn, dimensions, cells: counted }: Table, cells: readonly ShownCell[], method: ProtectedTable['method']): ProtectedTable {
  return { name, population, countedOn, dimensions, cells, method, provisional: counted.some(({ state }) => state === 'provisional') } as unknown as ProtectedTable
}
