/** A category of a dimension; the one without a parent is the total, those with children are subtotals. */
export type Code = { readonly code: string; readonly parent: string | null }

/** What a table is broken down by: a flat list under a total, or a tree of any depth. */
export type Dimension = { readonly name: string; readonly codes: readonly Code[] }

/** What a service said about a figure. A blank is never a zero: what has no value says why it has none. */
export type CellState = 'measured' | 'known-zero' | 'provisional' | 'confidential' | 'not-available' | 'not-collected' | 'not-applicable'

/** A figure of a table, margins included. `null` exactly where the state says that there is no figure. */
export type Cell = { readonly value: number | null; readonly state: CellState }

/** Figures about one population, for each combination of codes: the first dimension turns slowest. */
export type Table = {
  readonly name: string
  /** Who is counted. Tables of one population, counted on one day, that share dimensions share the figures of those dimensions. */
  readonly population: string
  readonly countedOn: string
  readonly dimensions: readonly Dimension[]
  readonly cells: readonly Cell[]
}

/** Where a figure stands: the table by its place in a list of tables, the cell by its place in the table. */
export type CellPlace = { readonly table: number; readonly cell: number }

const valueless: ReadonlySet<CellState> = new Set(['not-available', 'not-collected', 'not-applicable'])

/** A flat list of codes under the code `total`. */
export const flat = (name: string, codes: readonly string[]): Dimension =>
  ({ name, codes: [{ code: 'total', parent: null }, ...codes.map((code) => ({ code, parent: 'total' }))] })

export const sizeOf = (dimensions: readonly Dimension[]): number => dimensions.reduce((size, { codes }) => size * codes.length, 1)

/** The place of each dimension's code for a cell. */
export function codesAt(dimensions: readonly Dimension[], cell: number): number[] {
  const places: number[] = dimensions.map(() => 0)
  let rest = cell
  for (let index = dimensions.length - 1; index >= 0; index -= 1) {
    const size = dimensions[index]?.codes.length ?? 1
    places[index] = rest % size
    rest = Math.floor(rest / size)
  }
  return places
}

/** The cell at a place of each dimension's code. */
export const cellAt = (dimensions: readonly Dimension[], places: readonly number[]): number =>
  dimensions.reduce((cell, { codes }, index) => cell * codes.length + (places[index] ?? 0), 0)

/** The places of the codes directly below a code. */
export const childrenOf = ({ codes }: Dimension, place: number): number[] =>
  codes.flatMap(({ parent }, index) => (parent !== null && parent === codes[place]?.code ? [index] : []))

/** What a cell counts, the same for each table of a population: its categories without the totals. */
export function cellKey({ population, countedOn, dimensions }: Table, cell: number): string {
  const places = codesAt(dimensions, cell)
  const said = dimensions.flatMap(({ name, codes }, index) => {
    const code = codes[places[index] ?? 0]
    return code && code.parent !== null ? [JSON.stringify([name, code.code])] : []
  })
  return JSON.stringify([population, countedOn]) + said.toSorted().join('')
}

/** The same figure, in whichever table and on whatever day it stands. */
export const figureKey = (table: Table, cell: number): string => cellKey({ ...table, countedOn: '' }, cell)

export type Leaf = { readonly at: readonly string[]; readonly value: number | null; readonly state?: CellState }
export type Draft = Omit<Table, 'cells'> & { readonly leaves: readonly Leaf[] }

/** A table from its innermost figures: every margin is added up, and a combination that nobody named is a measured zero. */
export function tabulate({ leaves, ...draft }: Draft): Table {
  const { dimensions } = draft
  const inner = dimensions.map(innermost)
  const given = new Map<number, { readonly leaf: Leaf; readonly places: readonly number[] }>()
  for (const leaf of leaves) {
    const places = inner.map((placeOf, index) => placeOf.get(leaf.at[index] ?? '') ?? -1)
    if (!places.includes(-1)) given.set(cellAt(dimensions, places), { leaf, places })
  }
  const above = dimensions.map(linesUpwards)
  const sums = Array.from({ length: sizeOf(dimensions) }, () => 0)
  for (const { leaf, places } of given.values()) {
    for (const upper of combinations(places.map((place, index) => above[index]?.[place] ?? []))) {
      const target = cellAt(dimensions, upper)
      sums[target] = (sums[target] ?? 0) + (leaf.value ?? 0)
    }
  }
  return { ...draft, cells: sums.map((sum, cell): Cell => {
    const leaf = given.get(cell)?.leaf
    return { value: leaf ? leaf.value : sum, state: leaf?.state ?? (leaf?.value === null ? 'not-available' : 'measured') }
  }) }
}

