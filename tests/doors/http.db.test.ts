import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '#platform/http/server'
import { pino } from 'pino'
import { composeSite } from '../../src/main/compose-site.tsx'
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
  ;({ file } = await be.accompanied())
})
afterAll(() => visitors.server.close())

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const tasks = () => be.count('cases.task')

describe('what another site sends', () => {
  test.each<[string, Record<string, string>]>([
    ['a form of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }],
    ['a form of a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['a form of another site in an old browser', { origin: 'https://elsewhere.example' }],
    ['a form of a sandboxed frame in an old browser', { origin: 'null' }],
    ['a form of an address that begins like ours', { origin: 'http://localhost:80.elsewhere.example' }],
    ['a form of another port', { origin: 'http://localhost:81' }],
  ])('%s is refused, on the pages and at the interface, and nothing is done', async (_what, headers) => {
    const before = await tasks()
    const page = await visitors.as('caseworker-pag-asa', { method: 'POST', url: '/account', headers: { ...form, ...headers }, payload: 'language=nl' })
    expect(page.statusCode).toBe(403)
    const api = await visitors.as('caseworker-pag-asa', { method: 'POST', url: '/api/v1/task.add', headers, payload: { file, what: 'x' } })
    expect([api.statusCode, api.json<{ refused: string }>().refused]).toEqual([403, 'from-elsewhere'])
    expect(await tasks()).toBe(before)
  })

  test('our own forms and programs without a browser are let in', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://localhost:3000', host: 'localhost:3000' }, {}]) {
      expect((await visitors.as('caseworker-pag-asa', { method: 'POST', url: '/api/v1/task.add', headers, payload: { file, what: 'x' } })).statusCode).toBe(200)
    }
  })
})

describe('the answers', () => {
  test.each(['/sign-in', '/waiting', '/nothing', '/healthz', '/api/v1/openapi.json', '/api/v1/nothing', '/files/%E0%A4%A'])('%s carries the strict headers', async (url) => {
    const { headers } = await visitors.as('caseworker-pag-asa', { url })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': expect.any(String) })
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('pages about people are not kept by the browser and hold no script or style of their own', async () => {
    for (const url of ['/waiting', `/files/${file}`, `/files/${file}/person`]) {
      const { statusCode, headers, body } = await visitors.as('caseworker-pag-asa', { url })
      expect([url, statusCode, headers['cache-control']]).toEqual([url, 200, 'no-store'])
      expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|\sstyle="|\son[a-z]+="|javascript:/)
    }
  })

  test('cookies are out of reach of scripts and of other sites, and over TLS only where there is TLS', async () => {
    const answer = await visitors.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'guardian' } })
    const flash = await visitors.as('guardian', { method: 'POST', url: '/account', headers: form, payload: 'language=en' })
    const language = await visitors.server.inject({ url: '/language/nl' })
    const cookies = [answer, flash, language].flatMap(({ cookies: set }) => set)
    expect(cookies.length).toBeGreaterThan(1)
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    const safe = await createServer(composeSite({ ...be.door, installation: { ...be.door.installation, publicUrl: 'https://ariadne.example' } }, pino({ level: 'silent' })))
    const over = await safe.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'guardian' } })
    expect(over.cookies.find(({ name }) => name === '__Host-ariadne_session')).toMatchObject({ secure: true, httpOnly: true })
    expect(over.headers['strict-transport-security']).toContain('max-age=31536000')
    await safe.close()
  })

  test('over TLS no cookie has a name that another host could set, and one under the plain name counts for nothing', async () => {
    const safe = await createServer(composeSite({ ...be.door, installation: { ...be.door.installation, publicUrl: 'https://ariadne.example' } }, pino({ level: 'silent' })))
    const session = (await safe.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'guardian' } })).cookies.find(({ name }) => name === '__Host-ariadne_session')?.value ?? ''
    const cookies = { '__Host-ariadne_session': session }
    const flash = await safe.inject({ method: 'POST', url: '/account', headers: form, payload: 'language=en', cookies })
    const language = await safe.inject({ url: '/language/de' })
    be.moment = new Date(be.moment.getTime() + 45 * 60_000)
    const held = await safe.inject({ method: 'POST', url: `/files/${file}/person`, headers: form, payload: 'what=x', cookies })
    const again = await safe.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'guardian' } })
    const set = [flash, language, held, again].flatMap((answer) => answer.cookies)
    expect([...new Set(set.map(({ name }) => name))].toSorted()).toEqual(['__Host-ariadne_flash', '__Host-ariadne_held', '__Host-ariadne_language', '__Host-ariadne_session', '__Host-ariadne_started'])
    for (const cookie of set) expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(set.every((cookie) => cookie.domain === undefined)).toBe(true)
    const languageShown = async (name: string) => /<html lang="(\w+)"/.exec((await safe.inject({ url: '/sign-in', cookies: { [name]: 'de' } })).body)?.[1]
    expect([await languageShown('__Host-ariadne_language'), await languageShown('ariadne_language')]).toEqual(['de', 'en'])
    be.moment = new Date(be.moment.getTime() - 45 * 60_000)
    await be.rows(sql`delete from platform.held_form`)
    await safe.close()
  })

  test('a sentence that somebody else wrote into the cookie for one is not shown, nor one that was changed, nor ours once it is over', async () => {
    const left = (await visitors.as('guardian', { method: 'POST', url: '/account', headers: form, payload: 'language=en' })).cookies.find(({ name }) => name === 'ariadne_flash')?.value ?? ''
    const shownFor = async (flash: string) => /role="status"><p>([^<]*)/.exec((await visitors.as('guardian', { url: '/account', cookies: { ariadne_flash: flash } })).body)?.[1]
    const ours = await shownFor(left)
    expect(ours?.length).toBeGreaterThan(5)
    const changed = Buffer.from(left, 'base64url')
    changed[20] = (changed[20] ?? 0) ^ 1
    for (const planted of ['Your account was closed. Ring 0900 000 000.', Buffer.from('Ring 0900').toString('base64url'), changed.toString('base64url'), '', left.slice(0, 20)]) expect(await shownFor(planted)).toBeUndefined()
    const before = be.moment
    be.moment = new Date(before.getTime() + 61_000)
    expect(await shownFor(left)).toBeUndefined()
    be.moment = before
  })
})

