import type { Label } from '#vocabulary/language'

/** Every sentence with which a screening can explain itself; each stands in the words of this module, in every language. */
export const reasonKeys = [
  'child', 'age-in-doubt', 'lists-met', 'signs-but-no-rule', 'no-signs', 'may-refer-anyway', 'never-decides',
  'list-empty', 'no-rule', 'count-met', 'count-open', 'count-not-met',
  'dimension-two-strong', 'dimension-one-strong-and-another', 'dimension-three-medium', 'dimension-two-medium-and-one-weak',
  'pattern-nothing-positive', 'pattern-no-exploitation-seen', 'pattern-exploitation-alone', 'pattern-exploitation-after-deception',
  'pattern-exploitation-with-other-means', 'pattern-exploitation-with-coercion', 'pattern-exploitation-of-a-child',
  'means-not-needed-for-a-child', 'means-not-needed-in-this-law',
] as const
export type ReasonKey = (typeof reasonKeys)[number]

/** A part of an explanation: the key of a sentence in the words of this module, and what fills its gaps in the reader's language. */
export type Reason = {
  readonly key: ReasonKey
  readonly count?: number
  readonly needed?: number
  readonly pack?: Label
  readonly dimension?: Label
  readonly signs?: readonly Label[]
}
