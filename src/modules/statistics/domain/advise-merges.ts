import type { Tell } from './gate-progress.ts'
import { sensitiveCells, type PrimaryRule } from './sensitive-cells.ts'
import type { Solver } from './solver.ts'
import type { CostRule } from './cell-web.ts'
import { suppress } from './suppress.ts'
import { cellAt, codesAt, sizeOf, type Cell, type Dimension, type Table } from './table.ts'

/** Two categories that could be shown as one, and what that would save. */
export type MergeAdvice = {
  readonly dimension: string
  readonly codes: readonly [string, string]
  readonly sensitive: number
  readonly hidden: number
  readonly cost: number
  readonly saves: number
  /** What is hidden in the merged table. */
  readonly cells: readonly number[]
}
export type AdviceCall = { readonly table: Table; readonly rule: PrimaryRule; readonly cost: CostRule; readonly solver: Solver; readonly clock: () => number; readonly seconds: number; readonly tries?: number; readonly tell?: Tell; /** Of which dimensions categories may be shown as one; of all where it is not said. */ readonly dimensions?: readonly string[] }

/** Which two categories of the table, shown as one, would leave least to hide: the best first. */
export function adviseMerges({ table, rule, cost, solver, clock, seconds, tries = 6, tell = () => undefined, dimensions }: AdviceCall): readonly MergeAdvice[] {
  const began = clock()
  const hide = (tried: Table) => suppress({ tables: [tried], demands: sensitiveCells([tried], rule), cost, solver, clock, seconds: seconds / (tries + 1) })
  const now = hide(table)
  // The full answer is asked only for those that leave fewest sensitive figures.
  const candidates = mergesOf(table, table.dimensions.filter(({ name }) => dimensions?.includes(name) ?? true), rule).slice(0, tries)
  return candidates.flatMap(({ dimension, codes, merged, sensitive }, index): MergeAdvice[] => {
    tell({ doing: 'merging', done: index + 1, of: candidates.length })
    if ((clock() - began) / 1000 > seconds) return []
    const then = hide(merged)
    return [{ dimension, codes, sensitive, hidden: then.sensitive + then.secondary, cost: then.cost, saves: now.cost - then.cost, cells: [...then.hidden[0] ?? []] }]
  }).toSorted((a, b) => b.saves - a.saves)
}

type Merged = { readonly dimension: string; readonly codes: readonly [string, string]; readonly merged: Table; readonly sensitive: number }
/** The table with each two categories of these dimensions shown as one: that which leaves fewest sensitive figures first. */
export const mergesOf = (table: Table, dimensions: readonly Dimension[], rule: PrimaryRule): readonly Merged[] => dimensions.flatMap((dimension) => pairsOf(dimension).map((codes): Merged => {
  const merged = mergeCodes(table, dimension.name, codes)
  return { dimension: dimension.name, codes, merged, sensitive: sensitiveCells([merged], rule).length }
})).toSorted((a, b) => a.sensitive - b.sensitive)

/** Pairs of innermost codes under the same parent; nothing is left of a parent with two, so those are no pair. */
function pairsOf({ codes }: Dimension): [string, string][] {
  const leaves = codes.filter(({ code, parent }) => parent !== null && !codes.some((other) => other.parent === code))
  return leaves.flatMap((one, index) => leaves.slice(index + 1)
    .filter((other) => other.parent === one.parent && codes.filter(({ parent }) => parent === one.parent).length > 2)
    .map((other): [string, string] => [one.code, other.code]))
}

/** The table with two categories shown as one, which bears both names. */
export function mergeCodes(table: Table, dimension: string, [first, second]: readonly [string, string]): Table {
  const axis = table.dimensions.findIndex(({ name }) => name === dimension)
  const old = table.dimensions[axis]
  if (!old) throw new Error(`${table.name} has no dimension ${dimension}`)
  const both = `${first}+${second}`
  const codes = old.codes.filter(({ code }) => code !== second).map((each) => (each.code === first ? { ...each, code: both } : each))
  const dimensions = table.dimensions.with(axis, { ...old, codes })
  const placeOf = (code: string) => old.codes.findIndex((each) => each.code === code)
  const cells = Array.from({ length: sizeOf(dimensions) }, (_, cell): Cell => {
    const places = codesAt(dimensions, cell)
    const code = codes[places[axis] ?? 0]?.code ?? ''
    const sources = code === both ? [placeOf(first), placeOf(second)] : [placeOf(code)]
    return joined(sources.map((place) => table.cells[cellAt(table.dimensions, places.with(axis, place))] ?? { value: null, state: 'not-available' }))
  })
  return { ...table, dimensions, cells }
}

const joined = (parts: readonly Cell[]): Cell => {
  const [only] = parts
  const known = parts.filter(({ value }) => value !== null)
  if (parts.length === 1 || known.length === 0) return only ?? { value: null, state: 'not-available' }
  const value = known.reduce((sum, part) => sum + (part.value ?? 0), 0)
  // Nobody among some and silence about others is not nobody, and a sum of which a part is missing is not whole.
  if (known.length < parts.length) return value === 0 ? { value: null, state: 'not-available' } : { value, state: 'provisional' }
  const state = known.find((part) => part.state === 'confidential')?.state ?? known.find((part) => part.state === 'provisional')?.state ?? 'measured'
  return { value, state }
}
