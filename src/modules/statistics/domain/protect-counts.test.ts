import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { protectCounts, threshold, type Count, type SafeCounts } from './protect-counts.ts'

const table = (...persons: readonly (number | null)[]): readonly Count[] => persons.map((count, index) => ({ category: `c${index}`, persons: count }))
const shown = (counts: SafeCounts) => counts.figures.map((figure) => figure.shown)

describe('a table that may be shown', () => {
  test('shows large counts and zeros as they are', () => {
    expect(shown(protectCounts(table(12, 0, 7)))).toEqual([12, 0, 7])
  })

  test('tells a zero from what is not known', () => {
    expect(shown(protectCounts(table(0, null, 9)))).toEqual([0, 'not-known', 9])
  })

  test('hides a second figure beside a single small one, which the total would give away', () => {
    expect(shown(protectCounts(table(3, 20, 9)))).toEqual(['hidden', 20, 'hidden'])
  })

  test('hides a third where two small ones leave too little room', () => {
    expect(shown(protectCounts(table(1, 1, 8, 40)))).toEqual(['hidden', 'hidden', 'hidden', 40])
  })

  test('hides a total that is small itself', () => {
    expect(protectCounts(table(1, 2, 0)).total).toBe('hidden')
  })

  test('leaves every hidden figure with everything from zero to the threshold, whoever subtracts', () => {
    const counts = fc.array(fc.oneof(fc.nat(12), fc.constant(0)), { minLength: 3, maxLength: 12 })
    fc.assert(fc.property(counts, (persons) => {
      const safe = protectCounts(table(...persons))
      const hidden = safe.figures.filter((figure) => figure.shown === 'hidden')
      const open = safe.figures.reduce((sum, figure) => sum + (typeof figure.shown === 'number' ? figure.shown : 0), 0)
      const room = safe.total === 'hidden' ? threshold : safe.total - open
      expect(safe.figures.some((figure) => typeof figure.shown === 'number' && figure.shown > 0 && figure.shown < threshold)).toBe(false)
      if (hidden.length > 0 && safe.total !== 'hidden') expect(hidden.length >= 2 && room >= threshold).toBe(true)
    }), { seed: 20261123, numRuns: 2_000 })
  })
})
