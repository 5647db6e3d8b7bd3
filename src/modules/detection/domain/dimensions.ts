import type { DimensionPart, Strength } from './indicator-pack.ts'

/** How many strong, medium and weak signs a dimension holds. */
export type Weights = Readonly<Record<Strength, number>>

/** Which of the four ways of the first ILO step makes a dimension positive; none when it is not. */
export type PositiveBy = 'two-strong' | 'one-strong-and-another' | 'three-medium' | 'two-medium-and-one-weak'

/** The first step of the ILO method (Delphi indicators, 2009): a strong, b one strong with another, c three medium, d two medium and one weak. */
export function positiveBy({ strong, medium, weak }: Weights): PositiveBy | undefined {
  if (strong >= 2) return 'two-strong'
  if (strong === 1 && medium + weak >= 1) return 'one-strong-and-another'
  if (medium >= 3) return 'three-medium'
  if (medium === 2 && weak >= 1) return 'two-medium-and-one-weak'
  return undefined
}

/** What the positive dimensions look like together. A pattern describes signs; it is not a finding about the person. */
export type Pattern =
  | 'nothing-positive'
  | 'no-exploitation-seen'
  | 'exploitation-alone'
  | 'exploitation-after-deception'
  | 'exploitation-with-other-means'
  | 'exploitation-with-coercion'
  | 'exploitation-of-a-child'

/** The second step of the ILO method, which combines the dimensions; for a child no means are needed. */
export function patternOf(positive: ReadonlySet<DimensionPart>, isChild: boolean): Pattern {
  if (positive.size === 0) return 'nothing-positive'
  if (!positive.has('exploitation')) return 'no-exploitation-seen'
  if (isChild) return 'exploitation-of-a-child'
  const means = (['deception', 'coercion-in-recruitment', 'vulnerability-in-recruitment', 'vulnerability'] as const).filter((part) => positive.has(part))
  if (positive.has('coercion')) return means.length > 0 ? 'exploitation-with-coercion' : 'exploitation-with-other-means'
  if (means.length === 0) return 'exploitation-alone'
  return means.includes('deception') ? 'exploitation-after-deception' : 'exploitation-with-other-means'
}

/** Whether a pattern orients towards the procedure: where the law needs no means, exploitation suffices; elsewhere the full pattern is needed. */
export const orients = (pattern: Pattern, meansNeeded: boolean): boolean =>
  pattern === 'exploitation-of-a-child' || pattern === 'exploitation-with-coercion' ||
  (!meansNeeded && pattern !== 'nothing-positive' && pattern !== 'no-exploitation-seen')
