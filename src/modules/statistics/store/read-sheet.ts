import { read, utils, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { readTable } from '#platform/read-table'
import type { Remark, Sheet, SheetCell, SheetRow, SheetTrouble } from '../domain/deliveries/sheet.ts'
import { zipEntries } from './zip-entries.ts'

/** More rows than a country hands over in one sheet. */
const mostRows = 200_000

/** Reads a workbook or a text file; what cannot be read says why. */
export function readSheet(bytes: Buffer): Sheet | SheetTrouble {
  if (bytes.length === 0) return 'empty'
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return readWorkbook(bytes)
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'locked' : 'old-excel'
  if (isPicture(bytes)) return 'picture'
  const { text, remarks } = decode(bytes)
  return text.includes('\0') ? 'unreadable' : readText(text, remarks)
}

/** Reads what was pasted. */
export function readText(text: string, remarks: readonly Remark[] = []): Sheet | SheetTrouble {
  const rows = readTable(text)
  if (rows.length === 0) return 'empty'
  if (rows.length > mostRows) return 'too-many-rows'
  // A text that begins with these signs is a formula as soon as a spreadsheet opens it.
  const cell = (value: string): SheetCell => (/^[=@]|^\+[^\d]/.test(value) ? { formula: true } : value)
  return { rows: rows.map(({ row, cells }) => ({ row, cells: cells.map(cell) })), merged: [], remarks }
}

const pictures = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x25, 0x50, 0x44, 0x46], [0x42, 0x4d]]
const isPicture = (bytes: Buffer): boolean => pictures.some((sign) => bytes.subarray(0, sign.length).equals(Buffer.from(sign)))

function decode(bytes: Buffer): { readonly text: string; readonly remarks: readonly Remark[] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), remarks: [] }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), remarks: [] }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), remarks: [] }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), remarks: [{ remark: 'read-as-windows', with: {} }] }
  }
}

function readWorkbook(bytes: Buffer): Sheet | SheetTrouble {
  const entries = zipEntries(bytes)
  if (typeof entries === 'string') return entries
  const book = parse(bytes)
  if (!book) return 'unreadable'
  const filled = book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name]
    return sheet && (sheet['!data'] ?? []).some((row) => row?.some((cell) => cell?.v !== undefined || cell?.f !== undefined)) ? [{ name, sheet }] : []
  })
  const [first, ...others] = filled
  if (!first) return entries.some(({ name }) => /media\/|drawings?\//.test(name)) ? 'picture' : 'empty'
  const remarks: readonly Remark[] = others.length > 0 ? [{ remark: 'other-sheets', with: { name: first.name } }] : []
  return fromSheet(first.sheet, remarks)
}

function parse(bytes: Buffer): WorkBook | undefined {
  try {
    return read(bytes, { type: 'buffer', dense: true, cellFormula: true, cellDates: true, cellHTML: false, cellText: false, UTC: true, sheetRows: mostRows + 2 })
  } catch {
    return undefined
  }
}

function fromSheet(sheet: WorkSheet, remarks: readonly Remark[]): Sheet | SheetTrouble {
  const data = sheet['!data'] ?? []
  if (data.length > mostRows + 1) return 'too-many-rows'
  const rows = data.flatMap((cells, index): SheetRow[] => {
    const read = Array.from(cells ?? [], (cell: CellObject | undefined) => cellOf(cell))
    return read.some((cell) => cell !== null && cell !== '') ? [{ row: index + 1, cells: read }] : []
  })
  const merged = (sheet['!merges'] ?? []).map((range) => utils.encode_range(range))
  return { rows, merged, remarks }
}

function cellOf(cell: CellObject | undefined): SheetCell {
  if (cell === undefined || cell.t === 'z') return null
  if (cell.f !== undefined) return { formula: true }
  if (cell.v instanceof Date) return { date: cell.v.toISOString().slice(0, 10) }
  // An error such as #REF! is what a formula left behind.
  if (cell.t === 'e') return { formula: true }
  return cell.v ?? null
}
