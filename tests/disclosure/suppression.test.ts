import { beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/modules/statistics/domain/auditor/audit.ts'
import { sensitiveCells, type PrimaryRule } from '../../src/modules/statistics/domain/sensitive-cells.ts'
import type { Solver } from '../../src/modules/statistics/domain/solver.ts'
import { suppress } from '../../src/modules/statistics/domain/suppress.ts'
import { faultsOf, type Table } from '../../src/modules/statistics/domain/table.ts'
import { highsSolver } from '../../src/modules/statistics/store/highs-solver.ts'
import { leastByTrying } from './least-by-trying.ts'
import { grouped, linkedTo, numbersFrom, plain, randomTable } from './random-tables.ts'

let solver: Solver
beforeAll(async () => { solver = await highsSolver() })

const rule: PrimaryRule = { threshold: 3, oneCategory: 'no' }
const strict: PrimaryRule = { threshold: 3, oneCategory: 'whole' }

type Kind = { readonly title: string; readonly tables: number; readonly rule: PrimaryRule; readonly draw: (next: () => number) => readonly Table[] }
const kinds: readonly Kind[] = [
  { title: 'rows and columns', tables: 400, rule, draw: (next) => [randomTable({ dimensions: [plain('a', 2 + Math.floor(next() * 3)), plain('b', 2 + Math.floor(next() * 3))], next, upTo: 12, zeros: 0.15 })] },
  { title: 'rows and columns, where nobody may stand alone in a line', tables: 150, rule: strict, draw: (next) => [randomTable({ dimensions: [plain('a', 3), plain('b', 3)], next, upTo: 8, zeros: 0.25 })] },
  { title: 'three dimensions', tables: 200, rule, draw: (next) => [randomTable({ dimensions: [plain('a', 2), plain('b', 2), plain('c', 2 + Math.floor(next() * 2))], next, upTo: 12, zeros: 0.1 })] },
  { title: 'groups within groups', tables: 150, rule, draw: (next) => [randomTable({ dimensions: [grouped('a', 2, 2), plain('b', 2)], next, upTo: 12, zeros: 0.15 })] },
  { title: 'two tables of the same people', tables: 100, rule, draw: (next) => {
    const first = randomTable({ dimensions: [plain('a', 2), plain('b', 2)], next, upTo: 9, zeros: 0.1 })
    return [first, linkedTo(first, plain('c', 2), next)]
  } },
  { title: 'three dimensions, where nobody may stand alone in a line', tables: 25, rule: strict, draw: (next) => [randomTable({ dimensions: [plain('a', 2), plain('b', 2), plain('c', 2)], next, upTo: 20, zeros: 0.15 })] },
  { title: 'groups within groups, where nobody may stand alone in a line', tables: 25, rule: strict, draw: (next) => [randomTable({ dimensions: [grouped('a', 2, 2), plain('b', 2)], next, upTo: 8, zeros: 0.2 })] },
  { title: 'two tables of the same people, where nobody may stand alone in a line', tables: 25, rule: strict, draw: (next) => {
    const first = randomTable({ dimensions: [plain('a', 2), plain('b', 3)], next, upTo: 9, zeros: 0.2 })
    return [first, linkedTo(first, plain('c', 2), next)]
  } },
]
/** So many tables in one test. */
const batch = 25

describe('what is hidden beside the small figures', () => {
  for (const [place, { title, tables, rule: ofKind, draw }] of kinds.entries()) for (let from = 0; from < tables; from += batch) {
    test(`is the least that is safe: ${title}, ${from + 1} to ${from + batch}`, () => {
      for (let index = from; index < from + batch; index += 1) provenLeast(draw(numbersFrom(20_261_123 + 10_000 * place + index)), ofKind, index)
    })
  }
})

function provenLeast(tables: readonly Table[], ofKind: PrimaryRule, index: number): void {
  expect(tables.flatMap((table) => faultsOf(table))).toEqual([])
  const demands = sensitiveCells(tables, ofKind)
  const found = suppress({ tables, demands, cost: 'value', solver, clock: () => 0, seconds: 60 })
  const checked = audit({ publications: tables.map((table, each) => ({ table, hidden: found.hidden[each] ?? new Set() })), rule: ofKind, solver })
  expect({ index, findings: checked.findings }).toEqual({ index, findings: [] })
  expect({ index, proven: found.isProvenLeast, cost: found.cost }).toEqual({ index, proven: true, cost: demands.length === 0 ? 0 : leastByTrying(tables, demands, ofKind) })
}
