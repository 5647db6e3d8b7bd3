import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

/** How many women and men of 2025 had a reflection period that ended so: days from its last day to its closing, or that is open. */
const clocks: readonly (readonly [closed: number | null, due: string, women: number, men: number])[] = [[-5, '2025-05-01', 21, 15], [4, '2025-05-01', 3, 8], [null, '2025-05-01', 6, 0], [null, '2027-05-01', 7, 9]]
/** How many of 2022, and as many of 2024, were accepted after so many days, or not yet. */
const waits: readonly (readonly [days: number | null, women: number, men: number])[] = [[3, 8, 5], [20, 21, 7], [60, 9, 2], [120, 0, 6], [null, 6, 12]]

const files = (name: string, openedOn: string, sex: string, count: number) => sql`
  insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by, opened_in)
  select gen_random_uuid(), ${`INVENTED-${name}-${sex}-`} || n, ${openedOn}::date, 'adult', 'referred', ${openedOn}::date, office.id, ${sex}, false, office.id, pg_current_xact_id()
  from generate_series(1, ${count}::int) as n, (select id from accounts.office where key = 'pag-asa') as office returning id, opened_by`

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  for (const [at, [closed, due, women, men]] of clocks.entries()) {
    for (const [sex, count] of [['woman', women], ['man', men]] as const) await be.rows(sql`with file as (${files(`clock-${at}`, '2025-02-03', sex, count)})
      insert into cases.clock (id, file, key, subject, owner_office, starts_on, ends_on, counted, closed_on)
      select gen_random_uuid(), id, 'reflection', 'reflection', opened_by, '2025-03-01', ${due}::date, '{}', ${due}::date + ${closed}::int from file`)
  }
  for (const opened of ['2022-02-02', '2024-02-02']) for (const [days, women, men] of waits) {
    for (const [sex, count] of [['woman', women], ['man', men]] as const) await be.rows(sql`with file as (${files(`wait-${opened}-${days}`, opened, sex, count)}),
      procedure as (insert into protection.procedure (file, opened_on, variant, facts, steps, state) select id, ${opened}::date, 'adult', '{}', ${days === null ? 0 : 1}, 'referred' from file returning file)
      insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at)
      select file, 1, 'accept-accompaniment', 'anyone', ${opened}::date + ${days ?? 0}::int, '{}', gen_random_uuid(), gen_random_uuid(), now() from procedure where ${days !== null}`)
  }
}, 60_000)
afterAll(() => stopGate())

type Shown = { dimensions: { codes: { code: string }[] }[]; cells: (number | string)[] }
const cellOf = ({ dimensions: [rows, columns], cells }: Shown, row: string, column: string) =>
  cells[(rows?.codes.findIndex(({ code }) => code === row) ?? 0) * (columns?.codes.length ?? 1) + (columns?.codes.findIndex(({ code }) => code === column) ?? 0)]

async function release(asked: object, method: object = {}): Promise<{ number: number } | { refused: string }> {
  const { table } = await be.does<{ table: string }>('analyst', 'table.keep', asked)
  const proposed = await be.ask('analyst', 'release.propose', { table, ...method, reason: 'How clocks were kept and how long was waited' })
  if (!proposed.answered) return { refused: proposed.refusal.refused }
  const { proposal } = proposed.value as { proposal: string }
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
  return be.does<{ number: number }>('analyst', 'release.publish', { proposal })
}
const pageOf = async (number: number, language = 'en') => (await visitors.as(null, { url: `/figures/${number}`, cookies: { ariadne_language: language } })).body
const ofYear = (year: number) => ({ from: year, to: year })

test('clocks kept are counted as persons as the page of clocks counts the clocks themselves, where each has one', async () => {
  const { table } = await be.does<{ table: Shown }>('analyst', 'table.count', { rows: 'clocks-reflection', columns: 'sex', ...ofYear(2025) })
  const { clocks: live } = await be.does<{ clocks: { clock: string; parts: { part: string; kept: number; late: number; open: number; openLate: number }[] }[] }>('analyst', 'numbers.show-clocks', { from: 2025, to: 2027, by: 'sex' })
  for (const sex of ['woman', 'man']) {
    const own = live.filter(({ clock }) => clock === 'reflection').flatMap(({ parts }) => parts).find(({ part }) => part === sex)
    expect(['kept', 'missed', 'running', 'no-clock'].map((code) => cellOf(table, code, sex)), sex).toEqual([own?.kept, (own?.late ?? 0) + (own?.openLate ?? 0), own?.open, 0])
  }
  expect(['kept', 'missed', 'running'].map((code) => [cellOf(table, code, 'woman'), cellOf(table, code, 'man')])).toEqual([[21, 15], [9, 8], [7, 9]])
})

test('a clock that nobody closes is missed by the day alone, and what is kept between two questions does not outlive it', async () => {
  const now = be.moment
  const missed = async () => cellOf((await be.does<{ table: Shown }>('analyst', 'table.count', { rows: 'clocks-reflection', columns: 'sex', ...ofYear(2025) })).table, 'missed', 'man')
  expect(await missed()).toBe(8)
  be.moment = new Date('2027-05-01T09:00:00Z')
  expect(await missed()).toBe(8)
  be.moment = new Date('2027-05-02T09:00:00Z')
  expect(await missed()).toBe(17)
  be.moment = now
  expect(await missed()).toBe(8)
})

