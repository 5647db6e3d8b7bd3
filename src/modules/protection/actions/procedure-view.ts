import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { LawView } from './law-view.ts'

const answer = z.enum(['yes', 'no', 'unknown'])

export const NeedView = z.strictObject({ need: z.string(), with: z.record(z.string(), z.union([z.string(), z.number()])) })
export type NeedView = z.infer<typeof NeedView>

export const StepView = z.strictObject({
  step: z.string(),
  label: z.string(),
  by: z.array(z.string()),
  law: z.array(LawView),
  leadsTo: z.string().nullable(),
  /** Whether this actor may take it now. */
  mine: z.boolean(),
  needs: z.array(NeedView),
})
export type StepView = z.infer<typeof StepView>

export const ClockView = z.strictObject({
  key: z.string(), label: z.string(), owner: z.string(), startsOn: Day, endsOn: Day, law: z.array(LawView),
  level: z.enum(['quiet', 'warning', 'due', 'late', 'suspended']), days: z.number(), isSuspended: z.boolean(),
})
export type ClockView = z.infer<typeof ClockView>

export const QuestionRoundView = z.strictObject({
  set: z.string(), label: z.string(), askedOf: z.string(), askedOn: Day, dueOn: Day.nullable(), answeredOn: Day.nullable(), isOpen: z.boolean(),
  law: z.array(LawView),
  /** Absent for those who see only that questions were asked. */
  questions: z.array(z.strictObject({ key: z.string(), text: z.string(), answer: answer.nullable() })).nullable(),
})
export type QuestionRoundView = z.infer<typeof QuestionRoundView>

export const DocumentSummary = z.strictObject({
  id: z.uuid().nullable(), document: z.string(), label: z.string(), number: z.string().nullable(), code: z.string().nullable(),
  issuedOn: Day, validFrom: Day, validUntil: Day.nullable(), status: z.enum(['future', 'valid', 'expired', 'ended']), law: z.array(LawView),
})
export type DocumentSummary = z.infer<typeof DocumentSummary>

export const ConditionSummary = z.strictObject({
  condition: z.string(), label: z.string(), met: answer.nullable(), evidence: z.string().nullable(), on: Day.nullable(), law: z.array(LawView),
})
export type ConditionSummary = z.infer<typeof ConditionSummary>

export const HistoryLine = z.strictObject({
  number: z.number(), on: Day, label: z.string(), office: z.string(), law: z.array(LawView), detail: z.string().nullable(),
  /** The letter of a decision, where the step was one. */
  letter: z.uuid().nullable(),
})
export type HistoryLine = z.infer<typeof HistoryLine>

/** Everything about a procedure that its page shows at a glance, in the reader's language. */
export const ProcedureView = z.strictObject({
  file: FileId,
  version: z.number(),
  standing: z.enum(['running', 'ended', 'indeterminate']),
  variant: z.string(),
  variantLabel: z.string(),
  rulesSince: Day,
  state: z.string(),
  stateLabel: z.string(),
  since: Day,
  rights: z.array(z.string()),
  places: z.array(z.strictObject({ state: z.string(), label: z.string(), entered: Day.nullable(), until: Day.nullable(), present: z.boolean(), passed: z.boolean(), skipped: z.boolean(), optional: z.boolean() })),
  sideExits: z.array(z.strictObject({ step: z.string(), label: z.string(), stateLabel: z.string(), law: z.array(LawView) })),
  steps: z.array(StepView),
  blocking: z.array(z.strictObject({ who: z.string(), because: z.string(), subject: z.string(), since: Day, dueOn: Day.nullable(), daysLate: z.number() })),
  clocks: z.array(ClockView),
  rounds: z.array(QuestionRoundView),
  documents: z.array(DocumentSummary),
  conditions: z.array(ConditionSummary),
  history: z.array(HistoryLine),
  trouble: z.string().nullable(),
})
export type ProcedureView = z.infer<typeof ProcedureView>
