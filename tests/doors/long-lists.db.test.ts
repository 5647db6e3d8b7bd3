import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
const most = 60 * 1024
let be: Belgium
let visitors: Visitors
let file = ''

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  const handed = await be.handedOn()
  file = handed.file
  const { version } = await be.does<{ version: number }>('caseworker-pag-asa', 'referral.show', { referral: handed.referral })
  await be.does('caseworker-pag-asa', 'referral.accept', { referral: handed.referral, version })
  for (let number = 1; number <= 45; number += 1) {
    await be.does('caseworker-pag-asa', 'task.add', { file, what: `Task number ${number} of an invented list`, dueOn: `2026-12-${String((number % 28) + 1).padStart(2, '0')}` })
  }
  // Copies of one referral, as an office that sends much would have them.
  await asMigrator(base.db, async (tx) => {
    await sql`insert into referral.referral select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'state', 'waiting', 'reference', 'COPY-' || number))).*
      from referral.referral as one, generate_series(1, 120) as number where one.file = ${file}`.execute(tx)
    await sql`insert into accounts.account (login, name, office, language) select 'copy-' || number, 'N. Fictief', office, 'nl' from accounts.account, generate_series(1, 160) as number where login = 'caseworker-pag-asa'`.execute(tx)
  })
})
afterAll(() => visitors.server.close())

const get = async (login: string, url: string) => {
  const { statusCode, body } = await visitors.as(login, { url })
  expect(statusCode, url).toBe(200)
  return body
}

describe('a long list', () => {
  test('of tasks shows twenty at a time, the open ones first and of those the first to be due', async () => {
    const [one] = (await be.does<{ tasks: { id: string }[] }>('caseworker-pag-asa', 'person.show', { file })).tasks
    await be.does('caseworker-pag-asa', 'task.finish', { file, task: one?.id })
    type Tasks = { tasks: { what: string; dueOn: string; doneOn: string | null }[]; hasMore: boolean }
    const pages = await Promise.all([1, 2, 3].map((page) => be.does<Tasks>('caseworker-pag-asa', 'person.show', { file, page })))
    expect(pages.map(({ tasks, hasMore }) => [tasks.length, hasMore])).toEqual([[20, true], [20, true], [5, false]])
    const all = pages.flatMap(({ tasks }) => tasks)
    expect(new Set(all.map(({ what }) => what)).size).toBe(45)
    expect(all.at(-1)?.doneOn).not.toBeNull()
    const open = all.filter(({ doneOn }) => doneOn === null).map(({ dueOn }) => dueOn)
    expect(open).toEqual(open.toSorted())
    const body = await get('caseworker-pag-asa', `/files/${file}/person?page=2`)
    expect(body).toContain(`/files/${file}/person?page=3`)
    expect(body).toContain(`/files/${file}/person?page=1`)
  })

  test.each([
    ['caseworker-pag-asa', () => `/files/${file}/person`], ['caseworker-pag-asa', () => '/arrivals'], ['labour-inspector', () => '/referrals'], ['labour-inspector', () => '/reports'],
    ['administrator', () => '/people'], ['caseworker-pag-asa', () => `/files/${file}`], ['caseworker-pag-asa', () => '/waiting'], ['caseworker-pag-asa', () => '/clocks'],
    ['coordinator', () => '/escalated'], ['caseworker-pag-asa', () => '/places'], ['caseworker-pag-asa', () => '/files'],
  ])('keeps a page of %s below 60 KB of HTML (%#)', async (login, address) => {
    const body = await get(login, address())
    expect(Buffer.byteLength(body), address()).toBeLessThan(most)
  })

  test('has a second page where there is more, and an address that makes no sense shows the first', async () => {
    for (const [login, address] of [['caseworker-pag-asa', '/arrivals'], ['labour-inspector', '/referrals'], ['administrator', '/people']] as const) {
      const [first, second, odd] = [await get(login, address), await get(login, `${address}?page=2`), await get(login, `${address}?page=first`)]
      expect(first, address).toContain(`${address}?page=2`)
      expect(second, address).toContain(`${address}?page=1`)
      expect(odd, address).not.toContain('rel="prev"')
    }
  })
})
