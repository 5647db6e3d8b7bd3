import { z } from 'zod'
import { Label } from '#vocabulary/language'
import { ActorKind } from './actor-kind.ts'
import { ArticleKey, dated, rowShape } from './dated.ts'
import { Guard } from './guard-schema.ts'

/** What the taker of a step has to say; each kind has one schema, in the protection module. */
export const inputKinds = [
  'plain', 'application', 'issue', 'statement', 'questions', 'answers', 'ground', 'identity', 'condition',
  'judgment', 'opinion', 'route', 'abroad', 'age',
] as const
export const InputKind = z.enum(inputKinds)
export type InputKind = z.infer<typeof InputKind>

const keys = z.array(z.string()).min(1)
const choice = z.strictObject({ key: z.string(), label: Label })

export const StateRow = z.strictObject({ ...rowShape, kind: z.enum(['open', 'outcome']), rights: z.array(Label).default([]) })
export type StateRow = z.infer<typeof StateRow>

export const StepRow = z.strictObject({
  ...rowShape,
  by: z.array(ActorKind).min(1),
  states: keys,
  /** The state in which the step ends; without it the person stays where she is. */
  leadsTo: z.string().optional(),
  variants: z.union([z.literal('all'), keys]).default('all'),
  input: InputKind.default('plain'),
  needs: z.array(Guard).default([]),
  applies: z.string().optional(),
  /** The document that the step issues; every earlier document ends the day before, unless it continues. */
  issues: z.string().optional(),
  /** The new document runs from the day after the end of the one before. */
  continues: z.boolean().default(false),
  /** Closes the open application without a document. */
  refuses: z.boolean().default(false),
  /** The articles that a judgment may be recorded under; without it, any. */
  cites: z.array(ArticleKey).min(1).optional(),
  asks: z.string().optional(),
  answers: z.string().optional(),
  opens: z.array(z.string()).default([]),
  closes: z.array(z.string()).default([]),
  suspends: z.array(z.string()).default([]),
  resumes: z.array(z.string()).default([]),
  /** May carry a day before the last step: what happened elsewhere is heard of later. */
  backdated: z.boolean().default(false),
})
export type StepRow = z.infer<typeof StepRow>

export const PeriodRow = z.strictObject({
  ...rowShape,
  /** A count from the day on which the period starts, or the end of the document that is running. */
  length: z.discriminatedUnion('unit', [
    z.strictObject({ unit: z.literal('days'), count: z.int().positive() }),
    z.strictObject({ unit: z.literal('months'), count: z.int().positive() }),
    z.strictObject({ unit: z.literal('working-days'), count: z.int().positive() }),
    z.strictObject({ unit: z.literal('end-of-document'), count: z.literal(0).default(0) }),
  ]),
  /** Whether the day on which the period starts is its first day. */
  firstDay: z.enum(['day-itself', 'day-after']),
  /** The law gives only the longest length, so that a document may be issued for less. */
  atMost: z.boolean().default(false),
  /** Where an end on a day that is not a working day moves to. */
  roll: z.enum(['none', 'next-working-day']).default('none'),
  owner: ActorKind,
  party: z.enum(['centre', 'immigration-office', 'magistrate-asked', 'guardian']),
  warnings: z.array(z.int().positive()).optional(),
  suspendable: z.boolean().default(false),
})
export type PeriodRow = z.infer<typeof PeriodRow>

export const DocumentRow = z.strictObject({
  ...rowShape,
  /** The name printed on this version of the document. */
  name: Label,
  /** The period for which it is valid; absent when it has no end. */
  period: z.string().optional(),
  rights: z.array(Label).default([]),
  /** Whether its text may say that it concerns trafficking. */
  discreet: z.boolean().default(false),
})
export type DocumentRow = z.infer<typeof DocumentRow>

const question = z.strictObject({ key: z.string(), text: Label, law: z.array(z.string()).min(1) })
export const QuestionSetRow = z.strictObject({ ...rowShape, questions: z.array(question).min(1), period: z.string(), askedOf: z.array(ActorKind).min(1) })
export type QuestionSetRow = z.infer<typeof QuestionSetRow>

export const GroundRow = z.strictObject({
  ...rowShape,
  use: z.enum(['end', 'refuse']),
  states: keys,
  /** What has to be ticked, all of it, before the ground holds. */
  elements: z.array(choice).default([]),
})
export type GroundRow = z.infer<typeof GroundRow>

const factValues = z.array(z.string()).min(1)
export const VariantRow = z.strictObject({
  ...rowShape,
  start: z.string(),
  /** The facts under which the variant may be opened. */
  when: z.record(z.string(), factValues).default({}),
  /** The places in the order in which the picture draws them. */
  path: keys,
  optional: z.array(z.string()).default([]),
})
export type VariantRow = z.infer<typeof VariantRow>

export const ConditionRow = z.strictObject({ ...rowShape, evidence: z.array(choice).min(1) })
export type ConditionRow = z.infer<typeof ConditionRow>
export const ChoiceRow = z.strictObject({ ...rowShape })
export type ChoiceRow = z.infer<typeof ChoiceRow>

/** The legal path of a country as rows: what a person's file may be, and who may do what to it. */
export const ProcedureTable = z.strictObject({
  states: z.array(dated(StateRow)).min(1),
  steps: z.array(dated(StepRow)).min(1),
  periods: z.array(dated(PeriodRow)),
  documents: z.array(dated(DocumentRow)),
  questionSets: z.array(dated(QuestionSetRow)),
  grounds: z.array(dated(GroundRow)),
  variants: z.array(dated(VariantRow)).min(1),
  conditions: z.array(dated(ConditionRow)),
  identityEvidence: z.array(dated(ChoiceRow)),
  routes: z.array(dated(ChoiceRow)),
})
export type ProcedureTable = z.infer<typeof ProcedureTable>
