import { isMissing, type ValueState } from '#codebook'
import { cellAt, childrenOf, codesAt, combinations, linesUpwards, sizeOf, type Cell, type CellPlace, type CellState, type Dimension, type Table } from '../table.ts'
import type { Breakdown } from './breakdown.ts'

/** A figure as it was delivered, or persons as they were counted, by the codes of each breakdown. */
export type HandRow = { readonly codes: Readonly<Record<string, string>>; readonly state: ValueState; readonly value: number | null }

/** A cell with its state. `partial`: some service said that it has no figure for a part of it, or no file could say a part of it, so that the true one is not smaller. */
export type HandCell = { readonly value: number | null; readonly state: 'measured' | 'known-zero' | 'provisional' | 'not-available' | 'not-collected' | 'not-applicable' | 'confidential'; readonly partial: boolean }

const notAvailable: HandCell = { value: null, state: 'not-available', partial: false }

type Sum = { value: number; known: number; provisional: boolean; readonly missing: Set<ValueState> }

/** What a cell says from all rows that fall into it. No row is no zero, except where whoever counted would have found somebody. */
function cellOf(sum: Sum | undefined, isComplete: boolean, lack?: 'all' | 'part'): HandCell {
  if (lack && isComplete) {
    const cell = cellOf(sum, isComplete)
    return cell.value !== 0 ? { ...cell, partial: cell.value !== null } : lack === 'all' ? { value: null, state: 'not-collected', partial: false } : notAvailable
  }
  if (!sum) return isComplete ? { value: 0, state: 'known-zero', partial: false } : notAvailable
  const { value, known, missing, provisional } = sum
  if (known > 0) {
    const partial = missing.size > 0
    // Nobody among some and silence about others is not nobody.
    if (partial && value === 0) return notAvailable
    return { value, state: provisional ? 'provisional' : value === 0 ? 'known-zero' : 'measured', partial }
  }
  const [only, ...others] = [...missing].map((state) => (state === 'suppressed' ? 'confidential' as const : state))
  return { value: null, state: others.some((state) => state !== only) ? 'not-available' : only === 'confidential' || only === 'not-collected' || only === 'not-applicable' ? only : 'not-available', partial: false }
}

/**
 * Which zeros are not told: where everybody of a line is in one figure, and of the people whom the zero is about it is not known how many they are. Beside
 * the others it would say that they are all there, and nothing that is hidden could make somebody possible in it, since sums take what is not known for
 * nothing. A zero above one that is not told would tell it.
 */
function untoldZeros(dimensions: readonly Dimension[], cells: readonly HandCell[], isCounted: (cell: number) => boolean): ReadonlySet<number> {
  const upwards = dimensions.map(linesUpwards)
  const above = (places: readonly number[]) => combinations(places.map((place, axis) => upwards[axis]?.[place] ?? [])).map((each) => cellAt(dimensions, each))
  const isWithinUnknown = (places: readonly number[]) => above(places).some((cell) => isCounted(cell) && cells[cell]?.value === null)
  const standsBesideAll = (places: readonly number[]) => dimensions.some((dimension, axis) => {
    const parent = upwards[axis]?.[places[axis] ?? 0]?.[1]
    return parent !== undefined && childrenOf(dimension, parent).filter((place) => (cells[cellAt(dimensions, places.with(axis, place))]?.value ?? 0) > 0).length === 1
  })
  return new Set(cells.flatMap(({ value }, cell) => {
    const places = codesAt(dimensions, cell)
    return value === 0 && standsBesideAll(places) && isWithinUnknown(places) ? above(places).filter((each) => cells[each]?.value === 0) : []
  }))
}

/** As the gate knows it: a figure that its service keeps to itself is none that we have. */
const forGate = ({ value, state }: HandCell): Cell => ({ value, state: value === null && state === 'confidential' ? 'not-available' : state satisfies CellState })

export type Population = { readonly name: string; readonly countedOn: string; readonly isComplete: boolean; readonly year: number | null }
export type CountedPart = { readonly dimensions: readonly Dimension[]; readonly places: readonly CellPlace[]; readonly cells: readonly HandCell[] }
export type CountedTables = { readonly tables: readonly Table[]; readonly part: CountedPart }

