import { beforeAll, describe, expect, test } from 'vitest'
import { auditRounding } from '../../src/modules/statistics/domain/auditor/audit-rounding.ts'
import { audit, whatFollows } from '../../src/modules/statistics/domain/auditor/audit.ts'
import { mustStayUnknown } from '../../src/modules/statistics/domain/auditor/must-stay-unknown.ts'
import { wouldOpen } from '../../src/modules/statistics/domain/auditor/would-open.ts'
import { passGate } from '../../src/modules/statistics/domain/gate.ts'
import { sensitiveCells, type PrimaryRule } from '../../src/modules/statistics/domain/sensitive-cells.ts'
import { usualRule } from '../support/usual-rule.ts'
import type { Solver } from '../../src/modules/statistics/domain/solver.ts'
import { cellAt, flat, tabulate, type Table } from '../../src/modules/statistics/domain/table.ts'
import { highsSolver } from '../../src/modules/statistics/store/highs-solver.ts'
import { grouped, numbersFrom, plain, randomTable } from './random-tables.ts'

let solver: Solver
beforeAll(async () => { solver = await highsSolver() })

const rule: PrimaryRule = { threshold: 5, oneCategory: 'no' }

function twoWay(rows: readonly (readonly number[])[], countedOn = '2026-11-16'): Table {
  const letters = ['a', 'b', 'c', 'd'].slice(0, rows.length)
  const figures = ['1', '2', '3', '4'].slice(0, rows[0]?.length)
  return tabulate({
    name: 'planted', population: 'invented', countedOn, dimensions: [flat('letter', letters), flat('figure', figures)],
    leaves: rows.flatMap((row, index) => row.map((value, place) => ({ at: [letters[index] ?? '', figures[place] ?? ''], value }))),
  })
}

const cellsOf = (table: Table, ...places: readonly (readonly [number, number])[]) => new Set(places.map((place) => cellAt(table.dimensions, place)))

