import { cellAt, cellKey, childrenOf, codesAt, type CellPlace, type Table } from './table.ts'

/** A total and its parts: the parts add up to the total. */
export type Line = { readonly cells: readonly number[]; readonly signs: readonly number[] }

/** Every figure of some tables once, however many tables show it, and every sum that ties them. */
export type CellWeb = {
  readonly values: readonly number[]
  /** What the reader loses with each figure. */
  readonly costs: readonly number[]
  readonly lines: readonly Line[]
  /** For each figure its lines, and with which sign it stands in them. */
  readonly linesOf: readonly (readonly { readonly line: number; readonly sign: number }[])[]
  /** The figure of a cell; nothing where the cell has no value. */
  figureOf(place: CellPlace): number | undefined
  /** Figures that everybody has already: they cannot be hidden. */
  readonly open: ReadonlySet<number>
  /** Whether each figure is a whole number of persons. */
  readonly counts: boolean
}

/** `value`: a hidden figure costs what it counts, and a zero as much as one; `one`: each costs the same. */
export type CostRule = 'value' | 'one'

/** Tables that show different numbers for the same people cannot be looked at together. */
export class TablesDisagree extends Error {
  constructor(key: string) {
    super(`two tables give different figures for ${key}`)
    this.name = 'TablesDisagree'
  }
}

/** What was released before leaves no choice that would be safe. */
export class NothingIsSafe extends Error {
  constructor() {
    super('whatever is hidden, what was released before gives somebody away')
    this.name = 'NothingIsSafe'
  }
}

export function cellWeb(tables: readonly Table[], costRule: CostRule): CellWeb {
  const values: number[] = []
  const byKey = new Map<string, number>()
  const figures = tables.map((table) => table.cells.map(({ value }, cell) => {
    if (value === null) return undefined
    const key = cellKey(table, cell)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, values.push(value) - 1)
    else if (Math.abs((values[known] ?? 0) - value) > 1e-6) throw new TablesDisagree(key)
    return byKey.get(key)
  }))
  const lines = distinctLines(tables.flatMap((table, index) => linesOfTable(table, figures[index] ?? [])))
  const linesOf = values.map((): { line: number; sign: number }[] => [])
  for (const [line, { cells, signs }] of lines.entries()) for (const [at, cell] of cells.entries()) linesOf[cell]?.push({ line, sign: signs[at] ?? 0 })
  return {
    values, lines, linesOf,
    costs: values.map((value) => (costRule === 'one' ? 1 : Math.max(1, value))),
    figureOf: ({ table, cell }) => figures[table]?.[cell],
    open: new Set(),
    counts: values.every((value) => Number.isInteger(value)),
  }
}

function linesOfTable({ dimensions, cells }: Table, figures: readonly (number | undefined)[]): Line[] {
  const below = dimensions.map((dimension) => dimension.codes.map((_, place) => childrenOf(dimension, place)))
  return cells.flatMap((_, cell) => {
    const total = figures[cell]
    if (total === undefined) return []
    const places = codesAt(dimensions, cell)
    return dimensions.flatMap((_, index): Line[] => {
      const parts = (below[index]?.[places[index] ?? 0] ?? []).flatMap((place) => figures[cellAt(dimensions, places.with(index, place))] ?? [])
      return parts.length === 0 ? [] : [{ cells: [...parts, total], signs: [...parts.map(() => 1), -1] }]
    })
  })
}

/** A line that two linked tables share is looked at once. */
function distinctLines(lines: readonly Line[]): Line[] {
  const seen = new Map<string, Line>()
  for (const line of lines) seen.set(`${line.cells.at(-1)}:${line.cells.slice(0, -1).toSorted((a, b) => a - b).join(',')}`, line)
  return [...seen.values()]
}

/** Sums of figures as figures of their own, behind all others: no table shows them, and they cost nothing. */
export function withSums(web: CellWeb, sums: readonly (readonly number[])[]): CellWeb {
  const first = web.values.length
  // The figures stand in the place of the total: a table of two dimensions stays one in which each figure is a part of two totals at most.
  const lines = sums.map((figures, index): Line => ({ cells: [first + index, ...figures], signs: [1, ...figures.map(() => -1)] }))
  const linesOf = [...web.linesOf.map((all) => [...all]), ...sums.map((): { line: number; sign: number }[] => [])]
  for (const [index, { cells, signs }] of lines.entries()) for (const [at, cell] of cells.entries()) linesOf[cell]?.push({ line: web.lines.length + index, sign: signs[at] ?? 0 })
  const valueOf = (figures: readonly number[]) => figures.reduce((sum, figure) => sum + (web.values[figure] ?? 0), 0)
  return { ...web, values: [...web.values, ...sums.map(valueOf)], costs: [...web.costs, ...sums.map(() => 0)], lines: [...web.lines, ...lines], linesOf }
}

/** The hidden cells of each table, where some figures are hidden. */
export function hiddenCells(tables: readonly Table[], web: CellWeb, hidden: ReadonlySet<number>): readonly ReadonlySet<number>[] {
  return tables.map(({ cells }, table) => new Set([...cells.keys()].filter((cell) => {
    const figure = web.figureOf({ table, cell })
    return figure !== undefined && hidden.has(figure)
  })))
}
