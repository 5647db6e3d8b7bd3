import type { ValueState, Variable } from '#codebook'
import { isOuter } from './delivered-wish.ts'

export type MarginFact = { readonly year: number; readonly codes: Readonly<Record<string, string>>; readonly state: ValueState; readonly value: number | null }
/** Figures that share a year and some codes, added up; without a number where none of them has one. */
export type Margin = { readonly year: number; readonly at: Readonly<Record<string, string>>; readonly value: number | null; readonly figures: number; readonly missing: number }
export type Margins = ReadonlyMap<string, Margin>

/** Codes in an order that is the same for everybody. */
export const atKey = (at: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(at).toSorted(([a], [b]) => (a < b ? -1 : 1)))
export const marginKey = (year: number, at: Readonly<Record<string, string>>): string => `${year} ${atKey(at)}`

/**
 * What a delivery comes to for each year: in all, and by each code of each of its variables. What is never added up stays apart in all of them, and
 * where a source wrote its own totals they are taken and not their parts.
 */
export function marginsOf(variables: readonly Variable[], facts: readonly MarginFact[]): Margins {
  const apart = variables.filter((variable) => variable.apart)
  const withTotal = variables.filter(({ total }) => total !== undefined)
  const single = variables.filter((variable) => !variable.apart && !isOuter(variables, variable)).map((variable) => ({ variable, outer: variables.find(({ key }) => key === variable.within) }))
  // A sheet may have a hundred thousand rows: each sum is found by a short key, and gets the key that all share at the end.
  const sums = new Map<string, { -readonly [K in keyof Margin]: Margin[K] }>()
  for (const { year, codes, value } of facts) {
    const strayed = withTotal.filter(({ key, total }) => codes[key] !== total)
    const base = `${year}\n${apart.map(({ key }) => codes[key] ?? '').join('\n')}`
    const add = (key: string, of: readonly Variable[]) => {
      let sum = sums.get(key)
      if (sum === undefined) sums.set(key, sum = { year, at: Object.fromEntries([...apart, ...of].flatMap((variable) => (codes[variable.key] === undefined ? [] : [[variable.key, codes[variable.key] ?? '']]))), value: null, figures: 0, missing: 0 })
      sum.figures += 1
      if (value === null) sum.missing += 1
      else sum.value = (sum.value ?? 0) + value
    }
    if (strayed.length === 0) add(base, [])
    for (const { variable, outer } of single) {
      const code = codes[variable.key]
      if (code === undefined || code === variable.total) continue
      if (strayed.every((other) => other === variable || other === outer)) add(`${base}\n${variable.key}\n${outer ? codes[outer.key] ?? '' : ''}\n${code}`, outer ? [outer, variable] : [variable])
    }
  }
  return new Map([...sums.values()].map((sum) => [marginKey(sum.year, sum.at), sum]))
}

/** Written totals, each with its parts in one variable: what they come to at the least and at the most. */
export type WrittenTotal = { readonly year: number; readonly at: Readonly<Record<string, string>>; readonly total: number; readonly low: number; readonly high: number; readonly largest: number }

export function writtenTotals(variables: readonly Variable[], facts: readonly MarginFact[], masked: Readonly<Partial<Record<ValueState, { readonly low: number; readonly high: number }>>>): readonly WrittenTotal[] {
  return variables.filter((variable) => variable.total !== undefined && !isOuter(variables, variable)).flatMap((variable) => {
    const outer = variables.find(({ key }) => key === variable.within)
    const lines = new Map<string, { year: number; at: Record<string, string>; total: number | null; parts: { low: number; high: number }[] }>()
    for (const breakdown of outer ? variable.addsUp : ['']) for (const { year, codes, state, value } of facts) {
      if (outer && codes[outer.key] !== breakdown && codes[outer.key] !== outer.total) continue
      const at = Object.fromEntries(Object.entries(codes).filter(([key]) => key !== variable.key && key !== outer?.key))
      const key = `${breakdown} ${marginKey(year, at)}`
      const line = lines.get(key) ?? { year, at: { ...at, ...(outer ? { [outer.key]: breakdown } : {}) }, total: null, parts: [] }
      lines.set(key, line)
      if (codes[variable.key] === variable.total) line.total = value
      else line.parts.push(value === null ? (masked[state] ?? { low: 0, high: Infinity }) : { low: value, high: value })
    }
    return [...lines.values()].flatMap(({ year, at, total, parts }): WrittenTotal[] => (total === null || parts.length < 2 ? [] : [{
      year, at, total, low: parts.reduce((sum, { low }) => sum + low, 0), high: parts.reduce((sum, { high }) => sum + high, 0), largest: Math.max(...parts.map(({ low }) => low)),
    }]))
  })
}
