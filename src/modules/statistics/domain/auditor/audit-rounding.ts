import type { Solver } from '../solver.ts'
import type { CellPlace, Table } from '../table.ts'
import type { Finding } from './audit.ts'
import { mustStayUnknown, type AuditRule } from './must-stay-unknown.ts'
import { Reader } from './reader.ts'
import type { Seen } from './view.ts'

export type RoundedPublication = { readonly table: Table; readonly cells: readonly (number | null)[] }
export type RoundingAuditCall = { readonly publications: readonly RoundedPublication[]; readonly base: number; readonly widened: number; readonly rule: AuditRule; readonly solver: Solver; /** Of how many questions how many are answered. */ readonly tell?: (done: number, of: number) => void }

/** `reach`: how far from a rounded figure the true one may lie, for all that a reader knows of how it was made. */
export type RoundingAudit = { readonly findings: readonly Finding[]; readonly asked: readonly CellPlace[]; readonly reach: number }

/** Looks at rounded tables as a reader who knows the base: each figure that must stay unknown must leave at least as many whole numbers open as the base has. */
export function auditRounding({ publications, base, widened, rule, solver, tell = () => undefined }: RoundingAuditCall): RoundingAudit {
  const reach = base * (1 + widened) - 1
  const views = publications.map(({ table, cells }) => ({
    ...table, cells: cells.map((rounded): Seen => (rounded === null ? null : { low: Math.max(0, rounded - reach), high: rounded + reach })),
  }))
  const wrong = publications.flatMap(({ table: { cells }, cells: rounded }, table) => cells.flatMap(({ value }, cell): Finding[] => {
    const shown = rounded[cell] ?? null
    const isMeant = value === null ? shown === null : shown !== null && shown % base === 0 && Math.abs(shown - value) <= reach
    return isMeant ? [] : [{ table, cell, low: value ?? 0, high: value ?? 0, fault: 'shown', needs: { low: 0, high: base } }]
  }))
  const reader = new Reader(views, solver)
  try {
    const unknown = mustStayUnknown(publications.map(({ table }) => table), rule)
    // A zero that was rounded is anything below the base, so beside everybody of a line somebody may still be elsewhere, unless the sums tell that she is not.
    const alone = unknown.flatMap(({ table, cell, others }) => others.flatMap(({ cells, atLeast }): Finding[] => {
      const { low, high } = reader.intervalOf(cells.map((other) => ({ place: { table, cell: other }, times: 1 })))
      return high >= Math.min(atLeast, base - 1) - 1e-6 ? [] : [{ table, cell, low, high, fault: 'one-category', needs: { low: 0, high: atLeast } }]
    }))
    const narrow = unknown.flatMap(({ table, cell }, index): Finding[] => {
      tell(index + 1, unknown.length)
      const place = { table, cell }
      const { low, high } = reader.intervalOf([{ place, times: 1 }])
      return Math.floor(high + 1e-6) - Math.ceil(low - 1e-6) >= base - 1 ? [] : [{ table: place.table, cell: place.cell, low, high, fault: 'too-narrow', needs: { low, high: low + base - 1 } }]
    })
    return { findings: [...wrong, ...narrow, ...alone], asked: unknown, reach }
  } finally {
    reader.close()
  }
}
