import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { readXlsx } from 'hucre/xlsx'
import { inTransaction } from '#platform/database/transaction'
import { officeKinds } from '#vocabulary/office-kind'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
const week = '2026-11-30'

/** What a file says of somebody who counts under a form. */
const formsOf = (form: string): readonly string[] => (form === 'unknown' ? [] : form === 'several' ? ['sexual', 'labour'] : [form])
/** People come in: each with a sex, a form and a citizenship. */
const arrive = async (people: readonly (readonly [sex: string, form: string, citizenship: string])[], on?: string) => {
  for (const [sex, form, citizenship] of people) {
    await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: citizenship === 'RO' ? 'eu' : 'other', ...(citizenship === 'RO' ? { hasResidenceTitle: 'no' } : {}) }, sex, citizenship, forms: formsOf(form) }, on ? { on } : {})
  }
}
const times = (count: number, person: readonly [string, string, string]) => Array.from({ length: count }, () => person)

beforeAll(async () => {
  be = await Belgium.open(base.db)
  await arrive([...times(9, ['woman', 'labour', 'VN']), ...times(7, ['man', 'labour', 'RO']), ...times(8, ['woman', 'sexual', 'RO']), ...times(2, ['man', 'sexual', 'VN']), ...times(6, ['man', 'begging', 'RO'])])
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

type Cell = number | string | null
type Shown = { dimensions: { name: string; codes: { code: string }[] }[]; cells: Cell[] }
const wish = { rows: 'form', columns: 'sex', from: 2026, to: 2026 }
const cellOf = ({ dimensions, cells }: Shown, ...codes: string[]) => cells[dimensions.reduce((at, each, index) => at * each.codes.length + each.codes.findIndex(({ code }) => code === codes[index]), 0)]

async function release(asked: object, on?: string, method: object = {}): Promise<{ number: number } | { refused: string }> {
  const asking = on ? { on } : {}
  const { table } = await be.does<{ table: string }>('analyst', 'table.keep', asked, asking)
  const proposed = await be.ask('analyst', 'release.propose', { table, reason: 'Yearly figures', ...method }, asking)
  if (!proposed.answered) return { refused: proposed.refusal.refused }
  const { proposal } = proposed.value as { proposal: string }
  await approve(proposal, asking)
  const published = await be.ask('analyst', 'release.publish', { proposal }, asking)
  return published.answered ? published.value as { number: number } : { refused: published.refusal.refused }
}

async function approve(proposal: string, asking: { on?: string } = {}) {
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' }, asking)
}

type At = { axis: string; code: string }[]
type Ways = { figures: { at: At; change: number; since: number[]; why: string; more: number | null }[]; persons: { at: At; persons: number }[] | null; without: string[] }
const code = (at: At, axis: string): string => at.find((each) => each.axis === axis)?.code ?? ''

/** Looks at the gate until it has its answer: on a busy machine its thread takes a while to begin. */
async function checked(asked: object, on?: string) {
  for (let tries = 0; ; tries += 1) {
    const seen = await be.does<{ state: string; openedWithout: number; withoutGate: { at: string }; proof: { figures: number; inTable: number; fromNobody: number } | null; ways: Ways | null; waysAt: string }>('analyst', 'release.check', asked, on ? { on } : {})
    if ((seen.state !== 'working' && seen.waysAt !== 'working' && seen.withoutGate.at !== 'working') || tries > 20) return seen
  }
}

describe('coded facts', () => {
  test('are counted as they are for the analysis centre alone, and the database gives them to nobody else', async () => {
    const { table } = await be.does<{ table: Shown }>('analyst', 'table.count', wish)
    expect([cellOf(table, 'total', 'total'), cellOf(table, 'labour', 'woman'), cellOf(table, 'sexual', 'man'), cellOf(table, 'organs', 'man')]).toEqual([32, 9, 2, 0])
    const actor = await be.actor('analyst')
    for (const officeKind of officeKinds) {
      const rows = await inTransaction(base.db, { actor: { ...actor, officeKind } }, async (tx) => (await sql`select * from statistics.count_facts(array['sex'], '2026-01-01', '2026-12-31', '{}')`.execute(tx)).rows.length
        + (await sql`select * from statistics.coded_facts('2026-01-01', '2026-12-31', '{}', null, '{}', 100, 0)`.execute(tx)).rows.length)
      expect([officeKind, rows > 0]).toEqual([officeKind, officeKind === 'analysis-centre'])
    }
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', null]) expect(refusalOf(await be.ask(login, 'table.count', wish)), String(login)).toBe('not-found')
  })

  test('tell the presumed from the identified, and add up by any three', async () => {
    const { table } = await be.does<{ table: Shown }>('analyst', 'table.count', { rows: 'status', columns: 'citizenship', layers: 'age-band', from: 2026, to: 2026 })
    expect([cellOf(table, 'presumed', 'total', 'total'), cellOf(table, 'identified', 'total', 'total'), cellOf(table, 'total', 'group:eu', 'adult'), cellOf(table, 'total', 'RO', 'total')]).toEqual([32, 0, 21, 21])
    await be.rows(sql`insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at)
      select file, 90, 'issue-certificate', 'immigration-office', opened_on + 40, '{}', gen_random_uuid(), gen_random_uuid(), now() from protection.procedure order by file limit 1`)
    const after = await be.does<{ table: Shown }>('analyst', 'table.count', { rows: 'status', columns: 'to-permit', from: 2026, to: 2026 })
    expect([cellOf(after.table, 'presumed', 'not-yet'), cellOf(after.table, 'identified', '31-90'), cellOf(after.table, 'identified', 'total')]).toEqual([31, 1, 1])
    expect(refusalOf(await be.ask('analyst', 'table.count', { rows: 'age', columns: 'age-band', from: 2026, to: 2026 }))).toBe('same-twice')
    expect(await be.ask('analyst', 'table.count', { ...wish, to: 2027 })).toMatchObject({ refusal: { refused: 'year-in-future', field: 'to' } })
  })
})

describe('a release', () => {
  test('needs a second person, shows no small figure, and then stands for everybody', async () => {
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', wish)
    const seen = await checked({ table })
    expect(seen).toMatchObject({ state: 'passed', proof: { inWholes: true, isOfEvery: true, told: 0 } })
    expect(seen.proof?.figures).toBeGreaterThanOrEqual(seen.proof?.inTable ?? Infinity)
    expect(seen.proof?.fromNobody).toBe(seen.proof?.figures)
    expect(seen.openedWithout).toBeGreaterThan(0)
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Yearly figures' })
    expect(refusalOf(await be.ask('analyst', 'release.publish', { proposal }))).toBe('accounts:approval-missing')
    expect((await be.does<{ figures: unknown[] }>('rapporteur', 'figure.list', {})).figures).toEqual([])
    const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
    expect(refusalOf(await be.ask('analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Mine' }))).toBe('accounts:approval-own')
    await approve(proposal)
    expect(await be.does('second-analyst', 'release.publish', { proposal })).toEqual({ number: 1 })
    expect(refusalOf(await be.ask('analyst', 'release.publish', { proposal }))).toBe('released-already')
    const figure = await be.ask(null, 'figure.show', { number: 1 })
    if (!figure.answered) throw new Error('not there')
    const shown = (figure.value as { table: Shown }).table
    expect(shown.cells.filter((cell) => typeof cell === 'number' && cell > 0 && cell < 5)).toEqual([])
    expect(cellOf(shown, 'sexual', 'man')).toBe('hidden')
  }, 60_000)

  test('of what counts the same people on the same day is held against it, and leaves where the gate finds a safe way', async () => {
    expect(await release({ rows: 'citizenship-group', columns: 'sex', from: 2026, to: 2026 })).toEqual({ number: 2 })
    expect(await release(wish, undefined, { how: 'round' })).toEqual({ refused: 'rounded-beside' })
    expect(await release({ ...wish }, undefined, { merges: ['form:sexual+labour'] })).toEqual({ refused: 'merged-otherwise' })
    expect(await release({ ...wish }, undefined, { merges: ['form:sexual+nothing'] })).toEqual({ refused: 'no-such-merge' })
  }, 60_000)

  test('a week later with one new person is refused, whichever way it is asked; nobody learns of her', async () => {
    await arrive([['woman', 'sexual', 'NG']], '2026-11-28')
    for (const asked of [wish, { rows: 'sex', from: 2026, to: 2026 }, { rows: 'citizenship', from: 2026, to: 2026 }, { rows: 'month', from: 2026, to: 2026 }, { rows: 'year', from: 2025, to: 2026 }, { rows: 'form', from: 2026, to: 2026, only: 'sex:woman' }]) {
      expect(await release(asked, week), JSON.stringify(asked)).toEqual({ refused: 'would-open' })
    }
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', wish, { on: week })
    expect(await checked({ table }, week)).toMatchObject({ state: 'refused', why: 'would-open', beside: [1, 2] })
    expect((await be.does<{ figures: unknown[] }>('rapporteur', 'figure.list', {})).figures).toHaveLength(2)
  }, 120_000)

  test('that is refused says to the analysis centre alone where how many are lacking, and leaves once exactly these have come', async () => {
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', wish, { on: week })
    const { ways } = await checked({ table }, week)
    const at = (...codes: string[]) => ways?.figures.find((each) => each.at.map(({ code }) => code).join() === codes.join())
    expect(at()).toMatchObject({ change: 1, since: [1, 2], why: 'few', more: ways?.persons?.reduce((sum, { persons }) => sum + persons, 0) })
    expect(at('woman')).toMatchObject({ change: 1, why: 'few' })
    expect(ways).toMatchObject({ without: [], merges: [] })
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', null]) expect(refusalOf(await be.ask(login, 'release.check', { table }, { on: week })), String(login)).toBe('not-found')
    // What is written down of the refusal names releases and the threshold, and no figure.
    expect(await be.ask('analyst', 'release.propose', { table, reason: 'Yearly figures' }, { on: week })).toMatchObject({ refusal: { refused: 'would-open', with: { figures: '1, 2', threshold: 5 } } })
    const { body } = await visitors.as('analyst', { url: `/tables/${table}/release` })
    expect(body).toContain('Was es möglich machen würde')
    for (const each of ways?.persons ?? []) await arrive(times(each.persons, [code(each.at, 'sex'), code(each.at, 'form'), 'NG']), '2026-12-05')
    const { table: next } = await be.does<{ table: string }>('analyst', 'table.keep', wish, { on: '2026-12-07' })
    expect(await checked({ table: next }, '2026-12-07')).toMatchObject({ state: 'passed', ways: null })
  }, 120_000)

  test('a month later, when more have come than one could be told from, leaves again; between the two nobody stands alone', async () => {
    const later = '2026-12-28'
    await arrive([...times(12, ['woman', 'labour', 'VN']), ...times(6, ['woman', 'sexual', 'NG']), ...times(9, ['man', 'labour', 'RO']), ...times(6, ['man', 'sexual', 'RO'])], '2026-12-20')
    expect(await release(wish, later)).toEqual({ number: 3 })
    const [before, after] = await Promise.all([1, 3].map(async (number) => (await be.does<{ table: Shown }>('rapporteur', 'figure.show', { number })).table))
    const came = (before?.cells ?? []).flatMap((cell, index) => (typeof cell === 'number' && typeof after?.cells[index] === 'number' ? [after.cells[index] - cell] : []))
    expect(came.filter((persons) => persons !== 0 && Math.abs(persons) < 5)).toEqual([])
    expect(came.some((persons) => persons >= 5)).toBe(true)
  }, 120_000)

  test('is proposed once at a time and made once: whoever comes second is told which stands, and the database holds two who come at once', async () => {
    const asked = { rows: 'sex', from: 2025, to: 2025 }
    for (const [sex, count] of [['woman', 8], ['man', 9]] as const) await arrive(times(count, [sex, 'labour', 'VN']), '2025-03-03')
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', asked)
    expect(await checked({ table })).toMatchObject({ state: 'passed', onItsWay: null, possible: { round: true, merge: ['sex'] } })
    const both = await Promise.all(['analyst', 'second-analyst'].map((login) => be.ask(login, 'release.propose', { table, reason: 'At once' })))
    expect(both.map(refusalOf).toSorted()).toEqual(['answered', 'proposed-already'])
    const [{ id: proposal = '' } = {}] = await be.rows<{ id: string }>(sql`select id from statistics.proposal where counted_table = ${table}`)
    expect(await checked({ table })).toMatchObject({ onItsWay: { proposal, release: null } })
    expect((await visitors.as('analyst', { url: `/tables/${table}/release` })).body).toContain(`/releases/${proposal}`)

    // A no is said with its reason, and makes the table free again.
    const [asks] = await be.rows<{ id: string; by: string }>(sql`select approval.id, login as by from accounts.approval join accounts.account on account.id = asked_by where subject = ${proposal}`)
    const other = asks?.by === 'analyst' ? 'second-analyst' : 'analyst'
    await be.does(other, 'approval.answer', { approval: asks?.id, answer: 'refuse', reason: 'Count by form as well' })
    expect(await be.does('analyst', 'release.show', { proposal })).toMatchObject({ approval: 'refused', asked: { approval: asks?.id, reason: 'Count by form as well' } })
    const refused = (await visitors.as('analyst', { url: `/releases/${proposal}` })).body
    for (const said of ['Count by form as well', `/approvals/${asks?.id}`, `/tables/${table}/release`]) expect(refused).toContain(said)
    expect(refusalOf(await be.ask('analyst', 'release.publish', { proposal }))).toBe('accounts:approval-missing')
    expect((await be.does<{ tables: { id: string; proposal: string | null }[] }>('analyst', 'table.list', {})).tables.find(({ id }) => id === table)?.proposal).toBeNull()

    // What is approved and has not left is taken back by its office, and is then proposed anew.
    const { proposal: approved } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Too early' })
    expect(refusalOf(await be.ask('analyst', 'release.withdraw', { proposal: approved }))).toBe('asked-still')
    await approve(approved)
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', null]) expect(refusalOf(await be.ask(login, 'release.withdraw', { proposal: approved })), String(login)).toBe('not-found')
    await be.does('analyst', 'release.withdraw', { proposal: approved })
    expect(refusalOf(await be.ask('analyst', 'release.publish', { proposal: approved }))).toBe('taken-back')
    expect(await be.does('analyst', 'release.show', { proposal: approved })).toMatchObject({ approval: 'withdrawn' })

    const { proposal: second } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Anew' })
    await approve(second)
    const { number } = await be.does<{ number: number }>('analyst', 'release.publish', { proposal: second })
    expect(await be.ask('analyst', 'release.propose', { table, reason: 'Again' })).toMatchObject({ refusal: { refused: 'released-as', with: { number } } })
    expect(await checked({ table })).toMatchObject({ onItsWay: { proposal: second, release: number }, possible: { round: false, merge: [], beside: [number] } })
    expect(refusalOf(await be.ask('analyst', 'release.withdraw', { proposal: second }))).toBe('released-already')
    // Kept once more it would be another figure that says the same, and whoever proposes it is told so.
    const { table: alike } = await be.does<{ table: string }>('analyst', 'table.keep', asked)
    expect(await checked({ table: alike })).toMatchObject({ state: 'passed', sameAs: number })
    expect(await checked({ table: alike, how: 'round' })).toMatchObject({ sameAs: null })
    expect((await visitors.as('analyst', { url: `/tables/${alike}/release` })).body).toContain(`/figures/${number}`)
    const { body } = await visitors.as('analyst', { url: `/tables/${table}/release` })
    expect([body.includes(`/figures/${number}`), body.includes('name="reason"'), body.includes('how=round')]).toEqual([true, false, false])
    const [row] = await be.rows<{ held: boolean }>(sql`select exists (select from pg_constraint where conname = 'a kept table is released once') as held`)
    expect(row?.held).toBe(true)
  }, 240_000)

  test('is said to whoever approves: the kind of act and the title, in her language, with the way to the table', async () => {
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', { rows: 'sex', from: 2025, to: 2025 })
    const proposed = await be.ask('analyst', 'release.propose', { table, reason: 'To be taken back' })
    expect(refusalOf(proposed)).toBe('answered')
    const { proposal } = (proposed as unknown as { value: { proposal: string } }).value
    const [asked] = await be.rows<{ id: string; clear: string }>(sql`select id, about_sealed::text as clear from accounts.approval where subject = ${proposal}`)
    expect(await be.does('second-analyst', 'approval.show', { approval: asked?.id })).toMatchObject({ label: 'Release of a table', title: 'Persons by sex, 2025', shownAt: `/releases/${proposal}` })
    for (const [language, act] of [['nl', 'Vrijgave van een tabel'], ['fr', 'Publication d'], ['de', 'Veröffentlichung einer Tabelle'], ['en', 'Release of a table']] as const) {
      const list = (await visitors.as('second-analyst', { url: '/approvals', cookies: { ariadne_language: language } })).body
      expect([language, list.includes(act), list.includes('2025')]).toEqual([language, true, true])
    }
    // Data protection watches what is asked, and is led to no table that she may not open.
    expect(await be.does('data-protection-officer', 'approval.show', { approval: asked?.id })).toMatchObject({ label: 'Release of a table', shownAt: null })
    expect(Buffer.from((asked?.clear ?? '').replace(/^\\x/, ''), 'hex').toString('utf8')).not.toContain('sex')
    await be.does('analyst', 'approval.answer', { approval: asked?.id, answer: 'withdraw' })
    expect(await be.does('analyst', 'release.show', { proposal })).toMatchObject({ approval: 'withdrawn' })
  }, 120_000)

  test('is read by a stranger: page, CSV with dictionary, Excel; no cell runs as a formula and no blank is a zero', async () => {
    for (const url of ['/figures', '/figures/1']) expect((await visitors.as(null, { url })).statusCode, url).toBe(200)
    const csv = (await visitors.as(null, { url: '/figures/1/table.csv' })).body
    expect(csv.startsWith('\uFEFFform_code,form,sex_code,sex,persons,status\r\n')).toBe(true)
    expect(csv).toMatch(/sexual,[^,]*,man,[^,]*,,hidden\r\n/)
    const dictionary = (await visitors.as(null, { url: '/figures/1/dictionary.csv' })).body
    expect(dictionary).toContain('status,hidden,')
    const excel = await visitors.as(null, { url: '/figures/1/table.xlsx' })
    const book = await readXlsx(new Uint8Array(excel.rawPayload))
    expect(book.sheets.map(({ name, rows }) => [name, rows.length > 10])).toEqual([['Figures', true], ['Dictionary', true]])
    expect((await visitors.as(null, { url: '/figures/99' })).statusCode).toBe(404)
    expect((await visitors.as(null, { url: '/tables' })).statusCode).not.toBe(200)
    expect((await visitors.as('rapporteur', { url: '/tables' })).statusCode).toBe(404)
  })

  test('has pictures at addresses that stay, which show no figure that is not in it; a table is not drawn in a way that does not fit', async () => {
    const { table } = await be.does<{ table: Shown }>('analyst', 'figure.show', { number: 1 })
    for (const kind of ['bars', 'shares']) {
      const answer = await visitors.as(null, { url: `/figures/1/${kind}.svg` })
      expect([answer.statusCode, answer.headers['content-type'], answer.headers['content-security-policy'] !== undefined]).toEqual([200, 'image/svg+xml; charset=utf-8', true])
      const texts = [...answer.body.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text)
      expect(texts).toContain('hidden')
      // Figures stand alone; years, days and thresholds stand in sentences.
      expect(texts.filter((text) => /^\d+$/.test(text) && !table.cells.map(String).includes(text))).toEqual([])
      const png = (await visitors.as(null, { url: `/figures/1/${kind}.png` })).rawPayload
      expect([png.subarray(1, 4).toString(), png.readUInt32BE(16)]).toEqual(['PNG', 2_000])
    }
    for (const url of ['/figures/1/map.svg', '/figures/1/world.png', '/figures/99/bars.svg', '/figures/1/cake.svg']) expect((await visitors.as(null, { url })).statusCode, url).toBe(404)
  })

  test('of live counts has files and pictures for the analysis centre alone, which say that they are not for release; nobody else finds any', async () => {
    for (const url of ['/tables/bars.svg', '/tables/bars.png', '/tables/shares.svg?rows=form&columns=sex', '/tables/figures.csv', '/tables/dictionary.csv', '/tables/figures.xlsx?rows=form']) {
      for (const login of ['rapporteur', 'coordinator', 'caseworker-pag-asa']) expect((await visitors.as(login, { url })).statusCode, `${login} ${url}`).toBe(404)
      expect((await visitors.as(null, { url })).headers.location, url).toMatch(/^\/sign-in/)
      // It is read on the page; taking it along is for whoever has just confirmed that it is them, and is done when they come back from there.
      const isFile = !url.includes('dictionary')
      const unconfirmed = await visitors.later('second-analyst', { url })
      expect([unconfirmed.statusCode, unconfirmed.headers.location], url).toEqual(isFile ? [303, `/confirm?next=${encodeURIComponent(url)}`] : [200, undefined])
      await visitors.confirms('analyst')
      expect((await visitors.as('analyst', { url })).statusCode, url).toBe(200)
    }
    // This analyst reads German.
    expect((await visitors.as('analyst', { url: '/tables/bars.svg' })).body).toContain('Nicht zur Weitergabe.')
    expect((await visitors.as('analyst', { url: '/tables/flows.svg?rows=form' })).statusCode).toBe(404)
  })

  test('is never changed, and what was counted is not for the public', async () => {
    const actor = await be.actor('rapporteur')
    const counts = await inTransaction(base.db, { actor }, async (tx) => (await sql<{ ledger: number; released: number; kept: number }>`
      select (select count(*) from statistics.ledger)::int as ledger, (select count(*) from statistics.release)::int as released, (select count(*) from statistics.counted_table)::int as kept`.execute(tx)).rows[0])
    expect(counts).toEqual({ ledger: 0, released: 4, kept: 0 })
    const analyst = await be.actor('analyst')
    await expect(inTransaction(base.db, { actor: analyst }, (tx) => sql`update statistics.release set shown = '{}'`.execute(tx))).rejects.toThrow(/permission denied/)
    await expect(inTransaction(base.db, { actor: analyst }, (tx) => sql`insert into statistics.release (number, proposal, wish, counted_on, released_on, method, shown) select 50, gen_random_uuid(), wish, counted_on, released_on, method, shown from statistics.release limit 1`.execute(tx))).rejects.toThrow(/row-level security|violates/)
  })
})
