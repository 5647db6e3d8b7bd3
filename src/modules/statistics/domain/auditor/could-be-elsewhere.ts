import type { Solver } from '../solver.ts'
import type { Table } from '../table.ts'
import type { Unknown } from './must-stay-unknown.ts'
import { Reader } from './reader.ts'
import { viewOf } from './view.ts'

/**
 * What must stay unknown, without the lines in which nobody can be elsewhere even for a reader who sees no figure at all: where figures that nobody has
 * leave the sums one way only, the table's own form tells that, and hiding changes nothing.
 */
export function whereOthersCouldBe(tables: readonly Table[], unknown: readonly Unknown[], solver: Solver): readonly Unknown[] {
  if (unknown.every(({ others }) => others.length === 0)) return unknown
  const reader = new Reader(tables.map((table) => viewOf(table, new Set(table.cells.flatMap(({ value }, cell) => (value === null ? [] : [cell]))))), solver)
  try {
    return unknown.map((each) => ({ ...each, others: each.others.filter(({ cells, atLeast }) => reader.endOf(cells.map((cell) => ({ place: { table: each.table, cell }, times: 1 })), 'high').value >= atLeast - 1e-6) }))
  } finally {
    reader.close()
  }
}