/** The tables that the gate looks at for one part of a hand-over, and where in them each of its figures stands. `from` is the number of the first of them. */
export function countPart(breakdowns: readonly Breakdown[], rows: readonly HandRow[], population: Population, from: number): CountedTables {
  const [first, ...others] = breakdowns
  const apart = first?.isApart ? first : undefined
  const splits = apart ? apart.dimension.codes.map(({ code }) => code) : [null]
  const rest = apart ? others : breakdowns
  const counted = splits.map((code) => (code === null || !apart ? gateTable(rest, rows, population, null)
    : gateTable(rest, rows.filter(({ codes }) => codes[apart.view] === code), { ...population, name: `${population.name}:${code}` }, { name: apart.dimension.name, codes: [{ code, parent: null }] })))
  const dimensions = breakdowns.map(({ view, dimension: { codes } }): Dimension => ({ name: view, codes }))
  const picked = Array.from({ length: sizeOf(dimensions) }, (_, index): { place: CellPlace; cell: HandCell } => {
    const at = codesAt(dimensions, index)
    const split = apart ? at[0] ?? 0 : 0
    const gate = counted[split]
    const cell = gate ? cellAt(gate.table.dimensions, [...(apart ? [0, ...at.slice(1)] : at), ...(population.year === null ? [] : [1])]) : 0
    return { place: { table: from + split, cell }, cell: gate?.cells[cell] ?? notAvailable }
  })
  return { tables: counted.map(({ table }) => table), part: { dimensions, places: picked.map(({ place }) => place), cells: picked.map(({ cell }) => cell) } }
}

function gateTable(breakdowns: readonly Breakdown[], rows: readonly HandRow[], { name, countedOn, isComplete, year }: Population, split: Dimension | null): { readonly table: Table; readonly cells: readonly HandCell[] } {
  const time: Dimension[] = year === null ? [] : [{ name: 'time', codes: [{ code: 'ever', parent: null }, { code: String(year), parent: 'ever' }] }]
  const dimensions = [...(split ? [split] : []), ...breakdowns.map(({ dimension }) => dimension), ...time]
  const upwards = breakdowns.map(({ dimension }) => new Map(linesUpwards(dimension).map((line, place) => [dimension.codes[place]?.code ?? '', line])))
  const sums: Sum[] = []
  for (const { codes, state, value } of rows) {
    const lines = breakdowns.map(({ view, codeOf }, axis) => upwards[axis]?.get(codeOf(codes[view] ?? '')) ?? [])
    for (const places of combinations([...(split ? [[0]] : []), ...lines, ...(year === null ? [] : [[1]])])) {
      const cell = cellAt(dimensions, places)
      const sum = sums[cell] ??= { value: 0, known: 0, provisional: false, missing: new Set() }
      if (isMissing(state) || value === null) sum.missing.add(state)
      else { sum.value += value; sum.known += 1; sum.provisional ||= state === 'provisional' }
    }
  }
  const lackAt = (cell: number) => {
    const at = codesAt(dimensions, cell)
    const lacks = breakdowns.map(({ dimension, lacks: each }, axis) => each?.get(dimension.codes[at[axis + (split ? 1 : 0)] ?? 0]?.code ?? ''))
    return lacks.find((each) => each === 'all') ?? lacks.find((each) => each === 'part')
  }
  // Of the whole of time nobody has a figure.
  const isEver = (cell: number) => year !== null && codesAt(dimensions, cell).at(-1) === 0
  const counted = Array.from({ length: sizeOf(dimensions) }, (_, cell): HandCell => (isEver(cell) ? notAvailable : cellOf(sums[cell], isComplete, lackAt(cell))))
  const untold = untoldZeros(dimensions, counted, (cell) => !isEver(cell))
  const cells = counted.map((cell, index) => (untold.has(index) ? notAvailable : cell))
  return { table: { name: breakdowns.map(({ view }) => view).join(' × '), population: name, countedOn, dimensions, cells: cells.map(forGate) }, cells }
}
