import { addDays, earlierOf, laterOf, type Day } from '#vocabulary/day'
import { firstWorkingDayFrom, resume } from '#cases'
import { rowOn, type PeriodRow, type Rules, type StepRow } from '#law'
import { documentDates, endOf } from './document-dates.ts'
import { currentDocument, openApplication, openRound, type Draft, type IssuedDocument, type OpenClock, type StepTaken } from './procedure.ts'

/** Writes a step that may be taken into a draft. */
export function applyStep(draft: Draft, step: StepRow, taken: StepTaken): void {
  if (step.applies !== undefined) draft.applications.push({ document: step.applies, appliedOn: taken.on })
  recordInput(draft, taken)
  closeClocks(draft, (clock) => step.closes.includes(clock.key))
  if (step.issues !== undefined) issueDocument(draft, step, taken)
  if (step.refuses) closeApplication(draft, taken.on, 'refused')
  if (step.asks !== undefined) ask(draft, step.asks, taken)
  if (step.answers !== undefined) answer(draft, step.answers, taken)
  for (const key of step.opens) openClock(draft, key, key, taken.on)
  standStill(draft, step, taken.on)
  if (step.leadsTo !== undefined) move(draft, step.leadsTo, taken.on)
  draft.steps.push(taken)
  draft.lastOn = laterOf(draft.lastOn, taken.on)
}

function recordInput(draft: Draft, { input, on, by }: StepTaken): void {
  if (input.kind === 'condition') draft.conditions.push({ condition: input.condition, met: input.met, evidence: input.evidence, on, by })
  if (input.kind !== 'age') return
  draft.facts = { ...draft.facts, minor: input.minor }
  if (input.variant !== undefined) draft.variant = input.variant
}

function move(draft: Draft, state: string, on: Day): void {
  const last = draft.places.length - 1
  const place = draft.places[last]
  if (place) draft.places[last] = { ...place, until: on }
  draft.places.push({ state, entered: on })
  draft.state = state
  draft.since = on
  if (draft.rules.states.get(state)?.row.kind === 'outcome') end(draft, on)
}

/** An outcome closes everything that ran, except a document that has no end: that one is the outcome. */
function end(draft: Draft, on: Day): void {
  draft.standing = 'ended'
  draft.clocks = []
  closeApplication(draft, on, 'lapsed')
  draft.rounds = draft.rounds.map((round) => (round.answeredOn === undefined && round.closedOn === undefined ? { ...round, closedOn: on } : round))
  endDocuments(draft, on, (document) => document.validUntil !== undefined, (document) => (isOver(document, on) ? 'lapsed' : 'withdrawn'))
}
const isOver = (document: IssuedDocument, on: Day) => document.validUntil !== undefined && document.validUntil < on

function endDocuments(draft: Draft, on: Day, which: (document: IssuedDocument) => boolean, by: (document: IssuedDocument) => NonNullable<IssuedDocument['endedBy']>): void {
  draft.documents = draft.documents.map((document) =>
    document.endedOn === undefined && which(document)
      ? { ...document, endedOn: document.validUntil === undefined ? on : earlierOf(on, document.validUntil), endedBy: by(document) }
      : document,
  )
}

function closeApplication(draft: Draft, on: Day, outcome: 'issued' | 'refused' | 'lapsed', document?: string): void {
  const open = openApplication(draft, document)
  if (open) draft.applications = draft.applications.map((application) => (application === open ? { ...application, closedOn: on, outcome } : application))
}

