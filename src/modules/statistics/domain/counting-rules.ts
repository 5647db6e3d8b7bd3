import { z } from 'zod'
import { Verified } from '#law'
import { Day } from '#vocabulary/day'
import { Label } from '#vocabulary/language'

const steps = z.array(z.string().min(1)).min(1)
const kinds = z.array(z.string().min(1))
const key = z.string().regex(/^[a-z]+(-[a-z]+)*$/)
const isUnique = (entries: readonly { readonly key: string }[]) => new Set(entries.map((entry) => entry.key)).size === entries.length

/** The way through the procedure: its places in order, what is counted beside it, and which steps end it on a ground. */
const Way = z.strictObject({
  verified: Verified,
  places: z.array(z.strictObject({ key, label: Label, steps })).min(1).max(12).refine(isUnique, 'a place stands twice'),
  beside: z.array(z.string().min(1)).max(12),
  endings: z.array(z.string().min(1)),
})

/** What happened to a referral and what happened in the procedure have no order among themselves, so one wait is of the one or of the other. */
const isOfOneKind = (names: readonly string[]): boolean => {
  const own = names.filter((name) => name !== 'opened' && name !== 'ended')
  return own.every((name) => name.startsWith('referral:')) || !own.some((name) => name.startsWith('referral:'))
}
const Between = z.strictObject({ from: steps, to: steps, stops: steps.optional() }).refine(({ from, to, stops = [] }) => isOfOneKind([...from, ...to, ...stops]), 'a wait mixes what happened to a referral with steps')
const Waits = z.strictObject({
  verified: Verified,
  spans: z.array(z.strictObject({ key, label: Label, between: z.array(Between).min(1) })).min(1).max(30).refine(isUnique, 'a wait stands twice'),
})

/** How a country's figures are made safe, and which of its steps mean that somebody was accepted, identified or given a permit. */
export const CountingRules = z.strictObject({
  gate: z.strictObject({
    threshold: z.number().int().min(3).max(20), oneCategory: z.union([z.literal('whole'), z.literal('no'), z.number().int().positive()]),
    /** The multiple that figures are rounded to where that is chosen. */
    base: z.number().int().min(3).max(10), verified: Verified,
  }),
  /** How long a checked sheet waits to be handed over. */
  deliveries: z.strictObject({ draftsExpireAfterDays: z.number().int().min(1).max(365), verified: Verified }),
  milestones: z.strictObject({ identified: steps, acceptance: steps, reflection: steps, statement: steps, permit: steps }),
  way: Way,
  /** By fact and code, the first day on which a file could say it. */
  recordableFrom: z.record(key, z.record(key, Day)).default({}),
  /** Which kinds of clock are told together; each of a country's stands in one. */
  clocks: z.strictObject({ verified: Verified, referral: kinds, reflection: kinds, residence: kinds, answers: kinds }),
  waits: Waits,
})
export type CountingRules = z.infer<typeof CountingRules>

/** The codes of a fact that no file could say for all of a year: nobody was asked, so that finding nobody is no zero. */
export const notRecordable = ({ recordableFrom }: Pick<CountingRules, 'recordableFrom'>, fact: string, year: number): readonly string[] =>
  Object.entries(recordableFrom[fact] ?? {}).flatMap(([code, from]) => (from > `${year}-01-01` ? [code] : []))

/** The kinds of clock that a fact of clocks is about: those that the country names for it, or all of them. */
export const clocksOfFact = ({ clocks: { verified: _, ...told } }: Pick<CountingRules, 'clocks'>, fact: string): readonly string[] =>
  Object.entries(told).flatMap(([name, clocks]) => (fact === 'clocks' || fact === `clocks-${name}` ? clocks : []))
