import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { languages } from '#vocabulary/language'
import { filterable } from '../../src/modules/statistics/actions/fact-acts.ts'
import { bySex } from '../../src/modules/statistics/pages/tables-page.tsx'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

type Persons = { persons: { pseudonym: string; facts: Record<string, string>; steps: { step: string; days: number }[] }[]; count: number; page: number; pages: number; filter?: { dimension: string; codes: string[] } }
const shown = (asked: object = {}) => be.does<Persons>('analyst', 'table.show-facts', asked)
const everyone = async (asked: object = {}) => (await shown({ ...asked, all: 'yes' })).persons
const page = async (login: string, url: string, language = 'en') => visitors.as(login, { url, cookies: { ariadne_language: language } })

beforeAll(async () => {
  be = await Belgium.open(base.db)
  const opening = async (many: number, person: object, on?: string) => { for (let each = 0; each < many; each += 1) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex: 'woman', citizenship: 'VN', forms: ['labour'], familyNames: 'Onvindbaar', ...person }, on ? { on } : {}) }
  await opening(60, {})
  await opening(45, { sex: 'man', citizenship: 'RO', forms: ['sexual'], facts: { minor: 'no', citizenshipGroup: 'eu', hasResidenceTitle: 'no' } })
  await opening(4, { citizenship: 'BR' }, '2025-06-02')
  await be.inReflection()
  visitors = await Visitors.open(be)
}, 240_000)
afterAll(() => stopGate())

describe('persons as coded facts', () => {
  test('are all there, page by page, each once, and each by the same pseudonym on every look', async () => {
    const first = await shown()
    expect([first.count, first.pages, first.persons.length]).toEqual([106, 6, 20])
    const pages = [first, ...(await Promise.all([2, 3, 4, 5, 6].map((at) => shown({ page: at }))))].flatMap(({ persons }) => persons.map(({ pseudonym }) => pseudonym))
    expect(new Set(pages).size).toBe(106)
    expect((await everyone()).map(({ pseudonym }) => pseudonym)).toEqual(pages)
    expect((await everyone({ from: 2025, to: 2026 })).map(({ pseudonym }) => pseudonym)).toEqual(expect.arrayContaining(pages))
    expect((await shown({ from: 2025, to: 2026 })).count).toBe(110)
    // What is beyond the last page is the last.
    expect((await shown({ page: 99 })).page).toBe(6)
    expect(refusalOf(await be.ask('analyst', 'table.show-facts', { from: 2026, to: 2027 }))).toBe('year-in-future')
  })

  test('keep their pseudonym when more is known of them, and their steps come in order with the days since the opening', async () => {
    const { file } = await be.accompanied({ sex: 'female', citizenships: ['NG'] })
    const of = async () => (await everyone({ only: 'citizenship:NG' }))
    const [before] = await of()
    expect(before?.steps.map(({ step }) => step)).toEqual(['refer', 'accept-accompaniment'])
    await be.rows(sql`insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at) select file, 90, 'record-statement', 'police', opened_on + 12, '{}', gen_random_uuid(), gen_random_uuid(), now() from protection.procedure where file = ${file}`)
    const [after] = await of()
    expect(after?.pseudonym).toBe(before?.pseudonym)
    expect(after?.steps).toEqual([...(before?.steps ?? []), { step: 'record-statement', days: 12 }])
    const stored = await asMigrator(base.db, async (tx) => (await sql<{ steps: { step: string; days: number }[] }>`select json_agg(json_build_object('step', step, 'days', taken_on - opened_on) order by number) as steps from protection.step join cases.file on file.id = step.file where file.id = ${file}`.execute(tx)).rows[0]?.steps)
    expect(after?.steps).toEqual(stored)
  })

  test('are those of one fact where one is asked, whichever view of it, as the tables count them', async () => {
    const filters = await Promise.all(filterable.map(async (filter) => (await shown({ filter })).filter ?? { dimension: filter, codes: [] }))
    let asked = 0
    for (const { dimension, codes } of filters) for (const code of codes) {
      const { table } = await be.does<{ table: { dimensions: { codes: { code: string }[] }[]; cells: (number | null)[] } }>('analyst', 'table.count', { rows: dimension, from: 2026, to: 2026 })
      const at = table.dimensions[0]?.codes.findIndex((each) => each.code === code) ?? -1
      expect((await shown({ only: `${dimension}:${code}` })).count, `${dimension}:${code}`).toBe(table.cells[at] ?? 0)
      asked += 1
    }
    expect(asked).toBeGreaterThan(100)
    expect(filters.map(({ dimension }) => dimension)).toEqual(expect.arrayContaining(['district', 'sector', 'service', 'centre', 'form', 'citizenship', 'exploited-in', 'state', 'reached']))
    expect(filters.find(({ dimension }) => dimension === 'form')?.codes).toContain('surrogacy')
    const men = await everyone({ only: 'sex:man' })
    expect([men.length, new Set(men.map(({ facts }) => facts['sex'])).size]).toEqual([45, 1])
  }, 120_000)

  test('carry nothing that leads back: no id, no reference, no name, no day, on the page, in the files and at the door', async () => {
    const files = await asMigrator(base.db, async (tx) => (await sql<{ id: string; reference: string; salt: string }>`select file.id, reference, encode(salt, 'hex') as salt from cases.file cross join statistics.blinding`.execute(tx)).rows)
    const answer = await everyone({ from: 2025, to: 2026 })
    expect(Object.keys(answer[0] ?? {}).toSorted()).toEqual(['facts', 'pseudonym', 'steps'])
    const csv = await Promise.all(['facts.csv', 'facts-steps.csv'].map(async (name) => (await page('analyst', `/tables/${name}?from=2025&to=2026`)).body))
    const html = await Promise.all(languages.map(async (language) => (await page('analyst', '/tables/facts?from=2025&to=2026', language)).body.replace(/^.*<main/s, '').replace(/<\/main>.*$/s, '')))
    expect(csv[0]?.trim().split('\n')).toHaveLength(answer.length + 1)
    expect(csv[1]?.trim().split('\n')).toHaveLength(answer.reduce((sum, { steps }) => sum + steps.length, 1))
    for (const text of [JSON.stringify(answer), ...csv, ...html]) {
      expect(text).toMatch(/P-[0-9a-f]{4}(-[0-9a-f]{4}){3}/)
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d-\d\d|BE-\d{4}|Onvindbaar/)
      for (const { id, reference, salt } of files) for (const secret of [id, id.slice(0, 8), reference, salt]) expect(text.includes(secret), secret).toBe(false)
    }
    // The database alone does not know the pseudonym, and the hash that it gives does not stand in it.
    const known = await asMigrator(base.db, async (tx) => (await sql<{ hash: string }>`select encode(sha256(salt || uuid_send(file.id)), 'hex') as hash from cases.file cross join statistics.blinding`.execute(tx)).rows)
    const flat = answer.map(({ pseudonym }) => pseudonym.slice(2).replaceAll('-', ''))
    expect(known.filter(({ hash }) => flat.some((each) => hash.includes(each)))).toEqual([])
  }, 60_000)

  test('are for the analysis centre alone, their salt for nobody, and each reading stands in the record', async () => {
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', 'immigration-officer', null]) {
      expect(refusalOf(await be.ask(login, 'table.show-facts', {})), String(login)).toBe('not-found')
      for (const url of ['/tables/facts', '/tables/facts.csv', '/tables/facts-steps.csv']) expect((await visitors.as(login, { url })).statusCode, `${login} ${url}`).not.toBe(200)
    }
    const read = async () => Number((await be.rows<{ lines: string }>(sql`select count(*) as lines from audit.line where route = 'table.show-facts' and outcome = 'done'`))[0]?.lines)
    const before = await read()
    await shown({ only: 'sex:man' })
    await page('analyst', '/tables/facts.csv')
    expect(await read()).toBe(before + 2)
  })

  test('are read on a page in the reader’s language, with steps in words', async () => {
    const body = (await page('analyst', '/tables/facts?only=citizenship:NG', 'fr')).body
    const label = be.door.installation.pack.procedure.steps.find(({ key }) => key === 'accept-accompaniment')?.label.fr.replaceAll("'", "'")
    expect(body).toContain(label)
    expect(body).toContain('jour 12')
  })
})

