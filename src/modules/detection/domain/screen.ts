import type { Day } from '#vocabulary/day'
import type { Duties } from '#law'
import type { Label } from '#vocabulary/language'
import { dutiesOn, type DutyPointer } from './duties-on.ts'
import { orients, patternOf, positiveBy, type Pattern, type PositiveBy, type Weights } from './dimensions.ts'
import { itemsFor, packsFor, signOf, type Audience, type DimensionPart, type IndicatorItem, type IndicatorPack } from './indicator-pack.ts'
import type { Reason } from './reason.ts'

export type AgeGroup = 'adult' | 'child' | 'unsure'

/** What was seen, by sign. A sign that is not mentioned is unknown, and unknown is not no. */
export type Observations = Readonly<Record<string, 'seen' | 'not-seen' | 'unknown'>>

export type DimensionOutcome = {
  readonly key: string
  readonly part: DimensionPart
  readonly title: Label
  readonly weights: Weights
  readonly positiveBy?: PositiveBy
}

export type PackOutcome = {
  readonly pack: string
  readonly version: string
  readonly title: Label
  readonly seen: readonly IndicatorItem[]
  readonly notSeen: readonly IndicatorItem[]
  readonly unknown: readonly IndicatorItem[]
  /** `open` when the rule is not met, but would be if signs still unknown were seen; `none` for a list without a rule or without items. */
  readonly rule: 'met' | 'open' | 'not-met' | 'none'
  readonly dimensions?: readonly DimensionOutcome[]
  readonly pattern?: Pattern
  readonly because: readonly Reason[]
}

/**
 * What the signs point to and why. It never decides: no type here says whether somebody is a victim, and none may be added,
 * because a competent magistrate decides and an inspector may refer whatever a list says.
 */
export type Screening = {
  readonly age: AgeGroup
  /** The set of items used: a child, or somebody of whom one is not sure, is screened as a child. */
  readonly audience: Audience
  readonly childPath: boolean
  readonly packs: readonly PackOutcome[]
  readonly pointsTo: readonly DutyPointer[]
  readonly because: readonly Reason[]
}

/** What a country lays down about screening: whether its law needs means for adults, and its duties by occasion. */
export type ScreeningRules = { readonly meansNeeded: boolean; readonly duties: Duties }

/** Screens what was seen against the lists in force, explains each result and points to duties; it never decides. */
export function screen(
  packs: readonly IndicatorPack[],
  observations: Observations,
  of: { readonly age: AgeGroup; readonly today: Day; readonly rules: ScreeningRules },
): Screening {
  const audience: Audience = of.age === 'adult' ? 'adult' : 'child'
  const childPath = audience === 'child'
  const outcomes = packsFor(packs, audience, of.today).map((pack) => outcomeOf(pack, observations, audience, of.rules))
  const met = outcomes.filter((outcome) => outcome.rule === 'met')
  const child: Reason[] = childPath ? [{ key: of.age === 'child' ? 'child' : 'age-in-doubt' }] : []
  const signs = met.flatMap((outcome) => outcome.because)
  return {
    age: of.age, audience, childPath, packs: outcomes,
    pointsTo: dutiesOn(of.rules.duties, of.today, [
      ...(childPath ? [{ occasion: 'child' as const, because: child }] : []),
      ...(met.length > 0 ? [{ occasion: 'indications' as const, because: signs }] : []),
    ]),
    because: [...child, ...standing(outcomes, met.length), { key: 'never-decides' }],
  }
}

function standing(outcomes: readonly PackOutcome[], met: number): Reason[] {
  if (met > 0) return [{ key: 'lists-met', count: met }]
  const anySeen = outcomes.some((outcome) => outcome.seen.length > 0)
  return [{ key: anySeen ? 'signs-but-no-rule' : 'no-signs' }, { key: 'may-refer-anyway' }]
}

function outcomeOf(pack: IndicatorPack, observations: Observations, audience: Audience, rules: ScreeningRules): PackOutcome {
  const items = itemsFor(pack, audience)
  const answerOf = (item: IndicatorItem) => observations[signOf(pack, item)] ?? 'unknown'
  const seen = items.filter((item) => answerOf(item) === 'seen')
  const unknown = items.filter((item) => answerOf(item) === 'unknown')
  const notSeen = items.filter((item) => answerOf(item) === 'not-seen')
  const base = { pack: pack.key, version: pack.version, title: pack.title, seen, notSeen, unknown }
  if (items.length === 0) return { ...base, rule: 'none', because: [{ key: 'list-empty', pack: pack.title }] }
  const texts = seen.map((item) => item.text)
  if (pack.rule.kind === 'none') return { ...base, rule: 'none', because: [{ key: 'no-rule', pack: pack.title, count: seen.length, signs: texts }] }
  if (pack.rule.kind === 'at-least') {
    const needed = pack.rule.count
    const rule = seen.length >= needed ? 'met' : seen.length + unknown.length >= needed ? 'open' : 'not-met'
    return { ...base, rule, because: [{ key: `count-${rule}`, pack: pack.title, count: seen.length, needed, signs: texts }] }
  }
  return { ...base, ...byDimension(pack, { seen, unknown }, audience, rules) }
}

function byDimension(
  pack: IndicatorPack,
  { seen, unknown }: { readonly seen: readonly IndicatorItem[]; readonly unknown: readonly IndicatorItem[] },
  audience: Audience,
  rules: ScreeningRules,
): Pick<PackOutcome, 'rule' | 'dimensions' | 'pattern' | 'because'> {
  const isChild = audience === 'child'
  const dimensions = weigh(pack, seen, audience)
  const pattern = patternOf(positiveParts(dimensions), isChild)
  const atMost = patternOf(positiveParts(weigh(pack, [...seen, ...unknown], audience)), isChild)
  const rule = orients(pattern, rules.meansNeeded) ? 'met' : orients(atMost, rules.meansNeeded) ? 'open' : 'not-met'
  return {
    rule, dimensions, pattern,
    because: [
      ...dimensions.flatMap((dimension): Reason[] => (dimension.positiveBy === undefined ? [] : [{
        key: `dimension-${dimension.positiveBy}`, dimension: dimension.title,
        signs: seen.filter((item) => item.dimension === dimension.key).map((item) => item.text),
      }])),
      { key: `pattern-${pattern}`, pack: pack.title },
      ...(isChild ? [{ key: 'means-not-needed-for-a-child' } as const] : rules.meansNeeded ? [] : [{ key: 'means-not-needed-in-this-law' } as const]),
    ],
  }
}

function weigh(pack: IndicatorPack, seen: readonly IndicatorItem[], audience: Audience): readonly DimensionOutcome[] {
  return (pack.dimensions ?? []).map(({ key, part, title }) => {
    const weights = { strong: 0, medium: 0, weak: 0 }
    for (const item of seen) {
      const strength = item.dimension === key ? item.strength?.[audience] : undefined
      if (strength) weights[strength] += 1
    }
    const by = positiveBy(weights)
    return { key, part, title, weights, ...(by && { positiveBy: by }) }
  })
}

const positiveParts = (dimensions: readonly DimensionOutcome[]): ReadonlySet<DimensionPart> =>
  new Set(dimensions.filter((dimension) => dimension.positiveBy).map((dimension) => dimension.part))
