import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
const servers: FastifyInstance[] = []

/** An Ariadne that knows the provider; each has the same address, so one at a time listens. */
async function ariadne(more: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const server of servers.splice(0)) await server.close()
  const settings = readConfiguration({
    ARIADNE_HOME: mkdtempSync(join(tmpdir(), 'ariadne-home-')), ARIADNE_PUBLIC_URL: ours, ARIADNE_OIDC_ISSUER: provider.issuer,
    ARIADNE_OIDC_CLIENT_ID: clientId, ARIADNE_OIDC_CLIENT_SECRET: clientSecret, ARIADNE_OIDC_NAME: 'Ministry of Examples', ...more,
  })
  const server = await createServer(composeSite(composeDoor(base.db, settings, pack), pino({ level: 'silent' })))
  await server.listen({ host: '127.0.0.1', port: Number(new URL(ours).port) })
  servers.push(server)
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
  for (const server of servers) await server.close()
  await provider.stop()
})
beforeEach(() => { provider.said = {} })

/** Signs in at the provider as somebody, up to the address with which the browser would come back. */
async function upToReturn(browser: PlainBrowser, who: string, from = '/sign-in/provider'): Promise<string> {
  const asked = await browser.follow(`${ours}${from}`)
  expect(asked.at.startsWith(`${provider.issuer}/who/`), asked.at).toBe(true)
  const answered = await browser.go(asked.at, { who })
  const back = await browser.follow(answered.to ?? '', (address) => address.startsWith(`${ours}/sign-in/provider/back`))
  expect(back.status).toBe(0)
  return back.at
}
const session = (browser: PlainBrowser) => browser.cookie(ours, 'ariadne_session')
/** An account whose invitation was accepted with the provider. */
async function bound(login: string, who: string): Promise<void> {
  const code = await createFirstAdministrator(base.db, { login, name: 'B. Specimen', now: new Date() })
  const browser = new PlainBrowser()
  await browser.follow(await upToReturn(browser, who, `/invitation/${code}/provider`))
  expect(session(browser)).toBeTruthy()
}
const linesOf = async (refusal: string): Promise<number> => asMigrator(base.db, async (tx) =>
  (await sql`select number from audit.line where refusal = ${refusal}`.execute(tx)).rows.length)

describe('with a provider of identities', () => {
  test('an invitation is accepted, and from then on the person of the provider signs in and goes where they wanted', async () => {
    await bound('p.first', 'subject-1')
    const browser = new PlainBrowser()
    const back = await upToReturn(browser, 'subject-1', '/sign-in/provider?next=%2Faccount')
    const page = await browser.follow(back)
    expect([page.status, new URL(page.at).pathname]).toEqual([200, '/account'])
    expect(page.text).toContain('B. Specimen')
    expect(browser.cookie(ours, 'ariadne_trip')).toBeTruthy()
  })

  test('who signs out is told that the provider still knows them, and may sign out there', async () => {
    const browser = new PlainBrowser()
    await browser.follow(await upToReturn(browser, 'subject-1'))
    const left = await browser.go(`${ours}/sign-out`, {})
    expect(left.to, left.text.replaceAll(/<[^>]+>/g, ' ').slice(0, 600)).toBe(`${ours}/signed-out`)
    expect(session(browser)).toBeUndefined()
    const page = await browser.go(`${ours}/signed-out`)
    const address = /href="([^"]+\/session\/end[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(address.startsWith(provider.issuer)).toBe(true)
    expect((await browser.follow(address)).text).toContain('logout')
  })

  test('a person whom no account is bound to does not get in, whatever name or address the provider gives', async () => {
    const before = await linesOf('provider-unknown')
    const browser = new PlainBrowser()
    const page = await browser.follow(await upToReturn(browser, 'p.first'))
    expect(page.at).toBe(`${ours}/sign-in?trouble=provider-unknown`)
    expect(page.text).toContain('no account here is bound')
    expect(session(browser)).toBeUndefined()
    expect(await linesOf('provider-unknown')).toBe(before + 1)
  })

  test('an invitation is good once, and a person of the provider has one account', async () => {
    const code = await createFirstAdministrator(base.db, { login: 'p.second', name: 'S. Specimen', now: new Date() })
    const taken = new PlainBrowser()
    expect((await taken.follow(await upToReturn(taken, 'subject-1', `/invitation/${code}/provider`))).at).toBe(`${ours}/sign-in?trouble=provider-taken`)
    const right = new PlainBrowser()
    await right.follow(await upToReturn(right, 'subject-2', `/invitation/${code}/provider`))
    expect(session(right)).toBeTruthy()
    const late = new PlainBrowser()
    expect((await late.follow(`${ours}/invitation/${code}/provider`)).at).toContain(`${ours}/sign-in?trouble=`)
  })

  test('a changed state, a changed nonce, another browser and a code used twice open nothing', async () => {
    const state = new PlainBrowser()
    const changed = new URL(await upToReturn(state, 'subject-1'))
    changed.searchParams.set('state', 'x'.repeat(43))
    expect((await state.follow(changed.href)).at).toBe(`${ours}/sign-in?trouble=provider-failed`)

    const nonce = new PlainBrowser()
    const begun = await nonce.go(`${ours}/sign-in/provider`)
    const asked = new URL(begun.to ?? '')
    asked.searchParams.set('nonce', 'y'.repeat(43))
    const who = await nonce.follow(asked.href)
    const answered = await nonce.go(who.at, { who: 'subject-1' })
    expect((await nonce.follow(answered.to ?? '')).at).toBe(`${ours}/sign-in?trouble=provider-failed`)

    const thief = new PlainBrowser()
    const owner = new PlainBrowser()
    const stolen = await upToReturn(owner, 'subject-1')
    await thief.follow(`${ours}/sign-in/provider`)
    expect((await thief.follow(stolen)).at).toBe(`${ours}/sign-in?trouble=provider-failed`)

    const twice = new PlainBrowser()
    const back = await upToReturn(twice, 'subject-1')
    await twice.follow(back)
    expect(session(twice)).toBeTruthy()
    expect((await twice.follow(back)).at).toBe(`${ours}/sign-in?trouble=provider-failed`)
    for (const browser of [state, nonce, thief]) expect(session(browser)).toBeUndefined()
  })

  test('a challenge that is not ours is refused at the exchange', async () => {
    const browser = new PlainBrowser()
    const begun = await browser.go(`${ours}/sign-in/provider`)
    const asked = new URL(begun.to ?? '')
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256')
    asked.searchParams.set('code_challenge', 'z'.repeat(43))
    const who = await browser.follow(asked.href)
    const answered = await browser.go(who.at, { who: 'subject-1' })
    expect((await browser.follow(answered.to ?? '')).at).toBe(`${ours}/sign-in?trouble=provider-failed`)
  })

  test('the token of a trip stands nowhere in the database, nor what is derived from it', async () => {
    const browser = new PlainBrowser()
    const begun = await browser.go(`${ours}/sign-in/provider`)
    const asked = new URL(begun.to ?? '').searchParams
    const words = [browser.cookie(ours, 'ariadne_trip') ?? '-', asked.get('state') ?? '-', asked.get('nonce') ?? '-']
    const text = await asMigrator(base.db, async (tx) => (await sql<{ text: string }>`
      select trip::text as text from accounts.provider_trip as trip union all select line::text from audit.line as line`.execute(tx)).rows.map((row) => row.text).join('\n'))
    for (const word of words) expect(text.includes(word)).toBe(false)
  })
})