test('a file is taken along only by whoever has confirmed lately that it is them', async () => {
  for (const url of ['/tables/facts.csv', '/tables/facts-steps.csv']) {
    const asked = await visitors.later('analyst', { url })
    expect([asked.statusCode, asked.headers.location?.startsWith('/confirm')], url).toEqual([303, true])
    await visitors.confirms('analyst')
    expect((await visitors.as('analyst', { url })).headers['content-type']).toContain('text/csv')
  }
})

test('a table by three facts is offered by sex in the place of each, and none is dropped unsaid', async () => {
  const wish = { rows: 'form', columns: 'district', layers: 'status', from: 2026, to: 2026 } as const
  expect(bySex(wish).map(({ instead, wish: { rows, columns, layers } }) => [instead, rows, columns, layers])).toEqual([['status', 'form', 'district', 'sex'], ['district', 'form', 'sex', 'status'], ['form', 'sex', 'district', 'status']])
  expect(bySex({ rows: 'form', from: 2026, to: 2026 })).toEqual([{ wish: { rows: 'form', columns: 'sex', from: 2026, to: 2026 } }])
  expect([bySex({ ...wish, layers: 'sex' }), bySex({ ...wish, only: 'sex:man' })]).toEqual([[], []])
  const table = '/tables?rows=form&columns=district&layers=status&from=2026&to=2026'
  expect((await page('analyst', table, 'nl')).body).toContain('Naar geslacht, in plaats van: Vermoedelijk of geïdentificeerd')
  // Every fact that has codes can be asked of some people only, with the codes that its tables have.
  for (const value of ['district:liege', 'sector:cleaning', 'service:reception-centre/pag-asa', 'centre:pag-asa', 'form:adoption', 'citizenship:RO', 'outcome:open', 'age-band:18-24', 'exploited-in:antwerp']) {
    const [fact = ''] = value.split(':')
    const { body } = await page('analyst', `/tables?rows=year&from=2026&to=2026&of=${fact}`)
    expect(body, fact).toContain(`<option value="${fact}" selected`)
    expect(body, value).toContain(`<option value="${value}"`)
    expect((await page('analyst', `/tables?rows=year&from=2026&to=2026&only=${value}`)).body, value).toContain(`<option value="${value}" selected`)
  }
  // Another fact chosen beside the code of the old one asks anew; nothing chosen is everybody.
  expect((await page('analyst', '/tables?rows=year&from=2026&to=2026&of=form&only=sex:man')).body).toMatch(/name="only"[^>]*><option value selected>/)
  expect((await page('analyst', '/tables?rows=year&from=2026&to=2026&of=&only=sex:man')).body).not.toContain('name="only"')
})
