/** A cell as a sheet holds it: a formula is kept as what it is and never as what it gave when somebody last looked. */
export type SheetCell = string | number | boolean | null | { readonly formula: true } | { readonly date: string }
export type SheetRow = { readonly row: number; readonly cells: readonly SheetCell[] }

/** One sheet, whoever made it: a workbook, a text file or what was pasted. Rows are numbered as a spreadsheet numbers them. */
export type Sheet = {
  readonly rows: readonly SheetRow[]
  /** Ranges of merged cells, such as `B3:B7`. */
  readonly merged: readonly string[]
  readonly remarks: readonly Remark[]
}

/** What the reader did that whoever hands over should know, though it stops nothing. */
export const remarks = ['read-as-windows', 'other-sheets', 'hidden-sheet', 'hidden-rows', 'hidden-columns', 'letters-mended', 'rows-above', 'columns-ignored'] as const
export type Remark = { readonly remark: (typeof remarks)[number]; readonly with: Readonly<Record<string, string | number>> }

/** Why nothing at all could be read. */
export const sheetTroubles = ['empty', 'picture', 'web-page', 'too-big', 'bomb', 'locked', 'old-excel', 'unreadable', 'too-many-rows', 'busy', 'too-slow'] as const
export type SheetTrouble = (typeof sheetTroubles)[number]

/** A column as a spreadsheet names it: A, B, … Z, AA. */
export const columnName = (index: number): string => (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCodePoint(65 + (index % 26))

export const isFormula = (cell: SheetCell | undefined): boolean => typeof cell === 'object' && cell !== null && 'formula' in cell
export const textOf = (cell: SheetCell | undefined): string => {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'object') return 'date' in cell ? cell.date : ''
  return String(cell).replaceAll(/[\s\u00A0\u202F]+/g, ' ').trim()
}
