import type { EarlierRelease } from './gate.ts'
import type { PrimaryRule } from './sensitive-cells.ts'
import type { Row, Solver } from './solver.ts'
import { cellAt, figureKey, childrenOf, codesAt, combinations, linesUpwards, type CellPlace, type Table } from './table.ts'

/** So many persons more in an innermost figure of a table. */
export type Added = CellPlace & { readonly persons: number }

/** No count bears this day. */
const later = 'later'

/** Every figure in which somebody of an innermost one is counted, itself among them. */
const uppersOf = ({ dimensions }: Table, lines: readonly (readonly number[][])[], cell: number): number[] =>
  combinations(codesAt(dimensions, cell).map((place, axis) => lines[axis]?.[place] ?? [])).map((places) => cellAt(dimensions, places))

/** How many persons more stand in each figure of a table. */
export function moreIn(table: Table, added: readonly Pick<Added, 'cell' | 'persons'>[]): ReadonlyMap<number, number> {
  const more = new Map<number, number>()
  const lines = table.dimensions.map(linesUpwards)
  for (const { cell, persons } of added) for (const upper of uppersOf(table, lines, cell)) more.set(upper, (more.get(upper) ?? 0) + persons)
  return more
}

/** The tables as they would be counted later, with these persons among those they count and nobody else. */
export function withPersons(tables: readonly Table[], added: readonly Added[]): readonly Table[] {
  const touched = new Set(added.map(({ table }) => tables[table]?.population))
  return tables.map((table, index) => {
    if (!touched.has(table.population)) return table
    const more = moreIn(table, added.filter((each) => each.table === index))
    const cells = table.cells.map((cell, at) => {
      const persons = more.get(at) ?? 0
      return cell.value === null || persons === 0 ? cell : { value: cell.value + persons, state: cell.state === 'known-zero' ? 'measured' as const : cell.state }
    })
    return { ...table, countedOn: later, cells }
  })
}

export type Wanted = {
  readonly tables: readonly Table[]
  readonly earlier: readonly EarlierRelease[]
  readonly rule: PrimaryRule
  /** Whether the rule is to hold for every change, or for those alone of which the earlier figure was shown. */
  readonly changes: 'every' | 'shown'
  readonly solver: Solver
  readonly seconds: number
}

/** More than this is no correction that anybody could wait for. */
const mostPersons = 100

/**
 * The fewest persons with whom no change since an earlier release is too small, and none holds all who came: an integer program over the
 * innermost figures of all tables, in which a figure that two tables share grows alike in both. Only the gate knows whether that is enough.
 */
export function personsMore(wanted: Wanted): readonly Added[] | undefined {
  const { columns, sums, links } = innermostOf(wanted)
  const { rows, signs, grew } = changesOf(wanted, sums, columns.length)
  // Each person counts once, however many tables count her.
  const firstOf = new Map(columns.map(({ table }) => [wanted.tables[table]?.population, table] as const).toReversed())
  const once = columns.map(({ table }) => firstOf.get(wanted.tables[table]?.population) === table)
  const counted = once.flatMap((isOnce, column) => (isOnce ? [column] : []))
  const limit: Row = { columns: counted, values: counted.map(() => 1), lower: 0, upper: mostPersons }
  // Among equal ways, the one that adds where somebody came already.
  const costs = columns.map(({ table, cell }, column) => (once[column] ? 1 : 0) + (grew.has(keyAt(wanted.tables, table, cell)) ? 0 : 0.01))
  const size = columns.length + signs
  const model = wanted.solver.open({
    costs: [...costs, ...Array.from({ length: signs }, () => 0)], lower: Array.from({ length: size }, () => 0), upper: Array.from({ length: size }, (_, at) => (at < columns.length ? mostPersons : 1)),
    whole: Array.from({ length: size }, () => true), rows: [limit, ...links, ...rows],
  })
  try {
    const { status, values } = model.solve({ seconds: wanted.seconds })
    return status === 'infeasible' || values.length === 0 ? undefined : columns.flatMap((place, at) => (Math.round(values[at] ?? 0) > 0 ? [{ ...place, persons: Math.round(values[at] ?? 0) }] : []))
  } finally {
    model.close()
  }
}

const keyAt = (tables: readonly Table[], table: number, cell: number): string => { const of = tables[table]; return of ? figureKey(of, cell) : '' }

type Innermost = { readonly columns: readonly CellPlace[]; /** By figure, the columns that it adds up. */ readonly sums: ReadonlyMap<string, readonly number[]>; readonly links: readonly Row[] }

