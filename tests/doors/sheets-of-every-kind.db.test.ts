import { deflateRawSync } from 'node:zlib'
import { CFB, utils, write, type BookType } from '@e965/xlsx'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages, type Language } from '#vocabulary/language'
import { words } from '../../src/modules/statistics/pages/words.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let visitors: Visitors
beforeAll(async () => { visitors = await Visitors.open(await Belgium.open(base.db)) }, 60_000)
afterAll(() => visitors.server.close())

const head = ['Phenomenon', 'Form of exploitation', 'District', 'Figure']
const good = ['trafficking', 'labour', 'antwerp', 12]
const other = ['trafficking', 'begging', 'liege', 3]
type Rows = readonly (readonly unknown[])[]
type Sheet = Record<string, unknown>

function workbook(rows: Rows, change: (sheet: Sheet) => void = () => {}, { more = [], hides = [], bookType = 'xlsx' }: { more?: readonly Rows[]; hides?: readonly number[]; bookType?: BookType } = {}): Buffer {
  const book = utils.book_new()
  for (const [index, content] of [rows, ...more].entries()) {
    const sheet = utils.aoa_to_sheet(content.map((row) => [...row]))
    if (index === 0) change(sheet as Sheet)
    utils.book_append_sheet(book, sheet, `Blad ${index + 1}`)
  }
  for (const index of hides) utils.book_set_sheet_visibility(book, index, 1)
  return write(book, { type: 'buffer', bookType }) as Buffer
}
const csv = (rows: Rows, separator = ';', end = '\r\n') => rows.map((row) => row.join(separator)).join(end)
const figures = (...written: unknown[]) => Buffer.from(csv([head, ...written.map((figure, index) => ['trafficking', 'labour', ['antwerp', 'liege', 'namur', 'leuven', 'eupen', 'hainaut'][index], figure])]))

/** A zip with one part that unpacks to far more than it says. */
function bomb(): Buffer {
  const name = 'xl/workbook.xml'
  const packed = deflateRawSync(Buffer.alloc(5_000_000))
  const local = Buffer.alloc(30 + name.length)
  local.writeUInt32LE(0x04034b50); local.writeUInt16LE(8, 8); local.writeUInt32LE(packed.length, 18); local.writeUInt32LE(1000, 22); local.writeUInt16LE(name.length, 26); local.write(name, 30)
  const central = Buffer.alloc(46 + name.length)
  central.writeUInt32LE(0x02014b50); central.writeUInt16LE(8, 10); central.writeUInt32LE(packed.length, 20); central.writeUInt32LE(1000, 24); central.writeUInt16LE(name.length, 28); central.write(name, 46)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10); end.writeUInt32LE(central.length, 12); end.writeUInt32LE(local.length + packed.length, 16)
  return Buffer.concat([local, packed, central, end])
}

/** A compound file as Excel writes it round a workbook with a password. */
function locked(): Buffer {
  const file = CFB.utils.cfb_new()
  CFB.utils.cfb_add(file, '/EncryptionInfo', Buffer.from([4, 0, 4, 0, 64, 0, 0, 0]))
  CFB.utils.cfb_add(file, '/EncryptedPackage', Buffer.alloc(4096, 7))
  return CFB.write(file, { type: 'buffer' }) as unknown as Buffer
}

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const asPicture = async () => Buffer.from(await writeXlsx({ sheets: [{ name: 'Cijfers', rows: [], images: [{ data: png, type: 'png', anchor: { from: { row: 0, col: 0 }, to: { row: 9, col: 4 } } }] }] }))

type Said = readonly [key: string, gaps?: Record<string, string | number>]
type Case = { readonly is: string; readonly name: string; readonly bytes: Buffer | (() => Promise<Buffer>); /** What the page says; `good` is said of a sheet that may be handed over. */ readonly says: readonly Said[] }
const isGood: Said = ['draft.good']

