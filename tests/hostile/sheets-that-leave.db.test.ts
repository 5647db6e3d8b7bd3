import { readdirSync, readFileSync } from 'node:fs'
import { read } from '@e965/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Door } from '#platform/doors/perform'
import { languages } from '#vocabulary/language'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'
import { addressesOf } from '../support/what-leaves.ts'

/** Every file that the site gives is fetched with hostile texts in whatever can reach it, and read as a spreadsheet would. */
const base = testDatabase()
let be: Belgium
let visitors: Visitors
const known = new Map<string, string>()

const signs = ['=', '+', '-', '@', '|', '%', '\t=', '\r=', '\n=', ' =', '＝', '\u200B+', '"=', 'a;=', 'a\t@', 'a\n-'] as const
const mark = 'HYPERLINK'
const hostile = signs.map((sign) => `${sign}${mark}("https://elsewhere.invalid","x")`)
let turn = 0
const nextHostile = (): string => hostile[turn++ % hostile.length] ?? ''

/** The same country with every label in it hostile: whoever writes a pack is a stranger here. */
function poisoned<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((each: unknown) => poisoned(each)) as Value
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const isLabel = languages.every((language) => typeof (value as Record<string, unknown>)[language] === 'string')
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, isLabel && typeof inner === 'string' ? `${nextHostile()} ${inner}` : poisoned(inner as unknown)])) as Value
}

const paste = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join('\t')).join('\n')
const check = (login: string, item: string, rows: readonly (readonly unknown[])[], year = 2025) => be.does<{ draft: string; faults: number }>(login, 'delivery.check', { item, year, text: paste(rows) })
const handIn = async (login: string, item: string, rows: readonly (readonly unknown[])[], year?: number) => {
  const { draft, faults } = await check(login, item, rows, year)
  expect([item, faults]).toEqual([item, 0])
  return (await be.does<{ delivery: string }>(login, 'delivery.hand-over', { draft })).delivery
}
async function approved<Value>(subject: string, route: string, input: object): Promise<Value> {
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${subject}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
  return be.does<Value>('analyst', route, input)
}
/** On a busy machine the thread of the gate takes a while to begin. */
async function whenReckoned<Value>(ask: () => Promise<Value>, isWorking: (value: Value) => boolean): Promise<Value> {
  for (let tries = 0; ; tries += 1) {
    const value = await ask()
    if (!isWorking(value) || tries > 20) return value
  }
}

const arrive = (count: number, sex: string, form: string, citizenship: string) => be.rows(sql`
  insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, forms, citizenship, district, opened_by, opened_in)
  select gen_random_uuid(), ${`INVENTED-${sex}-${form}-`} || n, '2025-06-01', 'adult', 'referred', '2025-06-01', office.id, ${sex}, false, array[${form}], ${citizenship}, 'brussels', office.id, pg_current_xact_id()
  from generate_series(1, ${count}::int) as n, (select id from accounts.office where key = 'pag-asa') as office`)

