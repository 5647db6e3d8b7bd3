import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModuleDoors } from '#platform/doors/page'
import { createServer } from '#platform/http/server'
import { composeSite, modules } from '../../src/main/compose-site.tsx'
import { queueDigests } from '../../src/main/mail.ts'
import { goRound } from '../../src/main/rounds.ts'
import { Belgium, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { filledFile, type Ids } from '../support/filled-file.ts'
import { asked } from '../support/plausible-input.ts'

/**
 * What everybody reads before a person exists and after her file was closed to them has to be the same, byte for byte: lists, counts, searches, numbers, warnings.
 * Whatever would tell of her, however indirectly, makes a difference somewhere.
 */
const base = testDatabase()
let be: Belgium
let server: FastifyInstance
let log = ''
const cookies = new Map<string, string>()
const worker = 'caseworker-pag-asa'
// The analysis centre is not among them: it counts everybody, coded and without a reference, and a closed file counts too.
const readers = [worker, 'caseworker-payoke', 'immigration-officer', 'guardian', 'auditor-antwerp', 'labour-inspector', 'police-officer', 'hospital-social-worker', 'rapporteur', 'coordinator']

/** Whoever sent the referral follows it also when the file is sealed: see below. */
const unrelated = readers.filter((login) => login !== 'labour-inspector')

async function as(login: string, url: string, payload?: object) {
  if (!cookies.has(login)) {
    const answer = await server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: login } })
    cookies.set(login, answer.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? '')
  }
  return server.inject({ method: payload ? 'POST' : 'GET', url, ...(payload ? { payload } : {}), cookies: { ariadne_session: cookies.get(login) ?? '' } })
}

/** What a person did herself, her own emergencies and her own sessions are hers to see; how many places are free is decided by all who stay (`docs/decisions/0015`). */
const apart = new Set(['act.list-own', 'session.list', 'emergency.list-own', 'place.list-free'])
const asks = [...routes.values()].filter((route) => route.kind === 'ask' && route.for !== 'anyone' && !apart.has(route.name) && asked(route).every((name) => /^(?:page|search|due|state|variant|year|kind|language)$/.test(name)))

/** What each of these readers is told by every route that lists, counts or searches, at the interface. */
async function picture(searches: readonly string[], who = readers): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  for (const login of who) {
    const actor = await be.actor(login)
    for (const route of asks.filter((one) => typeof one.for === 'string' || one.for.includes(actor.officeKind))) {
      for (const search of asked(route).includes('search') ? [undefined, ...searches] : [undefined]) {
        const answer = await as(login, `/api/v1/${route.name}`, search === undefined ? {} : { search })
        seen.set(`${login} ${route.name} ${search ?? ''}`, `${answer.statusCode} ${answer.body.length} ${String(answer.headers['cache-control'])} ${answer.body}`)
      }
    }
    const home = await as(login, (await as(login, '/')).headers.location ?? '/')
    seen.set(`${login} first page`, home.body.replaceAll(/name="once" value="[^"]*"/g, ''))
  }
  return seen
}
const differing = (before: Map<string, string>, after: Map<string, string>) => [...before].filter(([key, text]) => after.get(key) !== text).map(([key]) => key)

beforeAll(async () => {
  be = await Belgium.open(base.db)
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => { log += chunk.toString(); done() } })
  server = await createServer(composeSite(be.door, pino({ level: 'trace', base: null }, stream)))
  // Somebody else's file, so that no list is empty and no number begins with her.
  await filledFile(be, 'Andere')
  for (const login of [worker, 'lead-pag-asa']) await be.does(login, 'account.set-notices', { address: `${login}@centre.example`, notices: ['clocks', 'referrals'] })
  await goRound(be.door)
  await queueDigests(be.door)
}, 60_000)
afterAll(() => server.close())

const name = 'Verborgenspecimen'
let before: Map<string, string>
let her: Ids

