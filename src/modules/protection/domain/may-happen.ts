import { daysBetween, type Day } from '#vocabulary/day'
import { isOneOf, rowOn, type ActorKind, type ArticleKey, type InputKind, type Rule, type StepRow, type Verified } from '#law'
import type { Need } from './guards.ts'
import { openApplication, type OpenClock, type Procedure } from './procedure.ts'
import { isForVariant, needsOf } from './refuse-step.ts'

/** A step of the present state: whether it may be taken today, by whom, under which article, and what is still wanted. */
export type Possible = {
  readonly step: string
  readonly label: Rule<StepRow>['label']
  readonly by: readonly ActorKind[]
  readonly law: readonly ArticleKey[]
  readonly verified: Verified
  readonly input: InputKind
  readonly leadsTo?: string
  /** It asks for a document, and so moves the file on although the state stays. */
  readonly applies: boolean
} & ({ readonly possible: true } | { readonly possible: false; readonly needs: readonly Need[] })

/** Every step that leaves or stays in the present state on this path, whoever may take it. */
export function mayHappen(procedure: Procedure, today: Day): readonly Possible[] {
  if (procedure.standing !== 'running') return []
  return (procedure.rules.stepsFrom.get(procedure.state) ?? []).flatMap((rule) => {
    const row = rowOn(rule, today)
    if (!row || !isForVariant(row, procedure.variant)) return []
    const needs = needsOf(procedure, row, today)
    const { by, law, verified, input, leadsTo } = row
    const step = { step: rule.key, label: rule.label, by, law, verified, input, applies: row.applies !== undefined, ...(leadsTo === undefined ? {} : { leadsTo }) }
    return [needs.length === 0 ? { ...step, possible: true as const } : { ...step, possible: false as const, needs }]
  })
}

/** The steps that an actor of this kind may take today. */
export const mayTake = (procedure: Procedure, by: ActorKind, today: Day): readonly Possible[] =>
  mayHappen(procedure, today).filter((step) => step.possible && isOneOf(by, step.by))

/** Somebody for whom the procedure waits: what is expected, since when, and until when if the law says so. */
export type Blocking = {
  readonly who: ActorKind
  readonly party: OpenClock['party']
  readonly because: 'questions' | 'application' | 'clock' | 'next-step'
  readonly subject: string
  readonly since: Day
  readonly dueOn?: Day
  readonly daysLate: number
}

/** Whom the procedure waits for: magistrates who were asked, then the office that has to decide, else the owners of the clocks. */
export function whoIsBlocking(procedure: Procedure, today: Day): readonly Blocking[] {
  if (procedure.standing !== 'running') return []
  const asked = procedure.rounds.filter((round) => round.answeredOn === undefined && round.closedOn === undefined)
  if (asked.length > 0) return asked.map((round) => blocking(round.askedOf, 'magistrate-asked', 'questions', round.set, round.askedOn, round.dueOn, today))
  const application = openApplication(procedure)
  const running = procedure.clocks.toSorted((a, b) => (a.endsOn < b.endsOn ? -1 : 1))
  if (application) return [blocking('immigration-office', 'immigration-office', 'application', application.document, application.appliedOn, running[0]?.endsOn, today)]
  if (running.length > 0) return running.map((clock) => blocking(clock.owner, clock.party, 'clock', clock.subject, clock.startsOn, clock.endsOn, today))
  const possible = mayHappen(procedure, today).filter((step) => step.possible)
  const next = possible.find(({ applies }) => applies) ?? possible.find(({ leadsTo }) => leadsTo !== undefined)
  const who = next && whoOf(next.by)
  return next && who ? [blocking(who, partyOf(who), 'next-step', next.step, procedure.since, undefined, today)] : []
}

/** Of several who may, the one who has the file in hand: what a detector could also write down waits for the centre. */
const whoOf = (by: readonly ActorKind[]): ActorKind | undefined => {
  const [first] = by
  return first !== undefined && partyOf(first) === 'centre' && by.includes('reception-centre') ? 'reception-centre' : first
}

const partyOf = (who: ActorKind): OpenClock['party'] => (who === 'guardian' || who === 'immigration-office' ? who : 'centre')

function blocking(who: ActorKind, party: OpenClock['party'], because: Blocking['because'], subject: string, since: Day, dueOn: Day | undefined, today: Day): Blocking {
  const daysLate = dueOn === undefined ? 0 : Math.max(0, daysBetween(dueOn, today))
  return { who, party, because, subject, since, daysLate, ...(dueOn === undefined ? {} : { dueOn }) }
}
