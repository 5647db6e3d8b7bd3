import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCountingRules } from '#statistics'
import { clocksOfFact } from '../../src/modules/statistics/domain/counting-rules.ts'
import { textFolder } from '#platform/text-folder'
import { packFolder, readCountry } from '../../src/main/country-pack.ts'
import { cameAsFar } from '../../src/modules/statistics/domain/came-as-far.ts'
import { clocksOf, type ClockRow } from '../../src/modules/statistics/domain/clocks.ts'
import { daysUntil, waitOf, type Lasted } from '../../src/modules/statistics/domain/waits.ts'
import { besideOf, endingsOf, kindsOf, wayOf, type WayRow } from '../../src/modules/statistics/domain/way.ts'

const seed = { seed: 20261123 }
const shares = [0.25, 0.5, 0.75, 0.9]
const lasted = (over: fc.Arbitrary<boolean>) => fc.array(fc.record({ days: fc.integer({ min: 0, max: 25 }), count: fc.integer({ min: 1, max: 4 }), isOver: over }), { minLength: 1, maxLength: 14 })

/** One line a person; whoever is not over hands her weight on, in equal parts, to all who waited longer (Efron 1967). What is left reaches nobody. */
function byHandingOn(share: number, waits: readonly Lasted[]): number | null {
  const people = waits.flatMap(({ days, count, isOver }) => Array.from({ length: count }, () => ({ days, isOver, weight: 1 })))
    .toSorted((one, other) => one.days - other.days || Number(other.isOver) - Number(one.isOver))
  for (const [index, person] of people.entries()) {
    if (person.isOver) continue
    const later = people.slice(index + 1)
    for (const other of later) other.weight += person.weight / later.length
    person.weight = 0
  }
  let over = 0
  for (const { days } of people) {
    over = people.filter((person) => person.isOver && person.days <= days).reduce((sum, { weight }) => sum + weight, 0)
    if (over > 0 && over / people.length >= share - 1e-9 && people.some((person) => person.isOver && person.days === days)) return days
  }
  return null
}

describe('the days within which a share of waits is over', () => {
  test('are the plain quantile where nobody still waits', () => {
    fc.assert(fc.property(lasted(fc.constant(true)), fc.constantFrom(...shares), (waits, share) => {
      const sorted = waits.flatMap(({ days, count }) => Array.from({ length: count }, () => days)).toSorted((one, other) => one - other)
      expect(daysUntil(share, waits)).toBe(sorted[Math.ceil(share * sorted.length - 1e-9) - 1])
    }), { ...seed, numRuns: 500 })
  })

  test('are those that come of handing on the weight of whoever still waits', () => {
    fc.assert(fc.property(lasted(fc.boolean()), fc.constantFrom(...shares), (waits, share) => {
      expect(daysUntil(share, waits)).toBe(byHandingOn(share, waits))
    }), { ...seed, numRuns: 1_000 })
  })

  test('are what the textbook has for a known sample: 6-mercaptopurine, half by day 23', () => {
    // Freireich and others 1963, as printed in Klein and Moeschberger, Survival Analysis, table 1.1.
    const over = [10, 7, 23, 22, 6, 16, 6, 6, 13].map((days) => ({ days, count: 1, isOver: true }))
    const running = [32, 34, 32, 25, 11, 20, 19, 6, 17, 35, 9, 10].map((days) => ({ days, count: 1, isOver: false }))
    const waits = [...over, ...running]
    expect([daysUntil(0.25, waits), daysUntil(0.5, waits), daysUntil(0.75, waits)]).toEqual([13, 23, null])
  })

  test('are never shorter for leaving in those who still wait', () => {
    fc.assert(fc.property(lasted(fc.boolean()), fc.constantFrom(...shares), (waits, share) => {
      const over = waits.filter(({ isOver }) => isOver)
      fc.pre(over.length > 0)
      expect(daysUntil(share, waits) ?? Infinity).toBeGreaterThanOrEqual(daysUntil(share, over) ?? Infinity)
    }), { ...seed, numRuns: 500 })
  })

  test('are not known of a wait that nobody has had the end of, and who waits is counted all the same', () => {
    const rows = [{ part: 'all', wait: 'answer', fate: 'waiting', days: 40, waited: 2 }, { part: 'all', wait: 'answer', fate: 'left', days: 12, waited: 1 }] as const
    expect(waitOf(rows, 'all', 'answer')).toEqual({ met: 0, waiting: 2, left: 1, quartile: null, median: null, threeQuarters: null, nineTenths: null, longest: 40, horizon: 40 })
    expect(waitOf(rows, 'all', 'document')).toMatchObject({ met: 0, waiting: 0, median: null, horizon: null })
  })
})

const way = { places: ['a', 'b', 'c'].map((key) => ({ key, label: { en: key, nl: key, fr: key, de: key }, steps: [key] })), beside: ['x'] }
const wayRows = fc.array(fc.record({
  part: fc.constantFrom('woman', 'man'), taken: fc.integer({ min: 0, max: 15 }), state: fc.constantFrom('s', 't'), hasEnded: fc.boolean(), ground: fc.constantFrom(null, 'W1'), persons: fc.integer({ min: 1, max: 9 }),
}), { maxLength: 12 })

