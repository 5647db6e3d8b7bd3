import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { sql } from 'kysely'
import { pino } from 'pino'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDemonstrationAccounts, createFirstAdministrator } from '#accounts'
import { readConfiguration } from '#platform/configuration'
import { asMigrator } from '#platform/database/transaction'
import { createServer } from '#platform/http/server'
import { composeDoor, composeSite } from '../../src/main/compose-site.tsx'
import { readCountry } from '../../src/main/country-pack.ts'
import { keepOffices } from '../../src/main/keep-offices.ts'
import { testDatabase } from '../support/database.ts'
import { clientId, clientSecret, freePort, PlainBrowser, TestProvider } from '../support/identity-provider.ts'

const base = testDatabase()
const pack = readCountry('be')
let provider: TestProvider
let ours: string
let server: FastifyInstance | undefined

async function ariadne(more: Readonly<Record<string, string>> = {}): Promise<void> {
  await server?.close()
  const settings = readConfiguration({
    ARIADNE_HOME: mkdtempSync(join(tmpdir(), 'ariadne-home-')), ARIADNE_PUBLIC_URL: ours, ARIADNE_OIDC_ISSUER: provider.issuer,
    ARIADNE_OIDC_CLIENT_ID: clientId, ARIADNE_OIDC_CLIENT_SECRET: clientSecret, ...more,
  })
  server = await createServer(composeSite(composeDoor(base.db, settings, pack), pino({ level: 'silent' })))
  await server.listen({ host: '127.0.0.1', port: Number(new URL(ours).port) })
}

beforeAll(async () => {
  ours = `http://127.0.0.1:${await freePort()}`
  provider = new TestProvider(await freePort(), ours)
  await provider.start()
  await keepOffices(base.db, pack)
  await addDemonstrationAccounts(base.db, [])
  await ariadne()
})
afterAll(async () => {
  await server?.close()
  await provider.stop()
})

const session = (browser: PlainBrowser) => browser.cookie(ours, 'ariadne_session')
const isIn = async (browser: PlainBrowser) => (await browser.go(`${ours}/account`)).status === 200
/** Signs a new browser in at the provider and here. */
async function enter(who: string, from = '/sign-in/provider'): Promise<PlainBrowser> {
  const browser = new PlainBrowser()
  const asked = await browser.follow(`${ours}${from}`)
  await browser.follow((await browser.go(asked.at, { who })).to ?? '')
  return browser
}
let number = 0
/** Somebody whose account the provider's person has been bound to, and a browser in which she is in. */
async function somebody(): Promise<{ readonly who: string; readonly login: string; readonly browser: PlainBrowser }> {
  number += 1
  const [who, login] = [`subject-${number}`, `b.exempel${number}`]
  const code = await createFirstAdministrator(base.db, { login, name: 'B. Exempel', now: new Date() })
  return { who, login, browser: await enter(who, `/invitation/${code}/provider`) }
}
const leaveProvider = async (browser: PlainBrowser): Promise<void> => {
  const page = await browser.follow(`${provider.issuer}/session/end`)
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  await browser.follow((await browser.go(`${provider.issuer}/session/end/confirm`, { xsrf, logout: 'yes' })).to ?? '')
}
const send = async (token: string) => server?.inject({ method: 'POST', url: '/api/v1/session.end-by-provider', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ logout_token: token }).toString(), remoteAddress: `192.0.2.${(number += 1) % 250}` })
const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }
const seconds = () => Math.floor(Date.now() / 1_000)
const claims = (more: object = {}) => ({ iss: provider.issuer, aud: clientId, iat: seconds(), exp: seconds() + 120, jti: crypto.randomUUID(), events: event, ...more })

test('who signs out at the provider is out here at the same moment, in that browser and in no other, nor is anybody else', async () => {
  const [one, other] = [await somebody(), await somebody()]
  const second = await enter(one.who)
  expect([await isIn(one.browser), await isIn(second), await isIn(other.browser)]).toEqual([true, true, true])
  await leaveProvider(one.browser)
  expect([await isIn(one.browser), await isIn(second), await isIn(other.browser)]).toEqual([false, true, true])
  const lines = await asMigrator(base.db, (tx) => sql<{ outcome: string; login: string }>`
    select outcome, login from audit.line join accounts.account on account.id = about_account where route = 'session.end-by-provider'`.execute(tx))
  expect(lines.rows).toEqual([{ outcome: 'done', login: one.login }])
})

test('so is who came through it and then gave a code of ours', async () => {
  await ariadne({ ARIADNE_SECOND_FACTOR: 'all' })
  const { browser } = await somebody()
  const page = await browser.go(`${ours}/sign-in/enrol`)
  const secret = /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec(page.text)?.[1]?.replaceAll(' ', '') ?? ''
  await browser.go(`${ours}/sign-in/enrol`, { code: generateSync({ secret, epoch: seconds() }) })
  expect(await isIn(browser)).toBe(true)
  await leaveProvider(browser)
  expect(await isIn(browser)).toBe(false)
  await ariadne()
})

