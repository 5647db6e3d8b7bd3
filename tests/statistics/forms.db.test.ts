import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#vocabulary/language'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

type Shown = { dimensions: { name: string; codes: { code: string; parent: string | null }[] }[]; cells: (number | string | null)[]; notCollected: number[] }
const placeOf = ({ dimensions }: Pick<Shown, 'dimensions'>, codes: readonly string[]) => dimensions.reduce((at, each, index) => at * each.codes.length + each.codes.findIndex(({ code }) => code === codes[index]), 0)
const counted = async (wish: object, on?: string) => (await be.does<{ table: Shown }>('analyst', 'table.count', wish, on ? { on } : {})).table
const said = (table: Shown, ...codes: string[]) => { const at = placeOf(table, codes); return table.notCollected.includes(at) ? 'not-collected' : table.cells[at] }
const opened = async (forms: readonly string[], on: string, sex = 'woman') =>
  be.does<{ file: string }>('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship: 'VN', forms }, { on })
const fileOf = async (file: string) => (await be.rows<{ forms: string[]; from: string | null; version: number }>(sql`select forms, forms_from as from, version from cases.file where id = ${file}`))[0]
const page = async (login: string, url: string, language = 'en') => (await visitors.as(login, { url, cookies: { ariadne_language: language } })).body

const codebookForms = () => be.door.installation.codebook.lists.find(({ key }) => key === 'form')?.codes.map(({ key }) => key) ?? []

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

describe('the forms of a file', () => {
  test('are all that the codebook has, on the screen and at the door, in the words of the codebook, but for several and not recorded', async () => {
    const choosable = codebookForms().filter((form) => form !== 'several' && form !== 'unknown')
    expect(choosable.length).toBeGreaterThan(9)
    for (const language of languages) {
      const body = await page('caseworker-pag-asa', '/files/new', language)
      expect([...body.matchAll(/name="forms" type="checkbox" value="([a-z-]+)"/g)].map(([, code]) => code), language).toEqual(choosable)
      for (const { key, label } of be.door.installation.codebook.lists.find((list) => list.key === 'form')?.codes ?? []) if (choosable.includes(key)) expect(body.toLowerCase(), `${language} ${key}`).toContain(label[language].toLowerCase())
    }
    const { file } = await opened(['surrogacy', 'domestic'], '2026-12-02')
    expect(await fileOf(file)).toMatchObject({ forms: ['domestic', 'surrogacy'], from: 'said' })
    for (const form of ['several', 'unknown', 'slavery']) expect(refusalOf(await be.ask('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex: 'woman', forms: [form] })), form).toBe('cases:no-such-form')
  })

  test('come from the sector of a report where it says them for certain, and the file says so; otherwise somebody is told to ask', async () => {
    const auditors = async (file: string) => (await be.rows(sql`select office.key from cases.party join accounts.office on office.id = party.office where party.file = ${file} and party.relation = 'magistrate'`)).map((row) => (row as { key: string }).key)
    const at = async (sector: string) => { const { file } = await be.handedOn({ sector }); return { file, ...(await fileOf(file)), told: (await auditors(file))[0] } }
    const building = await at('construction')
    expect(building).toMatchObject({ forms: ['labour'], from: 'sector' })
    expect(await at('sexual-exploitation')).toMatchObject({ forms: ['sexual'], from: 'sector' })
    for (const sector of ['domestic-work', 'nail-bar']) expect(await at(sector), sector).toMatchObject({ forms: [], from: null, told: building.told })
    expect(await at('other')).toMatchObject({ forms: [], from: null })
    const words = { en: 'Nobody has asked yet', nl: 'Er is nog niet naar gevraagd', fr: 'Personne ne l’a encore demandé', de: 'Danach wurde noch nicht gefragt' }
    const { file } = await be.accompanied({ sector: 'domestic-work' })
    for (const language of languages) expect(await page('caseworker-pag-asa', `/files/${file}/person`, language), language).toContain(words[language])
    const { file: built } = await be.accompanied({ sector: 'construction' })
    expect(await page('caseworker-pag-asa', `/files/${built}/person`)).toContain('Taken from the sector in the report')
  })

  test('are said anew by the centre or the immigration office, with the reason, over what they have read; what stood before stays', async () => {
    const { file } = await be.accompanied({ sector: 'domestic-work' })
    const version = (await fileOf(file))?.version ?? 0
    const say = (login: string, input: object) => be.ask(login, 'person.change-forms', { file, version, because: 'known-now', ...input })
    for (const login of ['caseworker-payoke', 'labour-inspector', 'labour-auditor', 'guardian', 'analyst']) expect(refusalOf(await say(login, { forms: ['domestic'] })), login).toBe('not-found')
    expect(refusalOf(await say('caseworker-pag-asa', { forms: ['several'] }))).toBe('no-such-form')
    expect(refusalOf(await say('caseworker-pag-asa', { forms: ['domestic'], because: undefined }))).not.toBe('answered')
    expect(refusalOf(await say('caseworker-pag-asa', { forms: ['domestic'] }))).toBe('answered')
    expect(refusalOf(await say('immigration-officer', { forms: ['labour'] }))).toBe('colleague-first-place')
    expect(refusalOf(await be.ask('immigration-officer', 'person.change-forms', { file, version: version + 1, forms: ['marriage', 'domestic'], because: 'judged-otherwise' }))).toBe('answered')
    expect(await fileOf(file)).toMatchObject({ forms: ['domestic', 'marriage'], from: 'said' })
    const { formChanges } = await be.does<{ formChanges: object[] }>('caseworker-pag-asa', 'person.show', { file })
    expect(formChanges).toMatchObject([{ before: ['domestic'], after: ['domestic', 'marriage'], because: 'judged-otherwise' }, { before: [], after: ['domestic'], because: 'known-now' }])
    expect(await page('caseworker-pag-asa', `/files/${file}/person`, 'nl')).toContain('Niet bekend → Huishoudelijke dienstbaarheid')
    // That it is not known can be said as well, and is then no gap.
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'person.change-forms', { file, version: version + 2, forms: [], because: 'was-wrong' }))).toBe('answered')
    expect(await fileOf(file)).toMatchObject({ forms: [], from: 'said' })
  })
})

describe('a year in which no file could say a form', () => {
  const year = (of: number) => ({ rows: 'form', columns: 'sex', from: of, to: of })
  beforeAll(async () => {
    for (const [on, many] of [['2025-06-02', 7], ['2027-03-02', 8]] as const) for (let each = 0; each < many; each += 1) {
      await opened(['labour'], on)
      await opened(['labour'], on, 'man')
      await opened(['sexual'], on)
      await opened(['sexual'], on, 'man')
    }
    // Told in time to be said of last year.
    const { file } = await opened(['labour'], '2025-06-03')
    await be.does('caseworker-pag-asa', 'person.change-forms', { file, version: (await fileOf(file))?.version ?? 0, forms: ['domestic'], because: 'known-now' }, { on: '2026-12-03' })
  }, 120_000)

  test('has no zero of it in live tables, and one that was found is told', async () => {
    const before = await counted(year(2025), '2027-06-01')
    expect(before.dimensions[0]?.codes.map(({ code }) => code)).toEqual(['total', ...codebookForms()])
    for (const form of ['marriage', 'surrogacy', 'adoption', 'other']) for (const sex of ['total', 'woman', 'man']) expect(said(before, form, sex), `${form} ${sex}`).toBe('not-collected')
    expect([said(before, 'domestic', 'woman'), said(before, 'domestic', 'man'), said(before, 'begging', 'woman'), said(before, 'total', 'total')]).toEqual([1, 'not-collected', 0, 29])
    const after = await counted(year(2027), '2027-06-01')
    for (const form of ['domestic', 'marriage', 'surrogacy', 'adoption', 'other']) expect(said(after, form, 'woman'), form).toBe(0)
    const both = await counted({ rows: 'form', columns: 'year', from: 2025, to: 2027 }, '2027-06-01')
    expect(['2025-2027', '2025', '2026', '2027'].map((each) => said(both, 'marriage', each))).toEqual(['not-collected', 'not-collected', 'not-collected', 0])
    expect(await page('analyst', '/tables?rows=form&from=2025&to=2025', 'nl')).toContain('niet verzameld')
    const csv = (await visitors.as('analyst', { url: '/tables/figures.csv?rows=form&from=2025&to=2025', cookies: { ariadne_language: 'en' } })).body
    expect(csv).toMatch(/surrogacy,[^\n]*,,not-collected/)
  })

  type Hand = { value: number | null; state: string; partial: boolean }
  const handed = async (recipient: string, of: number, table: string) => {
    const view = await be.does<{ tables: { key: string; parts: { of: string; dimensions: Shown['dimensions']; cells: Hand[] }[] }[] }>('analyst', 'handover.show', { recipient, year: of, victims: 'files' }, { on: '2028-02-01' })
    const part = view.tables.find(({ key }) => key === table)?.parts.find((each) => each.of === 'victims')
    return (...codes: string[]) => { const { value, state, partial } = part?.cells[placeOf({ dimensions: part.dimensions }, codes)] ?? {}; return [value, state, partial] }
  }

  test('has none in a hand-over either: not collected, and the sums that lack it say so', async () => {
    const before = await handed('directive', 2025, 'art19a-a-form')
    for (const form of ['marriage', 'surrogacy', 'adoption']) expect(before(form, 'woman'), form).toEqual([null, 'not-collected', false])
    expect(before('domestic', 'woman')).toEqual([1, 'measured', true])
    expect(before('group:forced-labour', 'woman')).toEqual([8, 'measured', true])
    expect(before('labour', 'woman')).toEqual([7, 'measured', false])
    // Everybody is counted, whatever her form.
    expect(before('total', 'total')).toEqual([29, 'measured', false])
    const groups = await handed('eurostat', 2025, 'crim-thb-c')
    expect(groups('group:other')).toEqual([null, 'not-available', false])
    expect(groups('group:forced-labour')).toEqual([15, 'measured', true])
    const after = await handed('directive', 2027, 'art19a-a-form')
    for (const form of ['domestic', 'marriage', 'surrogacy', 'adoption', 'other']) expect(after(form, 'woman'), form).toEqual([0, 'known-zero', false])
  }, 60_000)

  test('leaves through the gate with what is not collected named so', async () => {
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', year(2025), { on: '2027-06-01' })
    for (let looks = 0; looks < 30 && (await be.does<{ state: string }>('analyst', 'release.check', { table }, { on: '2027-06-01' })).state === 'working'; looks += 1);
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Yearly figures' }, { on: '2027-06-01' })
    const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
    await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' }, { on: '2027-06-01' })
    const { number } = await be.does<{ number: number }>('analyst', 'release.publish', { proposal }, { on: '2027-06-01' })
    const shown = (await be.does<{ table: Shown }>('coordinator', 'figure.show', { number })).table
    expect(['surrogacy', 'marriage'].map((form) => shown.cells[placeOf(shown, [form, 'woman'])])).toEqual(['not-collected', 'not-collected'])
    expect(shown.cells.filter((cell) => typeof cell === 'number' && cell > 0 && cell < 5)).toEqual([])
  }, 120_000)
})

test('every code that a country says when it could first be recorded, and every form of a sector, is one of the codebook', () => {
  const { counting, detection } = be.door.installation
  expect(Object.keys(counting.recordableFrom['form'] ?? {}).length).toBeGreaterThan(0)
  expect(Object.keys(counting.recordableFrom['form'] ?? {}).filter((code) => !codebookForms().includes(code))).toEqual([])
  expect(detection.questions.sectors.flatMap(({ form }) => (form === undefined || codebookForms().includes(form) ? [] : [form]))).toEqual([])
})