describe('how far people come', () => {
  test('adds up to everybody at each place, never grows, and is the sum of its parts', () => {
    fc.assert(fc.property(wayRows, (rows) => {
      const all = wayOf(rows, 'all', way)
      const [women, men] = ['woman', 'man'].map((part) => wayOf(rows, part, way))
      for (const [at, { took, passed, before, ended, came }] of all.entries()) {
        expect(took + passed + before + ended).toBe(all[0]?.came)
        expect(came).toBe(took + passed)
        expect(came).toBeLessThanOrEqual(all[at - 1]?.came ?? Infinity)
        expect((women?.[at]?.came ?? 0) + (men?.[at]?.came ?? 0)).toBe(came)
      }
      expect(endingsOf(rows, 'all', ['s', 't']).reduce((sum, { persons }) => sum + persons, 0)).toBe(all[0]?.came)
    }), { ...seed, numRuns: 300 })
  })

  test('counts whoever passes a place without its step, and not what happens beside the way', () => {
    const rows: WayRow[] = [{ part: 'woman', taken: 0b0101, state: 's', hasEnded: false, ground: null, persons: 2 }, { part: 'man', taken: 0b1000, state: 's', hasEnded: true, ground: null, persons: 3 }]
    expect(wayOf(rows, 'all', way)).toEqual([
      { key: 'detected', took: 5, passed: 0, before: 0, ended: 0, came: 5 }, { key: 'a', took: 2, passed: 0, before: 0, ended: 3, came: 2 },
      { key: 'b', took: 0, passed: 2, before: 0, ended: 3, came: 2 }, { key: 'c', took: 2, passed: 0, before: 0, ended: 3, came: 2 },
    ])
    expect(besideOf(rows, 'all', way)).toEqual([{ step: 'x', persons: 3 }])
    expect(kindsOf({ ...way, endings: [], verified: false })).toEqual([{ bit: 0, step: 'a' }, { bit: 1, step: 'b' }, { bit: 2, step: 'c' }, { bit: 3, step: 'x' }])
  })
})

test('how many came as far follows from the furthest places by adding or subtracting, and where neither is possible nobody says it', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(20), fc.boolean()), { minLength: 1, maxLength: 9 }), fc.boolean(), (places, showsTotal) => {
    const figures = places.map(([persons]) => persons)
    const told = cameAsFar(places.map(([persons, isShown]) => (isShown ? persons : null)), showsTotal ? figures.reduce((sum, each) => sum + each, 0) : null)
    for (const [place, came] of told.entries()) {
      const isHidden = ([, isShown]: readonly [number, boolean]) => !isShown
      expect(came).toBe(places.slice(place).some(isHidden) && (!showsTotal || places.slice(0, place).some(isHidden)) ? null : figures.slice(place).reduce((sum, each) => sum + each, 0))
    }
  }), { ...seed, numRuns: 300 })
})

test('clocks are kept, late by so many days, or open, and none of them is counted twice', () => {
  const row = (fate: ClockRow['fate'], days: number, clocks: number, withFile = false): ClockRow => ({ part: 'woman', clock: 'answer', owner: 'magistrate', fate, withFile, days, clocks })
  const rows = [row('kept', 0, 5), row('kept', 0, 2, true), row('late', 3, 2), row('late', 9, 1), row('late', 30, 1), row('open', 0, 4), row('open-late', 12, 1)]
  expect(clocksOf(rows, 'all', { clock: 'answer', owner: 'magistrate' })).toEqual({
    clock: 'answer', owner: 'magistrate', kept: 7, withFile: 2, late: 4, lateMedian: 3, lateMost: 30, open: 4, openLate: 1, openLateMost: 12,
  })
  expect(clocksOf(rows, 'man', { clock: 'answer', owner: 'magistrate' })).toMatchObject({ kept: 0, late: 0, lateMedian: null, lateMost: null })
})

test('a step that the procedure does not have, or a wait of two kinds of thing, is a fault of the pack', () => {
  const folder = textFolder(packFolder('be'), '.yaml')
  const pack = readCountry('be')
  const told = (from: string, to: string) => () => readCountingRules({ ...folder, files: { ...folder.files, 'statistics.yaml': (folder.files['statistics.yaml'] ?? '').replace(from, to) } }, pack)
  expect(told('', '')().way.places.map(({ key }) => key)).toEqual(['referred', 'accompanied', 'reflection', 'statement', 'certificate', 'temporary', 'unlimited'])
  expect(told('steps: [issue-certificate]', 'steps: [issue-certifikate]')).toThrow(/there is no step issue-certifikate/)
  expect(told('to: ["referral:accept", ', 'to: [refer, "referral:accept", ')).toThrow(/mixes what happened to a referral with steps/)
  expect(told('key: statement, label', 'key: referred, label')).toThrow(/a place stands twice/)
})

test('a clock that the country has stands in one of the facts of clocks, and in no second', () => {
  const folder = textFolder(packFolder('be'), '.yaml')
  const pack = readCountry('be')
  const told = (from: string, to: string) => () => readCountingRules({ ...folder, files: { ...folder.files, 'statistics.yaml': (folder.files['statistics.yaml'] ?? '').replace(from, to) } }, pack)
  expect(clocksOfFact(told('', '')(), 'clocks')).toEqual(['referral-answer', 'reflection', 'certificate', 'certificate-extension', 'temporary-residence-period', 'magistrate-answer'])
  expect(clocksOfFact(told('', '')(), 'clocks-residence')).toEqual(['certificate', 'certificate-extension', 'temporary-residence-period'])
  expect(told('answers: [magistrate-answer]', 'answers: []')).toThrow(/the clock magistrate-answer has to stand in one of clocks, once/)
  expect(told('answers: [magistrate-answer]', 'answers: [magistrate-answer, reflection]')).toThrow(/the clock reflection has to stand/)
  expect(told('answers: [magistrate-answer]', 'answers: [magistrate-answer, magistrate-anser]')).toThrow(/there is no clock magistrate-anser/)
})
