import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { generateKeyPair, SignJWT } from 'jose'
import { sql, type RawBuilder } from 'kysely'
import { pino } from 'pino'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

/** The kind of browser in which these sessions were given out. */
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
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
const send = async (token: string) => server?.inject({ method: 'POST', url: '/api/v1/session.end-by-provider', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ logout_token: token }).toString(), remoteAddress: '192.0.2.7' })
const rows = <Row>(query: RawBuilder<Row>): Promise<Row[]> => asMigrator(base.db, async (tx) => (await query.execute(tx)).rows)
/** Holds what this statement locks while the work is done, and lets go of it when that says so. */
const holding = async (statement: RawBuilder<unknown>, work: (letGo: () => void) => Promise<void>): Promise<void> => {
  let letGo = (): void => undefined
  const over = new Promise<void>((resolve) => { letGo = resolve })
  let keeper = Promise.resolve()
  await new Promise<void>((held, failed) => { keeper = asMigrator(base.db, async (tx) => { await statement.execute(tx); held(); await over }).catch(failed) })
  try { await work(letGo) } finally { letGo(); await keeper }
}
/** Until so many wait here for somebody else's transaction. */
const waiting = (count: number) => expect.poll(async () => (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(base.db)).rows.length, { timeout: 10_000 }).toBe(count)
/** What is said in one second cannot be told apart, so the end counts: the next sign-in is in the next. */
const nextSecond = () => new Promise((resolve) => { setTimeout(resolve, 1_050 - (Date.now() % 1_000)) })
const sidHash = (sid: string) => createHash('sha256').update(`sid|${provider.issuer}|${sid}`).digest()
/** The provider's name for every session of this login, as if it had given that one. */
const named = (login: string, sid: string | null) => rows(sql`update accounts.session set provider_sid = ${sid === null ? null : sidHash(sid)} from accounts.account where account.id = session.account and login = ${login}`)
/** Back from the provider up to the address of ours, which is not opened yet. */
async function upToReturn(who: string): Promise<{ readonly browser: PlainBrowser; readonly back: string }> {
  const browser = new PlainBrowser()
  const asked = await browser.follow(`${ours}/sign-in/provider`)
  const { at } = await browser.follow((await browser.go(asked.at, { who })).to ?? '', (address) => address.startsWith(`${ours}/sign-in/provider/back`))
  return { browser, back: at }
}
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

