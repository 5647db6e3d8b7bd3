import { z } from 'zod'
import { Label } from '#vocabulary/language'
import { ActorKind } from './actor-kind.ts'
import { dated, rowShape } from './dated.ts'

export const dutyOccasions = ['indications', 'child', 'no-consent', 'asylum-or-closed-centre', 'national', 'diplomatic-household', 'exploited-abroad'] as const
export const DutyOccasion = z.enum(dutyOccasions)
export type DutyOccasion = z.infer<typeof DutyOccasion>

export const DutyRow = z.strictObject({
  ...rowShape,
  occasions: z.array(DutyOccasion).min(1),
  by: z.array(ActorKind).min(1),
  towards: Label,
  when: z.enum(['immediately', 'with-the-others', 'as-soon-as-possible']),
  text: Label,
})
export type DutyRow = z.infer<typeof DutyRow>

export const Duties = z.strictObject({ duties: z.array(dated(DutyRow)) })
export type Duties = z.infer<typeof Duties>
