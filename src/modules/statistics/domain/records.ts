import type { Codebook } from '#codebook'
import type { FactDimension } from './fact-dimensions.ts'
import { codesAt, type Table } from './table.ts'
import { askedOf, readingOf, readPart, type TableWish } from './table-wish.ts'

/** Fewer persons alike than these are never written out one by one. */
export const leastAlike = 10

/** What a table counts by that the case data standard has a field for, under the variable of the codebook. */
const recordable: ReadonlySet<FactDimension> = new Set<FactDimension>(['status', 'sex', 'citizenship', 'form'])

/** How many persons share each combination of values of the standard's fields. A value that the standard does not have is left empty. */
export type RecordLines = { readonly fields: readonly string[]; readonly lines: readonly { readonly values: readonly string[]; readonly persons: number }[]; readonly persons: number; readonly smallest: number | null }

/** The facts of a table that have no field in the standard; records are made only where there is none. */
export const withoutField = (wish: TableWish): readonly FactDimension[] => askedOf(wish).filter((each) => !recordable.has(each))

/** Under which field of the standard a variable of ours goes out, and as which of its values. */
type RecordField = { readonly field: string; readonly variable: string; readonly valueOf: (code: string) => string }
function recordField(book: Codebook, name: string): RecordField {
  const variable = book.variables.find(({ key }) => key === name)
  const list = book.lists.find(({ key }) => key === variable?.list)?.maps.find(({ standard }) => standard === 'htcds')
  return { field: variable?.maps.find(({ standard }) => standard === 'htcds')?.target ?? name, variable: name, valueOf: (code) => (variable?.kind === 'country' ? (/^[A-Z]{2}$/.test(code) ? code : '') : list?.codes[code] ?? '') }
}

/** The fields of a table's records, in their order. */
export const recordFields = (book: Codebook, wish: TableWish): readonly RecordField[] => readingOf(wish).axes.map((axis) => recordField(book, axis))

/** Writes a counted table as records of the standard: each innermost figure is so many records alike. */
export function recordsOf(book: Codebook, wish: TableWish, table: Table): RecordLines {
  const { dimensions, cells } = readPart(table, table.cells.map(({ value }) => value), readingOf(wish))
  const targets = dimensions.map(({ name }) => recordField(book, name))
  const inner = cells.flatMap((value, cell) => {
    const codes = codesAt(dimensions, cell).map((place, axis) => dimensions[axis]?.codes[place]?.code ?? '')
    const isInner = codes.every((code, axis) => !dimensions[axis]?.codes.some(({ parent }) => parent === code))
    return isInner && (value ?? 0) > 0 ? [{ values: codes.map((code, axis) => targets[axis]?.valueOf(code) ?? ''), persons: value ?? 0 }] : []
  })
  const merged = new Map<string, { values: readonly string[]; persons: number }>()
  for (const { values, persons } of inner) {
    const key = JSON.stringify(values)
    merged.set(key, { values, persons: persons + (merged.get(key)?.persons ?? 0) })
  }
  return {
    fields: targets.map(({ field }) => field), lines: [...merged.values()], persons: inner.reduce((sum, { persons }) => sum + persons, 0),
    // Two codes that become one value are told apart by whoever knows one of them from elsewhere, so each is looked at by itself.
    smallest: inner.length === 0 ? null : Math.min(...inner.map(({ persons }) => persons)),
  }
}

/** The wishes that remain when one of the facts is left out, for whoever has too few alike. */
export const coarser = (wish: TableWish): readonly { readonly without: FactDimension; readonly wish: TableWish }[] => {
  const facts = askedOf(wish)
  return facts.length < 2 ? [] : facts.map((without) => {
    const [rows = without, columns] = facts.filter((each) => each !== without)
    return { without, wish: { rows, columns, from: wish.from, to: wish.to } }
  })
}