const cases: readonly Case[] = [
  // What stands in the cells.
  { is: 'columns in another order and another language under a title', name: 'a.xlsx', bytes: workbook([['Cijfers van de dienst'], ['Aantal', 'Arrondissement', 'Vorm van uitbuiting', 'Fenomeen'], [3, 'Antwerpen', 'bedelarij', 'mensenhandel']]), says: [isGood, ['remark.rows-above', { count: 1 }]] },
  { is: 'merged cells', name: 'b.xlsx', bytes: workbook([head, good, other], (sheet) => { sheet['!merges'] = [utils.decode_range('A2:A3')] }), says: [['fault.merged', { written: 'A2:A3' }]] },
  { is: 'a formula', name: 'c.xlsx', bytes: workbook([head, good, other], (sheet) => { sheet['D3'] = { t: 'n', v: 3, f: 'SUM(D1:D2)' } }), says: [['fault.formula']] },
  { is: 'an error that a formula left', name: 'd.xlsx', bytes: workbook([head, good, other], (sheet) => { sheet['D3'] = { t: 'e', v: 0x17 } }), says: [['fault.formula']] },
  { is: 'a date as a text in the year', name: 'e.csv', bytes: Buffer.from(csv([[...head, 'Year'], [...good, '31/12/2025']])), says: [['fault.year-is-a-date', { written: '31/12/2025' }]] },
  { is: 'a real date in the year and in the figure', name: 'f.xlsx', bytes: workbook([[...head, 'Year'], [...good, new Date('2025-12-31T00:00:00Z')], ['trafficking', 'begging', 'liege', new Date('2025-03-04T00:00:00Z'), 2025]]), says: [['fault.year-is-a-date', { written: '2025-12-31' }], ['fault.figure-is-a-date', { written: '2025-03-04' }]] },
  { is: 'rows of totals', name: 'g.xlsx', bytes: workbook([head, good, ['Sous-total', '', '', 12], ['Gesamt', '', '', 12]]), says: [['fault.total', { written: 'Sous-total' }], ['fault.total', { written: 'Gesamt' }]] },
  { is: 'a column of totals', name: 'h.xlsx', bytes: workbook([[...head, 'Totaal'], [...good, 12]]), says: [['fault.column-unknown', { written: 'Totaal' }]] },
  { is: 'broken letters', name: 'i.csv', bytes: Buffer.from(csv([head, ['trafficking', 'prÃ©lÃ¨vement d\'organes', 'antwerp', 2]])), says: [['fault.letters', { written: 'prÃ©lÃ¨vement d\'organes' }]] },
  { is: 'a blank that is no zero', name: 'j.csv', bytes: figures(''), says: [['fault.figure-blank']] },
  { is: 'figures as they are written elsewhere', name: 'k.csv', bytes: figures('1.234', '12,5', '1e3', '-3', '1 234', '1,234'), says: [['fault.figure-has-separators', { written: '1.234', hint: '1234' }], ['fault.figure-not-whole', { written: '12,5' }], ['fault.figure-not-a-number', { written: '1e3' }], ['fault.figure-negative', { written: '-3' }], ['fault.figure-has-separators', { written: '1,234', hint: '1234' }]] },
  { is: 'a combination that stands twice', name: 'l.csv', bytes: Buffer.from(csv([head, good, good])), says: [['fault.row-twice', { written: 2 }]] },
  { is: 'no headings', name: 'm.csv', bytes: Buffer.from('1;2\r\n3;4'), says: [['fault.no-headings', { hint: '' }]] },
  { is: 'headings and nothing below', name: 'n.csv', bytes: Buffer.from(csv([head])), says: [['fault.no-rows']] },
  // How it is written down.
  { is: 'semicolons under a title that has a comma', name: 'o.csv', bytes: Buffer.from(`Cijfers 2025, politie\r\n\r\n${csv([head, good])}`), says: [isGood, ['remark.rows-above', { count: 1 }]] },
  { is: 'semicolons that Excel was told of', name: 'p.csv', bytes: Buffer.from(`sep=;\r\n${csv([head, good])}`), says: [isGood] },
  { is: 'commas, with a semicolon in quotes', name: 'q.csv', bytes: Buffer.from(csv([head, ['trafficking', '"labour"', 'antwerp', 12]], ',')), says: [isGood] },
  { is: 'UTF-8 with its mark', name: 'r.csv', bytes: Buffer.from(`\uFEFF${csv([head, good])}`), says: [isGood] },
  { is: 'UTF-16 with its mark', name: 's.csv', bytes: Buffer.from(`\uFEFF${csv([head, ['mensenhandel', 'bedelarij', 'Liège', 2]], '\t')}`, 'utf16le'), says: [isGood] },
  { is: 'UTF-16 without its mark', name: 't.csv', bytes: Buffer.from(csv([head, ['mensenhandel', 'bedelarij', 'Liège', 2]], '\t'), 'utf16le'), says: [isGood] },
  { is: 'UTF-16 the other way round', name: 'u.csv', bytes: Buffer.from(`\uFEFF${csv([head, good], '\t')}`, 'utf16le').swap16(), says: [isGood] },
  { is: 'Windows-1252', name: 'v.csv', bytes: Buffer.from(csv([head, ['traite', 'prélèvement d\'organes', 'Liège', 2]]), 'latin1'), says: [isGood, ['remark.read-as-windows']] },
  { is: 'line ends of an old Mac', name: 'w.csv', bytes: Buffer.from(csv([head, good], ';', '\r')), says: [isGood] },
  { is: 'hidden rows and columns', name: 'x.xlsx', bytes: workbook([head, good, other], (sheet) => { sheet['!rows'] = [{}, {}, { hidden: true }]; sheet['!cols'] = [{}, {}, { hidden: true }] }), says: [isGood, ['remark.hidden-rows', { count: 1 }], ['remark.hidden-columns', { names: 'C' }]] },
  { is: 'a hidden sheet before the one that is seen', name: 'y.xlsx', bytes: workbook([['old'], ['figures']], undefined, { more: [[head, good]], hides: [0] }), says: [isGood, ['remark.other-sheets', { name: 'Blad 2' }]] },
  { is: 'cells in a hidden sheet alone', name: 'z.xlsx', bytes: workbook([head, good], undefined, { more: [[]], hides: [0] }), says: [isGood, ['remark.hidden-sheet', { name: 'Blad 1' }]] },
  { is: 'a sheet that is protected against changes', name: 'aa.xlsx', bytes: workbook([head, good], (sheet) => { sheet['!protect'] = { password: 'invented' } }), says: [isGood] },
  { is: 'OpenDocument', name: 'ab.ods', bytes: workbook([head, good], undefined, { bookType: 'ods' }), says: [isGood] },
  { is: 'OpenDocument with a formula and merged cells', name: 'ac.ods', bytes: workbook([head, good, other], (sheet) => { sheet['D3'] = { t: 'n', v: 3, f: 'SUM(D1:D2)' }; sheet['!merges'] = [utils.decode_range('A2:A3')] }, { bookType: 'ods' }), says: [['fault.formula'], ['fault.merged', { written: 'A2:A3' }]] },
  { is: 'binary Excel of today', name: 'ad.xlsb', bytes: workbook([head, good], undefined, { bookType: 'xlsb' }), says: [isGood] },
  // What is no sheet.
  { is: 'Excel of before 2007', name: 'ae.xls', bytes: workbook([head, good], undefined, { bookType: 'biff8' }), says: [['refusal.sheet-old-excel']] },
  { is: 'XML that bears the name of a sheet', name: 'af.xls', bytes: workbook([head, good], undefined, { bookType: 'xlml' }), says: [['refusal.sheet-web-page']] },
  { is: 'a web page that bears the name of a sheet', name: 'ag.xls', bytes: workbook([head, good], undefined, { bookType: 'html' }), says: [['refusal.sheet-web-page']] },
  { is: 'a password', name: 'ah.xlsx', bytes: locked(), says: [['refusal.sheet-locked']] },
  { is: 'no byte at all', name: 'ai.csv', bytes: Buffer.alloc(0), says: [['refusal.sheet-empty']] },
  { is: 'a workbook without a cell', name: 'aj.xlsx', bytes: workbook([]), says: [['refusal.sheet-empty']] },
  { is: 'a sheet that is a picture', name: 'ak.xlsx', bytes: asPicture, says: [['refusal.sheet-picture']] },
  { is: 'a photograph', name: 'al.png', bytes: png, says: [['refusal.sheet-picture']] },
  { is: 'a photograph of a telephone', name: 'am.heic', bytes: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), says: [['refusal.sheet-picture']] },
  { is: 'a PDF', name: 'an.pdf', bytes: Buffer.from('%PDF-1.7\n'), says: [['refusal.sheet-picture']] },
  { is: 'a zip that unpacks to far more than it says', name: 'ao.xlsx', bytes: bomb(), says: [['refusal.sheet-bomb']] },
  { is: 'half a workbook', name: 'ap.xlsx', bytes: workbook([head, good]).subarray(0, 900), says: [['refusal.sheet-unreadable']] },
]

