import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetOldForms } from '#platform/doors/forget-old'
import { instant } from '#vocabulary/instant'
import { languages } from '#vocabulary/language'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file: string
const form = { 'content-type': 'application/x-www-form-urlencoded' }

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  ;({ file } = await be.accompanied({ familyName: 'Distelspecimen', givenName: 'Zyxwina' }))
})
afterAll(() => visitors.server.close())

const send = (login: string | null, url: string, fields: Record<string, string>, cookies: Record<string, string> = {}) =>
  visitors.as(login, { method: 'POST', url, headers: form, payload: new URLSearchParams(fields).toString(), cookies })
const lines = () => be.rows<{ route: string; outcome: string; refusal: string | null }>(sql`select route, outcome, refusal from audit.line order by number desc limit 1`)

test('a name is searched for without standing in any address; going back to the list finds it again, and each look is recorded', async () => {
  const answer = await send('caseworker-pag-asa', '/files/search', { search: 'Distelspecimen' })
  const to = String(answer.headers['location'])
  expect([answer.statusCode, to]).toEqual([303, expect.stringMatching(/^\/files\?found=[0-9a-f-]{36}$/)])
  expect(answer.headers['cache-control']).toBe('no-store')
  for (let looks = 0; looks < 2; looks += 1) {
    const list = await visitors.as('caseworker-pag-asa', { url: to })
    expect([list.statusCode, list.headers['cache-control']]).toEqual([200, 'no-store'])
    expect(list.body).toContain(`/files/${file}`)
    expect(list.body).toContain('value="Distelspecimen"')
    const addresses = [...list.body.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, address]) => address)
    expect(addresses.filter((address) => address?.includes('Distel'))).toEqual([])
    expect(list.body).toMatch(/<input[^>]*name="search"[^>]*autocomplete="off"|<input[^>]*autocomplete="off"[^>]*name="search"/)
    expect(await lines()).toEqual([{ route: 'file.list', outcome: 'done', refusal: null }])
  }
})

test('what is held of a search lies sealed, opens for nobody else, and is forgotten with the day', async () => {
  const to = String((await send('caseworker-pag-asa', '/files/search', { search: 'Distelspecimen' })).headers['location'])
  const [kept] = await be.rows<{ text: string }>(sql`select string_agg(encode(sealed, 'escape'), '') as text from platform.held_search`)
  expect(kept?.text).not.toContain('Distel')
  for (const [login, url] of [['lead-pag-asa', to], ['caseworker-payoke', to], ['caseworker-pag-asa', `/files?found=${crypto.randomUUID()}`], ['caseworker-pag-asa', '/files?found=x'], ['caseworker-pag-asa', '/files?found=x&found=y']] as const) {
    const answer = await visitors.as(login, { url })
    expect([answer.statusCode, answer.headers['location']], url).toEqual([303, '/files'])
    expect(answer.body).not.toContain('Distel')
  }
  const [{ until } = { until: '' }] = await be.rows<{ until: string }>(sql`select max(until) + interval '1 second' as until from platform.held_search`)
  await forgetOldForms(base.db, instant(new Date(until)))
  expect(await be.count('platform.held_search')).toBe(0)
  expect((await visitors.as('caseworker-pag-asa', { url: to })).headers['location']).toBe('/files')
})

test('a name in an address finds nothing: it is refused with what to do instead, in every language, on the page and for programs', async () => {
  for (const [login, url] of [['caseworker-pag-asa', '/files?search=Distelspecimen'], ['caseworker-pag-asa', '/api/v1/file.list?search=Distelspecimen'], ['data-protection-officer', '/acts?who=guardian'], ['data-protection-officer', '/api/v1/act.list?reference=BE-2026-0001']] as const) {
    const sentences = new Set<string>()
    for (const language of languages) {
      const answer = await visitors.as(login, { url, cookies: { ariadne_language: language } })
      expect([url, answer.statusCode]).toEqual([url, 422])
      expect(answer.body).not.toContain(file)
      sentences.add(answer.body)
    }
    expect(sentences.size, url).toBeGreaterThan(url.startsWith('/api') ? 0 : 3)
    expect((await lines())[0]).toMatchObject({ outcome: 'refused', refusal: 'not-in-address' })
  }
  const body = await visitors.as('caseworker-pag-asa', { method: 'POST', url: '/api/v1/file.list', payload: { search: 'Distelspecimen' } })
  expect(body.json<{ lines: { id: string }[] }>().lines.map(({ id }) => id)).toEqual([file])
  const document = (await visitors.as(null, { url: '/api/v1/openapi.json' })).json<{ paths: Record<string, { get: { parameters: { name: string }[] } }> }>()
  expect(document.paths['/api/v1/file.list']?.get.parameters.map(({ name }) => name)).not.toContain('search')
})

test('the record of acts is searched by colleague and reference in the same way, page after page', async () => {
  for (let times = 0; times < 52; times += 1) await be.ask('guardian', 'act.list-own', {})
  const to = String((await send('data-protection-officer', '/acts/search', { who: 'guardian', reference: '', office: '', subject: '', outcome: '' })).headers['location'])
  const list = await visitors.as('data-protection-officer', { url: to })
  expect(list.statusCode).toBe(200)
  const earlier = /href="(\/acts\?found=[^"]+before=\d+)"/.exec(list.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(earlier).not.toContain('guardian')
  expect((await visitors.as('data-protection-officer', { url: earlier })).body).toContain('value="guardian"')
})

test('whom the list is not for is told as for every page, and that leaves its line', async () => {
  expect((await send('police-officer', '/acts/search', { who: 'guardian' })).statusCode).toBe(404)
  expect(await lines()).toEqual([{ route: 'act.list', outcome: 'denied', refusal: 'not-found' }])
})

test('a search as long as a book is refused, and a saved one is a button and no link', async () => {
  expect((await send('caseworker-pag-asa', '/files/search', { search: 'x'.repeat(5_000) })).statusCode).toBe(422)
  expect((await send('caseworker-pag-asa', '/files', { name: 'Hers', query: 'search=Distelspecimen' })).headers['location']).toBe('/files')
  const { body } = await visitors.as('caseworker-pag-asa', { url: '/files' })
  expect(body).toMatch(/<form method="post" action="\/files\/search"><input type="hidden" name="search" value="Distelspecimen"/)
  expect(body).not.toMatch(/href="[^"]*Distel/)
})

test('who has to sign in again comes back to what was searched for; who never was signed in leaves nothing', async () => {
  const before = await be.count('platform.held_search')
  expect((await send(null, '/files/search', { search: 'Distelspecimen' })).headers['location']).toBe('/sign-in?next=%2Ffiles')
  expect(await be.count('platform.held_search')).toBe(before)
  const session = (await visitors.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'caseworker-pag-asa' } })).cookies.find(({ name }) => name === 'ariadne_session')?.value ?? ''
  be.moment = new Date(be.moment.getTime() + 45 * 60_000)
  const led = String((await send(null, '/files/search', { search: 'Distelspecimen' }, { ariadne_session: session })).headers['location'])
  const next = decodeURIComponent(led.replace('/sign-in?next=', ''))
  expect(next).toMatch(/^\/files\?found=/)
  const again = (await visitors.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'caseworker-pag-asa' } })).cookies.find(({ name }) => name === 'ariadne_session')?.value ?? ''
  expect((await visitors.server.inject({ url: next, cookies: { ariadne_session: again } })).body).toContain(`/files/${file}`)
})
