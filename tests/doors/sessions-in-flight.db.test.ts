import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file: string
beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  file = (await be.accompanied()).file
})
afterAll(() => visitors.server.close())

const open = async (login: string): Promise<Record<string, string>> => {
  const answer = await visitors.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: login } })
  return { ariadne_session: answer.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? '' }
}
const add = (cookies: Record<string, string>, what: string) => visitors.server.inject({ method: 'POST', url: '/api/v1/task.add', cookies, payload: { file, what } })

/** Sends acts without a pause while the change happens, and tells which began after it was answered. */
async function underWay(cookies: Record<string, string>, change: () => Promise<unknown>): Promise<{ before: number[]; after: number[] }> {
  let changed = false
  const before: Promise<number>[] = []
  const sending = (async () => {
    for (let number = 0; !changed; number += 1) {
      before.push(add(cookies, `under way ${number}`).then(({ statusCode }) => statusCode))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  await new Promise((resolve) => setTimeout(resolve, 40))
  await change()
  const after = await Promise.all(Array.from({ length: 20 }, () => add(cookies, 'afterwards').then(({ statusCode }) => statusCode)))
  changed = true
  await sending
  return { before: await Promise.all(before), after }
}

const login = 'caseworker-pag-asa'
const account = async () => (await be.actor(login)).account

test.each<[string, () => Promise<unknown>]>([
  ['is closed', async () => be.does('administrator', 'account.set-active', { account: await account(), active: false })],
  ['has its passkeys taken away', async () => {
    const { approval } = await be.does<{ approval: string }>('administrator', 'account.ask-reset', { account: await account(), reason: 'lost the telephone' })
    await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'seen in person' })
    return be.does('administrator', 'account.reset-passkeys', { account: await account() })
  }],
  ['is signed out everywhere by its person on another device', async () => {
    const other = await open(login)
    const { sessions } = (await visitors.server.inject({ method: 'POST', url: '/api/v1/session.list', cookies: other, payload: {} })).json<{ sessions: { id: string; current: boolean }[] }>()
    for (const { id, current } of sessions) if (!current) await visitors.server.inject({ method: 'POST', url: '/api/v1/session.revoke', cookies: other, payload: { session: id } })
  }],
])('whoever’s account %s does nothing from that moment on, with requests under way, and each of those is done whole or not at all', async (_what, change) => {
  await be.rows(sql`update accounts.account set active = true where login = ${login}`)
  await be.rows(sql`insert into accounts.passkey (account, credential_id, public_key, counter, backed_up, name, added_at) values (${await account()}, ${crypto.randomUUID()}, '\\x00', 0, false, 'Invented', now())`)
  const cookies = await open(login)
  const count = () => be.rows<{ count: number }>(sql`select count(*)::int as count from cases.task`).then(([row]) => row?.count ?? 0)
  const tasks = await count()
  const { before, after } = await underWay(cookies, change)
  expect(new Set(after)).toEqual(new Set([401]))
  expect(before.filter((status) => status === 200).length).toBeGreaterThan(0)
  expect(before.every((status) => status === 200 || status === 401)).toBe(true)
  expect(await count() - tasks).toBe(before.filter((status) => status === 200).length)
})

test('whoever is moved to another office sees and does nothing of the old one with the very next request', async () => {
  await be.rows(sql`update accounts.account set active = true where login = ${login}`)
  const cookies = await open(login)
  expect((await add(cookies, 'Before')).statusCode).toBe(200)
  await be.rows(sql`update accounts.account set office = ${await be.office('caseworker-payoke')} where login = ${login}`)
  expect([401, 404]).toContain((await add(cookies, 'After')).statusCode)
})
