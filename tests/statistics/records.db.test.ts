import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { languages } from '#vocabulary/language'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { linesOf, rowsOf } from '../support/stranger.ts'
import { Visitors } from '../support/visitors.ts'

const standard = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'htcds', 'htcds_fields.json')
const base = testDatabase()
let be: Belgium
let visitors: Visitors

/** Coded facts of invented people, without a name and without a story: enough to be counted. */
const arrive = (count: number, sex: string, form: string, citizenship: string, year: number) => be.rows(sql`
  insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, forms, citizenship, district, opened_by, opened_in)
  select gen_random_uuid(), ${`INVENTED-${sex}-${form}-${citizenship}-${year}-`} || n, ${`${year}-06-01`}::date, 'adult', 'referred', ${`${year}-06-01`}::date, office.id, ${sex}, false, array[${form}], ${citizenship}, 'brussels', office.id, pg_current_xact_id()
  from generate_series(1, ${count}::int) as n, (select id from accounts.office where key = 'pag-asa') as office`)
beforeAll(async () => {
  be = await Belgium.open(base.db)
  for (const [count, sex, form, citizenship, year] of [[14, 'woman', 'labour', 'VN', 2025], [12, 'woman', 'sexual', 'RO', 2025], [11, 'man', 'labour', 'RO', 2025], [15, 'man', 'sexual', 'VN', 2025], [30, 'woman', 'labour', 'VN', 2024], [3, 'man', 'labour', 'VN', 2024], [25, 'woman', 'labour', 'VN', 2023], [25, 'man', 'sexual', 'VN', 2023]] as const) await arrive(count, sex, form, citizenship, year)
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

const kept = async (wish: object) => (await be.does<{ table: string }>('analyst', 'table.keep', wish)).table
type Check = { why: string | null; smallest: number | null; persons: number; fields: string[]; coarser: { without: string; smallest: number | null }[]; withoutField: string[] }
async function checked(table: string): Promise<Check> {
  for (let tries = 0; ; tries += 1) {
    const seen = await be.does<Check>('analyst', 'record.check', { table })
    if (seen.why !== 'gate-works' || tries > 20) return seen
  }
}
const asks = { recipient: 'Invented University, chair of criminology', ground: 'Agreement of 1 September 2026, for a study of forms of exploitation' }

describe('records of the case data standard', () => {
  test('do not leave where fewer than ten are alike, and what would make it possible is said', async () => {
    const table = await kept({ rows: 'sex', columns: 'form', from: 2024, to: 2024 })
    expect(await checked(table)).toMatchObject({ why: 'too-few-alike', smallest: 3, coarser: [{ without: 'sex', smallest: 33 }, { without: 'form', smallest: 3 }] })
    expect(refusalOf(await be.ask('analyst', 'record.propose', { table, ...asks }))).toBe('too-few-alike')
  }, 60_000)

  test('do not leave where all of one kind would have the same told of them, however many they are', async () => {
    const table = await kept({ rows: 'sex', columns: 'form', from: 2023, to: 2023 })
    expect(await checked(table)).toMatchObject({ why: 'records-would-tell', smallest: 25 })
  }, 60_000)

  test('are not made of what the standard has no field for', async () => {
    expect(await checked(await kept({ rows: 'sex', columns: 'district', from: 2025, to: 2025 }))).toMatchObject({ why: 'no-record-field', withoutField: ['district'] })
  })

  test('leave with a second person to a named recipient, without anything that leads back, and are noted for good', async () => {
    const table = await kept({ rows: 'sex', columns: 'form', from: 2025, to: 2025 })
    expect(await checked(table)).toMatchObject({ why: null, smallest: 11, persons: 52, fields: ['prs_Gender', 'vic_TypeOfExploitation'] })
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', null]) {
      for (const [route, input] of [['record.check', { table }], ['record.propose', { table, ...asks }], ['record.list', {}]] as const) expect(refusalOf(await be.ask(login, route, input)), `${login} ${route}`).toBe('not-found')
    }
    const { record: first } = await be.does<{ record: string }>('analyst', 'record.propose', { table, ...asks })
    const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${first}`)
    expect(await be.does('second-analyst', 'approval.show', { approval: asked?.id })).toMatchObject({ label: 'Disclosure of records', title: expect.stringMatching(`^${asks.recipient}: Persons by sex`) })
    await be.does('second-analyst', 'approval.answer', { approval: asked?.id, answer: 'refuse', reason: 'The agreement is not signed' })
    expect(await be.does('analyst', 'record.show', { record: first })).toMatchObject({ approval: 'refused', asked: { reason: 'The agreement is not signed' }, keptTable: table })
    expect((await visitors.as('analyst', { url: `/records/${first}` })).body).toContain('The agreement is not signed')
    const { record } = await be.does<{ record: string }>('analyst', 'record.propose', { table, ...asks })
    await visitors.confirms('analyst')
    expect((await visitors.as('analyst', { url: `/records/${record}/htcds.csv` })).statusCode).toBe(404)
    expect(refusalOf(await be.ask('analyst', 'record.release', { record }))).toBe('accounts:approval-missing')
    const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${record}`)
    await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'The agreement was read' })
    const { number } = await be.does<{ number: number }>('analyst', 'record.release', { record })
    expect(refusalOf(await be.ask('analyst', 'record.release', { record }))).toBe('released-already')
    for (const name of ['htcds.csv', 'dictionary.csv']) expect((await visitors.later('second-analyst', { url: `/records/${record}/${name}` })).headers.location).toBe(`/confirm?next=${encodeURIComponent(`/records/${record}/${name}`)}`)
    await visitors.confirms('analyst')
    const lines = (await visitors.as('analyst', { url: `/records/${record}/htcds.csv` })).body.replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(lines[0]).toBe('prs_Gender,vic_TypeOfExploitation')
    // The standard's own list, where it lies beside the project: each column is one of its fields, each value one that it allows.
    if (existsSync(standard)) {
      const fields = JSON.parse(readFileSync(standard, 'utf8')) as readonly { full: string; values: readonly string[] }[]
      const columns = (lines[0] ?? '').split(',').map((name) => fields.find(({ full }) => full === name)?.values ?? [])
      for (const line of lines.slice(1)) line.split(',').forEach((value, place) => expect(columns[place]).toContain(value))
    }
    expect([lines.length - 1, lines.filter((line) => line === 'Feminine,ForcedLabour').length, lines.filter((line) => line === 'Masculine,SexualExploitation').length]).toEqual([52, 14, 15])
    for (const login of ['rapporteur', 'caseworker-pag-asa', null]) for (const file of ['htcds.csv', 'dictionary.csv']) expect((await visitors.as(login, { url: `/records/${record}/${file}` })).statusCode, `${login} ${file}`).not.toBe(200)
    // Whoever has the two files only knows what every field and value means, who is counted, when, how it was made safe and for whom.
    for (const language of languages) {
      const read = async (file: string) => rowsOf(linesOf((await visitors.as('analyst', { url: `/records/${record}/${file}`, cookies: { ariadne_language: language } })).body))
      const [records, dictionary] = [await read('htcds.csv'), await read('dictionary.csv')]
      const told = (field: string, code = '') => dictionary.find((row) => row['field'] === field && row['code'] === code)?.['meaning']
      for (const row of records) for (const [field, value] of Object.entries(row)) expect([told(field), told(field, value === '' ? '(empty)' : value)], `${language} ${field} ${value}`).toEqual([expect.stringMatching(/: \S/), expect.stringMatching(/\p{L}{3}/u)])
      expect(dictionary.filter(({ field }) => field === 'about').length, language).toBeGreaterThan(2)
      for (const field of ['counted on', 'disclosed on']) expect(dictionary.find((row) => row['field'] === field)?.['code']).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect([told('recipient'), told('ground'), told('least alike', '10'), told('persons', String(records.length))]).toEqual([asks.recipient, asks.ground, expect.stringContaining('10'), expect.any(String)])
    }
    expect((await be.does<{ records: object[] }>('second-analyst', 'record.list', {})).records).toEqual(expect.arrayContaining([expect.objectContaining({ ...asks, persons: 52, number }), expect.objectContaining({ ...asks, number: null, stands: false })]))
    expect((await visitors.as('analyst', { url: '/records' })).body).toContain('Invented University')
    const actor = await be.actor('rapporteur')
    expect((await inTransaction(base.db, { actor }, (tx) => sql`select 1 from statistics.record_export union all select 1 from statistics.record_disclosure`.execute(tx))).rows).toEqual([])
    const analyst = await be.actor('analyst')
    await expect(inTransaction(base.db, { actor: analyst }, (tx) => sql`delete from statistics.record_disclosure`.execute(tx))).rejects.toThrow(/permission denied/)
  }, 60_000)

  test('stand in the ledger: a later table of the same people is held against them', async () => {
    await arrive(1, 'woman', 'begging', 'RO', 2025)
    const later = { on: '2026-11-30' }
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', { rows: 'sex', columns: 'form', from: 2025, to: 2025 }, later)
    expect(refusalOf(await be.ask('analyst', 'release.propose', { table, reason: 'A week later' }, later))).toBe('would-open')
  }, 60_000)
})