describe('the auditor', () => {
  test('finds a pattern with two blanks in each row and column that gives figures away all the same', () => {
    const table = twoWay([[3, 20, 20, 30], [1, 20, 20, 30], [20, 1, 2, 30], [20, 20, 20, 30]])
    // Rows a, b and columns 1, 4 on one side, row c and columns 2, 3 on the other; each line has two blanks or none, and b's are told by their sums.
    const twoEach = cellsOf(table, [1, 1], [1, 4], [2, 1], [2, 4], [3, 2], [3, 3], [4, 2], [4, 3])
    const { isSafe, findings } = audit({ publications: [{ table, hidden: twoEach }], rule, solver })
    expect(isSafe).toBe(false)
    // 3 and 1 above each other, 1 and 2 beside each other: nowhere is there room up to five.
    expect(findings.map(({ cell, fault, high }) => ({ cell, fault, high }))).toEqual([
      { cell: cellAt(table.dimensions, [1, 1]), fault: 'too-narrow', high: 4 }, { cell: cellAt(table.dimensions, [2, 1]), fault: 'too-narrow', high: 4 },
      { cell: cellAt(table.dimensions, [3, 2]), fault: 'too-narrow', high: 3 }, { cell: cellAt(table.dimensions, [3, 3]), fault: 'too-narrow', high: 3 },
    ])
  })

  test('says exactly what a lone blank is', () => {
    const table = twoWay([[3, 20], [20, 20]])
    const { findings, exact } = audit({ publications: [{ table, hidden: cellsOf(table, [1, 1]) }], rule, solver })
    expect(findings).toMatchObject([{ fault: 'too-narrow', low: 3, high: 3 }])
    expect(exact).toBe(1)
  })

  test('finds a small figure that is shown', () => {
    const table = twoWay([[3, 20], [20, 20]])
    expect(audit({ publications: [{ table, hidden: new Set() }], rule, solver }).findings).toMatchObject([{ fault: 'shown', low: 3, high: 3 }])
  })

  test('finds a row whose people all sit in one category', () => {
    const table = twoWay([[12, 0, 0], [20, 30, 40], [10, 10, 10]])
    const { findings } = audit({ publications: [{ table, hidden: new Set() }], rule: usualRule, solver })
    const cell = cellAt(table.dimensions, [1, 1])
    expect(findings).toMatchObject([{ cell, fault: 'shown' }, { cell, fault: 'one-category', high: 0 }])
    expect(audit({ publications: [{ table, hidden: new Set() }], rule, solver }).isSafe).toBe(true)
  })

  test('finds a row whose people all sit in one category where only her figure and the total are hidden: the zeros beside it still say where she is', () => {
    const table = twoWay([[12, 0, 0], [20, 30, 40], [10, 10, 10]])
    const cell = cellAt(table.dimensions, [1, 1])
    const onlyTotal = cellsOf(table, [1, 1], [1, 0], [2, 1], [2, 0])
    expect(audit({ publications: [{ table, hidden: onlyTotal }], rule: usualRule, solver }).findings).toMatchObject([{ cell, fault: 'one-category', low: 0, high: 0, needs: { low: 0, high: 1 } }])
    const oneZeroToo = cellsOf(table, [1, 1], [1, 2], [2, 1], [2, 2])
    expect(audit({ publications: [{ table, hidden: oneZeroToo }], rule: usualRule, solver }).findings).toEqual([])
  })

  test('does not take a cell in which there can be nobody for another category', () => {
    const impossible = tabulate({ name: 'planted', population: 'invented', countedOn: '2026-11-16', dimensions: [flat('sex', ['woman', 'man']), flat('pregnant', ['yes', 'no'])], leaves: [
      { at: ['woman', 'yes'], value: 9 }, { at: ['woman', 'no'], value: 30 }, { at: ['man', 'yes'], value: null, state: 'not-applicable' }, { at: ['man', 'no'], value: 40 },
    ] })
    expect(mustStayUnknown([impossible], usualRule)).toEqual([])
    const rest = twoWay([[12, 0, 0], [20, 30, 40], [10, 10, 10]])
    const cells = rest.cells.map((each, cell) => (cell === cellAt(rest.dimensions, [1, 3]) ? { value: null, state: 'not-applicable' as const } : each))
    expect(mustStayUnknown([{ ...rest, cells }], usualRule)).toMatchObject([{ cell: cellAt(rest.dimensions, [1, 1]), others: [{ cells: [cellAt(rest.dimensions, [1, 2])], atLeast: 1 }] }])
  })

  test('lets a rounded row of one category stand: nought to four are shown as a zero, so it excludes nobody', () => {
    const table = twoWay([[12, 0, 0], [20, 30, 40], [10, 10, 10]])
    const rounded = { publications: [{ table, cells: [130, 40, 40, 50, 10, 10, 0, 0, 90, 20, 30, 40, 30, 10, 10, 10] }], base: 5, widened: 0, solver }
    expect(auditRounding({ ...rounded, rule: usualRule }).findings).toEqual([])
  })

  test('finds a figure that another table of the same people shows', () => {
    const table = twoWay([[3, 20], [20, 20]])
    const linked = tabulate({ ...table, name: 'linked', dimensions: [flat('letter', ['a', 'b']), flat('other', ['x', 'y'])], leaves: [
      { at: ['a', 'x'], value: 3 }, { at: ['a', 'y'], value: 20 }, { at: ['b', 'x'], value: 15 }, { at: ['b', 'y'], value: 25 },
    ] })
    const everyInner = cellsOf(table, [1, 1], [1, 2], [2, 1], [2, 2], [1, 0], [2, 0])
    const alone = audit({ publications: [{ table, hidden: everyInner }], rule, solver })
    expect(alone.isSafe).toBe(true)
    const small = cellsOf(linked, [1, 1])
    expect(audit({ publications: [{ table, hidden: everyInner }, { table: linked, hidden: small }], rule, solver }).findings).toMatchObject([{ table: 1, low: 3, high: 3 }])
  })

  test('has nothing to say where all but the total is hidden', () => {
    const next = numbersFrom(3)
    const table = randomTable({ dimensions: [plain('a', 3), plain('b', 3), plain('c', 3)], next, upTo: 6, zeros: 0 })
    const all = new Set([...table.cells.keys()].filter((cell) => cell > 0))
    const { findings } = audit({ publications: [{ table, hidden: all }], rule, solver })
    expect(findings).toEqual([])
  })

  test('reads the rule as the suppressor does, in its own way', () => {
    const placed = (all: readonly { cells: readonly number[]; atLeast: number }[] = []) => all.map(({ cells, atLeast }) => `${cells.toSorted((a, b) => a - b).join()} ${atLeast}`).toSorted()
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = numbersFrom(seed)
      const table = randomTable({ dimensions: [grouped('a', 2, 1, 3), plain('b', 3)], next, upTo: 9, zeros: 0.5 })
      const one = sensitiveCells([table], usualRule).map(({ cell, low, high, others }) => ({ cell, low, high, others: placed(others) }))
      expect(mustStayUnknown([table], usualRule).map(({ cell, low, high, others }) => ({ cell, low, high, others: placed(others) }))).toEqual(one)
      // Of a third of the figures nobody knows the number, totals among them: it is read alike all the same.
      const partly = { ...table, cells: table.cells.map((each) => (next() < 0.33 ? { value: null, state: 'not-available' as const } : each)) }
      const two = sensitiveCells([partly], usualRule).map(({ cell, low, high, others }) => ({ cell, low, high, others: placed(others) }))
      expect(mustStayUnknown([partly], usualRule).map(({ cell, low, high, others }) => ({ cell, low, high, others: placed(others) }))).toEqual(two)
    }
  })

  test('lets no zero out beside everybody of a line, even where nobody knows the whole that the zero is a part of', () => {
    // Of men it is known that none begged or worked, and not how many were exploited sexually: so not how many men there are.
    const form = { name: 'form', codes: [{ code: 'total', parent: null }, { code: 'sexual', parent: 'total' }, { code: 'forced', parent: 'total' }, { code: 'begging', parent: 'forced' }, { code: 'labour', parent: 'forced' }] }
    const known: Readonly<Record<string, readonly (number | null)[]>> = { total: [37, 20, 17, 9, 8], woman: [37, 20, 17, 9, 8], man: [null, null, 0, 0, 0] }
    const table: Table = {
      name: 'in part', population: 'invented', countedOn: '2026-11-16', dimensions: [flat('sex', ['woman', 'man']), form],
      cells: Object.values(known).flat().map((value) => (value === null ? { value, state: 'not-available' as const } : { value, state: 'measured' as const })),
    }
    expect(mustStayUnknown([table], usualRule)).not.toEqual([])
    expect(passGate({ tables: [table], rule: usualRule, method: { suppress: 'value' }, earlier: [], seconds: 10 }, { solver, clock: () => 0 }).passed).toBe(false)
  })

  test('works out what somebody else masked', () => {
    const table = twoWay([[3, 20], [20, 20]])
    const masked = { ...table, cells: table.cells.map(({ value }) => (value !== null && value < 5 ? { low: 1, high: 4 } : value)) }
    expect(whatFollows([masked], solver)).toEqual([{ table: 0, cell: cellAt(table.dimensions, [1, 1]), low: 3, high: 3 }])
  })

  test('finds rounded figures that a reader can narrow down', () => {
    const table = twoWay([[1, 1], [1, 1]])
    expect(auditRounding({ publications: [{ table, cells: [5, 0, 5, 0, 0, 0, 5, 0, 5] }], base: 5, widened: 0, rule, solver })).toMatchObject({ findings: [], reach: 4, asked: { length: 9 } })
    const known = twoWay([[4, 4], [4, 4]])
    // The total of sixteen cannot be twenty when every part was at most four.
    expect(auditRounding({ publications: [{ table: known, cells: [15, 10, 5, 10, 0, 0, 5, 0, 5] }], base: 5, widened: 0, rule, solver }).findings.length).toBeGreaterThan(0)
  })
})

