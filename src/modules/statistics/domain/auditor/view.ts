import { cellKey, codesAt, type Table } from '../table.ts'

/** What a reader is given for a cell: the figure, a range that it lies in, or nothing because there is none. */
export type Seen = number | { readonly low: number; readonly high: number } | null

/** A table as its readers have it. */
export type View = Omit<Table, 'cells'> & { readonly cells: readonly Seen[] }

const anything = { low: 0, high: Infinity }

/** What readers see of a table of ours, where some of its cells are hidden. */
export const viewOf = (table: Table, hidden: ReadonlySet<number>): View =>
  ({ ...table, cells: table.cells.map(({ value }, cell) => (value !== null && hidden.has(cell) ? anything : value)) })

/** The smallest parts that the figures of a view are sums of, and for each cell which of them it adds up. */
export type Atoms = { readonly cells: readonly number[]; readonly under: ReadonlyMap<number, readonly number[]> }

/** Every cell with a figure adds up the innermost cells below it; a cell with none below is one of them itself. */
export function atomsOf({ dimensions, cells }: View): Atoms {
  const isBelow = dimensions.map(({ codes }) => {
    const parentOf = codes.map(({ parent }) => codes.findIndex(({ code }) => code === parent))
    return codes.map((_, place) => {
      const chain = new Set<number>()
      for (let at = place; at >= 0; at = parentOf[at] ?? -1) chain.add(at)
      return chain
    })
  })
  const uppersOf = (cell: number): number[] => {
    const places = codesAt(dimensions, cell)
    let uppers = [0]
    for (const [index, { codes }] of dimensions.entries()) {
      const line = [...(isBelow[index]?.[places[index] ?? 0] ?? [])]
      uppers = uppers.flatMap((start) => line.map((place) => start * codes.length + place))
    }
    return uppers
  }
  const hasBelow = new Set<number>()
  const uppers = cells.map((seen, cell) => (seen === null ? [] : uppersOf(cell)))
  for (const [cell, above] of uppers.entries()) for (const upper of above) if (upper !== cell) hasBelow.add(upper)
  const under = new Map<number, number[]>()
  const atoms = [...cells.keys()].filter((cell) => cells[cell] !== null && !hasBelow.has(cell))
  for (const atom of atoms) for (const upper of uppers[atom] ?? []) {
    if (cells[upper] === null) continue
    const list = under.get(upper)
    if (list) list.push(atom)
    else under.set(upper, [atom])
  }
  return { cells: atoms, under }
}

/** Cells of different views that count the same people. */
export function sharedCells(views: readonly View[]): readonly (readonly { readonly view: number; readonly cell: number }[])[] {
  const byKey = new Map<string, { view: number; cell: number }[]>()
  if (views.length < 2) return []
  for (const [view, { cells, ...table }] of views.entries()) for (const [cell, seen] of cells.entries()) {
    if (seen === null) continue
    const key = cellKey({ ...table, cells: [] }, cell)
    const known = byKey.get(key)
    if (known) known.push({ view, cell })
    else byKey.set(key, [{ view, cell }])
  }
  return [...byKey.values()].filter((places) => places.length > 1)
}
