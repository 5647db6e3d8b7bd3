import { warningLevel } from '#cases'
import { isOneOf, type ActorKind } from '#law'
import type { Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'
import type { Language } from '#vocabulary/language'
import { mayHappen, whoIsBlocking } from '../domain/may-happen.ts'
import { labelOf, picture } from '../domain/picture.ts'
import type { OpenClock, Procedure, StepTaken } from '../domain/procedure.ts'
import { clocksOf, conditionsOf, documentsOf, questionsOf } from '../domain/views.ts'
import type { DecisionRow } from '../store/decision-rows.ts'
import type { DocumentRow } from '../store/document-rows.ts'
import type { RecordedStep, StoredProcedure } from '../store/procedure-rows.ts'
import { lawOf, sayIn } from './law-view.ts'
import { namedGaps } from './named-gaps.ts'
import type { ClockView, DocumentSummary, HistoryLine, ProcedureView, QuestionRoundView } from './procedure-view.ts'

export type Reading = {
  readonly file: FileId
  readonly stored: StoredProcedure
  readonly documents: readonly DocumentRow[]
  readonly decisions: readonly DecisionRow[]
  readonly officeNames: ReadonlyMap<string, string>
  /** As whom the reader may act in this file; nobody when the relation gives reading only. */
  readonly as: ActorKind | null
  /** Magistrates and the office that asks read the answers; others see only that they were asked. */
  readonly readsAnswers: boolean
  readonly today: Day
  readonly language: Language
}

/** The page's view of a procedure: the domain's answers, worded in the reader's language. */
export function viewOfProcedure(reading: Reading): ProcedureView {
  const { stored: { procedure, version, recorded }, today, language } = reading
  const { rules } = procedure
  const say = sayIn(language)
  const drawing = picture(rules, procedure)
  return {
    file: reading.file, version,
    standing: procedure.standing,
    variant: procedure.variant,
    variantLabel: say(labelOf(rules, 'variants', procedure.variant)),
    rulesSince: rules.since,
    state: procedure.state,
    stateLabel: say(labelOf(rules, 'states', procedure.state)),
    since: procedure.since,
    rights: (rules.states.get(procedure.state)?.row.rights ?? []).map(say),
    places: drawing.places.map((place) => ({ ...place, label: say(place.label), entered: place.entered ?? null, until: place.until ?? null })),
    sideExits: drawing.sideExits.map(({ step, label, stateLabel, law }) => ({
      step, label: say(label), stateLabel: say(stateLabel), law: lawOf(rules, language, law, rules.steps.get(step)?.row.verified ?? false),
    })),
    steps: stepsOf(reading),
    blocking: whoIsBlocking(procedure, today).map((wait) => ({
      who: wait.who, because: wait.because, subject: subjectOf(procedure, wait.because, wait.subject, language), since: wait.since, dueOn: wait.dueOn ?? null, daysLate: wait.daysLate,
    })),
    clocks: clocksOf(procedure).map((clock) => clockView(procedure, clock, today, language)),
    rounds: roundsOf(reading),
    documents: documentSummaries(reading),
    conditions: conditionsOf(procedure).map(({ condition, label, law, verified, latest, evidence }) => ({
      condition, label: say(label), met: latest?.met ?? null, on: latest?.on ?? null, law: lawOf(rules, language, law, verified),
      evidence: evidence.find(({ key }) => key === latest?.evidence)?.label[language] ?? null,
    })),
    history: recorded.map((step) => historyLine(reading, step)).toReversed(),
    trouble: procedure.trouble?.step ?? null,
  }
}

/** What moves a file on stands first, what ends it last; between them the order is the pack's. */
const order: readonly string[] = ['issue', 'answers', 'opinion', 'application', 'statement', 'questions', 'judgment']
const urgencyOf = (input: string): number => (input === 'ground' ? 99 : order.includes(input) ? order.indexOf(input) : 50)

function stepsOf({ stored: { procedure }, as, today, language }: Reading): ProcedureView['steps'] {
  const { rules } = procedure
  return mayHappen(procedure, today).toSorted((a, b) => urgencyOf(a.input) - urgencyOf(b.input)).map((step) => ({
    step: step.step,
    label: step.label[language],
    by: [...step.by],
    law: lawOf(rules, language, step.law, step.verified),
    leadsTo: step.leadsTo === undefined ? null : labelOf(rules, 'states', step.leadsTo)[language],
    mine: step.possible && as !== null && isOneOf(as, step.by),
    needs: step.possible ? [] : step.needs.map(({ need, with: gaps }) => ({ need, with: namedGaps(rules, gaps, language) })),
  }))
}

function subjectOf({ rules }: Procedure, because: string, subject: string, language: Language): string {
  const group = because === 'questions' ? 'questionSets' : because === 'next-step' ? 'steps' : 'documents'
  return labelOf(rules, group, subject)[language]
}

/** The level and the number of days that a clock shows: left, late, or standing still. */
export function clockView({ rules }: Procedure, clock: OpenClock, today: Day, language: Language): ClockView {
  const level = warningLevel(clock, today)
  return {
    key: clock.key, label: labelOf(rules, 'periods', clock.key)[language], owner: clock.owner, startsOn: clock.startsOn, endsOn: clock.endsOn,
    law: lawOf(rules, language, clock.law, clock.verified),
    level: level.level,
    days: level.level === 'late' ? level.daysLate : level.level === 'due' ? 0 : level.daysLeft,
    isSuspended: level.level === 'suspended',
  }
}

const roundsOf = ({ stored: { procedure }, readsAnswers, language }: Reading): QuestionRoundView[] =>
  questionsOf(procedure).map((round) => ({
    set: round.set, label: round.label[language], askedOf: round.askedOf, askedOn: round.askedOn, dueOn: round.dueOn ?? null,
    answeredOn: round.answeredOn ?? null, isOpen: round.isOpen, law: lawOf(procedure.rules, language, round.law, round.verified),
    questions: readsAnswers ? round.questions.map(({ key, text, answer }) => ({ key, text: text[language], answer: answer ?? null })) : null,
  })).toReversed()

function documentSummaries({ stored: { procedure }, documents, today, language }: Reading): DocumentSummary[] {
  return documentsOf(procedure, today).map((document): DocumentSummary => {
    const stored = documents.find((row) => row.document === document.document && row.issuedOn === document.issuedOn && row.validFrom === document.validFrom)
    return {
      id: stored?.id ?? null, document: document.document, label: document.label[language], number: stored?.number ?? null, code: stored?.code ?? null,
      issuedOn: document.issuedOn, validFrom: document.validFrom, validUntil: document.validUntil ?? null, status: document.status,
      law: lawOf(procedure.rules, language, document.law, document.verified),
    }
  }).toReversed()
}

function historyLine({ stored: { procedure }, decisions, officeNames, language }: Reading, step: RecordedStep): HistoryLine {
  const { rules } = procedure
  const rule = rules.steps.get(step.step)
  return {
    number: step.number, on: step.on, label: labelOf(rules, 'steps', step.step)[language], office: officeNames.get(step.office) ?? step.by,
    law: rule ? lawOf(rules, language, rule.row.law, rule.row.verified) : [],
    detail: detailOf(procedure, step.input, language),
    letter: decisions.find(({ stepNumber }) => stepNumber === step.number)?.id ?? null,
  }
}

/** What the history says of a step beyond its name, as far as the law names it; answers stay with those who may read them. */
function detailOf({ rules }: Procedure, input: StepTaken['input'], language: Language): string | null {
  switch (input.kind) {
    case 'ground': return labelOf(rules, 'grounds', input.ground)[language]
    case 'identity': return labelOf(rules, 'identityEvidence', input.evidence)[language]
    case 'condition': return labelOf(rules, 'conditions', input.condition)[language]
    case 'route': return labelOf(rules, 'routes', input.route)[language]
    default: return null
  }
}
