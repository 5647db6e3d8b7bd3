import { readXlsx } from 'hucre/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages, type Language } from '#vocabulary/language'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { linesOf, rebuild, rowsOf, type Row } from '../support/stranger.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

const approve = async (subject: string) => {
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${subject}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
}
async function release(wish: object, method: object = {}): Promise<number> {
  const { table } = await be.does<{ table: string }>('analyst', 'table.keep', { from: 2026, to: 2026, ...wish })
  for (let looks = 0; looks < 20 && (await be.does<{ state: string }>('analyst', 'release.check', { table, ...method })).state === 'working'; looks += 1);
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Figures of the year', ...method })
  await approve(proposal)
  return (await be.does<{ number: number }>('analyst', 'release.publish', { proposal })).number
}
const bytesAt = async (url: string, language: Language, as: string | null = null) => {
  const answer = await visitors.as(as, { url, cookies: { ariadne_language: language } })
  expect([url, answer.statusCode]).toEqual([url, 200])
  return answer
}
const csvAt = async (url: string, language: Language, as: string | null = null): Promise<readonly Row[]> => rowsOf(linesOf((await bytesAt(url, language, as)).body))
async function sheetsAt(url: string, language: Language, as: string | null = null): Promise<ReadonlyMap<string, string[][]>> {
  const { sheets } = await readXlsx(new Uint8Array((await bytesAt(url, language, as)).rawPayload))
  return new Map(sheets.map(({ name, rows }) => [name, rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '' : String(cell))))]))
}
const one = (dictionary: readonly Row[], field: string): Row => {
  const found = dictionary.filter((row) => row['field'] === field)
  if (found.length !== 1 || !found[0]) throw new Error(`${field} stands ${found.length} times`)
  return found[0]
}
/** The path of an address in a file, as a browser would ask for it. */
const pathOf = (address: string | undefined): string => { const { pathname, search } = new URL(address ?? ''); return pathname + search }
const day = /^20\d\d-\d\d-\d\d$/

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  const people = [['VN', 'woman', 'labour', { exploitedWhere: 'here', exploitedDistrict: 'antwerp' }, 9], ['VN', 'man', 'labour', { exploitedWhere: 'here', exploitedDistrict: 'liege' }, 7], ['MA', 'man', 'begging', { exploitedWhere: 'abroad', exploitedCountry: 'ES' }, 8], ['RO', 'woman', 'sexual', {}, 6], ['RO', 'man', 'sexual', { exploitedWhere: 'both' }, 2]] as const
  for (const [citizenship, sex, form, place, many] of people) for (let each = 0; each < many; each += 1) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship, forms: [form], ...place })
  const deliver = async (login: string, item: string, rows: readonly (readonly unknown[])[]) => {
    const { draft } = await be.does<{ draft: string }>(login, 'delivery.check', { item, year: 2025, text: rows.map((row) => row.join('\t')).join('\n') })
    await be.does(login, 'delivery.hand-over', { draft })
  }
  await deliver('caseworker-payoke', 'victims', [['Status', 'Organisation', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'],
    ['identified', 'centre', 'woman', 'adult', 'RO', 'sexual', 20], ['presumed', 'centre', 'woman', 'adult', 'NG', 'sexual', 11], ['identified', 'centre', 'man', 'adult', 'VN', 'labour', 17],
    ['identified', 'centre', 'woman', 'child', 'BE', 'sexual', 6], ['identified', 'centre', 'man', 'child', 'BE', 'criminal', 0], ['presumed', 'centre', 'woman', 'adult', 'BR', 'domestic', ':c']])
  await deliver('labour-inspector', 'suspects', [['Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'], ['man', 'adult', 'BE', 'labour', 25], ['woman', 'adult', 'BE', 'labour', 8], ['man', 'adult', 'RO', 'sexual', 12], ['woman', 'child', 'BE', 'labour', 0]])
}, 240_000)
afterAll(() => stopGate())