describe('a person whose file is sealed', () => {
  beforeAll(async () => {
    before = await picture([name, 'BE-2026-0002'], unrelated)
    her = await filledFile(be, name)
    await be.does('lead-pag-asa', 'guard.seal', { reference: her['reference'], people: (await be.actor('lead-pag-asa')).account, reason: 'a colleague lives with a suspect' })
  }, 60_000)

  test('changes nothing in what anybody else lists, counts, searches or is warned of', async () => {
    const after = await picture([name, 'BE-2026-0002'], unrelated)
    console.info(`${before.size} answers compared before and after`)
    expect(differing(before, after)).toEqual([])
  }, 60_000)

  test('is for whoever sent her referral what it was: its state, and nothing of who she is', async () => {
    expect((await as('labour-inspector', '/api/v1/referral.show-status', { referral: her['referral'] })).statusCode).toBe(200)
    for (const [route, input] of [['procedure.show-file', 'file'], ['person.show', 'file'], ['report.show', 'report'], ['act.list-of-file', 'file']] as const) {
      expect((await as('labour-inspector', `/api/v1/${route}`, { [input]: her[input] })).statusCode, route).toBe(404)
    }
    expect((await as('labour-inspector', '/api/v1/file.list', { search: name })).body).not.toContain(her['reference'])
  })

  test('is closed to an emergency that was opened before', async () => {
    expect((await as('police-officer', '/api/v1/emergency.show', { emergency: her['emergency'] })).statusCode).toBe(404)
  })

  test('is there for whoever was named', async () => {
    expect((await as('lead-pag-asa', '/api/v1/file.list', { search: name })).body).toContain(her['reference'])
  })

  test('sends nobody to their desk by mail who may not know of her, and whoever was named all the same', async () => {
    be.moment = new Date('2026-11-23T11:00:00Z')
    await be.rows(sql`insert into cases.notice (clock, key, kind, to_office, given_on) select id, 'in-a-test', 'warning', owner_office, '2026-11-23' from cases.clock where file = ${her['file']} and owner_office = ${await be.office(worker)} limit 1`)
    await be.rows(sql`delete from platform.mail`)
    await queueDigests(be.door)
    const told = await be.rows<{ login: string }>(sql`select login from platform.mail join accounts.account on account.id = mail.about where kind = 'digest'`)
    be.moment = new Date('2026-11-23T09:00:00Z')
    expect(told.map(({ login }) => login)).toEqual(['lead-pag-asa'])
  })

  test('is denied as fast as what never was', async () => {
    const unknown = crypto.randomUUID()
    const time = async (file: unknown): Promise<number> => {
      const began = process.hrtime.bigint()
      expect((await as(worker, '/api/v1/person.show', { file })).statusCode).toBe(404)
      return Number(process.hrtime.bigint() - began) / 1e6
    }
    const [theirs, nobodys]: [number[], number[]] = [[], []]
    for (let warm = 0; warm < 10; warm += 1) await time(warm % 2 ? her['file'] : unknown)
    for (let turn = 0; turn < 80; turn += 1) {
      if (turn % 2) { theirs.push(await time(her['file'])); nobodys.push(await time(unknown)) } else { nobodys.push(await time(unknown)); theirs.push(await time(her['file'])) }
    }
    const wins = theirs.flatMap((a) => nobodys.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)))
    const share = wins.reduce((sum, win) => sum + win, 0) / wins.length
    console.info(`the sealed one slower in ${(share * 100).toFixed(0)} of 100 pairs`)
    expect(share).toBeGreaterThan(0.22)
    expect(share).toBeLessThan(0.78)
  }, 60_000)
})

describe('a person in whose file somebody has a conflict', () => {
  const suspect = 'Belangspecimen'
  test('changes nothing in what that one lists, counts, searches or is warned of', async () => {
    const earlier = await picture([suspect, 'BE-2026-0003'], [worker, 'labour-inspector'])
    const { reference } = await filledFile(be, suspect)
    for (const login of [worker, 'labour-inspector']) await be.does('administrator', 'guard.shut-out', { reference, account: (await be.actor(login)).account, reason: 'knows her former employer' })
    expect(differing(earlier, await picture([suspect, 'BE-2026-0003'], [worker, 'labour-inspector']))).toEqual([])
  }, 60_000)
})

describe('after all of it', () => {
  const secrets = [name, 'Belangspecimen', 'Invented house', 'Nergensstraat', '+32 000 17', 'lives with a suspect']

  test('neither the log, nor the metrics, nor the outbox, nor the record holds a name, a number or an address', async () => {
    const { body: metrics } = await server.inject('/metrics')
    const outbox = JSON.stringify(await be.rows(sql`select mail::text from platform.mail`))
    const record = JSON.stringify(await be.rows(sql`select line::text from audit.line`))
    for (const [where, text] of Object.entries({ log, metrics, outbox, record })) for (const secret of secrets) expect(text.includes(secret), `${where} holds ${secret}`).toBe(false)
    expect(metrics.length).toBeGreaterThan(500)
  })

  test('nothing that was sent may be kept by a browser or on the way: pages, papers, redirections, troubles and JSON', async () => {
    const [file, document, decision] = await Promise.all(['cases.file', 'protection.document', 'protection.decision'].map(async (table) => String((await be.rows<{ id: string }>(sql`select id from ${sql.raw(table)} order by id limit 1`))[0]?.id)))
    const gaps: Readonly<Record<string, string>> = { file: file ?? '', document: document ?? '', decision: decision ?? '', language: 'nl', step: 'record-condition' }
    const kept: string[] = []
    let looked = 0
    const doors = (modules as readonly ModuleDoors[]).flatMap(({ pages, forms, downloads = [] }) => [...pages, ...forms, ...downloads].map(({ at }) => at))
    for (const at of [...new Set(doors), '/', '/nothing', '/language/nl', '/api/v1/nothing', '/api/v1/file.list']) for (const login of ['lead-pag-asa', 'labour-inspector']) {
      const answer = await as(login, at.replaceAll(/:(\w+)/g, (_whole, gap: string) => gaps[gap] ?? 'nothing'))
      looked += 1
      if (answer.headers['cache-control'] !== 'no-store') kept.push(`${at} ${answer.statusCode}: ${String(answer.headers['cache-control'])}`)
    }
    expect(kept).toEqual([])
    console.info(`${looked} answers that nobody may keep`)
  }, 90_000)
})
