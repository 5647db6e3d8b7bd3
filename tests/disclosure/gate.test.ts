import { beforeAll, describe, expect, test } from 'vitest'
import { adviseMerges, mergeCodes } from '../../src/modules/statistics/domain/advise-merges.ts'
import { audit } from '../../src/modules/statistics/domain/auditor/audit.ts'
import { passGate, type GateRequest } from '../../src/modules/statistics/domain/gate.ts'
import type { ProtectedTable } from '../../src/modules/statistics/domain/protected-table.ts'
import { roundTables } from '../../src/modules/statistics/domain/round.ts'
import type { Solver } from '../../src/modules/statistics/domain/solver.ts'
import { cellAt, faultsOf, flat, tabulate, type Table } from '../../src/modules/statistics/domain/table.ts'
import { highsSolver } from '../../src/modules/statistics/store/highs-solver.ts'
import { grouped, linkedTo, numbersFrom, plain, randomTable } from './random-tables.ts'

let solver: Solver
beforeAll(async () => { solver = await highsSolver() })

const rule = { threshold: 5, oneCategory: 'no' } as const
const request = (tables: readonly Table[], more: Partial<GateRequest> = {}): GateRequest => ({ tables, rule, method: { suppress: 'value' }, earlier: [], seconds: 60, ...more })
const pass = (asked: GateRequest) => passGate(asked, { solver, clock: () => 0 })
const drawn = (seed: number, upTo = 30) => randomTable({ dimensions: [plain('a', 4), plain('b', 4)], next: numbersFrom(seed), upTo, zeros: 0.1 })

describe('the gate', () => {
  test('lets a table out with its small figures hidden, and tells nobody which of the hidden ones are small', () => {
    const answer = pass(request([drawn(7)]))
    if (!answer.passed) throw new Error(answer.why)
    const [table] = answer.tables
    expect(table?.cells.filter((cell) => cell === 'hidden').length).toBeGreaterThan(answer.account.sensitive)
    expect(table?.cells.some((cell) => typeof cell === 'number' && cell > 0 && cell < 5)).toBe(false)
    expect(Object.keys(table ?? {}).toSorted()).toEqual(['cells', 'countedOn', 'dimensions', 'method', 'name', 'population', 'provisional'])
  })

  test('says of how many figures it is proven that nobody and the threshold stay possible, and promises nothing of those hidden beside them', () => {
    let narrower = 0
    for (let seed = 1; seed <= 20; seed += 1) {
      const table = drawn(seed)
      const answer = pass(request([table]))
      if (!answer.passed) throw new Error(answer.why)
      const small = new Set(table.cells.flatMap(({ value }, cell) => ((value ?? 0) > 0 && (value ?? 0) < 5 ? [cell] : [])))
      expect(answer.account.proof).toEqual({ figures: small.size, fromNobody: small.size, inWholes: true, isOfEvery: true, reach: null })
      const isWide = ({ low, high }: { low: number; high: number }) => low <= 0 && high >= 5
      expect(answer.account.intervals.filter(({ cell }) => small.has(cell)).every(isWide)).toBe(true)
      narrower += answer.account.intervals.filter((each) => !small.has(each.cell) && !isWide(each)).length
    }
    expect(narrower).toBeGreaterThan(0)
  })

  test('says how far a rounded figure may lie from the true one, so that it is seen which tell that somebody is there', () => {
    const answer = pass(request([drawn(5)], { method: { roundTo: 5 } }))
    expect(answer).toMatchObject({ passed: true, account: { proof: { fromNobody: 0, reach: 4 } } })
    if (answer.passed) expect(answer.account.proof.figures).toBe(drawn(5).cells.filter(({ value }) => (value ?? 0) > 0 && (value ?? 0) < 5).length)
  })

  test('says what a reader can work out who has what was released of the same day as well', () => {
    let narrower = 0
    for (let seed = 1; seed <= 15; seed += 1) {
      const first = drawn(seed)
      const before = pass(request([first]))
      if (!before.passed) throw new Error(before.why)
      const second = linkedTo(first, plain('c', 3), numbersFrom(seed))
      const beside = pass(request([second], { earlier: [{ table: first, hidden: before.account.hidden[0] ?? new Set() }] }))
      if (!beside.passed) continue
      const alone = audit({ publications: [{ table: second, hidden: beside.account.hidden[0] ?? new Set() }], rule, solver }).intervals
      for (const [index, { low, high }] of beside.account.intervals.entries()) {
        const by = alone[index] ?? { low, high }
        expect([seed, low >= by.low - 1e-6, high <= by.high + 1e-6]).toEqual([seed, true, true])
        if (high < by.high - 1e-6 || low > by.low + 1e-6) narrower += 1
      }
    }
    expect(narrower).toBeGreaterThan(0)
  })

  test('keeps a blank a blank and a zero a zero', () => {
    const table = tabulate({ name: 'blanks', population: 'p', countedOn: 'd', dimensions: [flat('a', ['x', 'y', 'z'])], leaves: [
      { at: ['x'], value: null, state: 'not-collected' }, { at: ['y'], value: 0, state: 'known-zero' }, { at: ['z'], value: 12, state: 'provisional' },
    ] })
    const answer = pass(request([table]))
    expect(answer).toMatchObject({ passed: true, tables: [{ cells: [12, 'not-collected', 0, 12], method: 'as-counted', provisional: true }] })
  })

  test('looks at no figures that are no table', () => {
    const table = drawn(1)
    const cells = table.cells.with(0, { value: 1, state: 'measured' })
    expect(pass(request([{ ...table, cells }]))).toMatchObject({ passed: false, why: 'no-table', faults: [{ fault: 'does-not-add-up', cell: 0 }] })
  })

  test('refuses two tables that disagree about the same people', () => {
    const one = drawn(1)
    expect(pass(request([one, { ...drawn(2), name: 'other' }]))).toMatchObject({ passed: false, why: 'tables-disagree' })
    expect(faultsOf(one)).toEqual([])
  })

  test('protects a second table of the same people so that the first still tells nothing', () => {
    for (let seed = 1; seed <= 15; seed += 1) {
      const first = drawn(seed)
      const second = linkedTo(first, plain('c', 3), numbersFrom(seed))
      const before = pass(request([first]))
      if (!before.passed) throw new Error(before.why)
      const after = pass(request([second], { earlier: [{ table: first, hidden: before.account.hidden[0] ?? new Set() }] }))
      // Either it leaves, and nothing that was hidden is shown, or what stands leaves no safe choice.
      if (!after.passed) expect(after.why).toBe('nothing-is-safe')
      else for (const cell of [0, 1, 2, 3, 4]) {
        const margin = cellAt(first.dimensions, [cell, 0])
        expect([seed, cell, after.tables[0]?.cells[cell * 4] === 'hidden']).toEqual([seed, cell, before.tables[0]?.cells[margin] === 'hidden'])
      }
    }
  })

  test('refuses a release a week later that differs by one person', () => {
    const first = drawn(3, 60)
    const before = pass(request([first]))
    if (!before.passed) throw new Error(before.why)
    const cells = first.cells.map((cell, index) => ([0, 1, 5, 6].includes(index) ? { ...cell, value: (cell.value ?? 0) + 1 } : cell))
    const again = pass(request([{ ...first, cells, countedOn: '2026-01-08' }], { earlier: [{ table: first, hidden: before.account.hidden[0] ?? new Set() }] }))
    expect(again).toMatchObject({ passed: false, why: 'would-open' })
  })

  test('refuses to release rounded what was released in another way', () => {
    const table = drawn(4)
    expect(pass(request([table], { method: { roundTo: 5 }, earlier: [{ table, hidden: new Set() }] }))).toMatchObject({ passed: false, why: 'would-open' })
    expect(pass(request([table], { earlier: [{ table, hidden: new Set(), roundedTo: 5 }] }))).toMatchObject({ passed: false, why: 'would-open' })
  })

  test('is the only maker of a table that may be shown', () => {
    const show = (table: ProtectedTable) => table.name
    const { name, population, countedOn, dimensions } = drawn(1)
    // @ts-expect-error a table that nobody proved is none that may be shown
    expect(show({ name, population, countedOn, dimensions, cells: [1, 2], method: 'as-counted', provisional: false })).toBe('table')
    // @ts-expect-error neither is the table of what was counted
    expect(show(drawn(1))).toBe('table')
  })
})

