import { z } from 'zod'
import { ArticleKey, inForceOn, Verified } from '#law'
import { Day } from '#vocabulary/day'
import { Label } from '#vocabulary/language'

const row = { from: Day, to: Day.optional(), law: z.array(ArticleKey).min(1), verified: Verified }
const CountryCode = z.string().regex(/^[A-Z]{2}$/)

/** What a country lays down about detection, as its `detection.yaml` says it. */
export const DetectionRules = z.strictObject({
  /** Whether its law needs means for adults, beside act and exploitation. */
  meansNeeded: z.array(z.strictObject({ ...row, value: z.boolean() })).min(1),
  drafts: z
    .strictObject({ remindOnDay: z.int().min(1), expireOnDay: z.int().min(2) })
    .refine((drafts) => drafts.remindOnDay < drafts.expireOnDay, 'a draft is reminded of before it expires'),
  /** What was typed of persons at a large operation and nobody handed on goes on this day, counted from the day on which the operation was opened. */
  operations: z.strictObject({ expireOnDay: z.int().min(1) }),
  homeCitizenship: CountryCode,
  euCitizenships: z.array(CountryCode),
  smugglingCircumstances: z.array(z.strictObject({ key: z.string().min(1), label: Label, rows: z.array(z.strictObject(row)).min(1) })),
})
export type DetectionRules = z.infer<typeof DetectionRules>

/** Whether the law of a day needs means for adults; where no row says so, it is taken not to, so that nobody is overlooked. */
export const areMeansNeeded = (rules: Pick<DetectionRules, 'meansNeeded'>, on: Day): boolean => inForceOn(rules.meansNeeded, on)?.value ?? false

/** The circumstances of smuggling that open the procedure on a day, with their articles. */
export const smugglingCircumstancesOn = (rules: Pick<DetectionRules, 'smugglingCircumstances'>, on: Day) =>
  rules.smugglingCircumstances.filter((circumstance) => inForceOn(circumstance.rows, on) !== undefined)
