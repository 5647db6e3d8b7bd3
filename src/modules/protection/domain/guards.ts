import type { Day } from '#vocabulary/day'
import type { Guard, GuardName } from '#law'
import { evidenceFor, openApplication, type OpenClock, type Procedure } from './procedure.ts'

/** What is still wanted before a step may be taken, as a code with the names of the things that it is about. */
export type Need = { readonly need: GuardName | 'document-ends' | 'no-open-questions' | 'already-applied'; readonly with: Readonly<Record<string, string | number>> }

type Wanted<N extends GuardName> = Extract<Guard, { guard: N }>
type Check<N extends GuardName> = (guard: Wanted<N>, procedure: Procedure, on: Day) => Need['with'] | undefined

const nothingElse = {}
const isMissing = (wanted: boolean, gaps: Need['with'] = nothingElse) => (wanted ? gaps : undefined)
const timesTaken = (procedure: Procedure, steps: readonly string[]) => procedure.steps.reduce((count, { step }) => count + Number(steps.includes(step)), 0)
const clockOf = (procedure: Procedure, keys: readonly string[]) => procedure.clocks.find((clock) => keys.includes(clock.key))
/** A clock that stands still is never over. */
const isOver = (clock: OpenClock, on: Day) => clock.suspendedOn === undefined && on > clock.endsOn
/** A statement counts by the day on which it was made, whenever it was heard of. */
const statementBy = (procedure: Procedure, clock: OpenClock) =>
  procedure.steps.find((step) => step.input.kind === 'statement' && !isOver(clock, step.on))
const latestInput = <K extends Procedure['steps'][number]['input']['kind']>(procedure: Procedure, kind: K) =>
  procedure.steps.findLast((step): step is typeof step & { input: { kind: K } } => step.input.kind === kind)?.input

/** One function for each word of the guards' vocabulary: nothing when it is met, else what fills the gaps of its sentence. */
const checks: { readonly [N in GuardName]: Check<N> } = {
  'applied-for': ({ document }, procedure) => isMissing(openApplication(procedure, document) === undefined, { document }),
  'no-open-application': (_, procedure) => {
    const open = openApplication(procedure)
    return open && { document: open.document, since: open.appliedOn }
  },
  'condition-met': ({ condition }, procedure) => isMissing(evidenceFor(procedure, condition)?.met !== 'yes', { condition }),
  'condition-not-denied': ({ condition }, procedure) => isMissing(evidenceFor(procedure, condition)?.met === 'no', { condition }),
  'answers-all-yes': ({ set }, procedure) => isMissing(!isAnsweredAllYes(procedure, set), { set }),
  'favourable-opinion': (_, procedure) => isMissing(latestInput(procedure, 'opinion')?.favourable !== 'yes'),
  'statement-recorded': (_, procedure) => isMissing(latestInput(procedure, 'statement') === undefined),
  'statement-in-time': ({ clocks }, procedure) => {
    const clock = clockOf(procedure, clocks)
    return clock && isMissing(statementBy(procedure, clock) === undefined, { clock: clock.key, endsOn: clock.endsOn })
  },
  'no-statement-in-time': ({ clocks }, procedure) => {
    const clock = clockOf(procedure, clocks)
    const made = clock && statementBy(procedure, clock)
    return made && { clock: clock.key, madeOn: made.on }
  },
  'identity-evidence': (_, procedure) => isMissing(latestInput(procedure, 'identity') === undefined),
  'no-residence-title': (_, procedure) => isMissing(procedure.facts.hasResidenceTitle === 'yes'),
  'at-most': ({ times, steps }, procedure) => isMissing(timesTaken(procedure, steps) >= times, { times }),
  within: ({ clocks }, procedure, on) => {
    const clock = clockOf(procedure, clocks)
    return clock && isMissing(isOver(clock, on), { clock: clock.key, endsOn: clock.endsOn })
  },
  after: ({ clocks }, procedure, on) => {
    const clock = clockOf(procedure, clocks)
    if (!clock) return { clock: clocks[0] ?? '', endsOn: '' }
    return isMissing(!isOver(clock, on), { clock: clock.key, endsOn: clock.endsOn })
  },
  'ground-allowed': (_, procedure) =>
    isMissing(![...procedure.rules.grounds.values()].some((ground) => ground.row.states.includes(procedure.state)), { state: procedure.state }),
  'conviction-or-charge-retained': ({ steps, set }, procedure) =>
    isMissing(timesTaken(procedure, steps) === 0 && !(set !== undefined && isAnsweredAnyYes(procedure, set)), set === undefined ? {} : { set }),
  taken: ({ steps }, procedure) => isMissing(timesTaken(procedure, steps) === 0, { step: steps[0] ?? '' }),
  fact: (guard, procedure) => isMissing(!guard.in.includes(procedure.facts[guard.fact as keyof Procedure['facts']]), { fact: guard.fact }),
}

/** What a guard still wants of this procedure on a day, or nothing when it is met or does not concern it. */
export function unmet(guard: Guard, procedure: Procedure, on: Day): Need | undefined {
  if (guard.only && !guard.only.includes(procedure.variant)) return undefined
  if (guard.except?.includes(procedure.variant)) return undefined
  if (guard.inStates && !guard.inStates.includes(procedure.state)) return undefined
  // The table has one entry for each name, so the guard and its check agree; the compiler cannot follow the pair.
  const check = checks[guard.guard] as Check<GuardName>
  const gaps = check(guard, procedure, on)
  return gaps && { need: guard.guard, with: gaps }
}

/** Answers count for the document that comes next: those given before the last one was issued are spent. */
const freshAnswers = (procedure: Procedure, set: string) =>
  procedure.rounds.findLast((round) => round.set === set && round.afterDocuments === procedure.documents.length)?.answers

function isAnsweredAllYes(procedure: Procedure, set: string): boolean {
  const answers = freshAnswers(procedure, set)
  const asked = procedure.rules.questionSets.get(set)?.row.questions
  return answers !== undefined && asked !== undefined && asked.every((question) => answers[question.key] === 'yes')
}
const isAnsweredAnyYes = (procedure: Procedure, set: string) => Object.values(freshAnswers(procedure, set) ?? {}).includes('yes')