describe('rounding', () => {
  test('moves every figure to a neighbouring multiple, leaves multiples alone, and still adds up', () => {
    for (let seed = 1; seed <= 30; seed += 1) for (const base of [3, 5]) {
      const table = randomTable({ dimensions: [grouped('a', 2, 3), plain('b', 4)], next: numbersFrom(seed), upTo: 40, zeros: 0.2 })
      const rounding = roundTables([table], { base, solver, seconds: 20 })
      const rounded = { ...table, cells: (rounding?.cells[0] ?? []).map((value) => ({ value, state: 'measured' as const })) }
      expect(faultsOf(rounded)).toEqual([])
      expect(rounding).toMatchObject({ widened: 0 })
      for (const [cell, { value }] of table.cells.entries()) {
        const shown = rounded.cells[cell]?.value ?? -1
        expect(shown % base).toBe(0)
        expect(Math.abs(shown - (value ?? 0))).toBeLessThan(base)
      }
    }
  })

  test('of three dimensions adds up too, and the gate lets it out', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const table = randomTable({ dimensions: [plain('a', 3), plain('b', 3), plain('c', 3)], next: numbersFrom(seed), upTo: 30, zeros: 0.1 })
      const rounding = roundTables([table], { base: 5, solver, seconds: 20 })
      expect(faultsOf({ ...table, cells: (rounding?.cells[0] ?? []).map((value) => ({ value, state: 'measured' as const })) })).toEqual([])
    }
    expect(pass(request([drawn(5)], { method: { roundTo: 5 } }))).toMatchObject({ passed: true, tables: [{ method: { roundedTo: 5 } }] })
  })
})

describe('the adviser', () => {
  test('merges two categories without losing anybody', () => {
    const table = drawn(1)
    const merged = mergeCodes(table, 'a', ['a0', 'a1'])
    expect(faultsOf(merged)).toEqual([])
    expect(merged.cells[0]).toEqual(table.cells[0])
    expect(merged.dimensions[0]?.codes.map(({ code }) => code)).toEqual(['total', 'a0+a1', 'a2', 'a3'])
  })

  test('says first which merge saves most', () => {
    const table = tabulate({ name: 't', population: 'p', countedOn: 'd', dimensions: [flat('a', ['x', 'y', 'z']), flat('b', ['1', '2', '3'])], leaves: [
      ...['1', '2', '3'].map((b) => ({ at: ['x', b], value: 3 })), ...['1', '2', '3'].map((b) => ({ at: ['y', b], value: 4 })), ...['1', '2', '3'].map((b) => ({ at: ['z', b], value: 60 })),
    ] })
    const [best] = adviseMerges({ table, rule, cost: 'value', solver, clock: () => 0, seconds: 30 })
    expect(best).toMatchObject({ dimension: 'a', codes: ['x', 'y'], sensitive: 0, hidden: 0, cost: 0 })
  })
})
