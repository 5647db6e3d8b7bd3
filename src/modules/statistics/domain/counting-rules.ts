import { z } from 'zod'
import { Verified } from '#law'

const steps = z.array(z.string().min(1)).min(1)

/** How a country's figures are made safe, and which of its steps mean that somebody was accepted, identified or given a permit. */
export const CountingRules = z.strictObject({
  gate: z.strictObject({
    threshold: z.number().int().min(3).max(20), oneCategory: z.union([z.literal('whole'), z.literal('no'), z.number().int().positive()]),
    /** The multiple that figures are rounded to where that is chosen. */
    base: z.number().int().min(3).max(10), verified: Verified,
  }),
  milestones: z.strictObject({ identified: steps, acceptance: steps, reflection: steps, statement: steps, permit: steps }),
})
export type CountingRules = z.infer<typeof CountingRules>
