import { z } from 'zod'

/** Whether a text is an id in the form in which we write them. */
export const isId = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** Ids carry their kind in the type, so that a file's id cannot be handed over where an office's is wanted. */
export const AccountId = z.uuid().brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>
export const OfficeId = z.uuid().brand<'OfficeId'>()
export type OfficeId = z.infer<typeof OfficeId>
export const SessionId = z.uuid().brand<'SessionId'>()
export type SessionId = z.infer<typeof SessionId>
export const BrowserId = z.uuid().brand<'BrowserId'>()
export type BrowserId = z.infer<typeof BrowserId>
export const FileId = z.uuid().brand<'FileId'>()
export type FileId = z.infer<typeof FileId>
export const ReportId = z.uuid().brand<'ReportId'>()
export type ReportId = z.infer<typeof ReportId>
export const ReferralId = z.uuid().brand<'ReferralId'>()
export type ReferralId = z.infer<typeof ReferralId>
export const EventId = z.uuid().brand<'EventId'>()
export type EventId = z.infer<typeof EventId>
export const ClockId = z.uuid().brand<'ClockId'>()
export type ClockId = z.infer<typeof ClockId>
export const DocumentId = z.uuid().brand<'DocumentId'>()
export type DocumentId = z.infer<typeof DocumentId>
export const DecisionId = z.uuid().brand<'DecisionId'>()
export type DecisionId = z.infer<typeof DecisionId>
export const StepId = z.uuid().brand<'StepId'>()
export type StepId = z.infer<typeof StepId>
export const ApprovalId = z.uuid().brand<'ApprovalId'>()
export type ApprovalId = z.infer<typeof ApprovalId>
export const PasskeyId = z.uuid().brand<'PasskeyId'>()
export type PasskeyId = z.infer<typeof PasskeyId>
export const MachineKeyId = z.uuid().brand<'MachineKeyId'>()
export type MachineKeyId = z.infer<typeof MachineKeyId>