async function fillEverything(): Promise<void> {
  await be.inReflection()
  for (const [count, sex, form, citizenship] of [[14, 'woman', 'labour', 'VN'], [12, 'woman', 'sexual', 'RO'], [11, 'man', 'labour', 'RO'], [15, 'man', 'sexual', 'VN']] as const) await arrive(count, sex, form, citizenship)
  const wish = { rows: 'sex', columns: 'form', from: 2025, to: 2025 }
  const { table } = await be.does<{ table: string }>('analyst', 'table.keep', wish)
  await whenReckoned(() => be.does<{ why: string | null }>('analyst', 'record.check', { table }), ({ why }) => why === 'gate-works')
  const { record } = await be.does<{ record: string }>('analyst', 'record.propose', { table, recipient: hostile[0], ground: hostile[1] })
  await approved(record, 'record.release', { record })
  known.set('record', record)

  const another = await be.does<{ table: string }>('analyst', 'table.keep', { rows: 'citizenship', columns: 'district', from: 2025, to: 2025 })
  await whenReckoned(() => be.does<{ state: string }>('analyst', 'release.check', { table: another.table }), ({ state }) => state === 'working')
  const released = await be.does<{ proposal: string }>('analyst', 'release.propose', { table: another.table, reason: hostile[2] })
  known.set('/figures number', String((await approved<{ number: number }>(released.proposal, 'release.publish', { proposal: released.proposal })).number))

  const convictions = (figure: number) => [['Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'], ['woman', 'adult', 'BE', 'sexual', figure], ['man', 'adult', 'BE', 'sexual', 30]]
  await handIn('labour-auditor', 'convictions', convictions(10), 2023)
  const delivery = await handIn('labour-auditor', 'convictions', convictions(90), 2024)
  for (const [index, codes] of ['[["sex","woman"]]', '[]'].entries()) await be.does('labour-auditor', 'delivery.explain', { delivery, rule: 'jump-against-last-year', year: 2024, codes, explanation: hostile[index + 3] })
  await handIn('caseworker-payoke', 'victims', [['Status', 'Organisation', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'], ['identified', 'centre', 'woman', 'adult', 'RO', 'sexual', 20], ['identified', 'centre', 'man', 'adult', 'VN', 'labour', 17]])
  const handOver = { recipient: 'eurostat', year: 2025 }
  await whenReckoned(() => be.does<{ state: string }>('analyst', 'handover.show', handOver), ({ state }) => state === 'working')
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { ...handOver, reason: hostile[5] })
  known.set('/hand-overs number', String((await approved<{ number: number }>(proposal, 'handover.release', { proposal })).number))
  // Of this one the figures for the government are made.
  const directive = { recipient: 'directive', year: 2025 }
  await whenReckoned(() => be.does<{ state: string }>('analyst', 'handover.show', directive), ({ state }) => state === 'working')
  const reported = await be.does<{ proposal: string }>('analyst', 'handover.propose', { ...directive, reason: hostile[5] })
  await approved(reported.proposal, 'handover.release', { proposal: reported.proposal })

  const sheet = [['Step of reception', 'Sex', 'Age group', 'Form of exploitation', 'Figure'], ...hostile.map((text) => [text.replaceAll(/[\t\r\n]/g, ' '), 'woman', 'adult', 'begging', 1])]
  known.set('draft', (await check('caseworker-payoke', 'reception', sheet)).draft)
}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  await fillEverything()
  await be.rows(sql`update accounts.office set name = (select jsonb_object_agg(key, ${hostile[0]} || value) from jsonb_each_text(name))`)
  const { installation } = be.door
  const { pack, codebook, counting, handOvers, detection } = installation
  const hostileDoor: Door = { ...be.door, installation: { ...installation, pack: poisoned(pack), codebook: poisoned(codebook), counting: poisoned(counting), handOvers: poisoned(handOvers), detection: poisoned(detection) } }
  visitors = await Visitors.open(Object.assign(be, { door: hostileDoor }))
  await visitors.confirms('analyst')
}, 240_000)
afterAll(async () => { await stopGate(); await visitors.server.close() })

const years = '?from=2025&to=2026'
/** How each sheet is asked for, and by whom; `plain` where nothing that somebody words can stand in it. */
const sheets: Readonly<Record<string, { readonly login: string; readonly gaps?: Readonly<Record<string, string>>; readonly query?: string; readonly plain?: true }>> = {
  '/figures/:number/table.csv': { login: 'analyst' }, '/figures/:number/dictionary.csv': { login: 'analyst' }, '/figures/:number/table.xlsx': { login: 'analyst' },
  '/deliveries/templates/:item': { login: 'caseworker-payoke', gaps: { item: 'reception' } }, '/deliveries/drafts/:draft/faults': { login: 'caseworker-payoke' },
  '/delivered/table.csv': { login: 'analyst', query: '?item=convictions&rows=sex&from=2024&to=2024' }, '/delivered/table.xlsx': { login: 'analyst', query: '?item=convictions&rows=sex&from=2024&to=2024' }, '/delivered/dictionary.csv': { login: 'analyst', query: '?item=convictions&rows=sex&from=2024&to=2024' },
  ...Object.fromEntries(['/progress', '/progress/waits', '/progress/clocks'].flatMap((at) => ['figures.csv', 'dictionary.csv', 'figures.xlsx'].map((file) => [`${at}/${file}`, { login: 'analyst', query: years, ...(file === 'dictionary.csv' ? { plain: true } : {}) }]))),
  ...Object.fromEntries(['figures.csv', 'dictionary.csv', 'figures.xlsx'].map((file) => [`/tables/${file}`, { login: 'analyst', query: '?rows=form&columns=sex&from=2025&to=2025' }])),
  '/tables/facts.csv': { login: 'analyst', query: years }, '/tables/facts-steps.csv': { login: 'analyst', query: years },
  '/hand-overs/released/:number/tables.csv': { login: 'analyst' }, '/hand-overs/released/:number/dictionary.csv': { login: 'analyst' }, '/hand-overs/released/:number/tables.xlsx': { login: 'analyst' },
  '/hand-overs/released/:number/sdmx/:table': { login: 'analyst', gaps: { table: 'crim-thb-a' }, plain: true }, '/records/:record/htcds.csv': { login: 'analyst', plain: true },
  '/hand-overs/released/:number/sdmx/:table/dictionary.csv': { login: 'analyst', gaps: { table: 'crim-thb-a' } }, '/records/:record/dictionary.csv': { login: 'analyst' },
  ...Object.fromEntries(['tables.csv', 'dictionary.csv', 'tables.xlsx'].map((file) => [`/hand-overs/report/:year/${file}`, { login: 'analyst', gaps: { year: '2025' } }])),
}
const addressOf = (at: string): string => {
  const { gaps = {}, query = '' } = sheets[at] ?? {}
  return at.replaceAll(/:(\w+)/g, (whole, gap: string) => gaps[gap] ?? known.get(`/${at.split('/')[1]} ${gap}`) ?? known.get(gap) ?? whole) + query
}

