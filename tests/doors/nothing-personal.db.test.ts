import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '#platform/http/server'
import { composeSite } from '../../src/main/compose-site.tsx'
import { goRound } from '../../src/main/rounds.ts'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
let server: FastifyInstance
let log = ''

const words = ['Exempelina', 'Zyxwina', 'Cellar-of-Specimen', 'blue door behind', '0470 99 88 77', 'interpreter Fictievert', 'not-her-password', 'E. Voorbeeldman']
const cookies = new Map<string, string>()

async function as(login: string | null, method: 'GET' | 'POST', url: string, payload?: object) {
  if (login !== null && !cookies.has(login)) {
    const answer = await server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: login } })
    cookies.set(login, answer.cookies.find(({ name }) => name.endsWith('ariadne_session'))?.value ?? '')
  }
  return server.inject({ method, url, ...(payload ? { payload } : {}), ...(login === null ? {} : { cookies: { ariadne_session: cookies.get(login) ?? '' } }) })
}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { log += chunk.toString(); done() } })
  server = await createServer(composeSite(be.door, pino({ level: 'trace', base: null }, stream)))
  const { file } = await be.accompanied({ familyName: 'Exempelina', givenName: 'Zyxwina', place: 'Cellar-of-Specimen street' })
  await as('caseworker-pag-asa', 'POST', '/api/v1/task.add', { file, what: 'Look for the blue door behind the station with interpreter Fictievert' })
  await as('caseworker-pag-asa', 'POST', '/api/v1/person.set-safe-contact', { file, channel: 'call', value: '0470 99 88 77', isSafe: 'yes', note: 'the blue door behind' })
  for (const search of ['Exempelina', 'Zyxwina Exempelina', '0470 99 88 77']) {
    await as('immigration-officer', 'GET', `/files?search=${encodeURIComponent(search)}`)
    await as('immigration-officer', 'GET', String((await as('immigration-officer', 'POST', '/files/search', { search })).headers['location']))
    await as('caseworker-payoke', 'GET', `/api/v1/file.list?search=${encodeURIComponent(search)}`)
  }
  for (const url of [`/files/${file}`, `/files/${file}/person`, `/files/${file}/acts`, '/nothing/Exempelina', '/files/Exempelina', '/rights?language=Zyxwina']) await as('caseworker-pag-asa', 'GET', url)
  await as(null, 'POST', '/api/v1/session.open', { login: 'exempelina', password: 'not-her-password' })
  await as(null, 'POST', '/api/v1/session.open', { login: 'not-her-password', password: 'x' })
  await as(null, 'POST', '/api/v1/session.open', { login: 'guardian', password: 'not-her-password' })
  await as('caseworker-pag-asa', 'POST', '/api/v1/task.add', { file, what: ['blue door behind'], Exempelina: 'Zyxwina' })
  await as('administrator', 'POST', '/api/v1/account.create', { login: 'e.voorbeeldman', name: 'E. Voorbeeldman', office: await be.office('guardian'), language: 'nl', reason: 'Begins today' })
  // A fault whose message repeats what was typed.
  await be.rows(sql`alter table cases.task add constraint "refuses in a test" check (due_on is distinct from date '2030-01-01')`)
  await as('caseworker-pag-asa', 'POST', '/api/v1/task.add', { file, what: 'blue door behind, again', dueOn: '2030-01-01' })
  await goRound(be.door)
}, 90_000)
afterAll(() => server.close())

const heldIn = (text: string) => words.filter((word) => text.toLowerCase().includes(word.toLowerCase()))

describe('after a whole story with a name, a place, a note and a number to call', () => {
  test('the log holds none of them, not even where something broke', () => {
    expect(log).toContain('"fault"')
    expect(heldIn(log)).toEqual([])
  })

  test('the record of acts holds none of them, nor what was tried as a login', async () => {
    const rows = await be.rows<{ all: string }>(sql`select string_agg(line::text, E'\n') as all from audit.line`)
    const text = rows[0]?.all ?? ''
    expect(text).toContain('task.add')
    expect(text).toContain('session.open')
    expect(text).toContain('round.go')
    expect(heldIn(text)).toEqual([])
    expect(heldIn((await be.rows<{ all: string | null }>(sql`select string_agg(concat_ws(' ', chain::text), E'\n') as all from audit.chain`))[0]?.all ?? '')).toEqual([])
  })

  test('the metrics hold none of them, and count what happened', async () => {
    const { statusCode, body } = await server.inject({ method: 'GET', url: '/metrics' })
    expect(statusCode).toBe(200)
    expect(heldIn(body)).toEqual([])
    expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
    expect(body).toMatch(/ariadne_acts_total\{outcome="done"\} [1-9]/)
    expect(body).toMatch(/ariadne_acts_total\{outcome="fault"\} [1-9]/)
    expect(body).toMatch(/ariadne_request_seconds_count\{method="GET",route="\/files\/:file",status="200"\} [1-9]/)
    expect(body).toMatch(/ariadne_clocks_late \d+/)
    expect(body).toMatch(/ariadne_held_up_seconds \d+\.\d{3}\n/)
    expect(body).toMatch(/ariadne_seal_waiting_lines [1-9]/)
    expect(body).toMatch(/ariadne_database_connections\{state="idle"\} \d+/)
  })
})

describe('whoever watches the machine', () => {
  test('asks whether it is ready, and hears of the database and of the seal', async () => {
    const answer = await server.inject({ method: 'GET', url: '/readyz' })
    expect(answer.json()).toMatchObject({ ready: true, database: 'answers', seal: expect.stringMatching(/^(late|in-time)$/) as string })
  })

  test('reads the metrics from this machine, or with the token, and nobody else does', async () => {
    const from = (remoteAddress: string, authorization?: string) => server.inject({ method: 'GET', url: '/metrics', remoteAddress, ...(authorization ? { headers: { authorization } } : {}) })
    expect((await from('127.0.0.1')).statusCode).toBe(200)
    expect((await from('192.0.2.7')).statusCode).toBe(404)
    const guarded = await createServer(composeSite({ ...be.door, installation: { ...be.door.installation, metricsToken: 'a-token-of-the-test-only' } }, pino({ level: 'silent' })))
    const asked = async (authorization: string | undefined) => (await guarded.inject({ method: 'GET', url: '/metrics', remoteAddress: '192.0.2.7', ...(authorization ? { headers: { authorization } } : {}) })).statusCode
    expect(await asked('Bearer a-token-of-the-test-only')).toBe(200)
    expect(await asked('Bearer another')).toBe(404)
    expect(await asked(undefined)).toBe(404)
    await guarded.close()
  })
})