describe('with a code of ours after the provider', () => {
  beforeAll(() => ariadne({ ARIADNE_SECOND_FACTOR: 'all' }))
  afterAll(() => ariadne())
  const secretIn = (text: string) => /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec(text)?.[1]?.replaceAll(' ', '') ?? ''
  /** Somebody who has set up a telephone, with the codes that it shows: each step of time is good once. */
  async function enrolled() {
    const made = await somebody()
    const secret = secretIn((await made.browser.go(`${ours}/sign-in/enrol`)).text)
    const code = (steps: number) => generateSync({ secret, epoch: seconds() + 30 * steps })
    const { text } = await made.browser.go(`${ours}/sign-in/enrol`, { code: code(-1) })
    return { ...made, code, recovery: [...text.matchAll(/<code>([a-z2-9-]{19})<\/code>/g)].map(([, shown = '']) => shown) }
  }
  const startsOf = (login: string) => rows(sql`select from accounts.started_sign_in join accounts.account on account.id = started_sign_in.account where login = ${login}`)

  test('who set up a telephone, gave its code or a recovery code is out as well, and is told on leaving here that the provider still knows them', async () => {
    const { who, browser, code, recovery } = await enrolled()
    for (const given of [null, code(0), recovery[0] ?? '']) {
      const entering = given === null ? browser : await enter(who)
      if (given !== null) await entering.go(`${ours}/sign-in/code`, { code: given })
      expect([given, await isIn(entering)]).toEqual([given, true])
      await leaveProvider(entering)
      expect([given, await isIn(entering)]).toEqual([given, false])
    }
    const last = await enter(who)
    await last.go(`${ours}/sign-in/code`, { code: recovery[1] ?? '' })
    const left = await server?.inject({ method: 'POST', url: '/api/v1/session.end', headers: { authorization: `Bearer ${session(last) ?? ''}`, 'user-agent': userAgent }, payload: {} })
    expect([left?.json<{ provider: boolean }>().provider, await isIn(last)]).toEqual([true, false])
  })

  test('a sign-in that still waits for its code is over, that of another session of the provider is not', async () => {
    const { who, login, browser, recovery } = await enrolled()
    await leaveProvider(browser)
    for (const [kept, more, left, ended] of [['this one', { sid: 'another' }, 1, 0], ['this one', { sid: 'this one' }, 0, 1], ['this one', {}, 0, 0], [null, { sid: 'another' }, 0, 0]] as const) {
      await nextSecond()
      const starting = await enter(who)
      await rows(sql`update accounts.started_sign_in set provider_sid = ${kept === null ? null : sidHash(kept)} from accounts.account where account.id = started_sign_in.account and login = ${login}`)
      expect((await send(await provider.signs(claims({ sub: who, ...more }))))?.json()).toEqual({ ended })
      expect([more, await startsOf(login)]).toEqual([more, Array.from({ length: left }, () => ({}))])
      await starting.go(`${ours}/sign-in/code`, { code: recovery[left] ?? '' })
      expect([more, await isIn(starting)]).toEqual([more, left === 1])
    }
  })

  test('of a code and the end that come at once one waits for the other, and nobody is in after both', async () => {
    const { who, login, browser, recovery } = await enrolled()
    await leaveProvider(browser)
    await nextSecond()
    const late = await enter(who)
    const hash = createHash('sha256').update(late.cookie(ours, 'ariadne_started') ?? '').digest()
    // The end is first, and not over yet when the code comes.
    await holding(sql`delete from accounts.started_sign_in where token_hash = ${hash}`, async (letGo) => {
      const given = late.go(`${ours}/sign-in/code`, { code: recovery[0] ?? '' })
      await waiting(1)
      letGo()
      expect((await given).text).toContain('longer than ten minutes')
    })
    expect(await isIn(late)).toBe(false)
    await nextSecond()
    const early = await enter(who)
    // The code is first, and its session is not there yet when the end comes.
    await holding(sql`select from accounts.account where login = ${login} for update`, async (letGo) => {
      const given = early.go(`${ours}/sign-in/code`, { code: recovery[0] ?? '' })
      await waiting(1)
      const ending = send(await provider.signs(claims({ sub: who })))
      await waiting(2)
      letGo()
      await given
      expect((await ending)?.json()).toEqual({ ended: 1 })
    })
    expect([session(early) === undefined, await isIn(early)]).toEqual([false, false])
  })
})

test('a sign-in that is under way when the end comes opens nothing, whether the end names the session or all of the person', async () => {
  const { who, browser } = await somebody()
  await leaveProvider(browser)
  for (const names of ['session', 'person'] as const) {
    await nextSecond()
    const under = await upToReturn(who)
    // Its code is exchanged before the transaction, which stands before the trip.
    await holding(sql`select from accounts.provider_trip for update`, async (letGo) => {
      const opening = under.browser.follow(under.back)
      await waiting(1)
      if (names === 'session') await leaveProvider(under.browser)
      else expect((await send(await provider.signs(claims({ sub: who }))))?.json()).toEqual({ ended: 0 })
      letGo()
      expect([names, (await opening).at]).toEqual([names, `${ours}/sign-in?trouble=provider-failed`])
    })
    expect([names, session(under.browser)]).toEqual([names, undefined])
  }
  await nextSecond()
  expect(await isIn(await enter(who))).toBe(true)
})

test('an end that comes while a session is being opened waits for it and ends it, by its name alone too', async () => {
  const { who, login, browser } = await somebody()
  await leaveProvider(browser)
  for (const names of ['session', 'person'] as const) {
    await nextSecond()
    const under = await upToReturn(who)
    await holding(sql`select from accounts.account where login = ${login} for update`, async (letGo) => {
      const opening = under.browser.follow(under.back)
      await waiting(1)
      const ending = names === 'session' ? leaveProvider(under.browser) : send(await provider.signs(claims({ sub: who })))
      await waiting(2)
      letGo()
      await Promise.all([opening, ending])
    })
    expect([names, session(under.browser) === undefined, await isIn(under.browser)]).toEqual([names, false, false])
  }
  await holding(sql`select accounts.still_in_at_provider('\\x01', ${sidHash('of nobody')}, 1, now())`, async (letGo) => {
    const ending = send(await provider.signs(claims({ sid: 'of nobody' })))
    await waiting(1)
    letGo()
    expect((await ending)?.statusCode).toBe(200)
  })
})