function issueDocument(draft: Draft, step: StepRow, { on, input }: StepTaken): void {
  const asked = input.kind === 'issue' ? input : undefined
  const dates = documentDates(draft, step, on, asked?.validFrom, asked?.validUntil)
  if (!dates || step.issues === undefined) return
  const dayBefore = addDays(dates.validFrom, -1)
  const runsOut = (document: IssuedDocument) => document.validUntil !== undefined && document.validUntil <= dayBefore
  endDocuments(draft, dayBefore, () => true, (document) => (runsOut(document) ? 'lapsed' : 'replaced'))
  const { validFrom, validUntil, period } = dates
  draft.documents.push({
    document: step.issues, issuedOn: on, validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(asked?.number === undefined ? {} : { number: asked.number }),
  })
  closeApplication(draft, on, 'issued', step.issues)
  const documents = draft.rules.documents
  closeClocks(draft, (clock) => documents.has(clock.subject))
  if (period && validUntil !== undefined) draft.clocks.push(clockOn(draft.rules, period.key, period.row, step.issues, validFrom, validUntil))
}

function ask(draft: Draft, set: string, { on, input }: StepTaken): void {
  const rule = draft.rules.questionSets.get(set)
  if (!rule) return
  closeClocks(draft, (clock) => clock.subject === set)
  const dueOn = openClock(draft, rule.row.period, set, on, input.kind === 'questions' ? input.askedOf : undefined)
  const askedOf = input.kind === 'questions' ? input.askedOf : 'magistrate'
  // A round that nobody answered in time gives way to the new one.
  draft.rounds = draft.rounds.map((round) => (round.set === set && round.answeredOn === undefined && round.closedOn === undefined ? { ...round, closedOn: on } : round))
  draft.rounds.push({ set, askedOf, askedOn: on, afterDocuments: draft.documents.length, ...(dueOn === undefined ? {} : { dueOn }) })
}

function answer(draft: Draft, set: string, { on, input }: StepTaken): void {
  const open = openRound(draft, set)
  if (!open || input.kind !== 'answers') return
  draft.rounds = draft.rounds.map((round) => (round === open ? { ...round, answeredOn: on, answers: input.answers } : round))
  closeClocks(draft, (clock) => clock.subject === set)
}

function openClock(draft: Draft, key: string, subject: string, on: Day, owner?: OpenClock['owner']): Day | undefined {
  const rule = draft.rules.periods.get(key)
  const row = rule && rowOn(rule, on)
  if (!row) return undefined
  const endsOn = endOf(draft.rules, row, on, currentDocument(draft)?.validUntil)
  if (endsOn === undefined) return undefined
  draft.clocks.push({ ...clockOn(draft.rules, key, row, subject, on, endsOn), ...(owner === undefined ? {} : { owner }) })
  return endsOn
}

function clockOn(rules: Rules, key: string, row: PeriodRow, subject: string, startsOn: Day, endsOn: Day): OpenClock {
  return {
    key, subject, owner: row.owner, party: row.party, startsOn, endsOn,
    counted: { ...row.length, firstDay: row.firstDay, roll: row.roll },
    law: row.law, verified: row.verified, warnings: row.warnings ?? rules.country.warnings,
    escalation: rules.country.escalation, suspendable: row.suspendable,
  }
}

function closeClocks(draft: Draft, which: (clock: OpenClock) => boolean): void {
  if (draft.clocks.some(which)) draft.clocks = draft.clocks.filter((clock) => !which(clock))
}

function standStill(draft: Draft, { suspends, resumes }: StepRow, on: Day): void {
  if (suspends.length === 0 && resumes.length === 0) return
  draft.clocks = draft.clocks.map((clock) => {
    if (suspends.includes(clock.key) && clock.suspendable && clock.suspendedOn === undefined) return { ...clock, suspendedOn: on }
    return resumes.includes(clock.key) ? resumeWithDocument(draft, clock, on) : clock
  })
}

/** A document lasts as long as its clock: days that were not counted are added to both. */
function resumeWithDocument(draft: Draft, clock: OpenClock, on: Day): OpenClock {
  const resumed = resume(clock, on)
  const rolls = clock.counted.roll === 'next-working-day'
  const running = rolls ? { ...resumed, endsOn: firstWorkingDayFrom(resumed.endsOn, draft.rules.calendar) } : resumed
  draft.documents = draft.documents.map((document) =>
    document.document === clock.subject && document.endedOn === undefined ? { ...document, validUntil: running.endsOn } : document,
  )
  return running
}
