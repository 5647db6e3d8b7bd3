import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '#platform/http/server'
import { languages } from '#vocabulary/language'
import { composeSite } from '../../src/main/compose-site.tsx'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let server: FastifyInstance
const cookies: Record<string, string> = {}
const sent = (fields: Record<string, string>) => ({ method: 'POST' as const, payload: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })
const at = (login: string, url: string, language = 'en') => ({ url, cookies: { ariadne_session: cookies[login] ?? '', ariadne_language: language } })

beforeAll(async () => {
  const be = await Belgium.open(base.db)
  server = await createServer(composeSite(be.door, pino({ level: 'silent' })))
  for (const login of ['caseworker-pag-asa', 'labour-inspector']) {
    const signedIn = await server.inject({ url: '/sign-in/demo', ...sent({ account: login }) })
    cookies[login] = signedIn.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? ''
  }
})
afterAll(() => server.close())

const open = (fields: Record<string, string>) => server.inject({ ...at('caseworker-pag-asa', '/files/new'), ...sent({ givenNames: 'Mai', familyNames: 'Voorbeeld', sex: 'woman', ...fields }) })

describe('a person who came to the centre herself', () => {
  test('has a page in every language for the centres, and none for others', async () => {
    for (const language of languages) {
      const page = await server.inject(at('caseworker-pag-asa', '/files/new', language))
      expect(page.statusCode, language).toBe(200)
      expect(page.body.replace(/<[^>]+>/g, ' ')).not.toMatch(/\{\{|undefined|\b(?:fact|open|sex|form)\.[a-z]/)
      expect(page.body).toContain('href="/files/new"')
    }
    expect((await server.inject(at('labour-inspector', '/files/new'))).statusCode).toBe(404)
  })

  test('gets a file on the path that the law suggests, which the centre sees at once', async () => {
    const opened = await open({ 'facts.minor': 'no', 'facts.citizenshipGroup': 'other', forms: 'labour', citizenship: 'VN' })
    expect(opened.statusCode).toBe(303)
    const page = await server.inject(at('caseworker-pag-asa', String(opened.headers.location)))
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Adult')
    expect(page.body).toMatch(/aria-current="step"[^>]*><span class="way__label">Accompanied by a centre/)
  })

  test('is asked for what decides the path, and nothing that was typed is lost', async () => {
    const refused = await open({ 'facts.minor': 'no' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('id="facts.citizenshipGroup-error"')
    expect(refused.body).toContain('value="Voorbeeld"')
  })

  test('after a refusal the paths that fit stand there to choose from, the suggested one ticked', async () => {
    const refused = await open({ 'facts.minor': 'yes', 'facts.citizenshipGroup': 'eu', variant: 'adult' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Child from the European Union')
    expect(refused.body).not.toMatch(/eu-minor(?!")/)
    const chosen = await open({ 'facts.minor': 'yes', 'facts.citizenshipGroup': 'eu', variant: 'eu-minor' })
    expect(chosen.statusCode).toBe(303)
  })
})
