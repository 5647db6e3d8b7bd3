import type { ProtectedTable } from './protected-table.ts'
import { tabulate, type Table } from './table.ts'

/** A count as a service keeps it: known, with zero among them, or not known at all. */
export type Count = { readonly category: string; readonly persons: number | null }

/** A table of one dimension from counts of persons. Counts that come to the same total are taken to count the same people. */
export function countTable(name: string, counts: readonly Count[], { people, countedOn }: { readonly people: string; readonly countedOn: string }): Table {
  const total = counts.reduce((sum, { persons }) => sum + (persons ?? 0), 0)
  return tabulate({
    name, population: `${people}: ${total}`, countedOn,
    dimensions: [{ name, codes: [{ code: totalCode, parent: null }, ...counts.map(({ category }) => ({ code: category, parent: totalCode }))] }],
    leaves: counts.map(({ category, persons }) => ({ at: [category], value: persons })),
  })
}

/** No category is called so. */
const totalCode = ''

export type SafeFigure = { readonly category: string; readonly shown: number | 'hidden' | 'not-known' }

/** What a page shows of a table of one dimension: its total, and each category. Takes protected tables alone. */
export function safeFigures({ dimensions, cells }: ProtectedTable): { readonly total: number | 'hidden'; readonly figures: readonly SafeFigure[] } {
  const shown = cells.map((cell) => (typeof cell === 'number' || cell === 'hidden' ? cell : 'not-known'))
  const codes = dimensions[0]?.codes ?? []
  const total = shown[0] ?? 0
  return {
    // A total of nothing that is known is no figure of persons.
    total: total === 'not-known' ? 0 : total,
    figures: codes.slice(1).map(({ code }, index) => ({ category: code, shown: shown[index + 1] ?? 'not-known' })),
  }
}
