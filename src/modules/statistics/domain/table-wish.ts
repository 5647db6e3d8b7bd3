import { z } from 'zod'
import { notRecordable } from './counting-rules.ts'
import { axisOf, codesOf, factDimensions, factOf, foldedCode, rootCode, type FactDimension, type KnownCodes } from './fact-dimensions.ts'
import { cellAt, codesAt, sizeOf, tabulate, type Cell, type Code, type Dimension, type Table } from './table.ts'

const year = z.coerce.number().int().min(2000).max(2100)
const dimension = z.enum(factDimensions)
const maybe = <T extends z.ZodType>(type: T) => z.preprocess((value) => (value === '' ? undefined : value), type.optional())

/** Which table is wanted: what is counted by what, of which years, of whom only. */
export const TableWish = z.strictObject({
  rows: dimension, columns: maybe(dimension), layers: maybe(dimension), from: year, to: year,
  /** A dimension and its code, as in `sex:woman`. */
  only: maybe(z.string().regex(/^[a-z-]+:.{1,60}$/)),
})
export type TableWish = z.output<typeof TableWish>

export type Only = { readonly dimension: FactDimension; readonly code: string }
export function onlyOf({ only }: TableWish): Only | undefined {
  if (only === undefined) return undefined
  const at = only.indexOf(':')
  const named = factDimensions.find((each) => each === only.slice(0, at))
  return named && { dimension: named, code: only.slice(at + 1) }
}

export const askedOf = ({ rows, columns, layers }: TableWish): readonly FactDimension[] => [rows, columns, layers].filter((each) => each !== undefined)

/** What stands against a wish; nothing when it can be counted. */
export function faultOfWish(wish: TableWish, thisYear: number): 'years-turned' | 'year-in-future' | 'too-many-years' | 'same-twice' | 'no-such-filter' | undefined {
  if (wish.from > wish.to) return 'years-turned'
  if (wish.to > thisYear) return 'year-in-future'
  if (wish.to - wish.from > 20) return 'too-many-years'
  const only = onlyOf(wish)
  if (wish.only !== undefined && (!only || axisOf(only.dimension) === 'time')) return 'no-such-filter'
  const axes = [...askedOf(wish), ...(only ? [only.dimension] : [])].map(axisOf)
  return new Set(axes).size < axes.length ? 'same-twice' : undefined
}

/** The facts to ask the database for: those of the table, its filter, and always the time. */
export function factsFor(wish: TableWish): readonly string[] {
  const only = onlyOf(wish)
  const asked = [...askedOf(wish), ...(only ? [only.dimension] : [])]
  return [...asked.map(factOf), ...(asked.some((each) => axisOf(each) === 'time') ? [] : ['year'])]
}

export type Counted = { readonly codes: readonly string[]; readonly persons: number }

/** The whole of time, of which nobody has a figure: so figures of one year are the same figures in every table. */
const everTime = 'ever'
const spanOf = ({ from, to }: TableWish): string => (from === to ? String(from) : `${from}-${to}`)

/** A month that has not begun on the day of the count has no figure: a zero would say that nobody came. */
function timeCodes(wish: TableWish, finest: 'year' | 'month', countedOn: string): readonly Code[] {
  const years = Array.from({ length: wish.to - wish.from + 1 }, (_, index) => String(wish.from + index))
  const months = (of: string): Code[] => (finest === 'month' ? Array.from({ length: 12 }, (_, index) => `${of}-${String(index + 1).padStart(2, '0')}`).filter((month) => month <= countedOn.slice(0, 7)).map((code) => ({ code, parent: of })) : [])
  const span = spanOf(wish)
  const parent = years.length === 1 ? everTime : span
  return [{ code: everTime, parent: null }, ...(years.length === 1 ? [] : [{ code: span, parent: everTime }]), ...years.flatMap((each) => [{ code: each, parent }, ...months(each)])]
}

export const restOf = (code: string): string => `not:${code}`

/**
 * The table as the gate looks at it. Beside what is asked it has the years, and where only some are wanted also all others: whoever subtracts
 * one release from another finds nothing that the gate has not seen.
 */
