import { cellWeb } from './cell-web.ts'
import type { Row, Solver } from './solver.ts'
import type { Table } from './table.ts'

export type Rounding = {
  readonly base: number
  /** For each table the rounded figure of each cell; null where there is none. */
  readonly cells: readonly (readonly (number | null)[])[]
  /** The sum of how far figures were moved, and what no rounding can go below. */
  readonly distance: number
  readonly bound: number
  /** How many steps of the base beside the two nearest multiples had to be allowed: none in tables of two dimensions. */
  readonly widened: number
}

/** Steps beyond the nearest multiples that are tried where a table allows no other rounding that adds up. */
const widest = 3

/** Rounds every figure, margins too, to one of its two nearest multiples of the base so that all sums still come out; multiples stay as they are. Moves as little as can be. */
export function roundTables(tables: readonly Table[], { base, solver, seconds, tell = () => undefined }: { readonly base: number; readonly solver: Solver; readonly seconds: number; /** The how manieth search for a rounding begins, of how many at most. */ readonly tell?: (done: number, of: number) => void }): Rounding | undefined {
  const web = cellWeb(tables, 'one')
  const floors = web.values.map((value) => Math.floor(value / base))
  const isMultiple = web.values.map((value, index) => value === (floors[index] ?? 0) * base)
  for (let widened = 0; widened <= widest; widened += 1) {
    tell(widened + 1, widest + 1)
    const lower = floors.map((floor, index) => (isMultiple[index] ? floor : Math.max(0, floor - widened)))
    const upper = floors.map((floor, index) => (isMultiple[index] ? floor : floor + 1 + widened))
    const rows = web.lines.map(({ cells, signs }): Row => ({ columns: cells, values: signs, lower: 0, upper: 0 }))
    // How far a step up moves a figure away from what it is; beyond the nearest ones each step costs a whole base more, which the moves column counts.
    const count = floors.length
    const moves = web.values.flatMap((value, index): Row[] => [
      { columns: [index, count + index], values: [base, -1], lower: -Infinity, upper: value }, { columns: [index, count + index], values: [base, 1], lower: value, upper: Infinity },
    ])
    const isNear = widened === 0
    const model = solver.open(isNear
      ? { costs: web.values.map((value, index) => base * (2 * (floors[index] ?? 0) + 1) - 2 * value), lower, upper, whole: floors.map(() => true), rows }
      : {
        costs: [...floors.map(() => 0), ...floors.map(() => 1)], lower: [...lower, ...floors.map(() => 0)], upper: [...upper, ...floors.map(() => Infinity)],
        whole: [...floors.map(() => true), ...floors.map(() => false)], rows: [...rows, ...moves],
      })
    const answer = model.solve({ seconds })
    model.close()
    if (answer.status === 'infeasible' || answer.values.length === 0) continue
    const rounded = web.values.map((_, index) => base * Math.round(answer.values[index] ?? 0) + 0)
    const distance = rounded.reduce((sum, value, index) => sum + Math.abs(value - (web.values[index] ?? 0)), 0)
    const cells = tables.map((table, place) => table.cells.map((_, cell) => {
      const figure = web.figureOf({ table: place, cell })
      return figure === undefined ? null : rounded[figure] ?? null
    }))
    const bound = answer.status === 'optimal' ? distance : 0
    return { base, cells, distance, bound, widened }
  }
  return undefined
}
