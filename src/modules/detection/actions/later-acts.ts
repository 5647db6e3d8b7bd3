import { z } from 'zod'
import { route } from '#platform/doors/route'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { ReportId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { isRefusal, refuse, type Refusal } from '#vocabulary/refusal'
import { reads, writes } from '#vocabulary/place'
import { checkReport } from '../domain/check-report.ts'
import { putAside, questionsFor } from '../domain/report-questions.ts'
import { Answer, isAnonymised, ReportDraft } from '../domain/report.ts'
import { savesAfter, typedMeanwhile } from '../domain/typed-meanwhile.ts'
import { holdReport, saveAnswers, type ReportRow } from '../store/report-rows.ts'
import { draftOf, refuseMeanwhile, Seen, seenOf } from './report-acts.ts'

const Asked = z.strictObject({
  key: z.string(), kind: z.enum(['yes-no-unknown', 'number', 'choice', 'day', 'text']), label: z.string(), hint: z.string().nullable(), unit: z.string().nullable(),
  choices: z.array(z.strictObject({ key: z.string(), label: z.string() })), answer: Answer.nullable(),
})
const Fault = z.strictObject({ field: z.string(), refused: z.string(), with: z.record(z.string(), z.union([z.string(), z.number()])) })

/** The later part of a report: its questions, what was answered, and what is still open or cannot be. */
export const LaterView = z.strictObject({
  report: ReportId, version: z.number(), state: z.enum(['draft', 'referred', 'notified']), reference: z.string().nullable(), sector: z.string().nullable(), savedAt: Instant,
  questions: z.array(Asked), faults: z.array(Fault), aside: z.number(),
})
export type LaterView = z.infer<typeof LaterView>

/** A report that has a later part: for an adult who does not agree nothing more is asked, so nothing more can be told. */
async function withLaterPart(call: Call<Actor>, report: ReportId): Promise<ReportRow | Refusal> {
  const row = await draftOf(call, report)
  if (isRefusal(row)) return row
  return row.state === 'notified' || isAnonymised(row.draft) ? refuse('no-later-part', { status: 404 }) : row
}

const answerField = (key: string): string => `answers.${key}`
const byField = (answers: ReportDraft['answers'] = {}): Record<string, unknown> => Object.fromEntries(Object.entries(answers).map(([key, answer]) => [answerField(key), answer]))

const faultsIn = (call: Call<Actor>, draft: ReportDraft): readonly Refusal[] =>
  checkReport(draft, { kind: 'later', questions: call.installation.detection.questions.questions }, call.today)

export const showLater = route({
  name: 'report.show-later', kind: 'ask', for: reads('detection-report', 'own-report'),
  about: 'The later part of a report: the questions of its sector with what was answered, before or after it was sent.',
  asks: z.strictObject({ report: ReportId }), gives: LaterView,
  async answers(call, { report }) {
    const row = await withLaterPart(call, report)
    if (isRefusal(row)) return row
    const { language, installation: { detection: { questions: { questions, sectors } } } } = call
    const draft = putAside(row.draft, questions)
    return {
      report: row.id, version: row.version, state: row.state, reference: row.reference, savedAt: row.savedAt, aside: Object.keys(draft.aside ?? {}).length,
      sector: sectors.find(({ key }) => key === draft.sector)?.label[language] ?? null,
      questions: questionsFor(questions, draft).map((question) => ({
        key: question.key, kind: question.kind, label: question.label[language], hint: question.hint?.[language] ?? null,
        unit: question.kind === 'number' ? (question.unit?.[language] ?? null) : null,
        choices: question.kind === 'choice' ? question.choices.map(({ key, label }) => ({ key, label: label[language] })) : [],
        answer: draft.answers?.[question.key] ?? null,
      })),
      faults: faultsIn(call, draft).map(({ field = '', refused, with: gaps = {} }) => ({ field, refused, with: gaps })),
    }
  },
})

export const saveLater = route({
  name: 'report.save-later', kind: 'act', for: writes('detection-report', 'own-report'),
  repeats: true,
  about: 'Keeps the answers of the later part, complete or not; answers of questions that no longer apply are kept aside, and nothing else of a report changes. `seen` as in report.save-screen, with the `version` of report.show-later: nothing is written over that somebody else saved since.',
  asks: z.strictObject({ report: ReportId, seen: Seen.optional(), answers: z.record(z.string().max(120), Answer) }),
  gives: z.strictObject({ report: ReportId, open: z.number(), version: z.number(), savedAt: Instant }),
  async answers(call, { report, seen: told, answers }) {
    await holdReport(call.tx, report)
    const row = await withLaterPart(call, report)
    if (isRefusal(row)) return row
    const seen = seenOf(row, told)
    if (isRefusal(seen)) return seen
    const { questions } = call.installation.detection.questions
    const known = Object.fromEntries(Object.entries(answers).filter(([key]) => questions.some((question) => question.key === key)))
    // What stopped applying since the last time goes aside first: the form did not ask it, so its silence clears nothing.
    const draft = putAside({ ...putAside(row.draft, questions), answers: known }, questions)
    const faults = faultsIn(call, draft)
    const [wrong, ...also] = faults.filter(({ refused }) => refused !== 'report.missing-answer')
    if (wrong) return { ...wrong, ...(also.length > 0 ? { also } : {}) }
    const compared = { saves: row.saves, stands: byField(row.draft.answers), said: byField(draft.answers) }
    const fields = questions.map(({ key }) => answerField(key))
    const meanwhile = refuseMeanwhile(typedMeanwhile(fields, { ...compared, seen }))
    if (meanwhile) return meanwhile
    if (!(await saveAnswers(call.tx, report, draft, call.now, savesAfter(fields, { ...compared, version: row.version, by: seen.by })))) return refuse('no-later-part', { status: 404 })
    return { report, open: faults.length, version: row.version + 1, savedAt: call.now }
  },
})