test('a session is ended by its name alone, and one whose name the provider never gave by a token that names its person and another', async () => {
  const { who, login, browser } = await somebody()
  await named(login, 'mine')
  expect((await send(await provider.signs(claims({ sid: 'yours' }))))?.json()).toEqual({ ended: 0 })
  expect(await isIn(browser)).toBe(true)
  expect((await send(await provider.signs(claims({ sid: 'mine' }))))?.json()).toEqual({ ended: 1 })
  expect(await isIn(browser)).toBe(false)
  const nameless = await enter(who)
  await named(login, null)
  expect((await send(await provider.signs(claims({ sid: 'yours too' }))))?.json()).toEqual({ ended: 0 })
  expect((await send(await provider.signs(claims({ sub: who, sid: 'yours' }))))?.json()).toEqual({ ended: 1 })
  expect(await isIn(nameless)).toBe(false)
})

test('where all of a person ends no browser is known any more in which she came in so, where one session does they stay', async () => {
  const [{ who, login, browser }, other] = [await somebody(), await somebody()]
  const known = async (of: string) => (await rows(sql`select from accounts.known_browser join accounts.account on account.id = known_browser.account where login = ${of}`)).length
  await leaveProvider(browser)
  expect(await known(login)).toBe(1)
  // In another one she came in by a password of ours: what the provider ends says nothing of that.
  await rows(sql`insert into accounts.known_browser select (jsonb_populate_record(known, jsonb_build_object('id', gen_random_uuid(), 'browser', gen_random_uuid(), 'browser_hash', '\\xabcd', 'session', null))).*
    from accounts.known_browser as known join accounts.account on account.id = known.account where login = ${login}`)
  await send(await provider.signs(claims({ sub: who })))
  expect([await known(login), await known(other.login)]).toEqual([1, 1])
})

test('however many wrong tokens come from an address, a right one from there counts', async () => {
  const { who, browser } = await somebody()
  for (let one = 0; one < 45; one += 1) expect((await send('x.y.z'))?.statusCode).toBe(400)
  expect((await send(await provider.signs(claims({ sub: who }))))?.json()).toEqual({ ended: 1 })
  expect(await isIn(browser)).toBe(false)
})