test('clocks kept leave through the gate under a number, with what the clocks are, and every language has the words', async () => {
  expect(await release({ rows: 'clocks-reflection', columns: 'sex', ...ofYear(2025) })).toEqual({ number: 1 })
  const { table } = await be.does<{ table: Shown }>('rapporteur', 'figure.show', { number: 1 })
  expect([cellOf(table, 'kept', 'woman'), cellOf(table, 'missed', 'man'), cellOf(table, 'total', 'total')]).toEqual([21, 8, 69])
  for (const language of ['en', 'nl', 'fr', 'de']) expect(await pageOf(1, language), language).not.toMatch(/(fact|about|category|times|clocks)\.[a-z]|\{\{|undefined|NaN/)
  expect(await pageOf(1)).toContain('these clocks of hers: Reflection period.')
  const page = await pageOf(1)
  // Everybody: 36 kept of 53 of whom it is known; the women 21 of 30, the men 15 of 23.
  expect(page).toContain('Which share kept all clocks')
  expect(page).toMatch(/All<\/th><td[^>]*>36<\/td><td[^>]*>17<\/td><td[^>]*>68%<\/td>/)
  expect(page).toMatch(/Women<\/th><td[^>]*>21<\/td><td[^>]*>9<\/td><td[^>]*>70%<\/td>/)
  expect(page).toMatch(/Men<\/th><td[^>]*>15<\/td><td[^>]*>8<\/td><td[^>]*>65%<\/td>/)
  const csv = (await visitors.as(null, { url: '/figures/1/table.csv' })).body
  expect(csv).toMatch(/missed,[^,]*,man,[^,]*,8,/)
  for (const file of ['dictionary.csv', 'table.xlsx', 'shares.svg', 'bars.png']) expect((await visitors.as(null, { url: `/figures/1/${file}` })).statusCode, file).toBe(200)
}, 120_000)

test('beside them nothing leaves of the same people that tells which clocks ran, and of other years it does', async () => {
  for (const rows of ['clocks', 'clocks-referral', 'reached', 'state', 'status', 'to-acceptance', 'detected-by']) expect(await release({ rows, columns: 'sex', ...ofYear(2025) }), rows).toEqual({ refused: 'told-otherwise' })
  expect(await release({ rows: 'to-acceptance', columns: 'sex', ...ofYear(2024) })).toEqual({ number: 2 })
  for (const rows of ['clocks', 'clocks-answers']) expect(await release({ rows, columns: 'sex', ...ofYear(2024) }), rows).toEqual({ refused: 'told-otherwise' })
}, 120_000)

test('the page of waits says in which band half of the persons lie where its open figures say so, and how many had it by when', async () => {
  const { table } = await be.does<{ table: Shown }>('rapporteur', 'figure.show', { number: 2 })
  // Two men between a month and three are hidden, and somebody with them.
  expect(cellOf(table, '31-90', 'man')).toBe('hidden')
  const page = await pageOf(2)
  expect(page).toContain('All: half of the 76 persons lie in the band of 8–30 days.')
  // Six between three months and six are men alone: neither they nor that no woman is among them may be told, so of either sex too little stands open.
  expect([cellOf(table, '91-180', 'woman'), cellOf(table, '91-180', 'man')]).toEqual(['hidden', 'hidden'])
  for (const sex of ['Women', 'Men']) expect(page).toContain(`${sex}: the open figures do not say in which band half of the persons lie.`)
  expect(page).toMatch(/within 30 days<\/th><td[^>]*>41<\/td><td[^>]*>hidden<\/td>/)
  expect(page).toMatch(/within 180 days<\/th><td[^>]*>58<\/td><td[^>]*>38<\/td>/)
  for (const language of ['en', 'nl', 'fr', 'de']) expect(await pageOf(2, language), language).not.toMatch(/(fact|about|category|times|figures)\.[a-z]|\{\{|undefined|NaN/)
})

test('a rounded table says nothing of halves, which are halves of the counted figures', async () => {
  expect(await release({ rows: 'to-acceptance', columns: 'sex', ...ofYear(2022) }, { how: 'round' })).toEqual({ number: 3 })
  const page = await pageOf(3)
  expect(page).toContain('Time to acceptance by a centre')
  expect(page).not.toMatch(/lie in the band|How many had it/)
}, 60_000)

test('waits and clocks stand together in the list of what was released', async () => {
  expect(await release({ rows: 'sex', columns: 'age', ...ofYear(2025) })).toEqual({ number: 4 })
  for (const [language, heading] of [['en', 'Waits and clocks'], ['nl', 'Wachttijden en termijnen'], ['fr', 'Attentes et délais'], ['de', 'Wartezeiten und Fristen']] as const) {
    const { body } = await visitors.as(null, { url: '/figures', cookies: { ariadne_language: language } })
    const [, ofTimes = '', others = ''] = body.split('<h2')
    expect(ofTimes).toContain(heading)
    expect(['1', '2', '3', '4'].map((number) => [ofTimes, others].findIndex((part) => part.includes(`/figures/${number}"`))), language).toEqual([0, 0, 0, 1])
  }
}, 60_000)
