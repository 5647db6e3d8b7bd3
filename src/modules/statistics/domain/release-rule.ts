import { z } from 'zod'
import type { CountingRules } from './counting-rules.ts'

/** The rule by which a table is made safe: from which count a figure stands, to what it is rounded where that is chosen, and what is said where everybody of a row sits in one category. */
export const ReleaseRule = z.strictObject({ threshold: z.number(), base: z.number(), oneCategory: z.union([z.literal('whole'), z.literal('no'), z.number()]) })
export type ReleaseRule = z.output<typeof ReleaseRule>

/** The country's rule as it is today. */
export const ruleToday = ({ gate: { threshold, base, oneCategory } }: Pick<CountingRules, 'gate'>): ReleaseRule => ({ threshold, base, oneCategory })
