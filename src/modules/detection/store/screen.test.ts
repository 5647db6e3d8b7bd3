import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { readPack } from '#law'
import { textFolder } from '#platform/text-folder'
import { readDetection } from './read-indicator-packs.ts'
import { areMeansNeeded } from '../domain/detection-rules.ts'
import { positiveBy } from '../domain/dimensions.ts'
import { itemsFor, packsFor, signOf, signsOf, type Audience, type DimensionPart, type IndicatorPack, type Strength } from '../domain/indicator-pack.ts'
import { screen, type AgeGroup, type Observations } from '../domain/screen.ts'

const today = day('2026-11-23')
const belgium = readDetection('src/countries/be', 'src/countries/international')
const duties = readPack(textFolder('src/countries/be', '.yaml')).duties
const belgian = { meansNeeded: areMeansNeeded(belgium.rules, today), duties }
const pack = (key: string): IndicatorPack => {
  const found = belgium.packs.find((candidate) => candidate.key === key)
  if (!found) throw new Error(`no list ${key}`)
  return found
}
const see = (list: IndicatorPack, keys: readonly string[], rest: 'not-seen' | 'unknown' = 'not-seen'): Observations =>
  Object.fromEntries(list.items.map((item) => [signOf(list, item), keys.includes(item.key) ? 'seen' : rest]))
const run = (list: IndicatorPack, seen: Observations, age: AgeGroup = 'adult', rules = belgian) => screen([list], seen, { age, today, rules })
const ilo = pack('ilo-labour')
/** Items of a part of the ILO list by their strength: so many strong, so many medium, so many weak. */
const weighed = (part: DimensionPart, wanted: Partial<Record<Strength, number>>, audience: Audience = 'adult') => {
  const dimension = ilo.dimensions?.find((candidate) => candidate.part === part)?.key
  return Object.entries(wanted).flatMap(([strength, count]) => {
    const found = itemsFor(ilo, audience).filter((item) => item.dimension === dimension && item.strength?.[audience] === strength).slice(0, count)
    expect(found).toHaveLength(count)
    return found.map((item) => item.key)
  })
}

describe('Payoke', () => {
  const payoke = pack('payoke')
  test('one sign does not meet the rule', () => {
    const result = run(payoke, see(payoke, ['few-contacts']))
    expect(result.packs[0]).toMatchObject({ rule: 'not-met', because: [{ key: 'count-not-met', count: 1, needed: 2 }] })
    expect(result.pointsTo).toEqual([])
    expect(result.because.map(({ key }) => key)).toEqual(['signs-but-no-rule', 'may-refer-anyway', 'never-decides'])
  })
  test('two signs that coincide meet the rule, and the result names both', () => {
    const result = run(payoke, see(payoke, ['few-contacts', 'large-debt']))
    expect(result.packs[0]).toMatchObject({ rule: 'met', because: [{ key: 'count-met', count: 2, needed: 2 }] })
    expect(result.packs[0]?.because[0]?.signs?.map(({ en }) => en)).toEqual(['Has hardly any contact with other people', 'Has to pay off a large debt'])
    expect(result.pointsTo.map(({ duty }) => duty)).toEqual(['tell-immigration-office', 'tell-the-person', 'contact-a-centre', 'tell-the-magistrate'])
  })
  test('a sign that nobody asked about is unknown, which is not no', () => {
    expect(run(payoke, { 'few-contacts': 'seen' }).packs[0]).toMatchObject({ rule: 'open' })
    expect(run(payoke, {}).packs[0]?.unknown).toHaveLength(9)
  })
  test('one tick answers every list that holds the same sign', () => {
    const result = screen([payoke, pack('pag-asa')], { 'large-debt': 'seen' }, { age: 'adult', today, rules: belgian })
    expect(result.packs.map((outcome) => outcome.seen.map((item) => item.key))).toEqual([['large-debt'], ['large-debt']])
    const ticks = signsOf([payoke, pack('pag-asa')], { audience: 'adult', today })
    expect(ticks).toHaveLength(13)
    expect(ticks.find(({ sign }) => sign === 'large-debt')?.lists).toEqual(['payoke', 'pag-asa'])
  })
})

describe('the first step of the ILO', () => {
  test.each([
    [{ strong: 2 }, 'two-strong'], [{ strong: 1, medium: 1 }, 'one-strong-and-another'], [{ strong: 1, weak: 1 }, 'one-strong-and-another'],
    [{ medium: 3 }, 'three-medium'], [{ medium: 2, weak: 1 }, 'two-medium-and-one-weak'],
    [{}, undefined], [{ strong: 1 }, undefined], [{ medium: 2 }, undefined], [{ medium: 1, weak: 9 }, undefined], [{ weak: 9 }, undefined],
  ] as const)('%o is %s', (weights, by) => expect(positiveBy({ strong: 0, medium: 0, weak: 0, ...weights })).toBe(by))

  test.each([
    ['coercion', { strong: 2 }, 'two-strong'], ['coercion', { strong: 1, weak: 1 }, 'one-strong-and-another'],
    ['exploitation', { medium: 3 }, 'three-medium'], ['exploitation', { medium: 2, weak: 1 }, 'two-medium-and-one-weak'],
    ['coercion', { strong: 1 }, undefined], ['exploitation', { medium: 2 }, undefined], ['exploitation', { medium: 1, weak: 1 }, undefined],
  ] as const)('%s with %o in the list itself is %s', (part, wanted, by) => {
    const outcome = run(ilo, see(ilo, weighed(part, wanted))).packs[0]
    expect(outcome?.dimensions?.find((dimension) => dimension.part === part)?.positiveBy).toBe(by)
  })
})

