import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFirstAdministrator } from '#accounts'
import { createServer } from '#platform/http/server'
import { composeSite } from '../../src/main/compose-site.tsx'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
const servers: FastifyInstance[] = []
let plain: FastifyInstance
let secure: FastifyInstance
let limited: FastifyInstance

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const updated = windows.replaceAll('140', '141')
const elsewhere = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

beforeAll(async () => {
  const be = await Belgium.open(base.db)
  const log = pino({ level: 'silent' })
  plain = await createServer(composeSite(be.door, log))
  secure = await createServer(composeSite({ ...be.door, installation: { ...be.door.installation, publicUrl: 'https://ariadne.example' } }, log))
  limited = await createServer(composeSite(be.door, log, { requestsPerMinute: 60 }))
  servers.push(plain, secure, limited)
})
afterAll(async () => { for (const server of servers) await server.close() })

async function signIn(server: FastifyInstance, userAgent: string): Promise<{ readonly name: string; readonly value: string; readonly header: string }> {
  const answer = await server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'caseworker-payoke' }, headers: { 'user-agent': userAgent } })
  const cookie = answer.cookies.find(({ name }) => name.endsWith('ariadne_session'))
  return { name: cookie?.name ?? '', value: cookie?.value ?? '', header: String(answer.headers['set-cookie']) }
}
const opens = async (server: FastifyInstance, { name, value }: { readonly name: string; readonly value: string }, userAgent: string): Promise<boolean> =>
  (await server.inject({ url: '/api/v1/session.show', cookies: { [name]: value }, headers: { 'user-agent': userAgent } })).statusCode === 200

describe('a session', () => {
  test('stays with the kind of browser in which it began, through its updates, and opens nothing in another', async () => {
    const cookie = await signIn(plain, windows)
    expect(await opens(plain, cookie, windows)).toBe(true)
    expect(await opens(plain, cookie, updated)).toBe(true)
    expect(await opens(plain, cookie, elsewhere)).toBe(false)
    expect(await opens(plain, cookie, '')).toBe(false)
    expect(await opens(plain, cookie, windows)).toBe(true)
  })

  test('has over TLS a cookie that no other host can set, and the plain name opens nothing there', async () => {
    const cookie = await signIn(secure, windows)
    expect(cookie.name).toBe('__Host-ariadne_session')
    expect(cookie.header).toMatch(/Path=\/.*HttpOnly.*Secure.*SameSite=Lax/)
    expect(cookie.header).not.toMatch(/Domain/i)
    expect(await opens(secure, cookie, windows)).toBe(true)
    expect(await opens(secure, { ...cookie, name: 'ariadne_session' }, windows)).toBe(false)
  })

  test('has a new token with each sign-in, and the one it left opens nothing', async () => {
    const first = await signIn(plain, windows)
    const again = await plain.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'caseworker-payoke' }, headers: { 'user-agent': windows }, cookies: { ariadne_session: first.value } })
    const second = again.cookies.find(({ name }) => name === 'ariadne_session')
    expect(second?.value).not.toBe(first.value)
    expect(await opens(plain, first, windows)).toBe(false)
  })

  test('is left on every device at once', async () => {
    const [here, there] = [await signIn(plain, windows), await signIn(plain, elsewhere)]
    const page = await plain.inject({ url: '/account', cookies: { ariadne_session: here.value, ariadne_language: 'en' }, headers: { 'user-agent': windows } })
    expect(page.body).toContain('Firefox on Windows')
    expect(page.body).toContain('Chrome on Linux')
    const left = await plain.inject({ method: 'POST', url: '/account/sessions', headers: { 'user-agent': windows, 'content-type': 'application/x-www-form-urlencoded' }, payload: '', cookies: { ariadne_session: here.value } })
    expect([left.statusCode, left.headers.location]).toEqual([303, '/sign-in'])
    expect(await opens(plain, here, windows)).toBe(false)
    expect(await opens(plain, there, elsewhere)).toBe(false)
  })

  test('says on each page until when it runs, for who has no script', async () => {
    const cookie = await signIn(plain, windows)
    const { body } = await plain.inject({ url: '/account', cookies: { ariadne_session: cookie.value, ariadne_language: 'en' }, headers: { 'user-agent': windows } })
    expect(body).toMatch(/Signed in until \d/)
    expect(body).toMatch(/data-session-seconds="1[78]\d\d"/)
  })
})

describe('too much from one address', () => {
  test('is refused with a sentence: wrong codes of documents after sixty, pages of people go on', async () => {
    const check = (at: string) => plain.inject({ url: `/check?code=XXXX-XXXX-${at}`, remoteAddress: '192.0.2.7', headers: { 'accept-language': 'en' } })
    const answers = []
    for (let number = 0; number < 62; number += 1) answers.push((await check(String(number))).statusCode)
    expect(answers.filter((status) => status === 429)).toHaveLength(2)
    expect((await check('again')).body).toContain('too many wrong tries from your network')
    expect((await plain.inject({ url: '/sign-in', remoteAddress: '192.0.2.7' })).statusCode).toBe(200)
    expect((await plain.inject({ url: '/check?code=XXXX', remoteAddress: '192.0.2.8' })).statusCode).toBe(200)
  })

  test('is refused to programs that ask without pause, and to nobody else', async () => {
    const ask = (url: string, remoteAddress: string) => limited.inject({ url, remoteAddress })
    const answers = []
    for (let number = 0; number < 61; number += 1) answers.push((await ask('/api/v1/session.list-demo', '192.0.2.9')).statusCode)
    expect(answers.at(-2)).toBe(200)
    expect(answers.at(-1)).toBe(429)
    expect((await ask('/api/v1/session.list-demo', '192.0.2.9')).json()).toMatchObject({ refused: 'slow-down' })
    expect((await ask('/sign-in', '192.0.2.9')).statusCode).toBe(200)
    expect((await ask('/api/v1/session.list-demo', '192.0.2.10')).statusCode).toBe(200)
  })
})

describe('a login that nobody has', () => {
  test('is answered in the same words and, over many tries, in the same time as a wrong password', async () => {
    const code = await createFirstAdministrator(base.db, { login: 'k.specimen', name: 'K. Specimen', now: new Date('2026-11-23T08:00:00Z') })
    await plain.inject({ method: 'POST', url: '/api/v1/account.accept-invitation', payload: { code, password: 'seven green boats at dawn' } })
    const times = { known: [] as number[], unknown: [] as number[] }
    const bodies = new Set<string>()
    // From each address five wrong tries are looked at and the sixth waits; all but the first of all are measured.
    for (let round = 0; round < 48; round += 1) {
      for (const kind of ['known', 'unknown'] as const) {
        const login = kind === 'known' ? 'k.specimen' : 'n.specimen'
        const began = performance.now()
        const answer = await plain.inject({ method: 'POST', url: '/api/v1/session.open', payload: { login, password: 'wrong' }, remoteAddress: `198.51.100.${Math.floor(round / 6)}` })
        if (round > 0 && round % 6 < 5) times[kind].push(performance.now() - began)
        bodies.add(answer.body)
      }
    }
    // Two sentences, both for both.
    expect(bodies.size).toBe(2)
    const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
    // Each is held against the one right after it, so that a machine with other work slows both.
    const apart = median(times.known.map((took, one) => took - (times.unknown[one] ?? 0)))
    expect(Math.abs(apart)).toBeLessThan(25)
  })
})
