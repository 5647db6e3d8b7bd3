import { addDays, type Day } from '#vocabulary/day'
import type { Label } from '#vocabulary/language'
import type { Article } from './articles-schema.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import type { Country } from './country-schema.ts'
import { inForceOn, type Dated, type Row } from './dated.ts'
import type { Pack } from './pack.ts'
import type { ChoiceRow, ConditionRow, DocumentRow, GroundRow, PeriodRow, ProcedureTable, QuestionSetRow, StateRow, StepRow, VariantRow } from './procedure-schema.ts'

/** A named thing of the law as it stands for one file. */
export type Rule<R extends Row> = {
  readonly key: string
  readonly label: Label
  readonly row: R
  /** Only for what follows the day of the step: all its rows. */
  readonly byStepDay?: readonly R[]
}
type Rulebook<R extends Row> = ReadonlyMap<string, Rule<R>>

/** The law of one file: of every group of rows, the one that was in force on the day on which the file was opened. */
export type Rules = {
  readonly country: Country
  readonly calendar: Calendar
  /** The first day on which these very rules would have been picked. */
  readonly since: Day
  readonly states: Rulebook<StateRow>
  readonly steps: Rulebook<StepRow>
  readonly periods: Rulebook<PeriodRow>
  readonly documents: Rulebook<DocumentRow>
  readonly questionSets: Rulebook<QuestionSetRow>
  readonly grounds: Rulebook<GroundRow>
  readonly variants: Rulebook<VariantRow>
  readonly conditions: Rulebook<ConditionRow>
  readonly identityEvidence: Rulebook<ChoiceRow>
  readonly routes: Rulebook<ChoiceRow>
  readonly articles: ReadonlyMap<string, Article>
  /** The steps that leave or stay in a state, by state. */
  readonly stepsFrom: ReadonlyMap<string, readonly Rule<StepRow>[]>
  /** First day in force of every step that the pack knows, for the refusal of a step that came later. */
  readonly stepsKnownFrom: ReadonlyMap<string, Day>
}

/** The rules that a file keeps, given the day on which it was opened. The same object for every file of the same days. */
export function rulesFor(pack: Pack, openedOn: Day): Rules {
  const era = erasOf(pack).findLast((since) => since <= openedOn) ?? ('0001-01-01' as Day)
  const books = booksOf(pack)
  const known = books.get(era)
  if (known) return known
  const made = rulesOn(pack, openedOn, era)
  books.set(era, made)
  return made
}

/** The row that governs a step: the file's own, or that of the day of the step where a transitional rule says so. */
export const rowOn = <R extends Row>(rule: Rule<R>, on: Day): R | undefined => (rule.byStepDay ? inForceOn(rule.byStepDay, on) : rule.row)

const madeBooks = new WeakMap<Pack, Map<Day, Rules>>()
function booksOf(pack: Pack): Map<Day, Rules> {
  const known = madeBooks.get(pack) ?? new Map<Day, Rules>()
  madeBooks.set(pack, known)
  return known
}

const knownEras = new WeakMap<Pack, readonly Day[]>()
/** Every day on which some row of the procedure begins or has just ended. */
export function erasOf(pack: Pack): readonly Day[] {
  const known = knownEras.get(pack)
  if (known) return known
  const groups: readonly (readonly Dated<Row>[])[] = Object.values(pack.procedure)
  const starts = groups.flatMap((group) => group.flatMap((item) => item.rows.flatMap((row) => (row.to ? [row.from, addDays(row.to, 1)] : [row.from]))))
  const eras = [...new Set(starts)].toSorted()
  knownEras.set(pack, eras)
  return eras
}

function rulesOn(pack: Pack, on: Day, since: Day): Rules {
  const procedure: ProcedureTable = pack.procedure
  const steps = pick(procedure.steps, on)
  const states = pick(procedure.states, on)
  return {
    country: pack.country,
    calendar: calendarOf(pack.country),
    since,
    states,
    steps,
    periods: pick(procedure.periods, on),
    documents: pick(procedure.documents, on),
    questionSets: pick(procedure.questionSets, on),
    grounds: pick(procedure.grounds, on),
    variants: pick(procedure.variants, on),
    conditions: pick(procedure.conditions, on),
    identityEvidence: pick(procedure.identityEvidence, on),
    routes: pick(procedure.routes, on),
    articles: new Map(pack.law.articles.map((article) => [article.key, article])),
    stepsFrom: new Map([...states.keys()].map((state) => [state, [...steps.values()].filter((step) => step.row.states.includes(state))])),
    stepsKnownFrom: new Map(procedure.steps.map((step) => [step.key, step.rows[0]!.from])),
  }
}

function pick<R extends Row>(items: readonly Dated<R>[], on: Day): Rulebook<R> {
  const rules = items.flatMap((item): Rule<R>[] => {
    const row = inForceOn(item.rows, on)
    if (!row) return []
    return [{ key: item.key, label: item.label, row, ...(item.appliesTo === 'step-day' ? { byStepDay: item.rows } : {}) }]
  })
  return new Map(rules.map((rule) => [rule.key, rule]))
}
