import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { FileId } from '#vocabulary/ids'
import { isRefusal, type Refusal } from '#vocabulary/refusal'
import { rulesFor, type ActorKind } from '#law'
import type { Opening } from '../domain/opening.ts'
import type { Procedure, StepTaken } from '../domain/procedure.ts'
import { take } from '../domain/take.ts'
import { openOn } from '../domain/variants.ts'
import { insertProcedure, readProcedure } from '../store/procedure-rows.ts'
import { followStep, keepLists } from './follow-step.ts'
import { named } from './named-gaps.ts'

/**
 * Opens the procedure of a new file on the path that its facts allow, under the rules of its day, with the step that opened it.
 * A detector who hands a person on writes this and may not read it afterwards, so nothing here is read back.
 */
export async function openProcedureOf(call: Call<Actor>, file: FileId, opening: Opening, first: Omit<FollowingStep, 'file'> | null): Promise<Procedure | Refusal> {
  const { actor, now, today, tx } = call
  const rules = rulesFor(call.installation.pack, opening.openedOn)
  const opened = openOn(rules, opening)
  if (isRefusal(opened)) return named(rules, opened, call.language)
  const outcome = first ? take(opened, { ...first, on: today }, today) : { procedure: opened }
  if (isRefusal(outcome)) return named(rules, outcome, call.language)
  await insertProcedure(tx, file, outcome.procedure, { account: actor.account, office: actor.office, at: now })
  await keepLists(call, file, outcome.procedure)
  return outcome.procedure
}

export type FollowingStep = { readonly file: FileId; readonly step: string; readonly by: ActorKind; readonly input: StepTaken['input'] }

/** Takes a step that follows from an act in another module, such as a centre's acceptance of a referral, in that act's transaction. */
export async function takeFollowingStep(call: Call<Actor>, { file, step, by, input }: FollowingStep): Promise<Refusal | undefined> {
  const stored = await readProcedure(call.tx, call.installation.pack, file)
  if (!stored) throw new Error(`no procedure is open for the file of the step ${step}`)
  const attempt: StepTaken = { step, by, on: call.today, input }
  const taken = take(stored.procedure, attempt, call.today)
  if (isRefusal(taken)) return named(stored.procedure.rules, taken, call.language)
  return followStep(call, { file, version: stored.version, before: stored.procedure, after: taken.procedure, taken: attempt })
}
