import { z } from 'zod'
import { Day } from '#vocabulary/day'
import type { Refusal } from '#vocabulary/refusal'
import { ActorKind, type ArticleKey, type PeriodRow, type Rules, type Verified } from '#law'
import type { Facts, Opening } from './opening.ts'
import { StepInput, type Answer } from './step-input.ts'

/** An act with legal effect as it is stored: it is never changed, and the procedure is nothing but the sum of them. */
export const StepTaken = z.strictObject({ step: z.string(), by: ActorKind, on: Day, input: StepInput })
export type StepTaken = Readonly<z.infer<typeof StepTaken>>

export type Place = { readonly state: string; readonly entered: Day; readonly until?: Day }
export type Application = { readonly document: string; readonly appliedOn: Day; readonly closedOn?: Day; readonly outcome?: 'issued' | 'refused' | 'lapsed' }
export type IssuedDocument = {
  readonly document: string
  readonly issuedOn: Day
  readonly validFrom: Day
  /** The last day of validity; absent when it has no end. */
  readonly validUntil?: Day
  readonly number?: string
  /** The day on which another document or a decision took its place before its own end. */
  readonly endedOn?: Day
  readonly endedBy?: 'replaced' | 'withdrawn' | 'lapsed'
}
export type QuestionRound = {
  readonly set: string
  readonly askedOf: ActorKind
  readonly askedOn: Day
  readonly dueOn?: Day
  /** How many documents had been issued when it was asked: answers serve the next document, not the one after. */
  readonly afterDocuments: number
  readonly answeredOn?: Day
  readonly answers?: Readonly<Record<string, Answer>>
  readonly closedOn?: Day
}
export type ConditionEvidence = { readonly condition: string; readonly met: Answer; readonly evidence: string; readonly on: Day; readonly by: ActorKind }
export type Counted = PeriodRow['length'] & { readonly firstDay: PeriodRow['firstDay']; readonly roll: PeriodRow['roll'] }

/** A legal period that runs in a file: who answers for it, until when, and which article says so. */
export type OpenClock = {
  readonly key: string
  /** The document or set of questions that the clock is about. */
  readonly subject: string
  readonly owner: ActorKind
  readonly party: PeriodRow['party']
  readonly startsOn: Day
  readonly endsOn: Day
  readonly counted: Counted
  readonly law: readonly ArticleKey[]
  readonly verified: Verified
  readonly warnings: readonly number[]
  readonly escalation: { readonly superiorAfterDays: number; readonly coordinationAfterDays: number }
  readonly suspendable: boolean
  readonly suspendedOn?: Day
}

/** Where a person stands in the procedure of her country, worked out from the steps that were taken. */
export type Procedure = {
  readonly rules: Rules
  readonly opening: Opening
  readonly standing: 'running' | 'ended' | 'indeterminate'
  readonly variant: string
  readonly facts: Facts
  readonly state: string
  readonly since: Day
  readonly lastOn: Day
  readonly steps: readonly StepTaken[]
  readonly places: readonly Place[]
  readonly applications: readonly Application[]
  readonly documents: readonly IssuedDocument[]
  readonly rounds: readonly QuestionRound[]
  readonly clocks: readonly OpenClock[]
  readonly conditions: readonly ConditionEvidence[]
  /** The step that could not follow from what came before it, and why; only when the standing is indeterminate. */
  readonly trouble?: { readonly index: number; readonly step: string; readonly because: Refusal }
}

/** The same procedure while a step is being written into it. */
export type Draft = {
  -readonly [K in keyof Procedure]: Procedure[K] extends readonly (infer E)[] ? E[] : Procedure[K]
}

/** The procedure as it is on its first day; indeterminate when the rules of that day know no such path. */
export function openProcedure(rules: Rules, opening: Opening): Procedure {
  const variant = rules.variants.get(opening.variant)
  const state = variant?.row.start ?? [...rules.states.keys()][0] ?? ''
  return {
    rules, opening, standing: variant ? 'running' : 'indeterminate', variant: opening.variant, facts: opening.facts,
    state, since: opening.openedOn, lastOn: opening.openedOn, steps: [],
    places: [{ state, entered: opening.openedOn }],
    applications: [], documents: [], rounds: [], clocks: [], conditions: [],
    ...(variant ? {} : { trouble: { index: -1, step: 'open', because: { refused: 'unknown-variant', with: { variant: opening.variant } } } }),
  }
}

/** A copy that may be written to; what it holds is replaced and never changed, so the original stays as it was. */
export const draftOf = (procedure: Procedure): Draft => ({
  ...procedure,
  steps: [...procedure.steps], places: [...procedure.places], applications: [...procedure.applications],
  documents: [...procedure.documents], rounds: [...procedure.rounds], clocks: [...procedure.clocks], conditions: [...procedure.conditions],
})

export const openApplication = (procedure: Pick<Procedure, 'applications'>, document?: string) =>
  procedure.applications.find((application) => application.closedOn === undefined && (document === undefined || application.document === document))
export const openRound = (procedure: Pick<Procedure, 'rounds'>, set: string) =>
  procedure.rounds.find((round) => round.set === set && round.answeredOn === undefined && round.closedOn === undefined)
export const currentDocument = (procedure: Pick<Procedure, 'documents'>) =>
  procedure.documents.findLast((document) => document.endedOn === undefined)
export const evidenceFor = (procedure: Pick<Procedure, 'conditions'>, condition: string) =>
  procedure.conditions.findLast((evidence) => evidence.condition === condition)
