import { z } from 'zod'
import type { ProtectedTable } from './protected-table.ts'
import type { CellPlace, Dimension } from './table.ts'
import { readPart, type Reading } from './table-wish.ts'

/** A cell that the gate has let out. What goes to pages, files and programs outside asks for this, so that a plain count does not compile there. */
export const ProvenCell = z.union([z.number(), z.enum(['hidden', 'not-available', 'not-collected', 'not-applicable'])]).brand<'proven', 'inout'>()
export type ProvenCell = z.output<typeof ProvenCell>

const Codes = z.array(z.strictObject({ code: z.string(), parent: z.string().nullable() }))
/** The part of a protected table that its readers get. */
export const ProvenTable = z.strictObject({ dimensions: z.array(z.strictObject({ name: z.string(), codes: Codes })), cells: z.array(ProvenCell) })
export type ProvenTable = z.output<typeof ProvenTable>

/** The only way to a proven table: from one that has passed the gate. */
export function provenPart(table: ProtectedTable, reading: Reading): ProvenTable {
  const part = readPart(table, table.cells, reading)
  return { dimensions: part.dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })), cells: part.cells.map((cell) => cell as ProvenCell) }
}

/**
 * A part of a hand-over: proven cells, each picked from the protected table in which it stands. What a service keeps to itself is shown as hidden,
 * like what the gate hides: a word in place of another, and never a figure.
 */
export function provenPick(tables: readonly ProtectedTable[], dimensions: readonly Dimension[], places: readonly CellPlace[], kept: (index: number) => boolean): ProvenTable {
  return {
    dimensions: dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })),
    cells: places.map(({ table, cell }, index): ProvenCell => {
      const shown = tables[table]?.cells[cell] ?? 'not-available'
      return (typeof shown !== 'number' && kept(index) ? 'hidden' : shown) as ProvenCell
    }),
  }
}
