import { beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/modules/statistics/domain/auditor/audit.ts'
import { passGate } from '../../src/modules/statistics/domain/gate.ts'
import type { Solver } from '../../src/modules/statistics/domain/solver.ts'
import { cellAt, flat, tabulate } from '../../src/modules/statistics/domain/table.ts'
import { isExact, toldWithout, wholeRange, withoutGate } from '../../src/modules/statistics/domain/without-gate.ts'
import { highsSolver } from '../../src/modules/statistics/store/highs-solver.ts'
import { linkedTo, numbersFrom, plain, randomTable } from './random-tables.ts'

let solver: Solver
beforeAll(async () => { solver = await highsSolver() })
const rule = { threshold: 5, oneCategory: 'no' } as const
const drawn = (seed: number) => randomTable({ dimensions: [plain('a', 4), plain('b', 4)], next: numbersFrom(seed), upTo: 30, zeros: 0.1 })

describe('without the gate', () => {
  test('a small figure alone in its row and column is known exactly, and two in a row and column are not', () => {
    const table = tabulate({ name: 't', population: 'p', countedOn: 'd', dimensions: [flat('a', ['x', 'y']), flat('b', ['1', '2'])], leaves: [
      { at: ['x', '1'], value: 3 }, { at: ['x', '2'], value: 20 }, { at: ['y', '1'], value: 20 }, { at: ['y', '2'], value: 20 },
    ] })
    expect(withoutGate({ tables: [table], rule, beside: [] }, solver).figures).toEqual([{ table: 0, cell: cellAt(table.dimensions, [1, 1]), low: 3, high: 3, isOpen: true }])
  })

  test('is told as the auditor finds it, and of persons in whole ones', () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const table = drawn(seed)
      const { figures } = withoutGate({ tables: [table], rule, beside: [] }, solver)
      const found = audit({ publications: [{ table, hidden: new Set(figures.map(({ cell }) => cell)) }], rule, solver })
      expect(figures.map(({ cell, low, high }) => ({ table: 0, cell, low, high }))).toEqual(found.intervals.toSorted((a, b) => a.cell - b.cell).map((each) => ({ table: 0, cell: each.cell, ...wholeRange(each, true) })))
      expect(figures.filter(isExact).length).toBeGreaterThanOrEqual(found.exact)
      const tooNarrow = new Set(found.findings.filter(({ fault }) => fault === 'too-narrow').map(({ cell }) => cell))
      for (const { cell, isOpen } of figures) if (tooNarrow.has(cell)) expect([seed, cell, isOpen]).toEqual([seed, cell, true])
    }
    expect([wholeRange({ low: 0.4, high: 2.6 }, true), wholeRange({ low: 0.4, high: 2.6 }, false)]).toEqual([{ low: 1, high: 2 }, { low: 0, high: 3 }])
  })

  test('reads along what was released of the same day, and not what was rounded or counted on another', () => {
    const first = drawn(3)
    const before = passGate({ tables: [first], rule, method: { suppress: 'value' }, earlier: [], seconds: 20 }, { solver, clock: () => 0 })
    if (!before.passed) throw new Error(before.why)
    const second = linkedTo(first, plain('c', 3), numbersFrom(3))
    const hidden = before.account.hidden[0] ?? new Set<number>()
    const told = toldWithout({ tables: [second], rule, method: { suppress: 'value' }, seconds: 20, earlier: [{ table: first, hidden }, { table: { ...first, countedOn: '2020-01-01' }, hidden }, { table: first, hidden: new Set(), roundedTo: 5 }] })
    expect(told.beside).toEqual([{ table: first, hidden }])
    const heard: number[] = []
    const beside = withoutGate(told, solver, (at) => { if (at.doing === 'reading') heard.push(at.done / at.of) }).figures
    const alone = withoutGate({ ...told, beside: [] }, solver).figures
    for (const [index, { low, high }] of beside.entries()) expect(low >= (alone[index]?.low ?? 0) && high <= (alone[index]?.high ?? 0)).toBe(true)
    expect(heard.at(-1)).toBe(1)
  })
})
