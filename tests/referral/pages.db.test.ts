import type { Browser } from 'playwright-core'
import pino from 'pino'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetsFolder } from '#design'
import { createServer } from '#platform/http/server'
import type { Door } from '#platform/doors/perform'
import { languages } from '#vocabulary/language'
import { composeSite } from '../../src/main/compose-site.tsx'
import { axeFindings, openBrowser, openScreen } from '../support/axe.ts'
import { testDatabase } from '../support/database.ts'
import { as, belgianDoor, handedOn, person } from './a-referral.ts'

const database = testDatabase()
let door: Door
let server: FastifyInstance
let browser: Browser
let operation = ''
const cookies: Record<string, Record<string, string>> = {}
const pageOf: Record<string, readonly string[]> = {}

beforeAll(async () => {
  door = await belgianDoor(database.db)
  server = await createServer(composeSite(door, pino({ level: 'silent' })))
  for (const login of ['labour-inspector', 'caseworker-pag-asa', 'coordinator']) {
    const signedIn = await server.inject({ url: '/sign-in/demo', ...formOf({ account: login }) })
    cookies[login] = { ariadne_session: signedIn.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? '' }
  }
  const [inspector, pagAsa] = [await person(door, 'labour-inspector'), await person(door, 'caseworker-pag-asa')]
  const versions = { women: 0, men: 0, families: 0, minors: 0 }
  await as(door, pagAsa, 'place.set', { women: 3, men: 3, families: 0, minors: 0, versions })
  const waiting = await handedOn(door, inspector, pagAsa.office)
  const declined = await handedOn(door, inspector, pagAsa.office)
  await as(door, pagAsa, 'referral.decline', { referral: declined.referral, version: 0, reason: 'no-language' })
  const housed = await handedOn(door, inspector, pagAsa.office)
  await as(door, pagAsa, 'referral.accept', { referral: housed.referral, version: 0, place: 'men' })
  const unhoused = await handedOn(door, inspector, pagAsa.office)
  await as(door, pagAsa, 'referral.accept', { referral: unhoused.referral, version: 0 })
  const own = await as(door, pagAsa, 'place.show-own', {})
  const stay = own.answered ? (own.value as { stays: { id: string }[] }).stays[0]?.id : ''
  pageOf['labour-inspector'] = ['/referrals', `/referrals/${waiting.referral}`, `/referrals/${waiting.referral}/withdraw`, `/referrals/${declined.referral}/send-again`, '/operations', '/operations/new', '/free-places']
  pageOf['caseworker-pag-asa'] = [
    '/arrivals', `/arrivals/${waiting.referral}`, ...['accept', 'decline', 'redirect', 'ask-more'].map((step) => `/arrivals/${waiting.referral}/${step}`),
    '/places', '/free-places', `/files/${housed.file}/stay`, `/files/${unhoused.file}/stay`, `/arrivals/${housed.referral}`, `/arrivals/${declined.referral}`, `/stays/${stay}/end`,
  ]
  pageOf['coordinator'] = ['/free-places']
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

const formOf = (fields: Readonly<Record<string, string>> | readonly (readonly [string, string])[]) => ({
  method: 'POST' as const, payload: new URLSearchParams(fields as Record<string, string>).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' },
})
const get = (login: string, url: string, language = 'en') => server.inject({ url, cookies: { ...cookies[login], ariadne_language: language } })
const post = (login: string, url: string, fields: Parameters<typeof formOf>[0]) => server.inject({ url, cookies: { ...cookies[login], ariadne_language: 'en' }, ...formOf(fields) })
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

describe('the pages of referral and reception', () => {
  test('stand in every language, without a gap or a key where a sentence should be', async () => {
    for (const [login, pages] of Object.entries(pageOf)) for (const url of pages) for (const language of languages) {
      const answer = await get(login, url, language)
      expect(answer.statusCode, `${url} ${language}`).toBe(200)
      expect(answer.body.length).toBeLessThan(60_000)
      const text = answer.body.replace(/<[^>]+>/g, ' ')
      expect(text, `${url} ${language}`).not.toMatch(/\{\{|undefined|\[object|\b(?:refusal|step|state|handed|reason|why|grid|group|pool|form|sex|age|passed)\.[a-z]/)
    }
  })

  test('are not there for those whom they do not concern', async () => {
    for (const url of pageOf['caseworker-pag-asa'] ?? []) if (url !== '/free-places') expect((await get('coordinator', url)).statusCode, url).toBe(404)
    for (const url of pageOf['labour-inspector'] ?? []) if (url !== '/free-places' && !url.startsWith('/referrals')) expect((await get('caseworker-pag-asa', url)).statusCode, url).toBe(404)
    expect((await server.inject({ url: '/places' })).headers.location).toContain('/sign-in')
  })

  test('a refused form keeps what was typed and says beside the field what would be right', async () => {
    const page = await get('labour-inspector', '/operations/new')
    const refused = await post('labour-inspector', '/operations/new', { once: hidden(page.body, 'once'), name: 'Voorbeeld site', place: 'Quay', district: '', sector: '', 'on-day': '30', 'on-month': '2', 'on-year': '2026' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Voorbeeld site')
    expect(refused.body).toMatch(/id="district-error"/)
  })

  test('an operation is opened, pasted, corrected, spread and handed on by forms alone', async () => {
    const opened = await post('labour-inspector', '/operations/new', { name: 'Voorbeeld site', place: 'Quay', district: 'brussels', sector: '', 'on-day': '22', 'on-month': '11', 'on-year': '2026' })
    const at = String(opened.headers.location)
    expect(at).toMatch(/^\/operations\/[0-9a-f-]{36}$/)
    const pasted = 'Surname;Sex;Age;Languages;Consent\n<b>Specimen;m;adult;fr;yes\nExempel;m;adult;fr;perhaps\nFictief;v;kind;;'
    expect((await post('labour-inspector', at, { version: hidden((await get('labour-inspector', at)).body, 'version'), pasted })).headers.location).toBe(at)
    for (const language of languages) expect((await get('labour-inspector', at, language)).body).toContain('consent.2-error')
    operation = at
    const page = await get('labour-inspector', at)
    expect(page.body).toContain('&lt;b>Specimen')
    expect(page.body).toContain('“perhaps”')
    await post('labour-inspector', at, [['version', hidden(page.body, 'version')], ['row', '2'], ['familyName.2', 'Exempel'], ['sex.2', 'm'], ['age.2', 'adult'], ['languages.2', 'fr'], ['consent.2', 'yes'], ['row', 'new-1']])
    const spread = await get('labour-inspector', `${at}/spread`)
    expect(spread.body).toContain('1 person does not fit')
    const choices = [...spread.body.matchAll(/<select[^>]*name="(centre-\d+)"[\s\S]*?<\/select>/g)].flatMap(([select, name]) => {
      const chosen = /<option selected[^>]*value="([^"]+)"|<option value="([^"]+)" selected/.exec(select ?? '')
      return chosen ? [[name ?? '', chosen[1] ?? chosen[2] ?? ''] as const] : []
    })
    expect(choices).toHaveLength(2)
    const done = await post('labour-inspector', `${at}/spread`, [['version', hidden(spread.body, 'version')], ...choices])
    expect(done.headers.location).toBe(at)
    expect((await get('labour-inspector', at)).body).toMatch(/2 persons handed on/)
  })

  test('places are counted by a form, and a count below those who stay is refused beside its field', async () => {
    const page = await get('caseworker-pag-asa', '/places')
    const versions = Object.fromEntries(['women', 'men', 'families', 'minors'].map((group) => [`version-${group}`, hidden(page.body, `version-${group}`)]))
    const refused = await post('caseworker-pag-asa', '/places', { ...versions, women: '2', men: '0', families: '0', minors: '0' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toMatch(/id="men-error"/)
    expect((await post('caseworker-pag-asa', '/places', { ...versions, women: '2', men: '4', families: '0', minors: '0' })).headers.location).toBe('/places')
  })

  test('have no finding of accessibility at the width of a phone', { timeout: 120_000 }, async () => {
    // A row to correct and one to place stand on the operation's pages.
    const version = hidden((await get('labour-inspector', operation)).body, 'version')
    await post('labour-inspector', operation, { version, pasted: 'Surname;Age;Consent;Born on\nInvented;adult;perhaps;31/02/1990\nFictief;adult;yes;' })
    browser = await openBrowser()
    const { page, show } = await openScreen(browser, 390, assetsFolder)
    const all = [...Object.entries(pageOf), ['labour-inspector', [operation, `${operation}/spread`]] as const]
    for (const [login, urls] of all) for (const url of urls) {
      await show((await get(login, url, 'nl')).body)
      expect(await axeFindings(page), url).toEqual([])
    }
  })
})
