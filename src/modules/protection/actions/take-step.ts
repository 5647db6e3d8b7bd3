import { z } from 'zod'
import { addParty, officeOfParty } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { FileId, OfficeId } from '#vocabulary/ids'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { anyOf, writes } from '#vocabulary/place'
import { isGraveStep } from '../domain/grave-step.ts'
import type { StepTaken } from '../domain/procedure.ts'
import { StepInput } from '../domain/step-input.ts'
import { take } from '../domain/take.ts'
import { colleagueFirst, followStep } from './follow-step.ts'
import { magistratesFor, type Magistrate } from './magistrates.ts'
import { named } from './named-gaps.ts'
import { readingOf } from './show-procedure.ts'

export const StepAttempt = z.strictObject({
  file: FileId,
  step: z.string().max(80),
  /** The version that the taker saw: how many steps had been taken. */
  version: z.coerce.number().int().min(0),
  /** The day of the step; without it, today. */
  on: Day.optional(),
  input: StepInput,
  /** The magistrate's office to ask, when the step asks questions. */
  office: OfficeId.optional(),
})
export type StepAttempt = z.infer<typeof StepAttempt>

export const takeStep = route({
  name: 'procedure.take-step',
  kind: 'act',
  for: anyOf(writes('residence', 'centre', 'immigration-office', 'guardian'), writes('questions', 'immigration-office', 'magistrate')),
  about: 'Takes a step of the legal procedure: the rules of the file decide whether it may be taken, by whom and on which day.',
  grave: ({ step }, { pack }) => isGraveStep(pack, step),
  asks: StepAttempt,
  gives: z.strictObject({ file: FileId, version: z.number(), state: z.string() }),
  async answers(call, attempt) {
    const reading = await readingOf(call, attempt.file)
    if (isRefusal(reading)) return reading
    const { as, stored: { procedure, version } } = reading
    if (as === null) return notFound
    if (version !== attempt.version) return colleagueFirst(call, attempt.file)
    const step: StepTaken = { step: attempt.step, by: as, on: attempt.on ?? call.today, input: attempt.input }
    const taken = take(procedure, step, call.today)
    if (isRefusal(taken)) return named(procedure.rules, taken, call.language)
    const unasked = await addAskedMagistrate(call, attempt)
    if (unasked) return named(procedure.rules, unasked, call.language)
    const stored = await followStep(call, { file: attempt.file, version, before: procedure, after: taken.procedure, taken: step })
    return stored ?? { file: attempt.file, version: version + 1, state: taken.procedure.state }
  },
})

/**
 * Whoever is asked must be able to read the file: asking makes the magistrate's office a party to it. So the office has to be
 * of the profession that is asked, or the questions would lie before somebody who may not answer them.
 */
async function addAskedMagistrate(call: Call<Actor>, { file, input, office }: StepAttempt): Promise<Refusal | undefined> {
  if (input.kind !== 'questions') return undefined
  const known = await officeOfParty(call.tx, file, 'magistrate')
  const asked = office ?? known?.office
  if (asked === undefined) return refuse('magistrate-missing', { field: 'office' })
  const fitting = await magistratesFor(call, file, [input.askedOf])
  if (!fitting.some(({ id }) => id === asked)) return refuse('office-of-another-profession', { with: { askedOf: input.askedOf, fitting: nearest(fitting) }, field: 'office' })
  if (known?.office === asked) return undefined
  await addParty(call, { file, office: asked, relation: 'magistrate' })
  return undefined
}

/** The fitting offices of the district by name; where it has none, the first few. */
function nearest(fitting: readonly Magistrate[]): string {
  const own = fitting.filter(({ isOfDistrict }) => isOfDistrict)
  return (own.length > 0 ? own : fitting.slice(0, 3)).map(({ name }) => name).join('; ') || '—'
}