/** Every cell of a file as a program of somebody else reads it, and for a file of lines by every sign that a country takes for the separator. */
function cellsOf(bytes: Buffer, type: string): readonly { readonly text: string; readonly formula: unknown }[] {
  const books = type.includes('spreadsheetml')
    ? [read(bytes, { type: 'buffer', cellFormula: true })]
    : [',', ';', '\t'].map((separator) => read(bytes.toString('utf8').replace('\uFEFF', ''), { type: 'string', raw: true, cellFormula: true, FS: separator }))
  return books.flatMap((book) => Object.values(book.Sheets).flatMap((sheet) => Object.entries(sheet as Record<string, unknown>).filter(([at]) => !at.startsWith('!')).map(([, cell]) => {
    const { v, f } = cell as { v?: unknown; f?: unknown }
    return { text: typeof v === 'string' ? v : '', formula: f }
  })))
}
const begins = /^(?:[\s\p{C}"]*[=+\-@|%＝＋－＠]|[\t\r\n])/u

describe('a file that goes into a spreadsheet', () => {
  test('is every download that is not named as something else', () => {
    expect(Object.keys(sheets).toSorted()).toEqual(addressesOf('sheet'))
  })

  test.each(Object.keys(sheets))('%s has no cell that runs, whoever worded what stands in it', async (at) => {
    const { login = '', plain } = sheets[at] ?? {}
    for (const language of languages) {
      const { statusCode, headers, rawPayload } = await visitors.as(login, { url: addressOf(at), cookies: { ariadne_language: language } })
      expect([statusCode, addressOf(at)]).toEqual([200, addressOf(at)])
      const type = String(headers['content-type'])
      expect(type).toMatch(/csv|tab-separated|spreadsheetml/)
      const cells = cellsOf(rawPayload, type)
      expect(cells.length).toBeGreaterThan(5)
      expect(cells.filter(({ formula }) => formula !== undefined)).toEqual([])
      expect(cells.filter(({ text }) => begins.test(text)).map(({ text }) => text)).toEqual([])
      // Something hostile did get as far as here: without it the test would look at nothing.
      expect(cells.some(({ text }) => text.includes(mark))).toBe(!plain)
    }
  }, 30_000)

  test('tells the names of sheets and files in our words alone', async () => {
    for (const at of Object.keys(sheets)) expect(String((await visitors.as(sheets[at]?.login ?? '', { url: addressOf(at) })).headers['content-disposition']), at).toMatch(/^inline; filename="[\w.-]+"$/)
  })

  test('a reader who is looked at finds what is not made harmless', () => {
    const bad = `name,said\r\n${hostile.map((text) => `x,"${text.replaceAll('"', '""')}"`).join('\r\n')}\r\n`
    expect(new Set(cellsOf(Buffer.from(bad), 'text/csv').filter(({ text }) => begins.test(text)).map(({ text }) => text)).size).toBeGreaterThan(hostile.length - 4)
  })
})

test('no other place in the source writes a workbook or a file of lines', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
  expect(files.filter((file) => /writeXlsx|text\/csv|join\(','\)\}\\r\\n/.test(readFileSync(`src/${file}`, 'utf8')))).toEqual(['platform/sheets/write-sheets.ts'])
})
