import { z } from 'zod'
import { Label } from '#vocabulary/language'
import { rowShape } from './dated.ts'

const coded = z.strictObject({ key: z.string(), label: Label })
const range = z.strictObject({ min: z.number(), max: z.number() })

/** One offence under one code: what was done, for what purpose, and which article names it. */
export const Offence = z.strictObject({
  ...rowShape,
  key: z.string(),
  phenomenon: z.enum(['trafficking', 'smuggling']),
  label: Label,
  acts: z.array(coded).default([]),
  purposes: z.array(z.strictObject({ ...coded.shape, consentMatters: z.boolean().default(false) })).default([]),
  /** Whether a person who was aided in this offence may enter the procedure. */
  opensProcedure: z.boolean(),
})
export type Offence = z.infer<typeof Offence>

/** A tier of punishment of an offence: the basic one, an attempt, or an aggravation. Prison in years, fine in euro for each victim. */
export const PenaltyTier = z.strictObject({
  ...rowShape,
  key: z.string(),
  offence: z.string(),
  tier: z.string(),
  label: Label,
  circumstances: z.array(coded).default([]),
  prison: range,
  fine: range,
  perVictim: z.boolean(),
})
export type PenaltyTier = z.infer<typeof PenaltyTier>

/** The number by which the amount in the code is multiplied, by the day of the facts. */
export const FineCoefficient = z.strictObject({ ...rowShape, coefficient: z.number().positive() })
export type FineCoefficient = z.infer<typeof FineCoefficient>

export const Offences = z.strictObject({ offences: z.array(Offence), tiers: z.array(PenaltyTier), coefficients: z.array(FineCoefficient) })
export type Offences = z.infer<typeof Offences>
