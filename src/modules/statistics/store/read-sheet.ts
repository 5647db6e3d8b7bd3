import { read, utils, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx'
import { readTable } from '#platform/read-table'
import { columnName, type Remark, type Sheet, type SheetCell, type SheetRow, type SheetTrouble } from '../domain/deliveries/sheet.ts'
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
  if (text.includes('\0')) return 'unreadable'
  // What a website offers as .xls is often its page, and older Excel could save XML.
  return /^\s*<(!doctype|html|table|\?xml)/i.test(text) ? 'web-page' : readText(text, remarks)
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

/** PNG, JPEG, GIF, PDF, BMP, TIFF twice; WebP and what telephones take say so a few bytes on. */
const pictures = ['\x89PNG', '\xff\xd8\xff', 'GIF8', '%PDF', 'BM', 'II*\0', 'MM\0*']
function isPicture(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 12)
  return pictures.some((sign) => head.startsWith(sign)) || /^RIFF.{4}WEBP|^.{4}ftyp(heic|heix|mif1|avif)/s.test(head)
}

function decode(bytes: Buffer): { readonly text: string; readonly remarks: readonly Remark[] } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), remarks: [] }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), remarks: [] }
  const halves = nullHalves(bytes)
  if (halves) return { text: new TextDecoder(halves).decode(bytes), remarks: [] }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), remarks: [] }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), remarks: [{ remark: 'read-as-windows', with: {} }] }
  }
}

/** Which way round two-byte letters stand in a text that does not say so: every second byte of western letters is nothing. */
function nullHalves(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 8) return undefined
  const head = bytes.subarray(0, 400)
  const share = (from: number): number => head.filter((byte, index) => index % 2 === from && byte === 0).length / (head.length / 2)
  return share(1) > 0.6 && share(0) < 0.1 ? 'utf-16le' : share(0) > 0.6 && share(1) < 0.1 ? 'utf-16be' : undefined
}

function readWorkbook(bytes: Buffer): Sheet | SheetTrouble {
  const entries = zipEntries(bytes)
  if (typeof entries === 'string') return entries
  if (entries.some(({ name }) => name === 'encrypted-package')) return 'locked'
  const book = parse(bytes)
  if (!book) return 'unreadable'
  const filled = book.SheetNames.flatMap((name, index) => {
    const sheet = book.Sheets[name]
    const isHidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0
    return sheet && (sheet['!data'] ?? []).some((row) => row?.some((cell) => cell?.v !== undefined || cell?.f !== undefined)) ? [{ name, sheet, isHidden }] : []
  }).toSorted((one, other) => Number(one.isHidden) - Number(other.isHidden))
  const [first, ...others] = filled
  if (!first) return entries.some(({ name }) => /media\/|drawings?\//.test(name)) ? 'picture' : 'empty'
  const about = { name: first.name }
  return fromSheet(first.sheet, [
    ...(first.isHidden ? [{ remark: 'hidden-sheet' as const, with: about }] : []), ...(others.length > 0 ? [{ remark: 'other-sheets' as const, with: about }] : []),
  ])
}

function parse(bytes: Buffer): WorkBook | undefined {
  try {
    return read(bytes, { type: 'buffer', dense: true, cellFormula: true, cellDates: true, cellStyles: true, cellHTML: false, cellText: false, UTC: true, sheetRows: mostRows + 2 })
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
  // Whoever filtered a sheet hands over what the filter hides.
  const hiddenRows = rows.filter(({ row }) => sheet['!rows']?.[row - 1]?.hidden === true).length
  const hiddenColumns = (sheet['!cols'] ?? []).flatMap((column, index) => (column?.hidden === true && rows.some(({ cells }) => (cells[index] ?? '') !== '') ? [columnName(index)] : []))
  return { rows, merged, remarks: [
    ...remarks, ...(hiddenRows > 0 ? [{ remark: 'hidden-rows' as const, with: { count: hiddenRows } }] : []),
    ...(hiddenColumns.length > 0 ? [{ remark: 'hidden-columns' as const, with: { names: hiddenColumns.join(', ') } }] : []),
  ] }
}

function cellOf(cell: CellObject | undefined): SheetCell {
  if (cell === undefined || cell.t === 'z') return null
  if (cell.f !== undefined) return { formula: true }
  if (cell.v instanceof Date) return { date: cell.v.toISOString().slice(0, 10) }
  // An error such as #REF! is what a formula left behind.
  if (cell.t === 'e') return { formula: true }
  return cell.v ?? null
}
