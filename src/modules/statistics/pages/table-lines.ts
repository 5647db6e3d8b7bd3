import type { Line } from '#platform/sheets/write-sheets'
import { codesAt, type Dimension } from '../domain/table.ts'
import { nameOfCode, type Reader } from './code-names.ts'

/** One line for each cell of a table, after a line with their names: the codes and names of its categories, and what is said of it. */
export function linesOfCells<Cell>(call: Reader, { dimensions, cells }: { readonly dimensions: readonly Dimension[]; readonly cells: readonly Cell[] }, said: readonly string[], says: (cell: Cell, index: number) => Line): readonly Line[] {
  return [
    [...dimensions.flatMap(({ name }) => [`${name}_code`, name]), ...said],
    ...cells.map((cell, index): Line => {
      const at = codesAt(dimensions, index)
      return [...dimensions.flatMap(({ name, codes }, place) => { const code = codes[at[place] ?? 0]?.code ?? ''; return [code, nameOfCode(call, name, code)] }), ...says(cell, index)]
    }),
  ]
}

/** Each category of a table in a dictionary, with the one below which it stands. */
export const codesInWords = (call: Reader, dimensions: readonly Dimension[]): readonly Line[] =>
  dimensions.flatMap(({ name, codes }) => codes.map(({ code, parent }): Line => [name, code, parent, nameOfCode(call, name, code)]))
