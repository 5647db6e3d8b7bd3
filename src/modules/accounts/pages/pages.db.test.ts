import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetsFolder, renderPage } from '#design'
import type { Installation } from '#platform/doors/call'
import { createServer } from '#platform/http/server'
import type { Site } from '#platform/http/site'
import { languages } from '#vocabulary/language'
import { h } from 'preact'
import { testDatabase } from '../../../../tests/support/database.ts'
import { signInForTests } from '../../../../tests/support/sign-in.ts'
import { accountsDoors, actorOfSession, addDemonstrationAccounts, createFirstAdministrator, ownerOfEndedSession, syncOffices } from '../index.ts'

const base = testDatabase()
const signIn = signInForTests()
const servers: FastifyInstance[] = []
async function serverIn(mode: Installation['mode']): Promise<FastifyInstance> {
  const installation = { mode, zone: 'Europe/Brussels', publicUrl: 'http://localhost', signIn, fourEyes: [] } as unknown as Installation
  const site: Site = {
    door: { db: base.db, installation, clock: () => new Date(), reactions: {} },
    modules: [accountsDoors],
    actorOf: (token, now, device) => actorOfSession(base.db, token, now, device),
    ownerOfEndedSession: (token) => ownerOfEndedSession(base.db, token),
    render: renderPage,
    troublePage: (_call, { sentence }) => h('p', null, sentence),
    homeOf: () => '/account',
    assets: { folder: assetsFolder },
    officeNameIn: () => Promise.resolve(undefined),
    log: pino({ level: 'error' }),
  }
  const server = await createServer(site)
  servers.push(server)
  return server
}

let evaluation: FastifyInstance
let production: FastifyInstance
beforeAll(async () => {
  await syncOffices(base.db, [
    { key: 'centre', kind: 'reception-centre', name: 'Centrum', languages: ['nl'], role: 'sample' },
    { key: 'administration', kind: 'administration', name: 'Beheer', languages: ['nl'], role: 'authority' },
  ])
  await addDemonstrationAccounts(base.db, [
    { login: 'caseworker', name: 'C. Fictief', office: 'centre', profession: null, lead: false, language: 'nl', listed: true },
    { login: 'administrator', name: 'B. Sample', office: 'administration', profession: null, lead: false, language: 'en', listed: true },
    { login: 'unlisted', name: 'U. Verborgen', office: 'centre', profession: null, lead: true, language: 'nl', listed: false },
  ])
  evaluation = await serverIn('evaluation')
  production = await serverIn('production')
})
afterAll(async () => { for (const server of servers) await server.close() })

const formOf = (fields: Readonly<Record<string, string>>) => ({
  method: 'POST' as const, payload: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' },
})
const sessionIn = (answer: { cookies: readonly { name: string; value: string }[] }) => answer.cookies.find(({ name }) => name === 'ariadne_session')
async function cookieOf(account: string): Promise<Record<string, string>> {
  const answer = await evaluation.inject({ url: '/sign-in/demo', ...formOf({ account }) })
  return { ariadne_session: sessionIn(answer)?.value ?? '' }
}

describe('signing in', () => {
  test('one touch on an invented person signs in and leads on to the page asked for', async () => {
    const page = await evaluation.inject({ url: '/sign-in?next=%2Faccount' })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('C. Fictief')
    expect(page.body).not.toContain('U. Verborgen')
    expect(page.body).toContain('action="/sign-in/demo?next=%2Faccount"')
    const answer = await evaluation.inject({ url: '/sign-in/demo?next=%2Faccount', ...formOf({ account: 'caseworker' }) })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/account')
    expect(answer.cookies.find(({ name }) => name === 'ariadne_session')).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  })

  test('a destination elsewhere is left out', async () => {
    const answer = await evaluation.inject({ url: '/sign-in/demo?next=%2F%2Felsewhere.example', ...formOf({ account: 'caseworker' }) })
    expect(answer.headers.location).toBe('/')
  })

  test('in production there is a form for a password and nobody invented', async () => {
    const page = await production.inject({ url: '/sign-in' })
    expect(page.body).toContain('name="password"')
    expect(page.body).not.toContain('C. Fictief')
    const answer = await production.inject({ url: '/sign-in/demo', ...formOf({ account: 'caseworker' }) })
    expect(answer.statusCode).toBe(404)
    expect(sessionIn(answer)).toBeUndefined()
  })

  test('a wrong password shows the form again with the login, a sentence and never the password', async () => {
    const answer = await production.inject({ url: '/sign-in?next=%2Faccount', ...formOf({ login: 'x.nobody', password: 'my secret words' }) })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('do not belong together')
    expect(answer.body).toContain('value="x.nobody"')
    expect(answer.body).not.toContain('my secret words')
  })

  test('signing out clears the cookie and the session opens nothing any more', async () => {
    const cookies = await cookieOf('caseworker')
    const answer = await evaluation.inject({ url: '/sign-out', cookies, ...formOf({}) })
    expect(answer.headers.location).toBe('/sign-in')
    expect(sessionIn(answer)?.value).toBe('')
    expect((await evaluation.inject({ url: '/account', cookies })).headers.location).toBe('/sign-in?next=%2Faccount')
  })

  test('an invitation leads from its address to a first session', async () => {
    const code = await createFirstAdministrator(base.db, { login: 'first.admin', name: 'F. Invented', now: new Date() })
    const url = `/invitation/${code}`
    expect((await production.inject({ url })).body).toContain('first.admin')
    const differing = await production.inject({ url, ...formOf({ password: 'a long enough sentence', again: 'another one' }) })
    expect(differing.body).toContain('The two passwords differ')
    const done = await production.inject({ url, ...formOf({ password: 'a long enough sentence', again: 'a long enough sentence' }) })
    expect(done.headers.location).toBe('/sign-in')
    expect((await production.inject({ url })).body).toContain('was used or is too old')
    const signedIn = await production.inject({ url: '/sign-in', ...formOf({ login: 'first.admin', password: 'a long enough sentence' }) })
    expect(sessionIn(signedIn)?.value).toMatch(/^[\w-]{43}$/)
  })
})

