import type { Day } from '#vocabulary/day'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { isOneOf, rowOn, type Rule, type StepRow } from '#law'
import { documentDates, type DocumentDates } from './document-dates.ts'
import { unmet, type Need } from './guards.ts'
import { refuseInput } from './refuse-input.ts'
import { currentDocument, openApplication, openRound, type Procedure, type StepTaken } from './procedure.ts'

/** Why a step may not be taken, or nothing when it may. Every refusal carries what would make the step possible. */
export function refuseStep(procedure: Procedure, attempt: StepTaken, today: Day): Refusal | undefined {
  const rule = procedure.rules.steps.get(attempt.step)
  if (procedure.standing === 'indeterminate') return refuse('history-indeterminate', { with: { step: procedure.trouble?.step ?? '' }, status: 409 })
  if (!rule) return refuseUnknown(procedure, attempt.step)
  const row = rowOn(rule, attempt.on)
  if (!row) return refuse('not-in-force-on-this-day', { with: { step: rule.key, on: attempt.on }, field: 'on' })
  return (
    refuseDay(procedure, row, attempt.on, today) ??
    refusePlace(procedure, rule, row) ??
    (isOneOf(attempt.by, row.by) ? undefined : refuse('not-yours', { with: { step: rule.key, needs: row.by.join(' ') } })) ??
    refuseInput(procedure, row, attempt) ??
    refuseNeeds(needsOf(procedure, row, attempt.on)) ??
    refuseOverlap(procedure, row, attempt)
  )
}

function refuseUnknown({ rules, opening }: Procedure, step: string): Refusal {
  const from = rules.stepsKnownFrom.get(step)
  if (from === undefined) return refuse('unknown-step', { with: { step } })
  return refuse('not-in-force-for-this-file', { with: { step, from, openedOn: opening.openedOn } })
}

function refuseDay(procedure: Procedure, row: StepRow, on: Day, today: Day): Refusal | undefined {
  if (on > today) return refuse('day-in-the-future', { with: { on, today }, field: 'on' })
  if (on < procedure.opening.openedOn) return refuse('day-before-opening', { with: { on, openedOn: procedure.opening.openedOn }, field: 'on' })
  if (on < procedure.lastOn && !row.backdated) return refuse('day-before-last-step', { with: { on, last: procedure.lastOn }, field: 'on' })
  return undefined
}

function refusePlace({ state, variant }: Procedure, rule: Rule<StepRow>, row: StepRow): Refusal | undefined {
  if (!row.states.includes(state)) return refuse('not-from-here', { with: { step: rule.key, state, states: row.states.join(' ') } })
  if (!isForVariant(row, variant)) return refuse('not-for-this-variant', { with: { step: rule.key, variant, variants: [row.variants].flat().join(' ') } })
  return undefined
}

export const isForVariant = (row: StepRow, variant: string): boolean => row.variants === 'all' || row.variants.includes(variant)

/** Everything that a step still wants, its guards and what follows from its very nature. */
export function needsOf(procedure: Procedure, row: StepRow, on: Day): Need[] {
  const needs = row.needs.flatMap((guard) => unmet(guard, procedure, on) ?? [])
  return [...needs, ...inherentNeeds(procedure, row, on)]
}

function inherentNeeds(procedure: Procedure, row: StepRow, on: Day): Need[] {
  const needs: Need[] = []
  const applied = row.applies === undefined ? undefined : openApplication(procedure)
  if (applied) needs.push({ need: 'already-applied', with: { document: applied.document, since: applied.appliedOn } })
  if (row.refuses && !openApplication(procedure)) needs.push({ need: 'applied-for', with: { document: 'any' } })
  const asked = row.asks === undefined ? undefined : openRound(procedure, row.asks)
  if (asked && (asked.dueOn === undefined || on <= asked.dueOn)) needs.push({ need: 'no-open-questions', with: { set: asked.set, askedOn: asked.askedOn, dueOn: asked.dueOn ?? '' } })
  if (row.answers !== undefined && !openRound(procedure, row.answers)) needs.push({ need: 'taken', with: { step: askingStep(procedure, row.answers), set: row.answers } })
  return needs
}

const askingStep = ({ rules }: Procedure, set: string) => [...rules.steps.values()].find((step) => step.row.asks === set)?.key ?? ''

function refuseNeeds(needs: readonly Need[]): Refusal | undefined {
  const [first, ...others] = needs.map((need) => refuse(`needs-${need.need}`, { with: need.with }))
  return first && (others.length > 0 ? { ...first, also: others } : first)
}

function refuseOverlap(procedure: Procedure, row: StepRow, { on, input }: StepTaken): Refusal | undefined {
  if (row.issues === undefined) return undefined
  const asked = input.kind === 'issue' ? input.validFrom : undefined
  const dates = documentDates(procedure, row, on, asked)
  if (!dates) return refuse('document-not-in-force', { with: { document: row.issues, on }, field: 'on' })
  const running = currentDocument(procedure)
  const runningUntil = running?.validUntil
  if (asked !== undefined && asked < on) return refuse('document-before-issue', { with: { validFrom: asked, on }, field: 'validFrom' })
  const isSame = running?.document === row.issues || row.continues
  if (running && isSame && runningUntil !== undefined && dates.validFrom <= runningUntil)
    return refuse('documents-overlap', { with: { document: row.issues, until: runningUntil }, field: 'validFrom' })
  return input.kind === 'issue' && input.validUntil !== undefined ? refuseEnd(dates, input.validUntil) : undefined
}

/** A document ends before its legal length only where the law gives the longest one. */
function refuseEnd({ validFrom, validUntil, period }: DocumentDates, wished: Day): Refusal | undefined {
  if (validUntil === undefined) return refuse('has-no-end', { field: 'validUntil' })
  if (wished < validFrom) return refuse('ends-before-it-begins', { with: { validFrom }, field: 'validUntil' })
  if (wished > validUntil) return refuse('longer-than-the-law', { with: { endsOn: validUntil }, field: 'validUntil' })
  return wished === validUntil || period?.row.atMost ? undefined : refuse('length-is-fixed', { with: { endsOn: validUntil }, field: 'validUntil' })
}

/**
 * A document that starts only after it would have ended if it started at once leaves a gap nobody means: a slip in the year.
 * Asked when a step is taken and not in replay, since what was issued stands.
 */
export function refuseLateStart(procedure: Procedure, { step, on, input }: StepTaken): Refusal | undefined {
  if (input.kind !== 'issue' || input.validFrom === undefined) return undefined
  const rule = procedure.rules.steps.get(step)
  const row = rule && rowOn(rule, on)
  const latest = row && documentDates(procedure, row, on)?.validUntil
  return latest !== undefined && input.validFrom > latest ? refuse('document-starts-too-late', { with: { validFrom: input.validFrom, latest }, field: 'validFrom' }) : undefined
}
