import { z } from 'zod'
import { Language, Label } from '#vocabulary/language'
import { Day } from '#vocabulary/day'
import { FourEyesAct } from '#vocabulary/four-eyes'
import { openableByPack } from '#vocabulary/opened-to-programs'
import { OfficeKind } from '#vocabulary/office-kind'
import { dated, rowShape } from './dated.ts'

/** A public holiday as a dated rule: the same date each year, a number of days from Easter, or one day of one year. */
export const Holiday = z.strictObject({
  ...rowShape,
  key: z.string(),
  label: Label,
  rule: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed'), month: z.int().min(1).max(12), day: z.int().min(1).max(31) }),
    z.strictObject({ kind: z.literal('easter'), offset: z.int() }),
    z.strictObject({ kind: z.literal('once'), on: Day }),
  ]),
})
export type Holiday = z.infer<typeof Holiday>

/** An act that one person cannot do alone: a colleague of the same office has to approve it, within so many days. */
export const FourEyesRule = z.strictObject({ ...rowShape, key: FourEyesAct, label: Label, daysGood: z.int().positive() })
export type FourEyesRule = z.infer<typeof FourEyesRule>

/** For how many years a file is kept after it has ended in one of these states; without states, in any other. */
export const RetentionRow = z.strictObject({ ...rowShape, key: z.string(), label: Label, states: z.array(z.string()).default([]), years: z.int().positive() })
export type RetentionRow = z.infer<typeof RetentionRow>

/** In how many days a centre answers a referral: a rule of this system, dated like the law and marked as no law. */
export const AnswerRow = z.strictObject({ ...rowShape, urgentDays: z.int().positive(), otherDays: z.int().positive() })
export type AnswerRow = z.infer<typeof AnswerRow>

/**
 * Emergency access to a person's identity and safe contact: which offices, for how many hours, within how many it is reviewed,
 * whether one that nobody reviewed blocks its office until the review or to the end of that month, and how many unreviewed ones of the last hours
 * one person and one office may have. A rule of this system, marked as no law.
 */
export const EmergencyRule = z.strictObject({
  ...rowShape, kinds: z.array(OfficeKind).min(1), hours: z.int().min(1).max(72), reviewWithinHours: z.int().positive(), blocks: z.enum(['until-reviewed', 'month']),
  unreviewed: z.strictObject({ withinHours: z.int().positive(), perPerson: z.int().positive(), perOffice: z.int().positive() }),
})
export type EmergencyRule = z.infer<typeof EmergencyRule>

export const Country = z.strictObject({
  code: z.string().regex(/^[a-z-]+$/),
  name: Label,
  fictional: z.boolean().default(false),
  zone: z.string().min(1),
  languages: z.array(Language).min(1),
  documentLanguages: z.array(Language).min(1),
  emergency: z.strictObject({ police: z.string(), helpline: z.string(), helplineName: Label, source: z.string() }),
  /** Days of the week that are never working days, 1 for Monday to 7 for Sunday. */
  weekend: z.array(z.int().min(1).max(7)),
  holidays: z.array(Holiday),
  /** Days before the end of a clock on which its owner is warned. */
  warnings: z.array(z.int().positive()).min(1),
  /** Days after the end of a clock on which others hear that nobody acted. */
  escalation: z.strictObject({ superiorAfterDays: z.int().min(0), coordinationAfterDays: z.int().min(0) }),
  referralAnswer: dated(AnswerRow),
  fourEyes: z.array(FourEyesRule).default([]),
  /** What says who somebody is, how she is reached or who may know it, and a key of a program may open here all the same; none unless it is said. */
  keysOpen: z.array(z.enum(openableByPack)).default([]),
  retention: z.array(RetentionRow).default([]),
  emergencyAccess: z.array(EmergencyRule).default([]),
})
export type Country = z.infer<typeof Country>
