import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spreadOverCentres, type CentreWithPlaces, type PersonToPlace } from './spread-over-centres.ts'

const person = (key: string, more: Partial<PersonToPlace> = {}): PersonToPlace => ({ key, isChild: false, languages: ['en'], ...more })
const centre = (office: string, freePlaces: number, more: Partial<CentreWithPlaces> = {}): CentreWithPlaces =>
  ({ office, freePlaces, languages: ['en'], regions: [], takesMinors: false, ...more })

test('language comes before region, region before the emptier centre, and each says why', () => {
  const centres = [centre('near', 5, { languages: ['nl'], regions: ['antwerp'] }), centre('speaks', 1, { languages: ['ar'] }), centre('both', 1, { languages: ['ar'], regions: ['antwerp'] }), centre('empty', 9, { languages: [] })]
  const spread = spreadOverCentres([1, 2, 3].map((key) => person(`p${key}`, { languages: ['ar'], region: 'antwerp' })).concat(person('p4', { languages: ['vi'] })), centres)
  expect(spread.placed.map(({ office, why }) => [office, why])).toEqual([['both', 'language-and-region'], ['speaks', 'language'], ['near', 'region'], ['empty', 'free-place']])
})

test('with too few places the rest is named, and with the reason', () => {
  const spread = spreadOverCentres([person('a'), person('b'), person('c'), person('child', { isChild: true })], [centre('only', 2)])
  expect(spread.placed.map(({ key }) => key)).toEqual(['a', 'b'])
  expect(spread.unplaced).toEqual([{ key: 'c', why: 'no-free-place' }, { key: 'child', why: 'no-centre-for-minors' }])
  expect(spreadOverCentres([person('x', { isChild: true })], [centre('full', 0, { takesMinors: true }), centre('other', 4)]).unplaced).toEqual([{ key: 'x', why: 'no-free-place-for-minors' }])
})

test('a child comes first where only some centres take minors', () => {
  const spread = spreadOverCentres([person('adult'), person('child', { isChild: true })], [centre('minors', 1, { takesMinors: true })])
  expect(spread.placed).toMatchObject([{ key: 'child', office: 'minors' }])
})

test('who has only one centre that speaks the language chooses before who has two', () => {
  const centres = [centre('two', 1, { languages: ['en', 'ar'] }), centre('one', 1, { languages: ['en'] })]
  expect(spreadOverCentres([person('english'), person('arabic', { languages: ['ar'] })], centres).placed).toMatchObject([{ key: 'english', office: 'one' }, { key: 'arabic', office: 'two' }])
})

const people = fc.array(fc.record({ isChild: fc.boolean(), languages: fc.subarray(['en', 'ar', 'vi']), region: fc.constantFrom('n', 's', undefined) }), { maxLength: 80 })
const places = fc.array(fc.record({ freePlaces: fc.nat(20), languages: fc.subarray(['en', 'ar']), regions: fc.subarray(['n', 's']), takesMinors: fc.boolean() }), { maxLength: 6 })
test('everybody is placed once or named as not placed, no centre is overfull, no child is where minors are not taken, and no place stays free for somebody who waits', () =>
  fc.assert(fc.property(people, places, (persons, offices) => {
    const named = persons.map((one, index) => ({ ...one, key: `p${index}` }))
    const centres = offices.map((one, index) => ({ ...one, office: `c${index}` }))
    const spread = spreadOverCentres(named, centres)
    expect([...spread.placed, ...spread.unplaced].map(({ key }) => key).sort()).toEqual(named.map(({ key }) => key).sort())
    const child = new Set(named.filter(({ isChild }) => isChild).map(({ key }) => key))
    for (const one of centres) {
      const here = spread.placed.filter(({ office }) => office === one.office)
      expect(here.length).toBeLessThanOrEqual(one.freePlaces)
      if (!one.takesMinors) expect(here.filter(({ key }) => child.has(key))).toEqual([])
      if (here.length < one.freePlaces) expect(spread.unplaced.filter(({ key }) => one.takesMinors || !child.has(key))).toEqual([])
    }
    expect(spreadOverCentres(named, centres)).toEqual(spread)
  }), { seed: 20261123 }))
