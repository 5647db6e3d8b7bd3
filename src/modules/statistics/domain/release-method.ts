import { z } from 'zod'
import { axisOf, isClocks, isTime } from './fact-dimensions.ts'
import { mergeCodes } from './advise-merges.ts'
import { figureKey, type Table } from './table.ts'
import { isDelivered, type ReleaseWish } from './release-wish.ts'
import { askedOf, onlyOf, type TableWish } from './table-wish.ts'
import type { EarlierRelease } from './gate.ts'

const merge = z.string().regex(/^[a-z-]+:[^:]+\+[^:]+$/)

/** How a table is made safe: figures hidden or rounded, and before that categories shown as one. */
export const ReleaseMethod = z.strictObject({ how: z.enum(['suppress', 'round']).default('suppress'), merges: z.array(merge).max(20).default([]) })
export type ReleaseMethod = z.output<typeof ReleaseMethod>

/** A merge as it is written in an address: the axis, and the two codes. */
export const writtenMerge = (axis: string, [one, other]: readonly [string, string]): string => `${axis}:${one}+${other}`

/** The table with its categories merged in the order that was asked; undefined where a merge names no category that stands there. */
export function mergedAs(table: Table, { merges }: Pick<ReleaseMethod, 'merges'>): Table | undefined {
  let merged = table
  for (const each of merges) {
    const axis = each.slice(0, each.indexOf(':'))
    const codes = merged.dimensions.find(({ name }) => name === axis)?.codes ?? []
    const pair = codes.flatMap((one) => codes.flatMap((other) => (one.parent === other.parent && one !== other && writtenMerge(axis, [one.code, other.code]) === each ? [[one.code, other.code] as const] : [])))[0]
    if (!pair) return undefined
    merged = mergeCodes(merged, axis, pair)
  }
  return merged
}

/** What stands in the ledger of one release. */
export type LedgerEntry = { readonly table: Table; readonly hidden: readonly number[]; readonly roundedTo?: number | undefined; readonly wish: ReleaseWish; readonly merges: readonly string[] }
/** `kind`: what left under the number, a figure, a table of a hand-over, or records. */
export type Standing = LedgerEntry & { readonly number: number; readonly kind: 'figure' | 'hand-over' | 'records' }

const keysOf = (table: Table): ReadonlySet<string> => new Set(table.cells.flatMap(({ value }, cell) => (value === null ? [] : [figureKey(table, cell)])))

/** The releases that count some of the same people in some of the same figures: the others cannot be subtracted from this one. */
export function standingFor(table: Table, ledger: readonly Standing[]): readonly Standing[] {
  const own = keysOf(table)
  return ledger.filter((each) => [...keysOf(each.table)].some((key) => own.has(key)))
}

/**
 * The releases beside which this one cannot be looked at: where one shows as one what the other shows apart, the sums between them are no figures
 * that the gate knows, so the second is not released.
 */
export const mergedOtherwise = (table: Table, { merges }: ReleaseMethod, standing: readonly Standing[]): readonly Standing[] => standing.filter((each) => {
  const axes = new Set([...merges, ...each.merges].map((merge) => merge.slice(0, merge.indexOf(':'))))
  const isOn = ({ dimensions }: Table, axis: string) => dimensions.some(({ name }) => name === axis)
  const on = (written: readonly string[], axis: string) => written.filter((merge) => merge.startsWith(`${axis}:`)).join()
  return [...axes].some((axis) => isOn(table, axis) && isOn(each.table, axis) && on(merges, axis) !== on(each.merges, axis))
})

const axesOf = (wish: ReleaseWish): readonly string[] => (isDelivered(wish) ? [] : [...askedOf(wish), ...(onlyOf(wish) ? [onlyOf(wish)?.dimension ?? 'year'] : [])].map(axisOf))
/**
 * Facts that tell of one another. Whoever was granted unlimited residence is identified, whoever waits for acceptance was not accepted, whoever has no
 * clock of a document has not come that far, nor whoever no centre accompanies; no clock of a referral runs for whom a centre itself detected, and she is accompanied there.
 */
const tellingOfOneAnother: readonly ((axis: string) => boolean)[] = [
  (axis) => ['reached', 'state', 'status', 'centre'].includes(axis) || isTime(axis) || isClocks(axis),
  (axis) => axis === 'detected-by' || axis === 'centre' || isClocks(axis),
]
const tells = (...wishes: readonly ReleaseWish[]): boolean => tellingOfOneAnother.some((isAmong) => {
  const told = wishes.map((wish) => axesOf(wish).filter(isAmong))
  return told.every((axes) => axes.length > 0) && new Set(told.flat()).size > 1
})

/** Whether a table holds how far people came by two facts: a reader knows which of its figures are zeros, and the gate does not. */
export const tellsTwice = (wish: TableWish): boolean => tells(wish)

/** The releases that tell how far the same people came by another fact: the gate takes the two for different things, a reader does not. */
export const toldOtherwise = (wish: ReleaseWish, standing: readonly Standing[]): readonly Standing[] => standing.filter((each) => tells(wish, each.wish))

export const asEarlier = ({ table, hidden, roundedTo }: LedgerEntry): EarlierRelease => ({ table, hidden: new Set(hidden), ...(roundedTo === undefined ? {} : { roundedTo }) })
