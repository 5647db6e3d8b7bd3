import { ageOn, type Day } from '#vocabulary/day'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { isAnonymised, isAnswered, screensOf, type Answer, type ReportDraft } from './report.ts'
import { questionsFor, type ReportQuestion } from './report-questions.ts'

/** What is still missing or cannot be, each beside its field: for the urgent minimum, or for the later part with its questions. */
export function checkReport(
  draft: ReportDraft,
  speed: { readonly kind: 'urgent' } | { readonly kind: 'later'; readonly questions: readonly ReportQuestion[] },
  today: Day,
): readonly Refusal[] {
  if (speed.kind === 'later') return isAnonymised(draft) ? [] : checkAnswers(draft, speed.questions, today)
  const missing = [...new Set(screensOf(draft).flatMap((screen) => screen.required))].filter((field) => !isAnswered(draft, field))
  return [...missing.map((field) => refuse(`report.missing-${kebab(field)}`, { field })), ...checkSmuggling(draft), ...checkDays(draft, today)]
}

/** A no beside a circumstance is neither: which of the two was meant decides the path. */
const checkSmuggling = ({ smuggling }: ReportDraft): Refusal[] =>
  Array.isArray(smuggling) && smuggling.some((circumstance) => circumstance === 'no' || circumstance === 'unknown') ? [refuse('report.smuggling-contradicts', { field: 'smuggling' })] : []

function checkDays({ bornOn, seenOn, age }: ReportDraft, today: Day): Refusal[] {
  const refusals: Refusal[] = []
  if (bornOn && bornOn > today) refusals.push(refuse('report.born-in-the-future', { field: 'bornOn', with: { latest: today } }))
  if (seenOn && seenOn > today) refusals.push(refuse('report.day-in-the-future', { field: 'seenOn', with: { latest: today } }))
  if (bornOn && seenOn && seenOn < bornOn) refusals.push(refuse('report.day-before-birth', { field: 'seenOn', with: { earliest: bornOn } }))
  if (bornOn && bornOn <= today && ageOn(bornOn, today) > 120) refusals.push(refuse('report.born-too-long-ago', { field: 'bornOn' }))
  if (bornOn && bornOn <= today && age === 'adult' && ageOn(bornOn, today) < 18) refusals.push(refuse('report.birth-says-child', { field: 'age' }))
  if (bornOn && age === 'child' && ageOn(bornOn, today) >= 18) refusals.push(refuse('report.birth-says-adult', { field: 'age' }))
  return refusals
}

function checkAnswers(draft: ReportDraft, questions: readonly ReportQuestion[], today: Day): Refusal[] {
  return questionsFor(questions, draft).flatMap((question) => {
    const field = `answers.${question.key}`
    const answer = draft.answers?.[question.key]
    if (!answer) return [refuse('report.missing-answer', { field })]
    const fault = faultIn(question, answer, draft, today)
    return fault ? [{ ...fault, field }] : []
  })
}

function faultIn(question: ReportQuestion, answer: Answer, draft: ReportDraft, today: Day): Refusal | undefined {
  if (answer.kind !== question.kind) return refuse(`report.expects-${question.kind}`)
  if (question.kind === 'number' && answer.kind === 'number' && (answer.value < question.least || answer.value > question.most))
    return refuse('report.number-out-of-range', { with: { least: question.least, most: question.most } })
  if (question.kind === 'choice' && answer.kind === 'choice' && !question.choices.some((choice) => choice.key === answer.value))
    return refuse('report.no-such-choice')
  if (question.kind === 'text' && answer.kind === 'text' && answer.value.length > question.longest)
    return refuse('report.text-too-long', { with: { longest: question.longest, length: answer.value.length } })
  if (answer.kind !== 'day') return undefined
  if (answer.value > today) return refuse('report.day-in-the-future', { with: { latest: today } })
  if (draft.bornOn && answer.value < draft.bornOn) return refuse('report.day-before-birth', { with: { earliest: draft.bornOn } })
  return undefined
}

const kebab = (field: string): string => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
