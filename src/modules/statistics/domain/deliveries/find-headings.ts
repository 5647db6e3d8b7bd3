import { folded, type ColumnReader } from '#codebook'
import { columnName, isFormula, textOf, type SheetRow } from './sheet.ts'

/** What a column of a sheet is: a variable, the year, the figure, its state, something that is not kept, or nothing known. */
export type Meaning = { readonly variable: ColumnReader } | 'year' | 'figure' | 'state' | 'ignored' | 'unknown'
export type Heading = { readonly column: number; readonly name: string; readonly text: string; readonly is: Meaning }
export type Headings = { readonly row: SheetRow; readonly columns: readonly Heading[] }

export type Wanted = {
  readonly columns: readonly ColumnReader[]
  readonly year: ReadonlySet<string>
  readonly figure: ReadonlySet<string>
  readonly state: ReadonlySet<string>
  readonly ignored: ReadonlySet<string>
}

const words = (...all: readonly string[]): readonly string[] => all.map(folded)
export const yearWords = words('year', 'jaar', 'année', 'annee', 'Jahr')
export const figureWords = words('figure', 'number', 'count', 'aantal', 'cijfer', 'nombre', 'chiffre', 'Zahl', 'Anzahl', 'value')
export const stateWords = words('state of the figure', 'staat van het cijfer', 'état du chiffre', 'Zustand der Zahl', 'state')

/** How far down the headings may stand: a title and a few lines of explanation are common. */
const deepest = 20

/** The row that names the columns, wherever it stands and in whatever order and language; undefined where no row does. */
export function findHeadings(rows: readonly SheetRow[], wanted: Wanted): Headings | undefined {
  const least = Math.min(2, wanted.columns.length)
  const read = rows.slice(0, deepest).map((row) => ({ row, columns: row.cells.map((cell, column): Heading => {
    const text = isFormula(cell) ? '' : textOf(cell)
    return { column, name: columnName(column), text, is: meaningOf(folded(text), wanted) }
  }) }))
  const known = ({ columns }: { columns: readonly Heading[] }) => columns.filter(({ is }) => is !== 'unknown' && is !== 'ignored').length
  const best = read.toSorted((a, b) => known(b) - known(a))[0]
  return best && known(best) >= least ? best : undefined
}

function meaningOf(text: string, { columns, year, figure, state, ignored }: Wanted): Meaning {
  if (text === '') return 'ignored'
  const variable = columns.find(({ headings }) => headings.has(text))
  if (variable) return { variable }
  return year.has(text) ? 'year' : figure.has(text) ? 'figure' : state.has(text) ? 'state' : ignored.has(text) ? 'ignored' : 'unknown'
}
