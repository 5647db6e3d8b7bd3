import { addDays, laterOf, type Day } from '#vocabulary/day'
import { dueOn } from '#cases'
import { rowOn, type DocumentRow, type PeriodRow, type Rules, type StepRow } from '#law'
import { currentDocument, type Procedure } from './procedure.ts'

export type DocumentDates = {
  readonly row: DocumentRow
  readonly period?: { readonly key: string; readonly row: PeriodRow }
  readonly validFrom: Day
  readonly validUntil?: Day
}

/** From when to when a document would be valid if it were issued on a day; nothing when it was not in force then. */
export function documentDates(procedure: Procedure, step: StepRow, on: Day, validFrom?: Day, shorterUntil?: Day): DocumentDates | undefined {
  const { rules } = procedure
  const document = rules.documents.get(step.issues ?? '')
  const row = document && rowOn(document, on)
  if (!row) return undefined
  const running = currentDocument(procedure)?.validUntil
  const continued = step.continues && running !== undefined && running >= on ? running : undefined
  const start = validFrom ?? (continued === undefined ? on : addDays(continued, 1))
  const periodRule = row.period === undefined ? undefined : rules.periods.get(row.period)
  const period = periodRule && rowOn(periodRule, on)
  if (!periodRule || !period) return { row, validFrom: start }
  // A document that continues another is counted from that one's end, so that a half-year stays a half-year.
  const isCountedFromEnd = continued !== undefined && validFrom === undefined && period.firstDay === 'day-after'
  const validUntil = shorterUntil ?? endOf(rules, period, isCountedFromEnd ? continued : start)
  return { row, period: { key: periodRule.key, row: period }, validFrom: start, ...(validUntil ? { validUntil } : {}) }
}

/** The last day of a period, or nothing when its end is that of a document and none is running. */
export function endOf(rules: Rules, period: PeriodRow, from: Day, runningUntil?: Day): Day | undefined {
  const { length, firstDay, roll } = period
  if (length.unit === 'end-of-document') return runningUntil === undefined ? undefined : laterOf(runningUntil, from)
  const ends = knownEnds(rules, period)
  const known = ends.get(from)
  if (known !== undefined) return known
  const end = dueOn({ ...length, firstDay, roll }, from, rules.calendar)
  ends.set(from, end)
  return end
}

/** Replaying a million files asks for the same few thousand ends again and again. */
const endsByRules = new WeakMap<Rules, WeakMap<PeriodRow, Map<Day, Day>>>()
function knownEnds(rules: Rules, period: PeriodRow): Map<Day, Day> {
  const byPeriod = endsByRules.get(rules) ?? new WeakMap<PeriodRow, Map<Day, Day>>()
  endsByRules.set(rules, byPeriod)
  const ends = byPeriod.get(period) ?? new Map<Day, Day>()
  byPeriod.set(period, ends)
  return ends
}
