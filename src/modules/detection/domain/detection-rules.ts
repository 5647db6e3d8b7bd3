import { z } from 'zod'
import { ArticleKey, Verified } from '#law'
import { Label } from '#vocabulary/language'

/** What a country lays down about detection, as its `detection.yaml` says it. */
export const DetectionRules = z.strictObject({
  /** Whether its law needs means for adults, beside act and exploitation. */
  meansNeeded: z.strictObject({ value: z.boolean(), law: z.array(ArticleKey).min(1), verified: Verified }),
  drafts: z
    .strictObject({ remindOnDay: z.int().min(1), expireOnDay: z.int().min(2), verified: Verified })
    .refine((drafts) => drafts.remindOnDay < drafts.expireOnDay, 'a draft is reminded of before it expires'),
  homeCitizenship: z.string().regex(/^[A-Z]{2}$/),
  euCitizenships: z.array(z.string().regex(/^[A-Z]{2}$/)),
  smugglingCircumstances: z.array(
    z.strictObject({ key: z.string().min(1), law: z.array(ArticleKey).min(1), verified: Verified, label: Label }),
  ),
})
export type DetectionRules = z.infer<typeof DetectionRules>
