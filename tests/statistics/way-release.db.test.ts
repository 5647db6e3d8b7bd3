import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

/** How many women and men of the year came so far and no further: steps taken one after another, as the way has them. */
const cohort: readonly (readonly [taken: readonly string[], women: number, men: number])[] = [
  [['refer'], 9, 12], [['refer', 'accept-accompaniment'], 14, 8], [['refer', 'accept-accompaniment', 'issue-reflection-document'], 7, 6],
  [['refer', 'accept-accompaniment', 'issue-reflection-document', 'record-statement', 'issue-certificate'], 11, 2], [['refer', 'accept-accompaniment', 'issue-certificate', 'grant-temporary-residence'], 6, 3],
  [['refer', 'accept-accompaniment', 'issue-certificate', 'grant-temporary-residence', 'grant-unlimited-residence'], 3, 5],
]

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  for (const [taken, women, men] of cohort) {
    for (const [sex, count] of [['woman', women], ['man', men]] as const) {
      await be.rows(sql`
        with file as (
          insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by, opened_in)
          select gen_random_uuid(), ${`INVENTED-${taken.at(-1)}-${sex}-`} || n, '2026-02-02', 'adult', 'referred', '2026-02-02', office.id, ${sex}, false, office.id, pg_current_xact_id()
          from generate_series(1, ${count}::int) as n, (select id from accounts.office where key = 'pag-asa') as office returning id),
        procedure as (insert into protection.procedure (file, opened_on, variant, facts, steps, state) select id, '2026-02-02', 'adult', '{}', ${taken.length}, 'referred' from file returning file)
        insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at)
        select file, number, step, 'anyone', '2026-02-03', '{}', gen_random_uuid(), gen_random_uuid(), now() from procedure, unnest(${[...taken]}::text[]) with ordinality as taken (step, number)`)
    }
  }
}, 60_000)
afterAll(() => stopGate())

type Shown = { dimensions: { codes: { code: string }[] }[]; cells: (number | string)[] }
const wish = { rows: 'reached', columns: 'sex', from: 2026, to: 2026 }

async function release(asked: object): Promise<{ number: number } | { refused: string }> {
  const { table } = await be.does<{ table: string }>('analyst', 'table.keep', asked)
  const proposed = await be.ask('analyst', 'release.propose', { table, reason: 'How far people came' })
  if (!proposed.answered) return { refused: proposed.refusal.refused }
  const { proposal } = proposed.value as { proposal: string }
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
  return be.does<{ number: number }>('analyst', 'release.publish', { proposal })
}

test('how far people came leaves through the gate as the furthest place of each, and adds up to how many came as far as each place', async () => {
  const { parts: [everybody] } = await be.does<{ parts: { way: { key: string; came: number }[] }[] }>('analyst', 'numbers.show-way', { from: 2026 })
  const { table } = await be.does<{ table: Shown }>('analyst', 'table.count', { rows: 'reached', from: 2026, to: 2026 })
  const furthest = (table.dimensions[0]?.codes ?? []).slice(1).map(({ code }, index) => [code, Number(table.cells[index + 1])] as const)
  expect(furthest.map(([code], index) => [code, furthest.slice(index).reduce((sum, [, persons]) => sum + persons, 0)])).toEqual(everybody?.way.map(({ key, came }) => [key, came]))
  expect(await release(wish)).toEqual({ number: 1 })
  const { table: shown } = await be.does<{ table: Shown }>('rapporteur', 'figure.show', { number: 1 })
  expect(shown.cells.filter((cell) => typeof cell === 'number' && cell > 0 && cell < 5)).toEqual([])
  const at = (place: string, sex: string) => shown.cells[(shown.dimensions[0]?.codes.findIndex(({ code }) => code === place) ?? 0) * (shown.dimensions[1]?.codes.length ?? 0) + (shown.dimensions[1]?.codes.findIndex(({ code }) => code === sex) ?? 0)]
  expect([at('certificate', 'man'), at('temporary', 'man'), at('unlimited', 'woman')]).toEqual(['hidden', 'hidden', 'hidden'])
  const page = (await visitors.as(null, { url: '/figures/1', cookies: { ariadne_language: 'en' } })).body
  // 86 in all, of whom 21 came no further than the referral.
  expect(page).toContain('How many came at least this far')
  expect(page).toMatch(/Accepted by a centre<\/th><td[^>]*>65<\/td>/)
  expect([at('total', 'total'), at('accompanied', 'woman'), at('accompanied', 'man')]).toEqual([86, 14, 8])
}, 120_000)

test('beside it nothing leaves that tells the same of these people in another way, and of other years it does', async () => {
  for (const rows of ['state', 'outcome', 'status', 'to-permit']) expect(await release({ rows, columns: 'sex', from: 2026, to: 2026 }), rows).toEqual({ refused: 'told-otherwise' })
  expect(await release({ rows: 'status', columns: 'sex', from: 2025, to: 2025 })).toEqual({ number: 2 })
  // And the other way round.
  for (const rows of ['reached', 'outcome', 'to-permit']) expect(await release({ rows, columns: 'sex', from: 2025, to: 2025 }), rows).toEqual({ refused: 'told-otherwise' })
  expect(await release({ rows: 'sex', from: 2025, to: 2025 })).toMatchObject({ number: 3 })
}, 120_000)
