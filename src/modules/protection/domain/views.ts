import { daysBetween, type Day } from '#vocabulary/day'
import type { Label } from '#vocabulary/language'
import { rowOn, type ArticleKey, type Verified } from '#law'
import { evidenceFor, type ConditionEvidence, type IssuedDocument, type OpenClock, type Procedure, type QuestionRound } from './procedure.ts'
import type { Answer } from './step-input.ts'

/** The clocks that run, the first to end first. */
export const clocksOf = (procedure: Procedure): readonly OpenClock[] => procedure.clocks.toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : a.endsOn > b.endsOn ? 1 : 0))

export type DocumentView = IssuedDocument & {
  readonly label: Label
  readonly status: 'future' | 'valid' | 'expired' | 'ended'
  readonly daysLeft?: number
  readonly discreet: boolean
  readonly law: readonly ArticleKey[]
  readonly verified: Verified
}

/** Every document that was issued, under the name of its day, and what it is worth today. */
export function documentsOf(procedure: Procedure, today: Day): readonly DocumentView[] {
  return procedure.documents.flatMap((document) => {
    const rule = procedure.rules.documents.get(document.document)
    const row = rule && rowOn(rule, document.issuedOn)
    if (!row) return []
    const daysLeft = document.validUntil === undefined ? {} : { daysLeft: daysBetween(today, document.validUntil) }
    return [{ ...document, label: row.name, status: statusOf(document, today), discreet: row.discreet, law: row.law, verified: row.verified, ...daysLeft }]
  })
}

/** A document that was withdrawn is worth nothing on that very day; one that was replaced holds until the day is over. */
function statusOf({ validFrom, validUntil, endedOn, endedBy }: IssuedDocument, today: Day): DocumentView['status'] {
  if (endedOn !== undefined && (endedOn < today || (endedBy === 'withdrawn' && endedOn === today))) return 'ended'
  if (validFrom > today) return 'future'
  return validUntil !== undefined && validUntil < today ? 'expired' : 'valid'
}

export type RoundView = QuestionRound & {
  readonly label: Label
  readonly questions: readonly { readonly key: string; readonly text: Label; readonly law: readonly ArticleKey[]; readonly answer?: Answer }[]
  readonly isOpen: boolean
  readonly law: readonly ArticleKey[]
  readonly verified: Verified
}

/** Every round of questions that was put to a magistrate, with the answers that came. */
export function questionsOf(procedure: Procedure): readonly RoundView[] {
  return procedure.rounds.flatMap((round) => {
    const rule = procedure.rules.questionSets.get(round.set)
    if (!rule) return []
    const questions = rule.row.questions.map((question) => {
      const answer = round.answers?.[question.key]
      return answer === undefined ? question : { ...question, answer }
    })
    const isOpen = round.answeredOn === undefined && round.closedOn === undefined
    return [{ ...round, label: rule.label, questions, isOpen, law: rule.row.law, verified: rule.row.verified }]
  })
}

export type ConditionView = {
  readonly condition: string
  readonly label: Label
  readonly law: readonly ArticleKey[]
  readonly verified: Verified
  /** Nobody has said anything yet as long as it is absent. */
  readonly latest?: ConditionEvidence
  readonly evidence: readonly { readonly key: string; readonly label: Label }[]
}

/** The conditions of the procedure, each with the latest evidence. */
export const conditionsOf = (procedure: Procedure): readonly ConditionView[] =>
  [...procedure.rules.conditions.values()].map(({ key, label, row }) => {
    const latest = evidenceFor(procedure, key)
    return { condition: key, label, law: row.law, verified: row.verified, evidence: row.evidence, ...(latest ? { latest } : {}) }
  })