const upload = (name: string, bytes: Buffer) => {
  const boundary = 'specimen-boundary'
  const parts = `--${boundary}\r\ncontent-disposition: form-data; name="year"\r\n\r\n2025\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload: Buffer.concat([Buffer.from(parts), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]) }
}
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" }
const textOf = (page: string): string => page.replace(/<head>.*<\/head>/s, '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole).replaceAll(/\s+/g, ' ')
const sentence = (language: Language, [key, gaps = {}]: Said): string => {
  const said = words(language)(key as 'draft.good', gaps)
  // What the headings are called depends on the item; the sentence up to there does not.
  return (key === 'fault.no-headings' ? said.slice(0, said.indexOf(':')) : said).replaceAll(/\s+/g, ' ')
}

type Sent = Pick<Case, 'name' | 'bytes'>
/** Where a sheet leads to, or the page that says why it was not read. */
async function send(language: Language, { name, bytes }: Sent): Promise<{ readonly to: string } | { readonly page: string }> {
  const sent = await visitors.as('labour-inspector', { method: 'POST', url: '/deliveries/new/police-records', cookies: { ariadne_language: language }, ...upload(name, typeof bytes === 'function' ? await bytes() : bytes) })
  return sent.headers.location === undefined ? { page: textOf(sent.body) } : { to: sent.headers.location }
}

test('whatever sheet comes is read or refused with a sentence of its own, in four languages', async () => {
  for (const [index, each] of cases.entries()) {
    // Each sheet is sent in one language, another than the one before it; what was read of it is looked at in all.
    const sender = languages[index % languages.length] ?? 'en'
    const sent = await send(sender, each)
    const pages: readonly (readonly [Language, string])[] = 'page' in sent ? [[sender, sent.page]]
      : await Promise.all(languages.map(async (language) => [language, textOf((await visitors.as('labour-inspector', { url: sent.to, cookies: { ariadne_language: language } })).body)] as const))
    for (const [language, page] of pages) {
      for (const expected of each.says) expect(page, `${each.is}: ${each.name}, ${language}`).toContain(sentence(language, expected))
      expect(page.includes(words(language)('draft.good')), each.is).toBe(each.says[0] === isGood)
    }
  }
}, 400_000)

test('a form without a file and without cells asks for one, and does not call it empty', async () => {
  const sent = await send('en', { name: '', bytes: Buffer.alloc(0) })
  expect('page' in sent && sent.page).toContain('Choose a file or paste the cells.')
})
