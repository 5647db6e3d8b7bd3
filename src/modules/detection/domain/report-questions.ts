import { z } from 'zod'
import { Label } from '#vocabulary/language'
import { type Answer, type ReportDraft } from './report.ts'

const Key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const shape = {
  key: Key,
  /** Sectors in which the question is asked; without them, in every one. */
  sectors: z.array(Key).min(1).optional(),
  /** Asked only when another question has this answer: `yes`, `no`, or the key of a choice. */
  when: z.strictObject({ question: Key, is: Key }).optional(),
  label: Label,
  hint: Label.optional(),
}

export const ReportQuestion = z.discriminatedUnion('kind', [
  z.strictObject({ ...shape, kind: z.literal('yes-no-unknown') }),
  z.strictObject({ ...shape, kind: z.literal('number'), least: z.number(), most: z.number(), unit: Label.optional() }),
  z.strictObject({ ...shape, kind: z.literal('choice'), choices: z.array(z.strictObject({ key: Key, label: Label })).min(2) }),
  z.strictObject({ ...shape, kind: z.literal('day') }),
  z.strictObject({ ...shape, kind: z.literal('text'), longest: z.int().min(1).max(2000) }),
])
export type ReportQuestion = z.infer<typeof ReportQuestion>

/** A sector; `form`: the form of exploitation that it says for certain, as a code of the codebook. Without one it says none, and somebody has to ask. */
const Sector = z.strictObject({ key: Key, label: Label, form: Key.optional() })

/** The questions of a country's later report, with the sectors that they are sorted by. */
export const ReportQuestions = z
  .strictObject({ sectors: z.array(Sector).min(1), questions: z.array(ReportQuestion) })
  .superRefine(({ sectors, questions }, check) => {
    const fault = (message: string, index: number) => check.addIssue({ code: 'custom', message, path: ['questions', index] })
    const known = new Set(sectors.map((sector) => sector.key))
    const before = new Set<string>()
    questions.forEach((question, index) => {
      if (before.has(question.key)) fault(`the key ${question.key} is used twice`, index)
      for (const sector of question.sectors ?? []) if (!known.has(sector)) fault(`the sector ${sector} does not exist`, index)
      if (question.when && !before.has(question.when.question)) fault(`depends on ${question.when.question}, which does not come before it`, index)
      before.add(question.key)
    })
  })
export type ReportQuestions = z.infer<typeof ReportQuestions>

/** The questions that apply to a draft: those of its sector whose condition is met by an answer that itself applies. */
export function questionsFor(questions: readonly ReportQuestion[], draft: Pick<ReportDraft, 'sector' | 'answers'>): readonly ReportQuestion[] {
  const asked: ReportQuestion[] = []
  for (const question of questions) {
    if (question.sectors && (!draft.sector || !question.sectors.includes(draft.sector))) continue
    const when = question.when
    if (when && !(asked.some((other) => other.key === when.question) && String(draft.answers?.[when.question]?.value) === when.is)) continue
    asked.push(question)
  }
  return asked
}

/** The draft with answers to questions that no longer apply set aside, and answers that apply again brought back; nothing is thrown away. */
export function putAside(draft: ReportDraft, questions: readonly ReportQuestion[]): ReportDraft {
  const all: Readonly<Record<string, Answer>> = { ...draft.aside, ...draft.answers }
  const asked = new Set(questionsFor(questions, { sector: draft.sector, answers: all }).map((question) => question.key))
  const part = (isAsked: boolean) => Object.fromEntries(Object.entries(all).filter(([key]) => asked.has(key) === isAsked))
  return { ...draft, answers: part(true), aside: part(false) }
}