test('the reader itself notices a sum that is none, a code without a meaning, a hidden figure that follows and a blank without a reason', () => {
  const dictionary = [['sex', 'total', '', 'all'], ['sex', 'woman', 'total', 'women'], ['sex', 'man', 'total', 'men'], ['status', 'shown', '', 'as counted'], ['status', 'hidden', '', 'hidden']].map(([field = '', code = '', parent = '', meaning = '']) => ({ field, code, parent, meaning }))
  const read = (...cells: readonly (readonly [code: string, sex: string, persons: string, status: string])[]) =>
    rebuild({ rows: cells.map(([sex_code, sex, persons, status]) => ({ sex_code, sex, persons, status })), dictionary, axes: [{ code: 'sex_code', name: 'sex', field: 'sex' }], figure: 'persons', state: 'status', stateField: 'status' }).faults
  expect(read(['total', 'all', '12', 'shown'], ['woman', 'women', '7', 'shown'], ['man', 'men', '5', 'shown'])).toEqual([])
  expect(read(['total', 'all', '13', 'shown'], ['woman', 'women', '7', 'shown'], ['man', 'men', '5', 'shown'])).toHaveLength(1)
  expect(read(['total', 'all', '9', 'shown'], ['woman', 'women', '7', 'shown'], ['man', 'men', '', 'hidden'])).toHaveLength(1)
  expect(read(['other', 'others', '9', 'shown'])).toHaveLength(1)
  expect(read(['woman', 'women', '', ''])).toHaveLength(1)
})

describe('who has nothing but the files of a released table', () => {
  let tables: readonly { readonly number: number; readonly axes: readonly string[] }[] = []
  beforeAll(async () => {
    tables = [
      { number: await release({ rows: 'citizenship', columns: 'exploited-in' }), axes: ['citizenship', 'exploited-in'] },
      { number: await release({ rows: 'form', columns: 'sex' }), axes: ['form', 'sex'] },
    ]
  }, 120_000)

  test.each(languages)('puts the whole table together, its sums, its hidden figures and what they mean, in %s', async (language) => {
    for (const { number, axes } of tables) {
      const at = `/figures/${number}`
      const [rows, dictionary] = [await csvAt(`${at}/table.csv`, language), await csvAt(`${at}/dictionary.csv`, language)]
      const told = { rows, dictionary, axes: axes.map((field) => ({ code: `${field}_code`, name: field, field })), figure: 'persons', state: 'status', stateField: 'status' }
      const rebuilt = rebuild(told)
      expect(rebuilt.faults, `${number} ${language}`).toEqual([])
      // What is put together is what was released, cell by cell.
      const { table } = await be.does<{ table: { dimensions: { codes: { code: string }[] }[]; cells: (number | string)[] } }>('coordinator', 'figure.show', { number })
      expect(rebuilt.size).toBe(table.cells.length)
      const [first, second] = table.dimensions.map(({ codes }) => codes.map(({ code }) => code))
      const cells = (first ?? []).flatMap((one) => (second ?? []).map((other) => rebuilt.at([one, other])))
      expect(cells).toEqual(table.cells)
      expect(cells).toContain('hidden')
      expect(cells).toContain(0)
      for (const field of ['title', 'definition', 'source', 'not counted']) expect(one(dictionary, field)['meaning'], field).toMatch(/\p{L}{3}/u)
      for (const field of ['counted', 'released']) expect(one(dictionary, field)['code'], field).toMatch(day)
      expect(one(dictionary, 'made safe')).toMatchObject({ code: 'suppress', meaning: expect.stringMatching(/\b1\b.*\b4\b/) as string })
      expect(one(dictionary, 'number')['code']).toBe(String(number))
      const page = await bytesAt(pathOf(one(dictionary, 'address')['meaning']), language)
      expect(page.body).toContain(`<html lang="${language}"`)
      for (const field of axes) expect(dictionary.find((row) => row['field'] === field && row['code'] === '')?.['meaning'], field).toMatch(/: \S/)
      // The workbook says the same, line by line.
      const sheets = await sheetsAt(`${at}/table.xlsx`, language)
      expect(rowsOf(sheets.get('Figures') ?? [])).toEqual(rows)
      expect(rowsOf(sheets.get('Dictionary') ?? [])).toEqual(dictionary)
    }
  }, 60_000)

  test('reads the same codes and figures whatever the language, and other words', async () => {
    const [codes, said] = [new Set<string>(), new Set<string>()]
    for (const language of languages) {
      const rows = await csvAt(`/figures/${tables[1]?.number ?? 0}/table.csv`, language)
      codes.add(JSON.stringify(rows.map((row) => [row['form_code'], row['sex_code'], row['persons'], row['status']])))
      said.add(JSON.stringify(rows.map((row) => row['form'])))
    }
    expect([codes.size, said.size]).toEqual([1, languages.length])
  })
})

