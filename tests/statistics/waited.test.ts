import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areBands, bandsIn, hadItBy, halfIn } from '../../src/modules/statistics/domain/waited.ts'

const halfOf = (bands: readonly number[]): number => bands.findIndex((_, at) => 2 * bands.slice(0, at + 1).reduce((sum, each) => sum + each, 0) >= bands.reduce((sum, each) => sum + each, 0))

/** Every way in which the hidden figures may be filled so that all add up. */
function fillings(bands: readonly (number | null)[], left: number): readonly (readonly number[])[] {
  const [first, ...others] = bands
  if (first === undefined) return left === 0 ? [[]] : []
  const tried = first === null ? Array.from({ length: left + 1 }, (_, each) => each) : first <= left ? [first] : []
  return tried.flatMap((each) => fillings(others, left - each).map((rest) => [each, ...rest]))
}

describe('the band in which half of the persons lie', () => {
  test('is said where it is so whatever the hidden figures are, and nowhere else', () => {
    const tables = fc.array(fc.tuple(fc.nat(4), fc.boolean()), { minLength: 1, maxLength: 5 })
    fc.assert(fc.property(tables, (cells) => {
      const total = cells.reduce((sum, [persons]) => sum + persons, 0)
      const open = cells.map(([persons, isHidden]) => (isHidden ? null : persons))
      const halves = new Set(fillings(open, total).map(halfOf))
      expect(halfIn(open, total)).toBe(total > 0 && halves.size === 1 ? [...halves][0] : undefined)
    }), { seed: 20_261_130, numRuns: 2_000 })
  })

  test('is not said of nobody, nor where nobody knows how many there are', () => {
    expect([halfIn([0, 0], 0), halfIn([3, 4], null)]).toEqual([undefined, undefined])
  })
})

test('how many had it by the end of a band is the sum up to it, or everybody less the later ones', () => {
  expect(hadItBy([3, 7, null, 2, null, 8], 30)).toEqual([3, 10, null, null, 22, 30])
  expect(hadItBy([null, 7, 4], 15)).toEqual([4, 11, 15])
})

test('bands that are shown as one are a time where they lie side by side', () => {
  expect(bandsIn('91-180+181+')).toEqual(['91-180', '181+'])
  expect(bandsIn('181++not-yet')).toEqual(['181+', 'not-yet'])
  expect(areBands(['0-7+8-30', '31-90', '91-180+181+', 'not-yet'])).toBe(true)
  expect(areBands(['0-7', '8-30', '31-90', '91-180', '181++not-yet'])).toBe(true)
  expect(areBands(['0-7+31-90', '8-30', '91-180', '181+', 'not-yet'])).toBe(false)
  expect(areBands(['kept', 'missed'])).toBe(false)
})
