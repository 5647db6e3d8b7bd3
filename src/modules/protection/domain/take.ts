import type { Day } from '#vocabulary/day'
import type { Refusal } from '#vocabulary/refusal'
import { rowOn, type Rules } from '#law'
import { applyStep } from './apply-step.ts'
import type { Opening } from './opening.ts'
import { draftOf, openProcedure, type Draft, type Procedure, type StepTaken } from './procedure.ts'
import { refuseLateStart, refuseStep } from './refuse-step.ts'

/** Takes a step, or says why not and what would make it possible; what is not allowed by a row is refused. */
export function take(procedure: Procedure, attempt: StepTaken, today: Day): { readonly procedure: Procedure; readonly taken: StepTaken } | Refusal {
  const refusal = refuseStep(procedure, attempt, today) ?? refuseLateStart(procedure, attempt)
  if (refusal) return refusal
  const draft = draftOf(procedure)
  write(draft, attempt)
  return { procedure: draft, taken: attempt }
}

/** Works out where a procedure stands from the steps that were stored; an impossible history is indeterminate, never a crash. */
export function replay(rules: Rules, opening: Opening, steps: readonly StepTaken[]): Procedure {
  const draft = draftOf(openProcedure(rules, opening))
  for (const [index, step] of steps.entries()) {
    const because = refuseStep(draft, step, endOfTime)
    if (!because) {
      write(draft, step)
      continue
    }
    draft.standing = 'indeterminate'
    draft.trouble ??= { index, step: step.step, because }
    return draft
  }
  return draft
}

/** Stored steps were checked against the day on which they were taken, so replay knows no future. */
const endOfTime = '9999-12-31' as Day

function write(draft: Draft, taken: StepTaken): void {
  const rule = draft.rules.steps.get(taken.step)
  const row = rule && rowOn(rule, taken.on)
  if (row) applyStep(draft, row, taken)
}
