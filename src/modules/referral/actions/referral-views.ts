import { z } from 'zod'
import { ReferralId, FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { referralStates } from '../domain/referral-steps.ts'
import type { ReferralEvent, ReferralRow } from '../store/referral-rows.ts'

export const ReferralLine = z.strictObject({
  id: ReferralId, reference: z.string(), state: z.enum(referralStates), isUrgent: z.boolean(), isChild: z.boolean(), language: z.string().nullable(),
  district: z.string().nullable(), from: z.string(), to: z.string(), sentAt: Instant, answeredAt: Instant.nullable(),
})
export type ReferralLine = z.infer<typeof ReferralLine>

/** A referral in a list, without anything of the person but whether she is a child. */
export const lineOf = (row: ReferralRow, offices: ReadonlyMap<string, string>): ReferralLine => ({
  id: row.id, reference: row.reference, state: row.state, isUrgent: row.isUrgent, isChild: row.isChild, language: row.language, district: row.district,
  from: offices.get(row.fromOffice) ?? '', to: offices.get(row.toOffice) ?? '', sentAt: row.sentAt, answeredAt: row.answeredAt,
})

export const EventLine = z.strictObject({ step: z.string(), at: Instant, office: z.string(), reason: z.string().nullable(), note: z.string() })
export const eventLine = ({ office, ...event }: ReferralEvent, offices: ReadonlyMap<string, string>) => ({ ...event, office: offices.get(office) ?? '' })

const handed = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]))

/** What the centre reads before it answers. */
export const ReferralView = ReferralLine.extend({ file: FileId, version: z.number(), name: z.string().nullable(), handedOn: handed, events: z.array(EventLine), steps: z.array(z.string()), centres: z.array(z.strictObject({ id: z.uuid(), name: z.string() })) })
export type ReferralView = z.infer<typeof ReferralView>

/** What the sender may know: receipt, reference, status, and the centre's question or reason; nothing else. */
export const StatusView = ReferralLine.extend({ version: z.number(), events: z.array(EventLine), steps: z.array(z.string()), centres: z.array(z.strictObject({ id: z.uuid(), name: z.string() })) })
export type StatusView = z.infer<typeof StatusView>