describe('what was typed when the session had ended', () => {
  const morning = new Date('2026-11-23T09:00:00Z')
  afterEach(() => { be.moment = morning })
  const typed = 'what=Ring+the+hospital+Geheimwoord'
  const at = () => `/files/${file}/person`
  async function heldBy(login: string): Promise<string> {
    const session = (await visitors.cookies(login))['ariadne_session'] ?? ''
    be.moment = new Date(be.moment.getTime() + 45 * 60_000)
    const answer = await visitors.server.inject({ method: 'POST', url: at(), headers: form, payload: typed, cookies: { ariadne_session: session } })
    expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent(at())}`)
    const held = answer.cookies.find(({ name }) => name === 'ariadne_held')
    expect(held).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    return held?.value ?? ''
  }
  async function signIn(login: string): Promise<string> {
    const answer = await visitors.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: login } })
    return answer.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? ''
  }
  const isGivenBack = async (session: string, held: string) => {
    const answer = await visitors.server.inject({ url: at(), cookies: { ariadne_session: session, ariadne_held: held } })
    expect(answer.statusCode).toBe(200)
    return answer.cookies.some(({ name, value }) => name === 'ariadne_held' && value === '')
  }

  test('is given back once, to the same person alone, and lies sealed in between', async () => {
    const held = await heldBy('lead-pag-asa')
    const [kept] = await be.rows<{ text: string }>(sql`select encode(sealed, 'escape') as text from platform.held_form`)
    expect(kept?.text).not.toContain('Geheimwoord')
    expect(await isGivenBack(await signIn('caseworker-pag-asa'), held)).toBe(false)
    const own = await signIn('lead-pag-asa')
    expect(await isGivenBack(own, held)).toBe(true)
    expect(await isGivenBack(own, held)).toBe(false)
    expect(await be.count('platform.held_form')).toBe(0)
  })

  test('is held for nobody who had no session', async () => {
    const answer = await visitors.server.inject({ method: 'POST', url: at(), headers: form, payload: typed, cookies: { ariadne_session: 'x'.repeat(43) } })
    expect(answer.cookies.find(({ name }) => name === 'ariadne_held')).toBeUndefined()
    expect(await be.count('platform.held_form')).toBe(0)
  })
})

describe('addresses that lead on', () => {
  const elsewhere = ['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', '/\t/elsewhere.example', '\\\\elsewhere.example', 'javascript:alert(1)', '/\r\nset-cookie: a=b', '', '/€', '/\u0001', '/a\u2028b', '%2F%2Felsewhere.example']
  test.each(elsewhere)('back to %j stays on this site', async (back) => {
    for (const url of [`/language/nl?back=${encodeURIComponent(back)}`, `/language/nl?back=/waiting&back=${encodeURIComponent(back)}`]) {
      const answer = await visitors.server.inject({ url })
      expect(answer.statusCode).toBe(303)
      expect(answer.headers.location).toBe('/')
    }
    const signIn = await visitors.server.inject({ method: 'POST', url: `/sign-in/demo?next=${encodeURIComponent(back)}`, headers: form, payload: 'account=guardian' })
    expect([signIn.statusCode, signIn.headers.location]).toEqual([303, '/'])
  })

  test('a language that is chosen stays chosen, before that of the account, which comes before that of the browser', async () => {
    const languageOf = async (login: string | null, more: object) => /<html lang="(\w+)"/.exec((await visitors.as(login, { url: '/sign-in', ...more })).body)?.[1]
    expect(await languageOf(null, {})).toBe('en')
    expect(await languageOf(null, { headers: { 'accept-language': 'xx, de-BE;q=0.9' } })).toBe('de')
    const { cookies } = await visitors.server.inject({ url: '/language/nl?back=%2Fsign-in' })
    expect(await languageOf(null, { headers: { 'accept-language': 'de' }, cookies: { ariadne_language: cookies[0]?.value ?? '' } })).toBe('nl')
    expect(await languageOf(null, { cookies: { ariadne_language: 'xx' } })).toBe('en')
    const account = async (more: Record<string, string>) => /<html lang="(\w+)"/.exec((await visitors.as('caseworker-surya', { url: '/account', cookies: more, headers: { 'accept-language': 'nl' } })).body)?.[1]
    expect([await account({}), await account({ ariadne_language: 'fr' })]).toEqual(['de', 'fr'])
  })
})
