import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModuleDoors } from '#platform/doors/page'
import { createServer } from '#platform/http/server'
import { composeSite, modules } from '../../src/main/compose-site.tsx'
import { Belgium, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { missingHeaders } from '../support/hostile.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file: string
beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  ;({ file } = await be.accompanied())
})
afterAll(() => visitors.server.close())

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const own = modules as readonly ModuleDoors[]
const forms = [...new Set(own.flatMap((module) => [...module.forms.map(({ at }) => at as string), ...[...module.pages, ...module.forms].flatMap(({ searchedAt }) => searchedAt ?? [])]))]
const acts = [...routes.values()].filter(({ kind }) => kind === 'act').map(({ name }) => name)
const filled = (at: string) => at.replaceAll(/:file\b/g, file).replaceAll(/:language\b/g, 'fr').replaceAll(/:\w+/g, crypto.randomUUID())
const traces = async () => JSON.stringify(await be.rows(sql`select (select count(*) from audit.line) as lines, (select count(*) from platform.once) as acts, (select count(*) from platform.held_form) as held, (select count(*) from platform.held_search) as searches`))

const foreign: readonly (readonly [what: string, headers: Record<string, string>])[] = [
  ['another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', origin: 'https://elsewhere.example' }],
  ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', origin: 'http://other.localhost' }],
  ['a word that no browser says', { 'sec-fetch-site': 'Same-Origin ' + 'x' }],
  ['an old browser', { origin: 'https://elsewhere.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['an address that begins like ours', { origin: 'http://localhost:80.elsewhere.example' }],
  ['our name before an at sign', { origin: 'http://localhost:80@elsewhere.example' }],
  ['no address at all', { origin: '' }],
]

describe(`what another site sends to the ${forms.length} forms and the ${acts.length} acts`, () => {
  test.each(foreign)('is refused at each, leaves no trace and reaches nobody: %s', async (_what, headers) => {
    await visitors.cookies('caseworker-pag-asa')
    const before = await traces()
    for (const at of forms) {
      for (const login of ['caseworker-pag-asa', null] as const) {
        const answer = await visitors.as(login, { method: 'POST', url: filled(at), headers: { ...form, ...headers }, payload: 'what=x&language=nl' })
        expect([at, answer.statusCode, answer.cookies, missingHeaders(answer.headers)]).toEqual([at, 403, [], []])
      }
    }
    for (const name of acts) {
      for (const type of ['application/json', 'text/plain', form['content-type'], 'multipart/form-data; boundary=x']) {
        const answer = await visitors.as('caseworker-pag-asa', { method: 'POST', url: `/api/v1/${name}`, headers: { ...headers, 'content-type': type }, payload: '{}' })
        expect([name, answer.statusCode]).toEqual([name, 403])
      }
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) expect((await visitors.as('caseworker-pag-asa', { method, url: '/account', headers })).statusCode).toBe(403)
    expect(await traces()).toBe(before)
  })

  test('does nothing either when a page of it asks for an address: what shows only shows, and no act answers to GET', async () => {
    for (const name of acts) expect((await visitors.as('caseworker-pag-asa', { url: `/api/v1/${name}?file=${file}&what=x`, headers: { 'sec-fetch-site': 'cross-site' } })).statusCode, name).toBe(404)
    expect((await visitors.as('caseworker-pag-asa', { method: 'GET', url: '/account', headers: { 'x-http-method-override': 'POST', 'x-method-override': 'DELETE' } })).statusCode).toBe(200)
  })
})

describe('an address to go back to', () => {
  const tricks = [
    '//elsewhere.example', '///elsewhere.example', '/\\elsewhere.example', '\\/elsewhere.example', '\\\\elsewhere.example', '/\t/elsewhere.example', '/\n/elsewhere.example', '/\r\n/elsewhere.example', '\t//elsewhere.example', ' //elsewhere.example',
    'https://elsewhere.example', 'https:elsewhere.example', 'HTTPS:\\\\elsewhere.example', 'http:/elsewhere.example', '//localhost@elsewhere.example', 'https://localhost:80@elsewhere.example', '@elsewhere.example', '.elsewhere.example', ':@elsewhere.example',
    'javascript:alert(1)', 'jAvAsCrIpT:alert(1)', 'data:text/html,x', 'vbscript:x', '%2F%2Felsewhere.example', '%5celsewhere.example', '/\u2028/elsewhere.example', '/\u3002elsewhere.example', '／／elsewhere.example', '/\u0000/elsewhere.example', `/${'a'.repeat(5_000)}`,
  ]
  /** As a browser reads it: where somebody who follows it arrives. */
  const arrivesAt = (location: string) => new URL(location, 'http://localhost/page').host

  test.each(tricks)('never leads away: %j', async (trick) => {
    const encoded = encodeURIComponent(trick)
    const answers = [
      await visitors.server.inject({ url: `/language/nl?back=${encoded}` }),
      await visitors.server.inject({ method: 'POST', url: `/sign-in/demo?next=${encoded}`, headers: form, payload: 'account=guardian' }),
      await visitors.as('administrator', { method: 'POST', url: `/confirm/demo?next=${encoded}`, headers: form, payload: '' }),
      await visitors.server.inject({ url: `/account?next=${encoded}` }),
      await visitors.server.inject({ url: `/sign-in/provider/back?state=x&code=y&next=${encoded}` }),
      await visitors.as('caseworker-pag-asa', { method: 'POST', url: `/sign-in/demo?next=${encoded}&next=%2F`, headers: form, payload: 'account=guardian' }),
    ]
    for (const answer of answers.filter(({ headers }) => headers.location !== undefined)) {
      expect(arrivesAt(String(answer.headers.location)), trick).toBe('localhost')
      expect(String(answer.headers.location).length).toBeLessThan(8_000)
    }
    for (const url of ['/sign-in', '/sign-in/code', '/sign-in/enrol', '/sign-in/provider', '/confirm', '/confirm/code', '/confirm/demo']) {
      for (const login of [null, 'caseworker-payoke'] as const) {
        const { body, statusCode, headers } = await visitors.as(login, { url: `${url}?next=${encoded}&back=${encoded}` })
        expect(statusCode).toBeLessThan(500)
        if (headers.location) expect(arrivesAt(String(headers.location))).toBe('localhost')
        for (const [, address = ''] of body.matchAll(/(?:href|action|src)="([^"]*)"/g)) expect(`${url} ${arrivesAt(address.replaceAll('&amp;', '&'))}`).toBe(`${url} localhost`)
      }
    }
  })
})

describe('every kind of answer', () => {
  test('carries the strict headers, whatever its number', async () => {
    const seen = new Set<number>()
    const look = async (login: string | null, options: Parameters<Visitors['as']>[1]) => {
      const answer = await visitors.as(login, options)
      seen.add(answer.statusCode)
      expect([JSON.stringify(options).slice(0, 120), answer.statusCode, missingHeaders(answer.headers)]).toEqual([expect.anything(), answer.statusCode, []])
    }
    const post = { method: 'POST' as const }
    await look(null, { url: '/' })
    await look(null, { ...post, url: '/api/v1/file.list', payload: {} })
    await look('lead-pag-asa', { url: `/files/${file}` })
    await look('lead-pag-asa', { url: '/nothing' })
    await look('lead-pag-asa', { ...post, url: '/api/v1/task.add', payload: { file, what: 'a\u0000b' } })
    await look('lead-pag-asa', { ...post, url: '/api/v1/task.add', payload: '{', headers: { 'content-type': 'application/json' } })
    await look('lead-pag-asa', { ...post, url: '/api/v1/task.add', payload: '<a/>', headers: { 'content-type': 'text/xml' } })
    await look('lead-pag-asa', { ...post, url: '/account', payload: `language=${'x'.repeat(5_000_000)}`, headers: form })
    await look('lead-pag-asa', { ...post, url: '/account', payload: 'language=nl', headers: { ...form, 'sec-fetch-site': 'cross-site' } })
    await look('lead-pag-asa', { ...post, url: '/sign-out', headers: form, payload: '' })
    await look(null, { url: '/rights/sheet/adult/nl' })
    await look(null, { method: 'OPTIONS', url: '/' })
    await look(null, { method: 'HEAD', url: '/sign-in' })
    for (const broken of [new Error('made of glass'), Object.assign(new Error('made of haste'), { statusCode: 429 })]) {
      const site = composeSite(be.door, pino({ level: 'silent' }))
      const server = await createServer({ ...site, actorOf: () => Promise.reject(broken) })
      for (const url of ['/waiting', '/api/v1/file.list']) {
        const answer = await server.inject({ url, cookies: { ariadne_session: 'a'.repeat(43) } })
        seen.add(answer.statusCode)
        expect([answer.statusCode, missingHeaders(answer.headers)]).toEqual([answer.statusCode, []])
        expect(answer.body).not.toMatch(/made of|server\.ts/)
      }
      await server.close()
    }
    expect([200, 303, 400, 401, 403, 404, 413, 415, 422, 429, 500].filter((status) => !seen.has(status))).toEqual([])
  })

  test('whose session has ended tells the browser to forget, and no other answer does', async () => {
    const out = await visitors.as('lead-surya', { method: 'POST', url: '/sign-out', headers: form, payload: '' })
    expect(out.headers['clear-site-data']).toBe('"cache", "storage"')
    expect((await visitors.as('caseworker-pag-asa', { url: '/waiting' })).headers['clear-site-data']).toBeUndefined()
  })

  test('with https sets each cookie for https alone, those of a held form and of a sentence as well', async () => {
    const server = await createServer(composeSite({ ...be.door, installation: { ...be.door.installation, publicUrl: 'https://ariadne.example' } }, pino({ level: 'silent' })))
    const signedIn = await server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'caseworker-pag-asa' } })
    const session = signedIn.cookies.find(({ name }) => name === '__Host-ariadne_session')?.value ?? ''
    const said = await server.inject({ method: 'POST', url: `/files/${file}/tasks`, headers: form, payload: 'what=Invented', cookies: { '__Host-ariadne_session': session } })
    be.moment = new Date(be.moment.getTime() + 45 * 60_000)
    const held = await server.inject({ method: 'POST', url: `/files/${file}/tasks`, headers: form, payload: 'what=Invented', cookies: { '__Host-ariadne_session': session } })
    const language = await server.inject({ url: '/language/nl' })
    await server.close()
    const cookies = [signedIn, said, held, language].flatMap(({ cookies: set }) => set)
    expect(cookies.map(({ name }) => name)).toEqual(expect.arrayContaining(['__Host-ariadne_session', '__Host-ariadne_held', '__Host-ariadne_language', '__Host-ariadne_flash']))
    for (const cookie of cookies) expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' })
  })
})
