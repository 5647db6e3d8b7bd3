import { z } from 'zod'
import { Day } from '#vocabulary/day'
import type { InputKind } from '#law'

const key = z.string().min(1).max(80)
const country = z.string().regex(/^[A-Z]{2}$/)

/** What a magistrate may answer. An answer that is missing or unknown is never a yes. */
export const Answer = z.enum(['yes', 'no', 'unknown'])
export type Answer = z.infer<typeof Answer>

/** One schema for each kind of input, so that screens and the public interface ask for exactly what the step needs. */
export const stepInputSchemas = {
  plain: z.strictObject({ kind: z.literal('plain') }),
  application: z.strictObject({ kind: z.literal('application') }),
  issue: z.strictObject({ kind: z.literal('issue'), number: key.optional(), validFrom: Day.optional(), validUntil: Day.optional() }),
  statement: z.strictObject({ kind: z.literal('statement'), form: z.enum(['statement', 'complaint', 'civil-action']) }),
  questions: z.strictObject({ kind: z.literal('questions'), askedOf: z.enum(['public-prosecutor', 'labour-auditor', 'magistrate']) }),
  answers: z.strictObject({ kind: z.literal('answers'), answers: z.record(key, Answer) }),
  ground: z.strictObject({ kind: z.literal('ground'), ground: key, elements: z.array(key).default([]) }),
  identity: z.strictObject({ kind: z.literal('identity'), evidence: key }),
  condition: z.strictObject({ kind: z.literal('condition'), condition: key, met: Answer, evidence: key }),
  judgment: z.strictObject({ kind: z.literal('judgment'), article: key, factsOn: Day.optional() }),
  opinion: z.strictObject({ kind: z.literal('opinion'), favourable: z.enum(['yes', 'no']) }),
  route: z.strictObject({ kind: z.literal('route'), route: key }),
  abroad: z.strictObject({ kind: z.literal('abroad'), country }),
  age: z.strictObject({ kind: z.literal('age'), minor: z.enum(['yes', 'no']), variant: key.optional() }),
} as const satisfies Record<InputKind, z.ZodType>

type Schemas = typeof stepInputSchemas
/** What the taker of a step said, told apart by its kind. */
export type StepInput = { [K in InputKind]: Readonly<z.infer<Schemas[K]>> }[InputKind]
export type InputOf<K extends InputKind> = Extract<StepInput, { kind: K }>
/** Any input of any step, as one schema. */
export const StepInput = z.discriminatedUnion('kind', [
  stepInputSchemas.plain, stepInputSchemas.application, stepInputSchemas.issue, stepInputSchemas.statement, stepInputSchemas.questions,
  stepInputSchemas.answers, stepInputSchemas.ground, stepInputSchemas.identity, stepInputSchemas.condition, stepInputSchemas.judgment,
  stepInputSchemas.opinion, stepInputSchemas.route, stepInputSchemas.abroad, stepInputSchemas.age,
])