test('a token that names a person and no session ends all that came through the provider, and nothing that came by a password', async () => {
  const { who, login, browser } = await somebody()
  const second = await enter(who)
  const hash = createHash('sha256').update('invented').digest()
  await asMigrator(base.db, (tx) => sql`insert into accounts.session (account, token_hash, started_at, last_used_at, way) select id, ${hash}, now(), now(), 'password' from accounts.account where login = ${login}`.execute(tx))
  const answer = await send(await provider.signs(claims({ sub: who })))
  expect([answer?.statusCode, answer?.json(), answer?.headers['cache-control']]).toEqual([200, { ended: 2 }, 'no-store'])
  expect([await isIn(browser), await isIn(second)]).toEqual([false, false])
  const left = await asMigrator(base.db, (tx) => sql`select from accounts.session join accounts.account on account.id = session.account where login = ${login} and ended_at is null`.execute(tx))
  expect(left.rows).toHaveLength(1)
})

test('a token counts once, and one that lacks anything, is for somebody else, is old, or is no logout token ends nothing', async () => {
  const { who, browser } = await somebody()
  const strange = await generateKeyPair('RS256')
  const forged = (more: object = {}) => new SignJWT(claims({ sub: who, ...more })).setProtectedHeader({ alg: 'RS256', kid: 'test', typ: 'logout+jwt' }).sign(strange.privateKey)
  const without = (key: string) => { const all: Record<string, unknown> = claims({ sub: who }); delete all[key]; return provider.signs(all) }
  const publicKey = JSON.stringify(await exportJWK(strange.publicKey))
  const tokens: Readonly<Record<string, string>> = {
    'no token': 'x', 'an empty one': '..', 'signed by another': await forged(), 'signed by nobody': new UnsecuredJWT(claims({ sub: who })).encode(),
    'signed with a word': await new SignJWT(claims({ sub: who })).setProtectedHeader({ alg: 'HS256', kid: 'test' }).sign(new TextEncoder().encode(publicKey)),
    'of another issuer': await provider.signs(claims({ sub: who, iss: 'https://other.example' })), 'for another': await provider.signs(claims({ sub: who, aud: 'another' })),
    'of yesterday': await provider.signs(claims({ sub: who, iat: seconds() - 86_400, exp: seconds() + 60 })), 'over': await provider.signs(claims({ sub: who, iat: seconds() - 300, exp: seconds() - 60 })),
    'of tomorrow': await provider.signs(claims({ sub: who, iat: seconds() + 3_600, exp: seconds() + 7_200 })),
    'an ID token': await provider.signs(claims({ sub: who, nonce: 'abc' })), 'of another kind': await provider.signs(claims({ sub: who }), { typ: 'at+jwt' }), 'of no kind': await provider.signs(claims({ sub: who }), { typ: 'JWT' }),
    'with another event': await provider.signs(claims({ sub: who, events: { 'https://other.example/event': {} } })), 'with a word for an event': await provider.signs(claims({ sub: who, events: 'http://schemas.openid.net/event/backchannel-logout' })),
    'of nobody': await provider.signs(claims()), 'of nobody by an empty name': await provider.signs(claims({ sub: '' })),
    ...Object.fromEntries(await Promise.all(['iss', 'aud', 'iat', 'exp', 'jti', 'events', 'sub'].map(async (key) => [`without ${key}`, await without(key)] as const))),
  }
  for (const [what, token] of Object.entries(tokens)) {
    const answer = await send(token)
    expect([what, answer?.statusCode, answer?.json<{ refused: string }>().refused]).toEqual([what, 400, 'logout-token'])
  }
  expect((await send(await provider.signs(claims({ sub: who, sid: 'another session' }))))?.json()).toEqual({ ended: 0 })
  expect((await send(await provider.signs(claims({ sub: 'nobody-here' }))))?.json()).toEqual({ ended: 0 })
  expect(await isIn(browser)).toBe(true)
  const good = await provider.signs(claims({ sub: who }))
  expect((await send(good))?.json()).toEqual({ ended: 1 })
  const again = await enter(who)
  expect([(await send(good))?.statusCode, await isIn(again)]).toEqual([400, true])
  const twice = await provider.signs(claims({ sub: who }))
  expect((await Promise.all([send(twice), send(twice)])).map((answer) => answer?.statusCode).toSorted()).toEqual([200, 400])
  expect([session(again) === undefined, await isIn(again)]).toEqual([false, false])
})

test('an Ariadne without a provider takes no such token, and what it is sent beside one it ignores', async () => {
  const { who, browser } = await somebody()
  const token = await provider.signs(claims({ sub: who }))
  const answer = await server?.inject({ method: 'POST', url: '/api/v1/session.end-by-provider', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ logout_token: token, other: 'x' }).toString() })
  expect([answer?.statusCode, await isIn(browser)]).toEqual([200, false])
  const settings = readConfiguration({ ARIADNE_HOME: mkdtempSync(join(tmpdir(), 'ariadne-home-')), ARIADNE_PUBLIC_URL: ours })
  const alone = await createServer(composeSite(composeDoor(base.db, settings, pack), pino({ level: 'silent' })))
  expect((await alone.inject({ method: 'POST', url: '/api/v1/session.end-by-provider', payload: { logout_token: await provider.signs(claims({ sub: who })) } })).statusCode).toBe(400)
  await alone.close()
})
