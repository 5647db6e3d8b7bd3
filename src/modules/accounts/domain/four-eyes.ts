import type { Day } from '#vocabulary/day'
import type { FourEyesAct } from '#vocabulary/four-eyes'
import type { Label } from '#vocabulary/language'

/** What the country's pack says of an act that needs a second person. */
export type FourEyesRule = { readonly key: FourEyesAct; readonly label: Label; readonly from: Day; readonly to?: Day | undefined; readonly daysGood: number }

export const fourEyesRuleOn = (rules: readonly FourEyesRule[], act: FourEyesAct, on: Day): FourEyesRule | undefined =>
  rules.find(({ key, from, to }) => key === act && from <= on && (to === undefined || on <= to))
