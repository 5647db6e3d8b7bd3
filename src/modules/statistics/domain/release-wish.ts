import { z } from 'zod'
import { rootCode } from './fact-dimensions.ts'
import { Origin } from './hand-overs/hand-over.ts'
import { variableOf, View } from './hand-overs/hand-over-schema.ts'
import { askedOf, readingOf, TableWish, type Reading } from './table-wish.ts'

/**
 * A table of figures that services handed over, as it is kept for the gate: what is counted, by what, of which year, and of which deliveries it is
 * made. `only` is the one code of a variable whose codes are never added up, as in `reception-count:housed`.
 */
export const DeliveredKept = z.strictObject({ delivered: z.string(), by: z.array(View).min(1).max(3), only: z.string().optional(), from: z.number().int(), to: z.number().int(), origin: Origin })
export type DeliveredKept = z.output<typeof DeliveredKept>

/** What a table that is kept, proposed or released counts: persons of the files, or what services handed over. */
export const ReleaseWish = z.union([TableWish, DeliveredKept])
export type ReleaseWish = z.output<typeof ReleaseWish>

export const isDelivered = (wish: ReleaseWish): wish is DeliveredKept => 'delivered' in wish

/** Which part of the gate's table its readers get. */
export function readingFor(wish: ReleaseWish): Reading {
  if (!isDelivered(wish)) return readingOf(wish)
  const colon = wish.only?.indexOf(':') ?? -1
  return { axes: wish.by.map(variableOf), fixed: wish.only === undefined ? {} : { [wish.only.slice(0, colon)]: wish.only.slice(colon + 1) } }
}

/** Codes of cells that their service keeps to itself, in the order of a table's dimensions. */
export type KeptBack = readonly (readonly string[])[]

/** Whether a service keeps a figure to itself that stands in a cell; where categories are shown as one, in any of them. */
export const isKeptBack = (keptBack: KeptBack, codes: readonly string[]): boolean =>
  keptBack.some((each) => each.every((code, axis) => { const shown = codes[axis] ?? rootCode; return shown === code || shown.split('+').includes(code) }))

/** Whether a table is another one with sex besides: the same of the same people, women and men apart. */
export function isBySex(one: ReleaseWish, other: ReleaseWish): boolean {
  const facts = (wish: ReleaseWish): readonly string[] => (isDelivered(wish) ? wish.by : askedOf(wish))
  const [wider, narrower] = [new Set(facts(one)), new Set(facts(other))]
  const isSame = isDelivered(one) ? isDelivered(other) && one.delivered === other.delivered : !isDelivered(other)
  return isSame && one.from === other.from && one.to === other.to && one.only === other.only
    && wider.has('sex') && !narrower.has('sex') && wider.size === narrower.size + 1 && [...narrower].every((fact) => wider.has(fact))
}