/** Where persons may be added, and which figures they add to: not where a figure is not known, since it would not be known then either. */
function innermostOf({ tables, earlier }: Wanted): Innermost {
  const columns: CellPlace[] = []
  const sums = new Map<string, readonly number[]>()
  const links: Row[] = []
  for (const [index, table] of tables.entries()) {
    if (!earlier.some((before) => before.table.population === table.population)) continue
    const { dimensions, cells } = table
    const lines = dimensions.map(linesUpwards)
    // A code of which no figure is known, as the whole of time, is none that anybody waits for.
    const known = new Set(cells.flatMap(({ value }, cell) => (value === null ? [] : codesAt(dimensions, cell).map((place, axis) => `${axis} ${place}`))))
    const unknown = new Set(cells.flatMap(({ value }, cell) => (value === null && codesAt(dimensions, cell).every((place, axis) => known.has(`${axis} ${place}`)) ? [cell] : [])))
    const under = cells.map((): number[] => [])
    for (const [cell, { value }] of cells.entries()) {
      if (value === null || codesAt(dimensions, cell).some((place, axis) => { const dimension = dimensions[axis]; return dimension !== undefined && childrenOf(dimension, place).length > 0 })) continue
      const uppers = uppersOf(table, lines, cell)
      if (uppers.some((upper) => unknown.has(upper))) continue
      const column = columns.push({ table: index, cell }) - 1
      for (const upper of uppers) under[upper]?.push(column)
    }
    for (const [cell, own] of under.entries()) {
      if (cells[cell]?.value === null) continue
      const key = figureKey(table, cell)
      const same = sums.get(key)
      if (same === undefined) sums.set(key, own)
      else links.push({ columns: [...same, ...own], values: [...same.map(() => 1), ...own.map(() => -1)], lower: 0, upper: 0 })
    }
  }
  return { columns, sums, links: links.filter((link) => link.columns.length > 0) }
}

type Changes = { readonly rows: readonly Row[]; readonly signs: number; readonly grew: ReadonlySet<string> }
/** Whether a figure grew, and whether it shrank: two columns of which one at most is 1. */
type Sign = { readonly up: number; readonly down: number; isShown: boolean; readonly change: number; readonly key: string }

/** Every change since an earlier release is none, or large enough and not all of a line. */
function changesOf({ tables, earlier, rule, changes }: Wanted, sums: Innermost['sums'], first: number): Changes {
  const signs = new Map<string, Sign>()
  const pairs = earlier.flatMap(({ table: before, hidden }) => tables.flatMap((after) => {
    if (after.population !== before.population) return []
    const was = new Map(before.cells.map((_, cell) => [figureKey(before, cell), cell]))
    return [{ after, signOf: after.cells.map(({ value }, cell): Sign | undefined => {
      const key = figureKey(after, cell)
      const old = was.get(key)
      const oldValue = old === undefined ? null : before.cells[old]?.value ?? null
      if (old === undefined || value === null || oldValue === null) return undefined
      const at = `${before.countedOn} ${key}`
      const sign = signs.get(at) ?? { up: first + 2 * signs.size, down: first + 2 * signs.size + 1, isShown: changes === 'every', change: value - oldValue, key }
      sign.isShown ||= !hidden.has(old)
      signs.set(at, sign)
      return sign
    }) }]
  }))
  const sizes = [...signs.values()].flatMap(({ up, down, isShown, change, key }): Row[] => {
    const sum = sums.get(key) ?? []
    const [least, most] = [isShown ? rule.threshold : 1, Math.abs(change) + mostPersons]
    const ones = sum.map(() => 1)
    return [
      { columns: [...sum, up, down], values: [...ones, -most, least], lower: -Infinity, upper: -change },
      { columns: [...sum, up, down], values: [...ones, -least, most], lower: -change, upper: Infinity },
      { columns: [up, down], values: [1, 1], lower: 0, upper: 1 },
    ]
  })
  const lines = rule.oneCategory === 'no' ? [] : pairs.flatMap(({ after, signOf }) => signOf.flatMap((sign, cell) => (sign?.isShown ? besides(after, cell).flatMap((cells): Row[] => {
    const others = cells.flatMap((other) => signOf[other] ?? [])
    return others.length === 0 ? [] : (['up', 'down'] as const).map((way) => ({ columns: [sign[way], ...others.map((other) => other[way])], values: [1, ...others.map(() => -1)], lower: -Infinity, upper: 0 }))
  }) : [])))
  return { rows: [...sizes, ...lines], signs: 2 * signs.size, grew: new Set([...signs.values()].flatMap(({ change, key }) => (change > 0 ? [key] : []))) }
}

/** In each dimension, the figures beside one under the same sum. */
function besides({ dimensions }: Table, cell: number): readonly (readonly number[])[] {
  const places = codesAt(dimensions, cell)
  return dimensions.map(({ codes }, axis) => {
    const place = places[axis] ?? 0
    const parent = codes[place]?.parent ?? null
    return parent === null ? [] : codes.flatMap((code, other) => (code.parent === parent && other !== place ? [cellAt(dimensions, places.with(axis, other))] : []))
  })
}
