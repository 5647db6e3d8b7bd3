import { dayFrom } from '#design'
import type { Fields } from '#platform/doors/page'
import { Day } from '#vocabulary/day'
import type { Answer } from '../domain/report.ts'
import type { ReportQuestion } from '../domain/report-questions.ts'

const textOf = (value: Fields[string] | undefined): string => ((typeof value === 'string' ? value : value?.[0]) ?? '').trim()

/** The name of a question's field, which is also what a refusal calls it. */
export const fieldOf = (key: string): string => `answers.${key}`

/** What the form of the later part says, by question. What is no number or no day stays text, for the check to say so beside its field. */
export function answersFrom(fields: Fields, questions: readonly Pick<ReportQuestion, 'key' | 'kind'>[]): Record<string, unknown> {
  return Object.fromEntries(questions.flatMap(({ key, kind }) => {
    const answer = answerFrom(fields, fieldOf(key), kind)
    return answer ? [[key, answer]] : []
  }))
}

function answerFrom(fields: Fields, name: string, kind: ReportQuestion['kind']): Answer | { kind: string; value: string } | undefined {
  if (kind === 'day') {
    const day = dayFrom(fields, name)
    if (day === undefined) return undefined
    const parsed = Day.safeParse(day)
    return parsed.success ? { kind, value: parsed.data } : { kind: 'text', value: day }
  }
  const text = textOf(fields[name])
  if (text === '') return undefined
  if (kind !== 'number') return { kind, value: text }
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? { kind, value: number } : { kind: 'text', value: text }
}
