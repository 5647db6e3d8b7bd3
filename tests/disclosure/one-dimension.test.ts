import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { passGate } from '../../src/modules/statistics/domain/gate.ts'
import type { Solver } from '../../src/modules/statistics/domain/solver.ts'
import { tabulate, type Table } from '../../src/modules/statistics/domain/table.ts'
import { highsSolver } from '../../src/modules/statistics/store/highs-solver.ts'

let solver: Solver
beforeAll(async () => { solver = await highsSolver() })

const threshold = 5
/** A table of one dimension; those that come to the same total count the same people. */
const tableOf = (counts: readonly (number | null)[], index: number): Table => tabulate({
  name: `t${index}`, population: `invented: ${counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)}`, countedOn: '2026-01-01',
  dimensions: [{ name: `t${index}`, codes: [{ code: 'total', parent: null }, ...counts.map((_, place) => ({ code: `${index}c${place}`, parent: 'total' }))] }],
  leaves: counts.map((value, place) => ({ at: [`${index}c${place}`], value })),
})
function safe(...lists: readonly (readonly (number | null)[])[]) {
  const tables = lists.map(tableOf)
  const answer = passGate({ tables, rule: { threshold, oneCategory: 'no' }, method: { suppress: 'value' }, earlier: [], seconds: 20 }, { solver, clock: () => 0 })
  if (!answer.passed) throw new Error(answer.why)
  return answer.tables.map(({ cells: [total, ...figures] }) => ({ total, figures }))
}
const shown = (...persons: readonly (number | null)[]) => safe(persons)[0]?.figures

describe('a table of one dimension that leaves', () => {
  test('shows large ones and zeros as they are, and tells a zero from what is not known', () => {
    expect(shown(12, 0, 7)).toEqual([12, 0, 7])
    expect(shown(0, null, 9)).toEqual([0, 'not-available', 9])
  })

  test('hides a second figure beside a single small one, and a third where two leave too little room', () => {
    expect(shown(3, 20, 9)).toEqual(['hidden', 20, 'hidden'])
    expect(shown(1, 1, 8, 40)).toEqual(['hidden', 'hidden', 'hidden', 40])
  })

  test('hides a total that is small itself, in every table of those people', () => {
    expect(safe([1, 2, 0], [3, 0]).map(({ total }) => total)).toEqual(['hidden', 'hidden'])
  })

  test('leaves every hidden figure with everything from zero to the threshold, whoever subtracts', () => {
    const counts = fc.array(fc.oneof(fc.nat(12), fc.constant(0)), { minLength: 3, maxLength: 12 })
    fc.assert(fc.property(counts, (persons) => {
      const [table] = safe(persons)
      const figures = table?.figures ?? []
      const hidden = figures.filter((figure) => figure === 'hidden')
      const open = figures.reduce<number>((sum, figure) => sum + (typeof figure === 'number' ? figure : 0), 0)
      expect(figures.some((figure) => typeof figure === 'number' && figure > 0 && figure < threshold)).toBe(false)
      if (hidden.length > 0 && typeof table?.total === 'number') expect(hidden.length >= 2 && table.total - open >= threshold).toBe(true)
    }), { seed: 20261123, numRuns: 200 })
  })
})