describe('the pages of accounts', () => {
  test.each(languages)('stand in %s, without a gap or a missing sentence', async (language) => {
    const cookies = { ...(await cookieOf('administrator')), ariadne_language: language }
    const people = await evaluation.inject({ url: '/people', cookies })
    const person = /\/people\/[0-9a-f-]{36}/.exec(people.body)?.[0] ?? ''
    const session = /\/account\/sessions\/[0-9a-f-]{36}/.exec((await evaluation.inject({ url: '/account', cookies })).body)?.[0]
    for (const url of ['/people', '/people/new', person, '/account', '/sign-out', '/sign-in', ...(session ? [session] : [])]) {
      const { statusCode, body } = await evaluation.inject({ url, cookies })
      expect(statusCode, url).toBe(200)
      expect(body, url).toContain(`<html lang="${language}"`)
      expect(body, url).not.toMatch(/\{\{|undefined|>(?:sign-in|sign-out|account|people|person|comes|group|revoke)\.[a-z-]+</)
    }
  })

  test('the administration lets a person in, shows the address of the invitation once, and closes the account', async () => {
    const cookies = await cookieOf('administrator')
    const shown = await evaluation.inject({ url: '/people/new', cookies })
    const office = /<option value="([0-9a-f-]{36})"/.exec(shown.body)?.[1] ?? ''
    const wrong = await evaluation.inject({ url: '/people/new', cookies, ...formOf({ name: 'N. Fictief', login: 'caseworker', office, language: 'nl', lead: 'no' }) })
    expect(wrong.body).toContain('Somebody already has this login')
    const made = await evaluation.inject({ url: '/people/new', cookies, ...formOf({ name: 'N. Fictief', login: 'n.fictief', office, language: 'nl', lead: 'no' }) })
    expect(made.headers.location).toBe('/people')
    const flash = made.cookies.find(({ name }) => name === 'ariadne_flash')?.value ?? ''
    const list = await evaluation.inject({ url: '/people', cookies: { ...cookies, ariadne_flash: flash } })
    expect(list.body).toMatch(/role="status"><p>[^<]*http:\/\/localhost\/invitation\/[\w-]{43}</)
    // The cookie itself tells nobody, and the sentence shows once.
    expect(flash + Buffer.from(flash, 'base64url').toString('latin1')).not.toContain('invitation')
    expect(list.cookies.find(({ name }) => name === 'ariadne_flash')?.value).toBe('')
    const [, person] = /href="(\/people\/[0-9a-f-]{36})">N\. Fictief/.exec(list.body) ?? []
    const closed = await evaluation.inject({ url: person ?? '', cookies, ...formOf({ active: 'no' }) })
    expect(closed.headers.location).toBe(person)
    expect((await evaluation.inject({ url: person ?? '', cookies })).body).toContain('Open the account again')
  })

  test('are not there for a caseworker, but for the own account', async () => {
    const cookies = await cookieOf('caseworker')
    expect((await evaluation.inject({ url: '/people', cookies })).statusCode).toBe(404)
    expect((await evaluation.inject({ url: '/people/new', cookies })).statusCode).toBe(404)
    const account = await evaluation.inject({ url: '/account', cookies })
    expect(account.body).toContain('Uw account')
    const saved = await evaluation.inject({ url: '/account', cookies, ...formOf({ language: 'fr' }) })
    expect(saved.headers.location).toBe('/language/fr?back=%2Faccount')
  })
})
