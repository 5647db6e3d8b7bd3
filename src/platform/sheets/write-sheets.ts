import { writeXlsx, type WriteSheet } from 'hucre/xlsx'
import { harmless, harmlessInLines } from './cell-text.ts'

export type Cell = string | number | null
export type Line = readonly Cell[]

export const csvType = 'text/csv; charset=utf-8; header=present'
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const field = (value: Cell): string => {
  const text = value === null ? '' : typeof value === 'number' ? String(value) : harmlessInLines(value)
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Lines as RFC 4180 wants them, in which nothing can run. */
export const csvLines = (lines: readonly Line[]): string => lines.map((line) => `${line.map(field).join(',')}\r\n`).join('')

/** The same as a file in UTF-8 with the mark by which spreadsheets know it. */
export const csvOf = (lines: readonly Line[]): Uint8Array => new TextEncoder().encode(`\uFEFF${csvLines(lines)}`)

export type Sheet = Omit<WriteSheet, 'rows'> & { readonly name: string; readonly rows: readonly Line[] }

// Excel opens no sheet whose name has more than 31 letters, one of these signs or a quote at its ends.
const sheetName = (name: string): string => name.replaceAll(/[\\/*?:[\]\p{C}]/gu, ' ').slice(0, 31).replaceAll(/^[\s']+|[\s']+$/gu, '')

/** Cells of another sheet of the workbook, as a choice of words refers to them. */
export const cellsOn = (sheet: string, range: string): string => `'${sheetName(sheet).replaceAll("'", "''")}'!${range}`

/** Sheets as a workbook in which nothing can run. */
export const workbookOf = (sheets: readonly Sheet[]): Promise<Uint8Array> =>
  writeXlsx({ sheets: sheets.map((sheet) => ({ ...sheet, name: sheetName(sheet.name), rows: sheet.rows.map((line) => line.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell))) })) })