describe('a provider in trouble', () => {
  /** One that says nothing but where its keys are, and answers there as a test wants. */
  async function poor(keys: { readonly at?: string; readonly host?: string; readonly answers: { status: number; body: string } }) {
    const [port, keyPort] = [await freePort(), await freePort()]
    const issuer = `http://127.0.0.1:${port}`
    let asked = 0
    const door = createPlainServer((_request, response) => void response.setHeader('content-type', 'application/json').end(JSON.stringify({ issuer, authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t`, jwks_uri: keys.at ?? `http://${keys.host ?? '127.0.0.1'}:${keyPort}/k`, response_types_supported: ['code'], subject_types_supported: ['public'] })))
    const keyDoor = createPlainServer((_request, response) => { asked += 1; response.writeHead(keys.answers.status, { 'content-type': 'application/json' }).end(keys.answers.body) })
    await Promise.all([new Promise<void>((done) => { door.listen(port, '127.0.0.1', done) }), new Promise<void>((done) => { keyDoor.listen(keyPort, keys.host ?? '127.0.0.1', done) })])
    const settings = readConfiguration({ ARIADNE_HOME: mkdtempSync(join(tmpdir(), 'ariadne-home-')), ARIADNE_PUBLIC_URL: ours, ARIADNE_OIDC_ISSUER: issuer, ARIADNE_OIDC_CLIENT_ID: clientId, ARIADNE_OIDC_CLIENT_SECRET: clientSecret })
    const site = await createServer(composeSite(composeDoor(base.db, settings, pack), pino({ level: 'silent' })))
    const sends = async (token: string) => {
      const answer = await site.inject({ method: 'POST', url: '/api/v1/session.end-by-provider', payload: { logout_token: token } })
      return [answer.statusCode, answer.json<{ refused?: string }>().refused] as const
    }
    const close = async () => { await site.close(); for (const each of [door, keyDoor]) await new Promise((done) => { each.closeAllConnections(); each.close(done) }) }
    return { issuer, sends, asked: () => asked, close }
  }
  const broken = { status: 500, body: '{}' }

  test('whose keys cannot be had is told to come again, and not that its token is bad', async () => {
    for (const answers of [broken, { status: 200, body: 'no keys' }, { status: 200, body: '{"keys":1}' }, { status: 302, body: '' }]) {
      const trouble = await poor({ answers })
      expect([answers, await trouble.sends(await provider.signs(claims({ iss: trouble.issuer, sub: 'somebody' })))]).toEqual([answers, [503, 'provider-away']])
      // What is no token of its kind needs no key.
      expect(await trouble.sends('x.y.z')).toEqual([400, 'logout-token'])
      await trouble.close()
    }
    const { jwk } = await provider.publicKey()
    const well = await poor({ answers: { status: 200, body: `{"keys":[${jwk.replace('{', '{"kid":"test",')}]}` } })
    expect(await well.sends(await provider.signs(claims({ iss: well.issuer, sub: 'somebody' })))).toEqual([200, undefined])
    await well.close()
  })

  test('that does not answer at all is told the same, when it does again', async () => {
    const { who, browser } = await somebody()
    const token = await provider.signs(claims({ sub: who }))
    await ariadne({ ARIADNE_OIDC_ISSUER: `http://127.0.0.1:${await freePort()}` })
    expect([(await send(token))?.statusCode, (await send('x'))?.statusCode]).toEqual([503, 503])
    await ariadne()
    expect([(await send(token))?.statusCode, await isIn(browser)]).toEqual([200, false])
  })

  test('is asked for its keys over https, or on the own machine, and nowhere else', async () => {
    const { jwk } = await provider.publicKey()
    const elsewhere = await poor({ host: '127.0.0.2', answers: { status: 200, body: `{"keys":[${jwk.replace('{', '{"kid":"test",')}]}` } })
    expect([await elsewhere.sends(await provider.signs(claims({ iss: elsewhere.issuer, sub: 'somebody' }))), elsewhere.asked()]).toEqual([[503, 'provider-away'], 0])
    await elsewhere.close()
    const nowhere = await poor({ at: 'no address', answers: broken })
    expect(await nowhere.sends(await provider.signs(claims({ iss: nowhere.issuer, sub: 'somebody' })))).toEqual([503, 'provider-away'])
    await nowhere.close()
  })
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
  const open = await provider.publicKey()
  const signedWith = (word: string | Uint8Array) => new SignJWT(claims({ sub: who })).setProtectedHeader({ alg: 'HS256', kid: 'test', typ: 'logout+jwt' }).sign(typeof word === 'string' ? new TextEncoder().encode(word) : word)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const tokens: Readonly<Record<string, string>> = {
    'no token': 'x', 'an empty one': '..', 'signed by another': await forged(), 'signed by nobody': `${part({ alg: 'none', typ: 'logout+jwt' })}.${part(claims({ sub: who }))}.`, 'with its signature left out': `${(await provider.signs(claims({ sub: who }))).split('.').slice(0, 2).join('.')}.`,
    'signed with its open key': await signedWith(open.raw), 'signed with its open key as text': await signedWith(open.pem), 'signed with its open key as JSON': await signedWith(open.jwk),
    'of another issuer': await provider.signs(claims({ sub: who, iss: 'https://other.example' })), 'for another': await provider.signs(claims({ sub: who, aud: 'another' })),
    'of yesterday': await provider.signs(claims({ sub: who, iat: seconds() - 86_400, exp: seconds() + 60 })), 'over': await provider.signs(claims({ sub: who, iat: seconds() - 300, exp: seconds() - 60 })),
    'of tomorrow': await provider.signs(claims({ sub: who, iat: seconds() + 3_600, exp: seconds() + 7_200 })),
    'an ID token': await provider.signs(claims({ sub: who, nonce: 'abc' })), 'of another kind': await provider.signs(claims({ sub: who }), { typ: 'at+jwt' }), 'of no kind': await provider.signs(claims({ sub: who }), { typ: 'JWT' }),
    'with another event': await provider.signs(claims({ sub: who, events: { 'https://other.example/event': {} } })), 'with nothing for an event': await provider.signs(claims({ sub: who, events: { 'http://schemas.openid.net/event/backchannel-logout': null } })), 'with a list for an event': await provider.signs(claims({ sub: who, events: { 'http://schemas.openid.net/event/backchannel-logout': [] } })),
    'with a word for an event': await provider.signs(claims({ sub: who, events: 'http://schemas.openid.net/event/backchannel-logout' })),
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
  // It says itself that it is good for ever; that it counts once is kept for as long as we take it.
  const good = await provider.signs(claims({ sub: who, exp: 1e15 }))
  expect((await send(good))?.json()).toEqual({ ended: 1 })
  await nextSecond()
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
