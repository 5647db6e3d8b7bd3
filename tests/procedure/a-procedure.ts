import { day, type Day } from '#vocabulary/day'
import { readPack, rulesFor, type ActorKind, type Pack, type Rules, type StepRow } from '#law'
import { textFolder } from '#platform/text-folder'
import { openProcedure, take, type Facts, type Procedure, type StepInput, type StepTaken } from '#protection'

export const belgium = readPack(textFolder('src/countries/be', '.yaml'))
export const halvonia = readPack(textFolder('src/countries/halvonia', '.yaml'))

export const someFacts: Facts = {
  minor: 'no', unaccompanied: 'unknown', citizenshipGroup: 'other', hasResidenceTitle: 'no', exploitedAbroad: 'no',
  phenomenon: 'trafficking', diplomaticHousehold: 'no', detectedIn: 'workplace', declines: 'no',
}

/** The facts under which a variant of the rules may be opened. */
export function factsOf(rules: Rules, variant: string): Facts {
  const when = rules.variants.get(variant)?.row.when ?? {}
  return { ...someFacts, ...Object.fromEntries(Object.entries(when).map(([fact, values]) => [fact, values[0]])) }
}

export const aProcedure = (pack: Pack, openedOn: string, variant: string): Procedure => {
  const rules = rulesFor(pack, day(openedOn))
  return openProcedure(rules, { openedOn: day(openedOn), variant, facts: factsOf(rules, variant) })
}

export const plain: StepInput = { kind: 'plain' }
export type Told = readonly [on: string, by: ActorKind, step: string, input?: StepInput]

/** Takes the steps of a told case one after the other, and throws when one is refused. */
export function tell(procedure: Procedure, lines: readonly Told[], today = '2099-01-01'): Procedure {
  return lines.reduce((current, [on, by, step, input]) => {
    const outcome = take(current, attempt(current, on, by, step, input), day(today))
    if ('refused' in outcome) throw new Error(`${on} ${step}: ${JSON.stringify(outcome)}`)
    return outcome.procedure
  }, procedure)
}

export function attempt(procedure: Procedure, on: string, by: ActorKind, step: string, input?: StepInput): StepTaken {
  const row = procedure.rules.steps.get(step)?.row
  return { step, by, on: day(on), input: input ?? (row ? inputFor(procedure, row) : plain) }
}

/** The least that a step asks for, answered so that nothing stands in its way. */
export function inputFor({ rules, state }: Procedure, row: StepRow): StepInput {
  switch (row.input) {
    case 'plain': case 'application': case 'issue':
      return { kind: row.input }
    case 'statement':
      return { kind: 'statement', form: 'complaint' }
    case 'questions':
      return { kind: 'questions', askedOf: 'public-prosecutor' }
    case 'answers':
      return { kind: 'answers', answers: Object.fromEntries((rules.questionSets.get(row.answers ?? '')?.row.questions ?? []).map(({ key }) => [key, 'yes' as const])) }
    case 'ground': {
      const ground = [...rules.grounds.values()].find((rule) => rule.row.use === (row.refuses ? 'refuse' : 'end') && rule.row.states.includes(state))
      return { kind: 'ground', ground: ground?.key ?? 'none', elements: ground?.row.elements.map(({ key }) => key) ?? [] }
    }
    case 'identity':
      return { kind: 'identity', evidence: 'passport' }
    case 'condition': {
      const condition = [...rules.conditions.values()][0]
      return { kind: 'condition', condition: condition?.key ?? '', met: 'yes', evidence: condition?.row.evidence[0]?.key ?? '' }
    }
    case 'judgment':
      return { kind: 'judgment', article: 'CC1867:433quinquies', factsOn: day('2020-01-01') }
    case 'opinion':
      return { kind: 'opinion', favourable: 'yes' }
    case 'route':
      return { kind: 'route', route: 'asylum' }
    case 'abroad':
      return { kind: 'abroad', country: 'NL' }
    case 'age':
      return { kind: 'age', minor: 'yes' }
  }
}

/** A procedure that stands in a state with everything in hand that a step could ask for. */
export function preparedFor(procedure: Procedure, state: string, row: StepRow, by: ActorKind, on: Day): Procedure {
  const { rules } = procedure
  const asked = (step: string, input: StepInput): StepTaken => ({ step, by, on: procedure.opening.openedOn, input })
  const ready: Procedure = { ...procedure, state, standing: 'running' }
  const clock = (key: string) => ({
    key, subject: key, owner: by, party: 'centre' as const, startsOn: procedure.opening.openedOn, endsOn: procedure.opening.openedOn,
    counted: { unit: 'days' as const, count: 1, firstDay: 'day-after' as const, roll: 'none' as const }, law: [], verified: false as const, warnings: [1],
    escalation: rules.country.escalation, suspendable: true,
  })
  const prepared = row.needs.reduce<Procedure>((current, guard) => {
    switch (guard.guard) {
      case 'applied-for':
        return { ...current, applications: [{ document: guard.document, appliedOn: on }] }
      case 'condition-met':
        return { ...current, conditions: [...current.conditions, { condition: guard.condition, met: 'yes', evidence: 'x', on, by }] }
      case 'answers-all-yes':
        return { ...current, rounds: [{ set: guard.set, askedOf: by, askedOn: on, afterDocuments: 0, answeredOn: on, answers: answersOf(rules, guard.set) }] }
      case 'favourable-opinion':
        return { ...current, steps: [...current.steps, asked('give-opinion', { kind: 'opinion', favourable: 'yes' })] }
      case 'statement-recorded':
        return { ...current, steps: [...current.steps, asked('record-statement', { kind: 'statement', form: 'complaint' })] }
      case 'statement-in-time':
        return guard.inStates && !guard.inStates.includes(state) ? current : { ...current, clocks: [clock(guard.clocks[0] ?? '')], steps: [...current.steps, asked('record-statement', { kind: 'statement', form: 'complaint' })] }
      case 'identity-evidence':
        return { ...current, steps: [...current.steps, asked('record-identity-evidence', { kind: 'identity', evidence: 'passport' })] }
      case 'after':
        return { ...current, clocks: [clock(guard.clocks[0] ?? '')] }
      case 'conviction-or-charge-retained': case 'taken':
        return { ...current, steps: [...current.steps, asked(guard.steps[0] ?? '', plain)] }
      case 'fact':
        return guard.inStates && !guard.inStates.includes(state) ? current : { ...current, facts: { ...current.facts, [guard.fact]: guard.in[0] } }
      default:
        return current
    }
  }, ready)
  const application = row.refuses ? { applications: [{ document: 'certificate', appliedOn: on }] } : {}
  const round = row.answers === undefined ? {} : { rounds: [{ set: row.answers, askedOf: by, askedOn: on, afterDocuments: 0 }] }
  return { ...prepared, ...application, ...round }
}

export const answersOf = (rules: Rules, set: string, answer: 'yes' | 'no' | 'unknown' = 'yes') =>
  Object.fromEntries((rules.questionSets.get(set)?.row.questions ?? []).map(({ key }) => [key, answer]))
