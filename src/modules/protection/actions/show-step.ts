import { z } from 'zod'
import { isOneOf } from '#law'
import { route } from '#platform/doors/route'
import { FileId } from '#vocabulary/ids'
import { Day } from '#vocabulary/day'
import { notFound } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { inputOf, type InputField } from '../domain/input-of.ts'
import { mayHappen } from '../domain/may-happen.ts'
import { lawOf, LawView } from './law-view.ts'
import { magistratesFor } from './magistrates.ts'
import { namedGaps } from './named-gaps.ts'
import { NeedView } from './procedure-view.ts'
import { readingOf } from './show-procedure.ts'

const option = z.strictObject({ value: z.string(), label: z.string().nullable() })
export const StepForm = z.strictObject({
  file: FileId,
  version: z.number(),
  step: z.string(),
  label: z.string(),
  input: z.string(),
  by: z.array(z.string()),
  law: z.array(LawView),
  leadsTo: z.string().nullable(),
  needs: z.array(NeedView),
  today: Day,
  /** The earliest day that the step may carry. */
  notBefore: Day,
  /** What has to be chosen before the rest can be asked, such as the ground of a refusal; the choice that was made. */
  first: z.strictObject({ name: z.string(), options: z.array(option), chosen: option.nullable() }).nullable(),
  fields: z.array(z.strictObject({ name: z.string(), kind: z.enum(['choice', 'choices', 'day', 'text', 'country']), required: z.boolean(), label: z.string().nullable(), options: z.array(option) })),
  /** The magistrates' offices that may be asked, those of the file's district first, when the step asks questions. */
  offices: z.array(z.strictObject({ id: z.uuid(), name: z.string(), profession: z.string(), isOfDistrict: z.boolean() })),
})
export type StepForm = z.infer<typeof StepForm>

export const showStep = route({
  name: 'procedure.show-step',
  kind: 'ask',
  for: reads('residence', ...acting),
  about: 'What a step asks of the person who takes it, and what is still wanted before it may be taken.',
  asks: z.strictObject({ file: FileId, step: z.string().max(80), chosen: z.string().max(80).optional() }),
  gives: StepForm,
  async answers(call, { file, step: name, chosen }) {
    const reading = await readingOf(call, file)
    if ('refused' in reading) return reading
    const { stored: { procedure, version }, as } = reading
    const { language, today } = call
    const step = mayHappen(procedure, today).find((candidate) => candidate.step === name)
    const row = procedure.rules.steps.get(name)?.row
    if (!step || !row || as === null || !isOneOf(as, step.by)) return notFound
    const options = (field: InputField) => (field.options ?? []).map(({ value, label }) => ({ value, label: label?.[language] ?? null }))
    const { first, ...form } = inputOf(procedure, row, chosen)
    const choice = first && options(first).find(({ value }) => value === chosen)
    if (first && chosen !== undefined && !choice) return notFound
    return {
      file, version, step: name, today,
      label: step.label[language],
      input: form.kind,
      by: [...step.by],
      law: lawOf(procedure.rules, language, step.law, step.verified),
      leadsTo: step.leadsTo === undefined ? null : (procedure.rules.states.get(step.leadsTo)?.label[language] ?? step.leadsTo),
      needs: step.possible ? [] : step.needs.map(({ need, with: gaps }) => ({ need, with: namedGaps(procedure.rules, gaps, language) })),
      notBefore: row.backdated ? procedure.opening.openedOn : procedure.lastOn,
      first: first ? { name: first.name, options: options(first), chosen: choice ?? null } : null,
      fields: form.fields.map((field) => ({
        name: field.name, kind: field.kind, required: field.required, label: field.label?.[language] ?? null,
        options: options(field),
      })),
      offices: form.kind === 'questions' ? await magistratesFor(call, file, procedure.rules.questionSets.get(row.asks ?? '')?.row.askedOf ?? []) : [],
    }
  },
})
