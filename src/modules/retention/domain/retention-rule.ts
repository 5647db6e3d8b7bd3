import { addMonths, type Day } from '#vocabulary/day'
import type { Label } from '#vocabulary/language'

/** For how many years a file is kept after it has ended in one of these states; the rule without states is for all others. */
export type RetentionRule = { readonly key: string; readonly label: Label; readonly from: Day; readonly to?: Day | undefined; readonly states: readonly string[]; readonly years: number }

/** The rule of today for files that ended so; undefined where the country has none, and then nothing is destroyed. */
export function retentionRuleFor(rules: readonly RetentionRule[], outcome: string, today: Day): RetentionRule | undefined {
  const inForce = rules.filter(({ from, to }) => from <= today && (to === undefined || today <= to))
  return inForce.find(({ states }) => states.includes(outcome)) ?? inForce.find(({ states }) => states.length === 0)
}

/** The day from which a file that ended on a day may be destroyed. */
export const overOn = (rule: RetentionRule, endedOn: Day): Day => addMonths(endedOn, 12 * rule.years)

export const holdReasons = ['criminal-proceedings', 'civil-claim', 'appeal', 'her-request', 'audit'] as const
export type HoldReason = (typeof holdReasons)[number]