describe('where a second factor is required', () => {
  test('our own is asked for after the provider, unless the provider says that it used one that counts', async () => {
    await bound('p.third', 'subject-3')
    await ariadne({ ARIADNE_SECOND_FACTOR: 'all', ARIADNE_OIDC_SECOND_FACTOR: 'urn:test:strong,hwk' })
    const weak = new PlainBrowser()
    provider.said = { acr: 'urn:test:weak' }
    const page = await weak.follow(await upToReturn(weak, 'subject-3'))
    expect(new URL(page.at).pathname).toBe('/sign-in/enrol')
    expect(session(weak)).toBeUndefined()
    for (const said of [{ acr: 'urn:test:strong' }, { amr: ['pwd', 'hwk'] }]) {
      const strong = new PlainBrowser()
      provider.said = said
      await strong.follow(await upToReturn(strong, 'subject-3'))
      expect(session(strong), JSON.stringify(said)).toBeTruthy()
    }
  })
})

describe('where a claim names the login', () => {
  test('the first sign-in binds, and afterwards the subject alone counts', async () => {
    await ariadne({ ARIADNE_OIDC_LOGIN_CLAIM: 'preferred_username' })
    await createFirstAdministrator(base.db, { login: 'p.fourth', name: 'F. Specimen', now: new Date() })
    const browser = new PlainBrowser()
    await browser.follow(await upToReturn(browser, 'person-p.fourth'))
    expect(session(browser)).toBeTruthy()
    // Somebody else whom the provider later gives the same name.
    const other = new PlainBrowser()
    expect((await other.follow(await upToReturn(other, 'p.fourth'))).at).toBe(`${ours}/sign-in?trouble=provider-unknown`)
  })

  test('a mail address names nobody', () => {
    expect(() => readConfiguration({ ARIADNE_OIDC_LOGIN_CLAIM: 'email' })).toThrow(/ARIADNE_OIDC_LOGIN_CLAIM/)
    expect(() => readConfiguration({ ARIADNE_OIDC_ISSUER: provider.issuer })).toThrow(/ARIADNE_OIDC_CLIENT_ID, ARIADNE_OIDC_CLIENT_SECRET/)
  })
})

describe('while the provider is down', () => {
  test('Ariadne starts, says so beside the button, and signs in again without a restart when it is back', async () => {
    await provider.stop()
    await ariadne()
    const browser = new PlainBrowser()
    const page = await browser.follow(`${ours}/sign-in/provider`)
    expect(page.at).toBe(`${ours}/sign-in?trouble=provider-away`)
    expect((await browser.go(`${ours}/sign-in`)).text).toContain('does not answer at this moment')
    expect((await browser.go(`${ours}/healthz`)).status).toBe(200)
    await provider.start()
    await expect.poll(async () => (await browser.go(`${ours}/sign-in/provider`)).to?.startsWith(provider.issuer), { timeout: 15_000, interval: 500 }).toBe(true)
    expect((await browser.go(`${ours}/sign-in`)).text).not.toContain('does not answer at this moment')
    await browser.follow(await upToReturn(browser, 'subject-1'))
    expect(session(browser)).toBeTruthy()
  }, 40_000)

  test('a provider that goes away in the middle of a sign-in opens nothing and breaks nothing', async () => {
    const browser = new PlainBrowser()
    const back = await upToReturn(browser, 'subject-1')
    await provider.stop()
    expect((await browser.follow(back)).at).toBe(`${ours}/sign-in?trouble=provider-failed`)
    await provider.start()
    await browser.follow(await upToReturn(browser, 'subject-1'))
    expect(session(browser)).toBeTruthy()
  })
})