export function tableOf(wish: TableWish, counted: readonly Counted[], known: KnownCodes, countedOn: string): Table {
  const only = onlyOf(wish)
  const asked = askedOf(wish)
  const withOnly = [...asked, ...(only ? [only.dimension] : [])]
  const hasTime = withOnly.some((each) => axisOf(each) === 'time')
  const all: readonly FactDimension[] = hasTime ? withOnly : [...withOnly, 'year']
  const folded = counted.map(({ codes, persons }) => ({ persons, codes: all.map((each, index) => foldedCode(each, codes[index] ?? '', known)) }))
  const root: Code = { code: rootCode, parent: null }
  const dimensions = all.map((each, index): Dimension => {
    if (each === 'year' || each === 'month') return { name: 'time', codes: timeCodes(wish, each, countedOn) }
    if (only && index === asked.length) return { name: axisOf(each), codes: [root, { code: only.code, parent: rootCode }, { code: restOf(only.code), parent: rootCode }] }
    return { name: axisOf(each), codes: [root, ...codesOf(each, [...new Set(folded.map(({ codes }) => codes[index] ?? ''))], known)] }
  })
  const leafOf = (index: number, code: string): string => {
    if (only && index === asked.length) return code === only.code ? code : restOf(only.code)
    // Citizenship of nobody knows which country has no country below it.
    return all[index] === 'citizenship' && code === 'unknown' ? 'group:unknown' : code
  }
  const sums = new Map<string, { at: string[]; value: number }>()
  for (const { codes, persons } of folded) {
    const at = codes.map((code, index) => leafOf(index, code))
    const key = JSON.stringify(at)
    const sum = sums.get(key)
    if (sum) sum.value += persons
    else sums.set(key, { at, value: persons })
  }
  const table = tabulate({ name: 'asked', population: 'persons', countedOn, dimensions, leaves: [...sums.values()] })
  const time = dimensions.findIndex(({ name }) => name === 'time')
  const lacks = dimensions.map(({ name }) => dimensions[time]?.codes.map(({ code }) => (name === 'time' || code === everTime ? [] : notRecordable(known, name, Number(code.slice(0, 4))))) ?? [])
  const isLacking = (at: readonly number[]) => dimensions.some(({ codes }, axis) => lacks[axis]?.[at[time] ?? 0]?.includes(codes[at[axis] ?? 0]?.code ?? '') ?? false)
  return { ...table, cells: table.cells.map((cell, index): Cell => {
    const at = codesAt(dimensions, index)
    if (at[time] === 0) return { value: null, state: 'not-available' }
    // Whom no file could name was not looked for: finding nobody is no zero.
    return cell.value === 0 && isLacking(at) ? { value: null, state: 'not-collected' } : cell
  }) }
}

/** Which part of the gate's table is read: the axes that stand in it, and the one code of each of the others. */
export type Reading = { readonly axes: readonly string[]; readonly fixed: Readonly<Record<string, string>> }

export function readingOf(wish: TableWish): Reading {
  const only = onlyOf(wish)
  const axes = askedOf(wish).map(axisOf)
  return { axes, fixed: { ...(only ? { [axisOf(only.dimension)]: only.code } : {}), ...(axes.includes('time') ? {} : { time: spanOf(wish) }) } }
}

export type ReadTable<Cell> = { readonly dimensions: readonly Dimension[]; readonly cells: readonly Cell[] }

/** Reads a part of a table; `cells` may be its figures or anything else that is said of each. */
export function readPart<Cell>({ dimensions }: Pick<Table, 'dimensions'>, cells: readonly Cell[], { axes, fixed }: Reading): ReadTable<Cell> {
  const shown = axes.map((axis) => {
    const place = dimensions.findIndex(({ name }) => name === axis)
    const { name, codes } = dimensions[place] ?? { name: axis, codes: [] }
    const kept = codes.flatMap(({ code, parent }, at) => (code === everTime ? [] : [{ at, code: { code, parent: parent === everTime ? null : parent } }]))
    return { place, at: kept.map(({ at }) => at), dimension: { name, codes: kept.map(({ code }) => code) } }
  })
  const own = shown.map(({ dimension: each }) => each)
  const unshown = dimensions.map(({ name, codes }) => codes.findIndex(({ code }) => code === fixed[name]))
  const read = Array.from({ length: sizeOf(own) }, (_, cell) => {
    const places = [...unshown]
    for (const [index, at] of codesAt(own, cell).entries()) {
      const { place, at: kept } = shown[index] ?? { place: 0, at: [] }
      places[place] = kept[at] ?? -1
    }
    return cells[cellAt(dimensions, places)]
  })
  return { dimensions: own, cells: read.filter((cell) => cell !== undefined) }
}
