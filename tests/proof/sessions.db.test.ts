import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ModuleDoors } from '#platform/doors/page'
import { modules } from '../../src/main/compose-site.tsx'
import { Belgium, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { plausibleInput } from '../support/plausible-input.ts'
import { Visitors } from '../support/visitors.ts'

/** Every route and every address with everything that is not, or no longer, a session: each answers as to somebody who has shown nothing. */
const base = testDatabase()
let be: Belgium
let web: Visitors
const morning = new Date('2026-11-23T09:00:00Z')
const login = 'caseworker-pag-asa'
const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** How somebody comes: what the cookie holds, what the header says, when. */
type Coming = { readonly cookie?: string; readonly bearer?: string; readonly agent?: string; readonly at?: Date }
const ways = new Map<string, Coming>()

const opened = async (who: string, headers: Record<string, string> = {}): Promise<string> => {
  const answer = await web.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: who }, headers })
  return answer.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? ''
}
const altered = (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`

beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
  const key = async (more: object) => {
    const { machine } = await be.does<{ machine: string }>('administrator', 'machine.make', { name: 'Invented system', office: await be.office(login), routes: ['file.list'], until: '2027-03-01', perMinute: 1000, reason: 'Sends the papers', ...more })
    return { machine, key: String((await be.agreed('lead-pag-asa')).key) }
  }
  const [dropped, revoked, closed] = [await opened(login), await opened(login), await opened('caseworker-payoke')]
  const taken = await opened(login, { 'user-agent': browser })
  await web.server.inject({ method: 'POST', url: '/api/v1/session.end', payload: {}, cookies: { ariadne_session: dropped } })
  const own = await web.server.inject({ method: 'POST', url: '/api/v1/session.list', payload: {}, cookies: { ariadne_session: revoked } })
  const current = own.json<{ sessions: { id: string; current: boolean }[] }>().sessions.find((session) => session.current)
  const other = await opened(login)
  await web.server.inject({ method: 'POST', url: '/api/v1/session.revoke', payload: { session: current?.id }, cookies: { ariadne_session: other } })
  await be.rows(sql`update accounts.account set active = false where login = 'caseworker-payoke'`)
  const [good, takenBack, over] = [await key({}), await key({}), await key({ until: '2026-11-24' })]
  await be.does('administrator', 'machine.revoke', { machine: takenBack.machine })
  const elsewhere = await key({ addresses: '192.0.2.0/24' })
  const [hash] = await be.rows<{ hash: string }>(sql`select encode(token_hash, 'hex') as hash from accounts.session limit 1`)
  const both = (name: string, token: string, more: Coming = {}) => { ways.set(`${name}, in the cookie`, { cookie: token, ...more }); ways.set(`${name}, in the header`, { bearer: token, ...more }) }
  ways.set('nothing', {})
  both('a session that was signed out', dropped)
  both('a session that was ended from another device', revoked)
  both('a session whose account was closed', closed)
  both('a session left for 31 minutes', other, { at: new Date(morning.getTime() + 31 * 60_000) })
  both('a session of 13 hours', other, { at: new Date(morning.getTime() + 13 * 60 * 60_000) })
  both('a session of another kind of browser', taken, { agent: 'curl/8.0' })
  both('a token with one letter changed', altered(other))
  both('a token that was made up', 'A'.repeat(43))
  both('the hash of a token, as the database has it', hash?.hash ?? '')
  both('a key of a program that was made up', `ariadne-key-${'A'.repeat(43)}`)
  both('a key of a program that was taken back', takenBack.key)
  both('a key of a program from another address', elsewhere.key)
  both('a key of a program whose day is over', over.key, { at: new Date('2026-11-24T10:00:00Z') })
  ways.set('a good key of a program, in the cookie', { cookie: good.key })
  ways.set('a good key of a program, in the header', { bearer: good.key })
  ways.set('a good key of a program, its last letter changed', { bearer: altered(good.key) })
}, 60_000)
afterAll(() => web.server.close())
beforeEach(() => { be.moment = morning })

type Asking = { readonly method: 'GET' | 'POST'; readonly url: string; readonly payload?: string | object; readonly headers?: Record<string, string> }
const come = async ({ cookie, bearer, agent, at }: Coming, asking: Asking) => {
  be.moment = at ?? morning
  const headers = { ...asking.headers, ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...(agent ? { 'user-agent': agent } : {}) }
  const { statusCode, body, headers: given, cookies } = await web.server.inject({ ...asking, headers, ...(cookie ? { cookies: { ariadne_session: cookie } } : {}) })
  return `${statusCode} ${String(given['location'] ?? '')} ${cookies.map(({ name }) => name).join(' ')}\n${body}`
}

/** What pages do with a token they do with each, so that a few of the ways are enough there. */
const onPages = new Set(['nothing', 'a session that was signed out, in the cookie', 'a session left for 31 minutes, in the cookie', 'a session of another kind of browser, in the cookie', 'a token that was made up, in the cookie', 'a good key of a program, in the cookie', 'a good key of a program, in the header'])

const closedRoutes = [...routes.values()].filter(({ for: whom }) => whom !== 'anyone')
const addresses = [...new Map((modules as readonly ModuleDoors[]).flatMap(({ pages, forms, downloads = [] }) => [
  ...pages.map(({ at, asks }) => ({ method: 'GET' as const, at, guard: asks })), ...downloads.map(({ at, asks }) => ({ method: 'GET' as const, at, guard: asks })),
  ...forms.flatMap(({ at, asks, does }) => [{ method: 'GET' as const, at, guard: asks ?? does }, { method: 'POST' as const, at, guard: does }]),
]).filter(({ guard }) => guard.for !== 'anyone').map((way) => [`${way.method} ${way.at}`, way])).values()]

describe(`${closedRoutes.length} routes and ${addresses.length} addresses that ask who one is`, () => {
  test('answer whatever is no session any more, or never was, as they answer nothing at all', async () => {
    const found: string[] = []
    let tried = 0
    for (const route of closedRoutes) {
      const asking: Asking = { method: 'POST', url: `/api/v1/${route.name}`, payload: plausibleInput(route) }
      const nothing = await come({}, asking)
      expect(nothing, route.name).toMatch(/^401 /)
      for (const [name, coming] of ways) {
        // A program's own key is tried at every route in `machines.db.test.ts`.
        if (name === 'a good key of a program, in the header') continue
        tried += 1
        if (await come(coming, asking) !== nothing) found.push(`${route.name}: ${name}`)
      }
    }
    for (const { method, at } of addresses) {
      const url = at.replaceAll(/:\w+/g, 'nothing')
      const asking: Asking = { method, url, ...(method === 'POST' ? { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'note=Typed' } : {}) }
      for (const [name, coming] of ways) {
        if (!onPages.has(name)) continue
        tried += 1
        const answer = await come(coming, asking)
        // Whoever had a session gets what was typed held; nobody gets anything else.
        const [head] = answer.split('\n')
        if (!head?.startsWith(`303 /sign-in?next=${encodeURIComponent(url)} `) || /ariadne_(?!held)/.test(head)) found.push(`${method} ${at}: ${name}: ${head}`)
      }
    }
    expect(found).toEqual([])
    console.info(`${tried} requests with ${ways.size} kinds of no session at ${closedRoutes.length} routes and ${addresses.length} addresses`)
  }, 180_000)

  test('take the same cookie when it is a session, so that the refusals above are about the session alone', async () => {
    const cookie = await opened(login)
    expect(await come({ cookie }, { method: 'POST', url: '/api/v1/file.list', payload: {} })).toMatch(/^200 /)
    expect(await come({ bearer: cookie }, { method: 'POST', url: '/api/v1/file.list', payload: {} })).toMatch(/^200 /)
    expect(await come({ cookie }, { method: 'GET', url: '/files' })).toMatch(/^200 /)
  })

  test('give somebody with another’s session closed no answer that was kept for a form of theirs', async () => {
    const once = crypto.randomUUID()
    const { file } = await be.accompanied()
    const add = async (who: string) => web.server.inject({ method: 'POST', url: '/api/v1/task.add', payload: { file, what: 'Ring' }, headers: { 'idempotency-key': once }, cookies: { ariadne_session: await opened(who) } })
    expect((await add(login)).statusCode).toBe(200)
    expect((await add('caseworker-surya')).statusCode).toBe(404)
    expect((await add('lead-pag-asa')).statusCode).toBe(200)
    expect(await be.count('cases.task')).toBe(2)
    // The refused one has not taken the token of the first away.
    expect((await add(login)).statusCode).toBe(200)
    expect(await be.count('cases.task')).toBe(2)
  })
})