test.each(languages)('an analyst takes a live table along, its sums and what everything in it means, and reads on it that it is not for release, in %s', async (language) => {
  const asked = 'rows=citizenship&columns=sex&layers=form&from=2026&to=2026'
  await visitors.confirms('analyst')
  const [rows, dictionary] = [await csvAt(`/tables/figures.csv?${asked}`, language, 'analyst'), await csvAt(`/tables/dictionary.csv?${asked}`, language, 'analyst')]
  const axes = ['citizenship', 'sex', 'form'].map((field) => ({ code: `${field}_code`, name: field, field }))
  const rebuilt = rebuild({ rows, dictionary, axes, figure: 'persons', state: 'status', stateField: 'status' })
  expect(rebuilt.faults).toEqual([])
  expect([rebuilt.at(['total', 'total', 'total']), rebuilt.at(['VN', 'woman', 'labour']), rebuilt.at(['VN', 'woman', 'sexual'])]).toEqual([32, 9, 0])
  expect(one(dictionary, 'release')).toMatchObject({ code: 'not-for-release', meaning: expect.stringMatching(/\p{L}{3}/u) as string })
  expect(one(dictionary, 'counted')['code']).toMatch(day)
  const address = pathOf(one(dictionary, 'address')['meaning'])
  expect((await bytesAt(address, language, 'analyst')).body).toContain(`<html lang="${language}"`)
  const sheets = await sheetsAt(`/tables/figures.xlsx?${asked}`, language, 'analyst')
  expect([rowsOf(sheets.get('Figures') ?? []), rowsOf(sheets.get('Dictionary') ?? [])]).toEqual([rows, dictionary])
})

