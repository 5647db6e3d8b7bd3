import type { Solver } from '../solver.ts'
import { figureKey, type Cell, type Table } from '../table.ts'
import { audit, type Asked, type Finding, type Publication } from './audit.ts'
import { mustStayUnknown, type AuditRule } from './must-stay-unknown.ts'
import type { Known, Question } from './reader.ts'

/** What a release would give away beside those that stand: figures of either, or of what changed `since` one of the earlier. Nothing when it may leave. */
export function wouldOpen(earlier: readonly Publication[], next: readonly Publication[], { rule, solver, tell }: { readonly rule: AuditRule; readonly solver: Solver; readonly tell?: (done: number, of: number) => void }): readonly Finding[] {
  const same = earlier.flatMap((before, index) => (next.some(({ table }) => table.population === before.table.population) ? [{ ...before, index }] : []))
  const publications = [...next, ...same]
  const changes = next.flatMap((after, table) => same.flatMap((before, index): Changes[] =>
    (before.table.population === after.table.population && before.table.countedOn !== after.table.countedOn ? [changesBetween(before.table, after.table, { before: next.length + index, after: table }, rule)] : [])))
  const { findings } = audit({ publications, rule, solver, everyUpTo: 0, sums: changes.flatMap(({ unknown }) => unknown), known: changes.flatMap(({ known }) => known), ...(tell ? { tell } : {}) })
  return findings.map((finding) => (finding.since ? { ...finding, since: { ...finding.since, table: same[finding.since.table - next.length]?.index ?? 0 } } : finding))
}

type Changes = { readonly unknown: readonly Asked[]; readonly known: readonly Known[] }

/**
 * Two counts of the same people on two days are a third table, of those who came between: the rule holds for it too. Where nobody was taken
 * away, a reader may guess as much, and knows that no figure fell.
 */
function changesBetween(before: Table, after: Table, at: { readonly before: number; readonly after: number }, rule: AuditRule): Changes {
  const was = new Map(before.cells.map((_, cell) => [figureKey(before, cell), cell]))
  const pairs = after.cells.flatMap(({ value }, cell) => {
    const old = was.get(figureKey(after, cell))
    const oldValue = old === undefined ? null : before.cells[old]?.value ?? null
    return old === undefined || value === null || oldValue === null ? [] : [{ cell, old, change: value - oldValue }]
  })
  const question = ({ cell, old }: { cell: number; old: number }, sign: 1 | -1) =>
    [{ place: { table: at.after, cell }, times: sign }, { place: { table: at.before, cell: old }, times: -sign }]
  const unknown = ([1, -1] as const).flatMap((sign) => {
    const byCell = new Map(pairs.map((pair) => [pair.cell, pair]))
    const cells = after.cells.map((_, cell): Cell => {
      const pair = byCell.get(cell)
      return pair ? { value: Math.max(0, sign * pair.change), state: 'measured' } : { value: null, state: 'not-available' }
    })
    return mustStayUnknown([{ ...after, cells }], rule).flatMap(({ cell, low, high, others }): Asked[] => {
      const pair = byCell.get(cell)
      if (!pair) return []
      const about = { of: { table: at.after, cell }, since: { table: at.before, cell: pair.old }, fault: 'change' as const }
      // Whoever was taken away elsewhere is not somebody who came there; where all others fell, nobody can have come elsewhere, and the fall itself is looked at.
      const elsewhere = others.flatMap(({ cells: beside, atLeast }): Asked[] => {
        const those = beside.flatMap((other): Question => { const each = byCell.get(other); return each && sign * each.change >= 0 ? question(each, sign) : [] })
        return those.length === 0 ? [] : [{ ...about, low: 0, high: atLeast, question: those }]
      })
      return [{ ...about, question: question(pair, sign), low, high }, ...elsewhere]
    })
  })
  const grew = pairs.every(({ change }) => change >= 0)
  return { unknown, known: grew ? pairs.map((pair) => ({ question: question(pair, 1), low: 0, high: Infinity })) : [] }
}
