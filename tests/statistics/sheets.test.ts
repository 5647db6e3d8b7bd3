import { deflateRawSync } from 'node:zlib'
import { utils, write } from '@e965/xlsx'
import { describe, expect, test } from 'vitest'
import { readCountry, readCountryCodebook, readCountryDetection } from '../../src/main/country-pack.ts'
import { checkSheet, type SheetCheck } from '../../src/modules/statistics/domain/deliveries/check-sheet.ts'
import { lettersBroken, mendLetters } from '../../src/modules/statistics/domain/deliveries/letters.ts'
import { readSheet, readText } from '../../src/modules/statistics/store/read-sheet.ts'

const book = readCountryCodebook('be', readCountry('be'), readCountryDetection('be'))
const item = book.items.find(({ key }) => key === 'police-records')
const head = ['Phenomenon', 'Form of exploitation', 'District', 'Figure']
const good = ['trafficking', 'labour', 'antwerp', 12]

const workbook = (rows: unknown[][], change: (sheet: Record<string, unknown>) => void = () => {}): Buffer => {
  const made = utils.book_new()
  const sheet = utils.aoa_to_sheet(rows)
  change(sheet)
  utils.book_append_sheet(made, sheet, 'Blad1')
  return write(made, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}
const checked = (bytes: Buffer | string): SheetCheck => {
  const sheet = typeof bytes === 'string' ? readText(bytes) : readSheet(bytes)
  if (typeof sheet === 'string' || !item) throw new Error(`not read: ${String(sheet)}`)
  return checkSheet({ book, item, year: 2025, sheet, lastYear: 2025 })
}
const faultsOf = (bytes: Buffer | string) => checked(bytes).faults.map(({ row, field, fault }) => [row, field, fault])

/** A zip with one part that says of itself what it is told to say. */
function zip(name: string, content: Buffer, claims = content.length): Buffer {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(30 + name.length)
  local.writeUInt32LE(0x04034b50); local.writeUInt16LE(8, 8); local.writeUInt32LE(packed.length, 18); local.writeUInt32LE(claims, 22); local.writeUInt16LE(name.length, 26); local.write(name, 30)
  const central = Buffer.alloc(46 + name.length)
  central.writeUInt32LE(0x02014b50); central.writeUInt16LE(8, 10); central.writeUInt32LE(packed.length, 20); central.writeUInt32LE(claims, 24); central.writeUInt16LE(name.length, 28); central.write(name, 46)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10); end.writeUInt32LE(central.length, 12); end.writeUInt32LE(local.length + packed.length, 16)
  return Buffer.concat([local, packed, central, end])
}

describe('a sheet', () => {
  test('in another order, another language and under a title is read all the same', () => {
    const { facts, faults, remarks } = checked(workbook([['Cijfers van de dienst'], ['Aantal', 'Arrondissement', 'Vorm van uitbuiting', 'Fenomeen'], [3, 'Antwerpen', 'bedelarij', 'mensenhandel']]))
    expect(faults).toEqual([])
    expect(facts).toMatchObject([{ year: 2025, codes: { phenomenon: 'trafficking', form: 'begging', district: 'antwerp' }, figure: { state: 'measured', value: 3 } }])
    expect(remarks.map(({ remark }) => remark)).toEqual(['rows-above'])
  })

  test('with merged cells, formulas, dates and totals is told each at its place', () => {
    const bytes = workbook([[...head, 'Year'], [...good, '31/12/2025'], ['trafficking', 'begging', 'antwerp', 4, 2025], ['smuggling', 'begging', 'namur', 1, 2025], ['Totaal', '', '', 17, 2025], ['both', 'begging', 'namur', new Date('2025-03-04T00:00:00Z'), 2025]], (sheet) => {
      sheet['D3'] = { t: 'n', v: 4, f: 'SUM(A1:A2)' }
      sheet['!merges'] = [utils.decode_range('B3:B4')]
    })
    expect(faultsOf(bytes)).toEqual([[3, null, 'merged'], [2, 'year', 'year-is-a-date'], [3, 'figure', 'formula'], [5, null, 'total'], [6, 'figure', 'figure-is-a-date']])
  })

  test('without headings, without rows, with a missing and a strange column is told so', () => {
    expect(faultsOf('1\t2\n3\t4')).toEqual([[null, null, 'no-headings']])
    expect(faultsOf(head.join('\t'))).toEqual([[null, null, 'no-rows']])
    expect(faultsOf('Phenomenon\tForm of exploitation\tShoe size\ntrafficking\tbegging\t44')).toEqual([[1, null, 'column-missing'], [1, 'unknown', 'column-unknown']])
  })

  test('in which a combination stands twice is not added up in silence', () => {
    expect(checked([head, good, good].map((row) => row.join('\t')).join('\n')).faults).toMatchObject([{ row: 3, fault: 'row-twice', written: '2' }])
  })

  test('in Windows letters is read with a remark, and broken letters are found', () => {
    const windows = Buffer.from([head.join(';'), 'trafficking;pr\xe9l\xe8vement d\'organes;antwerp;2'].join('\r\n'), 'latin1')
    expect(checked(windows)).toMatchObject({ faults: [], facts: [{ codes: { form: 'organs' } }], remarks: [{ remark: 'read-as-windows' }] })
    expect(faultsOf([head.join('\t'), 'trafficking\tprÃ©lÃ¨vement d\'organes\tantwerp\t2'].join('\n'))).toEqual([[2, 'form', 'letters']])
    expect(checked(Buffer.from(`\uFEFF${head.join('\t')}\ntrafficking\tbegging\tliege\t2`, 'utf16le')).faults).toEqual([])
  })

  test('that is no sheet says why it cannot be read', () => {
    expect(readSheet(Buffer.alloc(0))).toBe('empty')
    expect(readSheet(Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]))).toBe('picture')
    expect(readSheet(Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(40)]))).toBe('old-excel')
    expect(readSheet(Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('locked')
    expect(readSheet(Buffer.from([0x50, 0x4b, 3, 4, 9, 9]))).toBe('unreadable')
    expect(readSheet(workbook([]))).toBe('empty')
    expect(readSheet(Buffer.from('a\0b'))).toBe('unreadable')
  })

  test('that unpacks to more than it may, or lies about it, is not unpacked', () => {
    expect(readSheet(zip('xl/workbook.xml', Buffer.alloc(1000), 400 * 1024 * 1024))).toBe('bomb')
    expect(readSheet(zip('xl/workbook.xml', Buffer.alloc(5_000_000), 1000))).toBe('bomb')
  })
})

describe('letters', () => {
  test.each([['TÃ¼rkiye', 'Türkiye'], ["CÃ´te d'Ivoire", "Côte d'Ivoire"], ['â‚¬', '€']])('%s was %s', (broken, whole) => {
    expect(lettersBroken(broken)).toBe(true)
    expect(mendLetters(broken)).toBe(whole)
  })
  test.each(['Türkiye', 'Liège', 'São Tomé', 'Curaçao', 'Ångström', 'ÎLE'])('%s is left alone', (word) => expect(lettersBroken(word)).toBe(false))
})