describe('two releases of the same people', () => {
  const before = twoWay([[20, 30], [40, 50]])

  test('a week apart give away the one person who came between, and the second does not leave', () => {
    const after = twoWay([[21, 30], [40, 50]], '2026-11-23')
    const findings = wouldOpen([{ table: before, hidden: new Set() }], [{ table: after, hidden: new Set() }], { rule, solver })
    expect(findings.filter(({ fault }) => fault === 'change').map(({ low, high }) => [low, high])).toContainEqual([1, 1])
  })

  test('a week apart give her away through the totals too, though her row is hidden', () => {
    const after = twoWay([[21, 30], [40, 50]], '2026-11-23')
    const hidden = cellsOf(after, [1, 1], [1, 2], [2, 1], [2, 2])
    expect(wouldOpen([{ table: before, hidden }], [{ table: after, hidden }], { rule, solver }).some(({ fault }) => fault === 'change')).toBe(true)
  })

  test('leave when nobody came between, or many everywhere', () => {
    const same = twoWay([[20, 30], [40, 50]], '2026-11-23')
    const many = twoWay([[28, 39], [47, 56]], '2026-11-23')
    for (const after of [same, many]) expect(wouldOpen([{ table: before, hidden: new Set() }], [{ table: after, hidden: new Set() }], { rule, solver })).toEqual([])
  })

  test('with all who came between in one category tell it of each of them, hidden though their figure and the total are', () => {
    const after = twoWay([[26, 30], [49, 58]], '2026-11-23')
    const hidden = cellsOf(after, [1, 1], [1, 0], [2, 1], [2, 0])
    expect(wouldOpen([{ table: before, hidden }], [{ table: after, hidden }], { rule: usualRule, solver }).map(({ cell, fault, high }) => ({ cell, fault, high }))).toContainEqual({ cell: cellAt(after.dimensions, [1, 1]), fault: 'change', high: 0 })
    const also = cellsOf(after, [1, 1], [1, 2], [2, 1], [2, 2])
    expect(wouldOpen([{ table: before, hidden: also }], [{ table: after, hidden: also }], { rule: usualRule, solver }).filter(({ cell }) => cell === cellAt(after.dimensions, [1, 1]))).toEqual([])
  })

  test('in which all others of a line fell do not ask for somebody who came there', () => {
    const after = twoWay([[26, 24], [40, 50]], '2026-11-23')
    const all = new Set(after.cells.keys())
    expect(wouldOpen([{ table: before, hidden: all }], [{ table: after, hidden: all }], { rule: usualRule, solver })).toEqual([])
  })

  test('on one day are subtracted: what one hides the other must not show', () => {
    const table = twoWay([[3, 20, 9], [20, 20, 9], [9, 9, 9]])
    const hidden = cellsOf(table, [1, 1], [1, 2], [2, 1], [2, 2])
    const other = cellsOf(table, [1, 1], [1, 3], [3, 1], [3, 3])
    for (const each of [hidden, other]) expect(audit({ publications: [{ table, hidden: each }], rule, solver }).isSafe).toBe(true)
    expect(wouldOpen([{ table, hidden }], [{ table, hidden: other }], { rule, solver })).toMatchObject([{ fault: 'too-narrow', low: 3, high: 3 }, { fault: 'too-narrow', low: 3, high: 3 }])
  })
})
