import type { CountingRules } from './counting-rules.ts'
import { inPart } from './parts.ts'

/** Persons who have taken the same kinds of step and stand in the same place. */
export type WayRow = { readonly part: string; readonly taken: number; readonly state: string; readonly hasEnded: boolean; readonly ground: string | null; readonly persons: number }

/** The kinds of step that the database marks, each with its bit: the places of the way first, then what is counted beside it. */
export const kindsOf = ({ places, beside }: CountingRules['way']): readonly { readonly bit: number; readonly step: string }[] =>
  [...places.flatMap(({ steps }, bit) => steps.map((step) => ({ bit, step }))), ...beside.map((step, index) => ({ bit: places.length + index, step }))]

/** One place of the way. The first four add up to everybody in the cohort. */
export type WayPlace = {
  readonly key: string
  /** Took a step of this place. */
  readonly took: number
  /** Took a step of a later place and none of this. */
  readonly passed: number
  /** Has come to neither, and the procedure goes on. */
  readonly before: number
  /** Has come to neither, and the procedure has ended. */
  readonly ended: number
  /** Took or passed: has come at least as far as this. */
  readonly came: number
}

/** The place of everybody whose file was opened: the way begins there. */
export const beginning = 'detected'

/** How far the people of a part have come. Each place counts whoever came as far or further, so no figure is larger than the one before. */
export function wayOf(rows: readonly WayRow[], part: string, { places }: Pick<CountingRules['way'], 'places'>): readonly WayPlace[] {
  const own = inPart(rows, part)
  const all = sum(own)
  const begun: WayPlace = { key: beginning, took: all, passed: 0, before: 0, ended: 0, came: all }
  const onTheWay = (1 << places.length) - 1
  return [begun, ...places.map(({ key }, bit): WayPlace => {
    const took = sum(own.filter(({ taken }) => hasBit(taken, bit)))
    const passed = sum(own.filter(({ taken }) => !hasBit(taken, bit) && (taken & onTheWay) >> bit > 0))
    const short = own.filter(({ taken }) => (taken & onTheWay) >> bit === 0)
    return { key, took, passed, before: sum(short.filter(({ hasEnded }) => !hasEnded)), ended: sum(short.filter(({ hasEnded }) => hasEnded)), came: took + passed }
  })]
}

/** How many of a part have taken each step that is counted beside the way. */
export const besideOf = (rows: readonly WayRow[], part: string, { places, beside }: Pick<CountingRules['way'], 'places' | 'beside'>): readonly { readonly step: string; readonly persons: number }[] =>
  beside.map((step, index) => ({ step, persons: sum(inPart(rows, part).filter(({ taken }) => hasBit(taken, places.length + index))) }))

/** Where somebody stands, or how it ended for her and, where a ground was given, on which. */
export type Ending = { readonly state: string; readonly ground: string | null; readonly hasEnded: boolean; readonly persons: number }

/** Where the people of a part stand: outcomes first in the order of the country's states, each with its grounds. */
export function endingsOf(rows: readonly WayRow[], part: string, states: readonly string[]): readonly Ending[] {
  const sums = new Map<string, Ending>()
  for (const { state, ground, hasEnded, persons } of inPart(rows, part)) {
    const key = JSON.stringify([state, ground])
    sums.set(key, { state, ground, hasEnded, persons: persons + (sums.get(key)?.persons ?? 0) })
  }
  const place = ({ state, hasEnded }: Ending) => (hasEnded ? 0 : 1_000) + (states.includes(state) ? states.indexOf(state) : 500)
  return [...sums.values()].toSorted((one, other) => place(one) - place(other) || (one.ground ?? '').localeCompare(other.ground ?? ''))
}

const hasBit = (taken: number, bit: number): boolean => ((taken >> bit) & 1) === 1
const sum = (rows: readonly { readonly persons: number }[]): number => rows.reduce((total, { persons }) => total + persons, 0)
