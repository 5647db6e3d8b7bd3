import { z } from 'zod'
import type { ProtectedTable } from './protected-table.ts'
import { cellAt, codesAt, type CellPlace, type Dimension } from './table.ts'
import { readPart, type Reading } from './table-wish.ts'

/** A cell that the gate has let out. What goes to pages, files and programs outside asks for this, so that a plain count does not compile there. */
export const ProvenCell = z.union([z.number(), z.enum(['hidden', 'not-available', 'not-collected', 'not-applicable'])]).brand<'proven', 'inout'>()
export type ProvenCell = z.output<typeof ProvenCell>

const Codes = z.array(z.strictObject({ code: z.string(), parent: z.string().nullable() }))
/** The part of a protected table that its readers get. */
export const ProvenTable = z.strictObject({ dimensions: z.array(z.strictObject({ name: z.string(), codes: Codes })), cells: z.array(ProvenCell),
  /** Which of its cells may still change, where a service said so. */
  provisional: z.array(z.number()).optional() })
export type ProvenTable = z.output<typeof ProvenTable>

/** The only way to a proven table: from one that has passed the gate. `kept`: which cells without a figure their service keeps to itself; they are hidden like those that the gate hides. */
export function provenPart(table: ProtectedTable, reading: Reading, kept: (cell: number) => boolean = () => false): ProvenTable {
  const part = readPart(table, table.cells.map((cell, index) => (typeof cell !== 'number' && kept(index) ? 'hidden' : cell)), reading)
  return { dimensions: part.dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })), cells: part.cells.map((cell) => cell as ProvenCell) }
}

const nameIn = (table: ProvenTable, name: string, code: string): string =>
  table.dimensions.filter(({ codes }) => codes.some((each) => each.code === code)).length > 1 ? `${name}=${code}` : code

/** Whether a dimension begins with its total; of what is never added up, such as decisions, the first is one like the others. */
const hasTotal = ({ codes }: ProvenTable['dimensions'][number]): boolean => codes.filter(({ parent }) => parent === null).length === 1

/** The codes by which a cell is cited: those of its categories, none for a total; `sex=unknown` where a code alone would say too little. */
export const codesOfCell = (table: ProvenTable, cell: number): readonly string[] => codesAt(table.dimensions, cell).flatMap((place, index) => {
  const { name, codes } = table.dimensions[index] ?? { name: '', codes: [] }
  return place === 0 && hasTotal({ name, codes }) ? [] : [nameIn(table, name, codes[place]?.code ?? '')]
})

/** The cell that codes cite, in whatever order; undefined where one of them is no category of the table, two are of the same dimension, or none is of one that has no total. */
export function provenAt(table: ProvenTable, cited: readonly string[]): ProvenCell | undefined {
  const cell = cellCited(table, cited)
  return cell === undefined ? undefined : table.cells[cell]
}

/** The place of that cell in its table. */
export function cellCited(table: Pick<ProvenTable, 'dimensions'>, cited: readonly string[]): number | undefined {
  const places = table.dimensions.map(() => 0)
  const taken = new Set<number>()
  for (const each of cited) {
    const found = table.dimensions.flatMap(({ name, codes }, index) => codes.flatMap(({ code }, place) => (code === each || `${name}=${code}` === each ? [{ index, place }] : []))).filter(({ index }) => !taken.has(index))
    const [only] = found
    if (found.length !== 1 || !only) return undefined
    taken.add(only.index)
    places[only.index] = only.place
  }
  if (table.dimensions.some((dimension, index) => !taken.has(index) && !hasTotal(dimension))) return undefined
  return cellAt(table.dimensions, places)
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