/** The places of the codes that have none below them. */
const innermost = ({ codes }: Dimension): ReadonlyMap<string, number> => {
  const parents = new Set(codes.map(({ parent }) => parent))
  return new Map(codes.flatMap(({ code }, place) => (parents.has(code) ? [] : [[code, place] as const])))
}

/** For each code, itself and everything above it. */
export const linesUpwards = ({ codes }: Dimension): number[][] => codes.map((_, place) => {
  const line: number[] = []
  for (let at = place; at >= 0; at = codes.findIndex(({ code }) => code === codes[at]?.parent)) line.push(at)
  return line
})

export const combinations = (choices: readonly (readonly number[])[]): number[][] =>
  choices.reduce<number[][]>((made, options) => made.flatMap((start) => options.map((option) => [...start, option])), [[]])

/** What makes a set of figures no table: the gate looks at nothing that is not one. */
export type TableFault =
  | { readonly fault: 'wrong-size'; readonly table: string }
  | { readonly fault: 'codes-are-no-tree'; readonly table: string; readonly dimension: string }
  | { readonly fault: 'state-against-value' | 'negative' | 'does-not-add-up'; readonly table: string; readonly cell: number }

export function faultsOf(table: Table): readonly TableFault[] {
  const { name, dimensions, cells } = table
  const noTree = dimensions.filter((dimension) => !isTree(dimension)).map(({ name: dimension }): TableFault => ({ fault: 'codes-are-no-tree', table: name, dimension }))
  if (noTree.length > 0) return noTree
  if (cells.length !== sizeOf(dimensions)) return [{ fault: 'wrong-size', table: name }]
  const single = cells.flatMap(({ value, state }, cell): TableFault[] => {
    const wrong = (value === null) !== valueless.has(state) || (state === 'known-zero' && value !== 0) || (value !== null && !Number.isFinite(value))
    return wrong ? [{ fault: 'state-against-value', table: name, cell }] : value !== null && value < 0 ? [{ fault: 'negative', table: name, cell }] : []
  })
  return single.length > 0 ? single : sumsThatFail(table)
}

function isTree({ codes }: Dimension): boolean {
  const known = new Set(codes.map(({ code }) => code))
  if (known.size !== codes.length || codes.filter(({ parent }) => parent === null).length !== 1) return false
  return codes.every(({ code }) => {
    let at: string | null = code
    for (let steps = 0; at !== null && steps <= codes.length; steps += 1) at = codes.find((each) => each.code === at)?.parent ?? null
    return at === null
  }) && codes.every(({ parent }) => parent === null || known.has(parent))
}

/** A sum of figures with cents may miss by as much as rounding did. */
const allowance = 0.005

function sumsThatFail({ name, dimensions, cells }: Table): TableFault[] {
  return cells.flatMap(({ value }, cell): TableFault[] => {
    if (value === null) return []
    const places = codesAt(dimensions, cell)
    const fails = dimensions.some((dimension, index) => {
      const below = childrenOf(dimension, places[index] ?? 0)
      if (below.length === 0) return false
      const parts = below.map((place) => cells[cellAt(dimensions, places.with(index, place))]?.value ?? null)
      // Where no part is known, the total says something of its own.
      return parts.some((part) => part !== null) && Math.abs(parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) - value) > allowance * (below.length + 1)
    })
    return fails ? [{ fault: 'does-not-add-up', table: name, cell }] : []
  })
}