describe('who has nothing but the files of a hand-over', () => {
  let number = 0
  beforeAll(async () => {
    for (let tries = 0; tries < 20; tries += 1) if ((await be.does<{ state: string }>('analyst', 'handover.show', { recipient: 'eurostat', year: 2025 })).state !== 'working') break
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { recipient: 'eurostat', year: 2025, reason: 'Figures of the year' })
    await approve(proposal)
    number = (await be.does<{ number: number }>('analyst', 'handover.release', { proposal })).number
  }, 120_000)

  test.each(languages)('puts every table together with its sums, states, sources and what it does not count, in %s', async (language) => {
    const at = `/hand-overs/released/${number}`
    const [rows, dictionary] = [await csvAt(`${at}/tables.csv`, language), await csvAt(`${at}/dictionary.csv`, language)]
    const groups = new Map<string, Row[]>()
    for (const row of rows) groups.set(`${row['table'] ?? ''} ${row['counted'] ?? ''}`, [...(groups.get(`${row['table'] ?? ''} ${row['counted'] ?? ''}`) ?? []), row])
    expect(groups.size).toBeGreaterThan(4)
    for (const [key, own] of groups) {
      const axes = [1, 2].filter((place) => own[0]?.[`breakdown_${place}`] !== '').map((place) => ({ code: `code_${place}`, name: `name_${place}`, field: own[0]?.[`breakdown_${place}`] ?? '' }))
      expect(rebuild({ rows: own, dictionary, axes, figure: 'figure', state: 'state', stateField: 'state' }).faults, `${key} ${language}`).toEqual([])
      const [table, counted] = key.split(' ')
      expect(dictionary.find((row) => row['field'] === 'table' && row['code'] === table)?.['meaning'], key).toMatch(/law\.md|Eurostat/)
      expect(dictionary.find((row) => row['field'] === 'counted' && row['code'] === counted)?.['meaning'], key).toMatch(/\p{L}{3}/u)
    }
    for (const field of ['counted on', 'released on']) expect(one(dictionary, field)['code'], field).toMatch(day)
    expect(one(dictionary, 'made safe')['meaning']).toMatch(/\b1\b.*\b4\b/)
    expect(dictionary.filter((row) => row['field'] === 'note').length).toBeGreaterThan(0)
    await bytesAt(pathOf(one(dictionary, 'hand_over')['meaning']), language)
    const sheets = await sheetsAt(`${at}/tables.xlsx`, language)
    expect(rowsOf(sheets.get('Lines') ?? [])).toEqual(rows)
    expect(rowsOf(sheets.get('Dictionary') ?? [])).toEqual(dictionary)
  }, 60_000)

  test('finds in SDMX-CSV each observation once, a number or a reason, and the figures of the other files', async () => {
    const lines = await csvAt(`/hand-overs/released/${number}/tables.csv`, 'en')
    for (const table of ['crim-thb-a', 'crim-thb-b', 'crim-thb-c', 'crim-thb-d']) {
      const rows = await csvAt(`/hand-overs/released/${number}/sdmx/${table}`, 'en')
      const key = (row: Row) => JSON.stringify(Object.entries(row).filter(([name]) => !name.startsWith('OBS_') && name !== 'CONF_STATUS'))
      expect(new Set(rows.map(key)).size, table).toBe(rows.length)
      for (const row of rows) {
        expect([row['STRUCTURE'], row['ACTION'], row['FREQ'], row['GEO'], row['TIME_PERIOD']]).toEqual(['dataflow', 'I', 'A', 'BE', '2025'])
        expect(row['STRUCTURE_ID']).toMatch(/^ESTAT:CRIM_THB_[A-Z]+\(1\.0\)$/)
        expect(['A', 'P'].includes(row['OBS_STATUS'] ?? ''), JSON.stringify(row)).toBe(row['OBS_VALUE'] !== '')
        expect(row['CONF_STATUS']).toBe(row['OBS_STATUS'] === 'Q' ? 'C' : 'F')
      }
      const numbersOf = (all: readonly Row[], name: string) => all.map((row) => row[name] ?? '').filter((written) => written !== '' && written !== '0').toSorted()
      expect(numbersOf(rows, 'OBS_VALUE'), table).toEqual(numbersOf(lines.filter((row) => row['table'] === table), 'figure'))
    }
  }, 60_000)

  test.each(languages)('knows from the dictionary of an SDMX-CSV file what every column, code and state in it means and puts its sums together, in %s', async (language) => {
    const { tables } = await be.does<{ tables: { key: string }[] }>('coordinator', 'handover.show-released', { number })
    expect(tables.length).toBeGreaterThan(3)
    for (const { key } of tables) {
      const at = `/hand-overs/released/${number}/sdmx/${key}`
      const [rows, dictionary] = [await csvAt(at, language), await csvAt(`${at}/dictionary.csv`, language)]
      const told = (field: string, code: string) => dictionary.find((row) => row['field'] === field && row['code'] === code)?.['meaning'] ?? ''
      for (const row of rows) for (const [field, value] of Object.entries(row)) expect(told(field, field === 'OBS_VALUE' ? '' : value), `${key} ${field} ${value}`).toMatch(/\p{L}{3}/u)
      const coded = Object.keys(rows[0] ?? {}).filter((name) => !['STRUCTURE', 'STRUCTURE_ID', 'ACTION', 'FREQ', 'GEO', 'TIME_PERIOD', 'OBS_VALUE', 'OBS_STATUS', 'CONF_STATUS'].includes(name))
      for (const field of coded) expect(told(field, ''), `${key} ${field}`).toMatch(/\p{L}{3}/u)
      // A sum may stand above a code that has no line here, so only what stands in the file is put together: nothing is more than its sum.
      const named = rows.map((row) => ({ ...row, ...Object.fromEntries(coded.map((field) => [`${field} name`, told(field, row[field] ?? '')])), state: row['OBS_STATUS'] === 'Q' ? 'hidden' : row['OBS_STATUS'] ?? '' }))
      const explained = [...dictionary, { field: 'state', code: 'hidden', parent: '', meaning: told('OBS_STATUS', 'Q') }, ...['A', 'P', 'O', 'L', 'M'].map((code) => ({ field: 'state', code, parent: '', meaning: told('OBS_STATUS', code) }))]
      const faults = rebuild({ rows: named, dictionary: explained, axes: coded.map((field) => ({ code: field, name: `${field} name`, field })), figure: 'OBS_VALUE', state: 'state', stateField: 'state' }).faults
      const leftOut = dictionary.some(({ field }) => field === 'no line')
      expect(faults.filter((fault) => !leftOut || !/ below | is hidden follows/.test(fault)), `${key} ${language}`).toEqual([])
      for (const field of ['counted on', 'released on']) expect(one(dictionary, field)['code'], field).toMatch(day)
      expect(one(dictionary, 'made safe')).toMatchObject({ code: 'suppress', meaning: expect.stringMatching(/\b1\b.*\b4\b/) as string })
      expect(one(dictionary, 'threshold')['code']).toBe('5')
      expect(one(dictionary, 'table')['meaning']).toMatch(/law\.md|Eurostat/)
      for (const field of ['definition', 'note', 'counted']) expect(dictionary.find((row) => row['field'] === field)?.['meaning'], field).toMatch(/\p{L}{3}/u)
    }
  }, 60_000)
})
