import { mustStayUnknown } from './auditor/must-stay-unknown.ts'
import { Reader, type Interval, type Question } from './auditor/reader.ts'
import { viewOf } from './auditor/view.ts'
import type { Tell } from './gate-progress.ts'
import type { EarlierRelease, GateRequest } from './gate.ts'
import type { PrimaryRule } from './sensitive-cells.ts'
import type { Solver } from './solver.ts'
import type { CellPlace, Table } from './table.ts'

/** Tables of which only the sensitive figures would be hidden, and what readers have of the same people and the same day. */
export type Told = { readonly tables: readonly Table[]; readonly rule: PrimaryRule; readonly beside: readonly EarlierRelease[] }

/** What a reader would know of a figure that gives somebody away; `isOpen`: it would be less than the rule demands to stay unknown. */
export type KnownWithout = CellPlace & Interval & { readonly isOpen: boolean }
export type WithoutGate = { readonly figures: readonly KnownWithout[] }

/** What is asked of {@link withoutGate} for tables that are sent through the gate: it is the same however they are made safe. */
export const toldWithout = ({ tables, rule, earlier }: GateRequest): Told =>
  ({ tables, rule, beside: earlier.filter(({ table, roundedTo }) => roundedTo === undefined && tables.some((next) => next.population === table.population && next.countedOn === table.countedOn)) })

const nearly = 1e-6

/** What a reader would know who adds and subtracts, if no figure but the sensitive ones were hidden. It is no more than the sums tell: of whole persons she may know more still. */
export function withoutGate({ tables, rule, beside }: Told, solver: Solver, tell: Tell = () => undefined): WithoutGate {
  const unknown = mustStayUnknown(tables, rule)
  const hidden = tables.map((_, table) => new Set(unknown.flatMap((each) => (each.table === table ? [each.cell] : []))))
  const reader = new Reader([...tables.map((table, index) => viewOf(table, hidden[index] ?? new Set())), ...beside.map((each) => viewOf(each.table, each.hidden))], solver)
  const isCounted = tables.every(({ cells }) => cells.every(({ value }) => value === null || Number.isInteger(value)))
  try {
    return { figures: unknown.map(({ table, cell, low, high, others }, index): KnownWithout => {
      const known = wholeRange(reader.intervalOf(asking(table, [cell])), isCounted)
      const isNarrow = known.low > low || known.high < high || others.some(({ cells, atLeast }) => reader.intervalOf(asking(table, cells)).high < atLeast - nearly)
      tell({ doing: 'reading', done: index + 1, of: unknown.length })
      return { table, cell, ...known, isOpen: isNarrow }
    }) }
  } finally {
    reader.close()
  }
}

const asking = (table: number, cells: readonly number[]): Question => cells.map((cell) => ({ place: { table, cell }, times: 1 }))

/** A range as it is told: of persons only whole ones are possible. */
export const wholeRange = ({ low, high }: Interval, isCounted: boolean): Interval =>
  (isCounted ? { low: Math.ceil(low - nearly), high: Math.floor(high + nearly) } : { low: Math.floor(low + nearly), high: Math.ceil(high - nearly) })

/** Where a reader knows exactly what stands there. */
export const isExact = ({ low, high }: Interval): boolean => low === high