describe('the second step of the ILO', () => {
  const exploited = weighed('exploitation', { medium: 3 })
  const coerced = weighed('coercion', { strong: 2 })
  const deceived = weighed('deception', { medium: 3 })
  const strict = { ...belgian, meansNeeded: true }
  test.each([
    ['nothing', [], 'nothing-positive', 'not-met', 'not-met'],
    ['deception alone', deceived, 'no-exploitation-seen', 'not-met', 'not-met'],
    ['exploitation alone', exploited, 'exploitation-alone', 'met', 'not-met'],
    ['exploitation after deception', [...deceived, ...exploited], 'exploitation-after-deception', 'met', 'not-met'],
    ['exploitation, coercion and no way of recruiting', [...exploited, ...coerced], 'exploitation-with-other-means', 'met', 'not-met'],
    ['exploitation, coercion and deception', [...deceived, ...exploited, ...coerced], 'exploitation-with-coercion', 'met', 'met'],
  ] as const)('%s: %s pattern; a law without means says %s, a law with means %s', (_, keys, pattern, inBelgium, whereMeansCount) => {
    expect(run(ilo, see(ilo, keys)).packs[0]).toMatchObject({ pattern, rule: inBelgium })
    expect(run(ilo, see(ilo, keys), 'adult', strict).packs[0]).toMatchObject({ pattern, rule: whereMeansCount })
  })
  test('for a child exploitation suffices, even where the law needs means', () => {
    const keys = weighed('exploitation', { strong: 1, medium: 1 }, 'child')
    expect(run(ilo, see(ilo, keys), 'child', strict).packs[0]).toMatchObject({ pattern: 'exploitation-of-a-child', rule: 'met' })
  })
})

describe('a child, or not sure', () => {
  test.each(['child', 'unsure'] as const)('%s takes the set for children and the duties towards a child at once, without one sign', (age) => {
    const result = run(ilo, {}, age)
    expect(result).toMatchObject({ audience: 'child', childPath: true })
    expect(result.packs[0]?.unknown).toHaveLength(65)
    expect(result.pointsTo.map(({ duty }) => duty)).toContain('tell-the-guardianship-service')
    expect(result.because[0]?.key).toBe(age === 'child' ? 'child' : 'age-in-doubt')
  })
  test('an adult is pointed to no duty towards a child', () => {
    expect(run(ilo, {}).pointsTo).toEqual([])
  })
})

describe('the lists', () => {
  test.each([
    ['ilo-labour', 67, 65], ['payoke', 9, 9], ['pag-asa', 11, 11], ['fedasil', 8, 8], ['col-2015', 0, 0], ['unodc-general', 30, 30],
  ])('%s holds %i signs for adults and %i for children', (key, adults, children) => {
    expect(itemsFor(pack(key), 'adult')).toHaveLength(adults)
    expect(itemsFor(pack(key), 'child')).toHaveLength(children)
  })
  test('the dimensions of the ILO list hold 10, 10, 16, 9, 15 and 7 signs, and no sign is weak for a child', () => {
    expect(ilo.dimensions?.map(({ key }) => ilo.items.filter((item) => item.dimension === key).length)).toEqual([10, 10, 16, 9, 15, 7])
    expect(ilo.items.filter((item) => item.strength?.child === 'weak')).toEqual([])
  })
  test('every text differs between the languages', () => {
    for (const list of belgium.packs)
      for (const item of list.items) expect(new Set(Object.values(item.text)).size, `${list.key} ${item.key}`).toBe(4)
  })
  test('a sign that Payoke and PAG-ASA share is worded the same in both', () => {
    const payoke = pack('payoke')
    for (const item of pack('pag-asa').items.filter(({ sign }) => sign)) expect(payoke.items.find(({ sign }) => sign === item.sign)?.text).toEqual(item.text)
  })
  test('an empty list says that it is empty and meets nothing', () => {
    expect(run(pack('col-2015'), {}).packs[0]).toMatchObject({ rule: 'none', because: [{ key: 'list-empty' }] })
  })
  test('a list is used only on the days on which it is in force', () => {
    const payoke = pack('payoke')
    expect(packsFor([payoke], 'adult', day('2026-11-21'))).toEqual([])
    expect(packsFor([{ ...payoke, to: day('2026-11-22') }], 'adult', today)).toEqual([])
  })
  test('Halvonia, whose list is for adults and asks for three, has its own law of means', () => {
    const halvonia = readDetection('src/countries/halvonia', 'src/countries/international')
    expect(areMeansNeeded(halvonia.rules, today)).toBe(true)
    const [list] = halvonia.packs
    expect(list && itemsFor(list, 'child')).toEqual([])
    expect(list && signsOf([list], { audience: 'adult', today, sector: 'construction' })).toHaveLength(3)
  })
})
