import { z } from 'zod'
import { ReferralId, FileId, type OfficeId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { Day } from '#vocabulary/day'
import { ageGroups } from '../domain/age-group.ts'
import { referralStates } from '../domain/referral-steps.ts'
import type { ReferralEvent, ReferralRow } from '../store/referral-rows.ts'

export const ReferralLine = z.strictObject({
  id: ReferralId, reference: z.string(), state: z.enum(referralStates), isUrgent: z.boolean(), isChild: z.boolean(), language: z.string().nullable(),
  district: z.string().nullable(), from: z.string(), to: z.string(), sentAt: Instant, answeredAt: Instant.nullable(),
  /** Until when it is to be answered, and whether by the reader's office; null where nobody has to answer. */
  answer: z.strictObject({ endsOn: Day, isOurs: z.boolean() }).nullable(),
})
export type ReferralLine = z.infer<typeof ReferralLine>

type Clock = { readonly owner: OfficeId; readonly endsOn: Day }
/** What is known beside the row: names of offices, the clocks on answers, the reader's own office. */
export type Known = { readonly offices: ReadonlyMap<string, string>; readonly clocks: ReadonlyMap<string, Clock>; readonly own: OfficeId }

/** A referral in a list, without anything of the person but whether she is a child. */
export const lineOf = (row: ReferralRow, { offices, clocks, own }: Known): ReferralLine => ({
  id: row.id, reference: row.reference, state: row.state, isUrgent: row.isUrgent, isChild: row.isChild, language: row.language, district: row.district,
  from: offices.get(row.fromOffice) ?? '', to: offices.get(row.toOffice) ?? '', sentAt: row.sentAt, answeredAt: row.answeredAt,
  answer: answerOf(clocks.get(row.file), own),
})

const answerOf = (clock: Clock | undefined, own: OfficeId) => (clock === undefined ? null : { endsOn: clock.endsOn, isOurs: clock.owner === own })

export const EventLine = z.strictObject({ step: z.string(), at: Instant, office: z.string(), reason: z.string().nullable(), note: z.string() })
export const eventLine = ({ office, ...event }: ReferralEvent, offices: ReadonlyMap<string, string>) => ({ ...event, office: offices.get(office) ?? '' })

const handed = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]))

/** The articles behind the day of an answer: a rule of ours, and said to be none of the law. */
const AnswerLaw = z.array(z.strictObject({ title: z.string(), about: z.string(), url: z.string().nullable(), verified: z.boolean() }))

/** A centre to which a referral may go: near the district or not, and whether it has already said no or handed it on. */
const Centre = z.strictObject({ id: z.uuid(), name: z.string(), isNear: z.boolean(), passedOn: Instant.nullable() })

/** What the centre reads before it answers, and what opens when it accepts. */
export const ReferralView = ReferralLine.extend({
  /** Asked and not yet answering; the centre of the file; or no longer. Who she is opens with the second alone. */
  standing: z.enum(['asked', 'centre', 'former']),
  file: FileId.nullable(), name: z.string().nullable(), placeSeen: z.string().nullable(),
  version: z.number(), sex: z.string().nullable(), ageGroup: z.enum(ageGroups).nullable(), forms: z.array(z.string()), handedOn: handed,
  events: z.array(EventLine), steps: z.array(z.string()), centres: z.array(Centre), answerLaw: AnswerLaw,
})
export type ReferralView = z.infer<typeof ReferralView>

/** What the sender may know: receipt, reference, status, and the centre's question or reason; nothing else. */
export const StatusView = ReferralLine.extend({ version: z.number(), events: z.array(EventLine), steps: z.array(z.string()), centres: z.array(Centre), answerLaw: AnswerLaw })
export type StatusView = z.infer<typeof StatusView>

/** What a centre may know of a referral that it no longer has: when it answered and how, or when it was taken back. */
export const PassedView = z.strictObject({ id: ReferralId, reference: z.string(), step: z.enum(['redirect', 'decline', 'withdraw']), at: Instant })
export type PassedView = z.infer<typeof PassedView>
