import { cellAt, childrenOf, codesAt, type CellPlace, type Table } from './table.ts'

/** From which count a figure may stand by itself, and whether a row whose people all sit in one category gives them away. Set by the country. */
export type PrimaryRule = {
  readonly threshold: number
  /** `whole`: nobody may know that anybody is there; a number: so many at least may sit elsewhere; `no`: such rows are shown. */
  readonly oneCategory: 'whole' | 'no' | number
}

export type Reason = 'small' | 'one-category' | 'confidential'

/** A figure that must be hidden, and what must stay possible for whoever works it out: everything from `low` to `high`. */
export type Demand = CellPlace & { readonly low: number; readonly high: number; readonly reasons: readonly Reason[]; readonly others?: readonly Others[] }

/** The other cells of a line whose people all sit in one: it must stay possible that they hold so many. */
export type Others = { readonly cells: readonly number[]; readonly atLeast: number }

/** The figures that give somebody away by themselves. */
export function sensitiveCells(tables: readonly Table[], rule: PrimaryRule): readonly Demand[] {
  return tables.flatMap((table, index) => {
    const alone = rule.oneCategory === 'no' ? new Map<number, readonly (readonly number[])[]>() : cellsAloneInTheirLine(table)
    return table.cells.flatMap((_, cell): Demand[] => {
      const reasons = reasonsOf(table, cell, rule, alone)
      const value = table.cells[cell]?.value ?? 0
      const others = (alone.get(cell) ?? []).map((cells): Others => ({ cells, atLeast: typeof rule.oneCategory === 'number' ? Math.min(rule.oneCategory, value) : 1 }))
      return reasons.length === 0 ? [] : [{ table: index, cell, ...roomOf(value, rule, reasons), reasons, others }]
    })
  })
}

function reasonsOf({ cells }: Table, cell: number, { threshold }: PrimaryRule, alone: ReadonlyMap<number, unknown>): Reason[] {
  const { value, state } = cells[cell] ?? { value: null, state: 'not-available' }
  if (value === null) return []
  return [
    ...(value > 0 && value < threshold ? (['small'] as const) : []),
    ...(alone.has(cell) ? (['one-category'] as const) : []),
    ...(state === 'confidential' ? (['confidential'] as const) : []),
  ]
}

function roomOf(value: number, { threshold, oneCategory }: PrimaryRule, reasons: readonly Reason[]): { low: number; high: number } {
  const lows: number[] = []
  if (reasons.includes('small')) lows.push(0)
  if (reasons.includes('one-category')) lows.push(typeof oneCategory === 'number' ? Math.max(0, value - oneCategory) : 0)
  if (reasons.includes('confidential')) lows.push(Math.max(0, value - threshold))
  return { low: Math.min(...lows), high: Math.max(threshold, reasons.includes('confidential') ? value + threshold : value) }
}

/** Cells that hold everybody of a row, a column or a subtotal which has other categories open to people; and for each such line these. */
function cellsAloneInTheirLine({ dimensions, cells }: Table): ReadonlyMap<number, readonly (readonly number[])[]> {
  const alone = new Map<number, readonly (readonly number[])[]>()
  for (const cell of cells.keys()) {
    const places = codesAt(dimensions, cell)
    for (const [index, dimension] of dimensions.entries()) {
      const parts = childrenOf(dimension, places[index] ?? 0).map((place) => cellAt(dimensions, places.with(index, place))).filter((part) => cells[part]?.value !== null)
      const filled = parts.filter((part) => (cells[part]?.value ?? 0) > 0)
      const [only, ...more] = filled
      if (parts.length > 1 && only !== undefined && more.length === 0) alone.set(only, [...(alone.get(only) ?? []), parts.filter((part) => part !== only)])
    }
  }
  return alone
}
