import { sql } from 'kysely'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { openApiOf } from '#platform/http/open-api'
import { Belgium, refusalOf, routes } from '../../../../tests/support/belgium.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { Visitors } from '../../../../tests/support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file: string
let foreign: string
beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  file = (await be.accompanied()).file
  foreign = (await be.does<{ file: string }>('caseworker-payoke', 'procedure.open-file', {
    facts: { minor: 'no', citizenshipGroup: 'other' }, sex: 'woman', birthDate: '1990-01-01', birthYear: 1990, familyNames: 'Specimen', forms: ['labour'],
  }).catch(() => ({ file: crypto.randomUUID() }))).file
})
afterAll(() => visitors.server.close())

type Made = { readonly machine: string; readonly key: string }
const make = async (more: object = {}): Promise<Made> => {
  const { machine } = await be.does<Made>('administrator', 'machine.make', {
    name: 'Invented file system', office: await be.office('caseworker-pag-asa'), routes: ['file.list', 'task.add', 'procedure.take-step'], until: '2027-03-01', reason: 'Sends the papers', ...more,
  })
  return { machine, key: String((await be.agreed('lead-pag-asa')).key) }
}
const call = (key: string, route: string, payload: object = {}, from = '127.0.0.1'): Promise<LightMyRequestResponse> =>
  visitors.server.inject({ method: 'POST', url: `/api/v1/${route}`, headers: { authorization: `Bearer ${key}` }, payload, remoteAddress: from })
const lines = (route: string) => be.rows<{ account: string; outcome: string; name: string; office: string }>(sql`
  select line.account, line.outcome, account.name, line.office from audit.line join accounts.account on account.id = line.account where route = ${route} order by number`)

describe('a program with a key', () => {
  test('does what the key names, as its office and under its own name in the record', async () => {
    const { key } = await make()
    expect((await call(key, 'task.add', { file, what: 'Send the papers' })).statusCode).toBe(200)
    expect((await lines('task.add')).at(-1)).toMatchObject({ outcome: 'done', name: 'Invented file system', office: await be.office('caseworker-pag-asa') })
    expect((await call(key, 'file.list', {})).statusCode).toBe(200)
    expect((await call(key, 'task.add', { file: foreign, what: 'Not ours' })).statusCode).toBe(404)
  })

  test('comes through no door that the key does not name, and to no page', async () => {
    const { key } = await make({ routes: ['file.list'], perMinute: 1000 })
    const admitted = []
    for (const name of routes.keys()) if (![404, 401].includes((await call(key, name, { '\0': '' })).statusCode)) admitted.push(name)
    expect(admitted).toEqual(['file.list'])
    for (const url of ['/files', '/waiting', '/account']) {
      const page = await visitors.server.inject({ url, headers: { authorization: `Bearer ${key}` } })
      expect([page.statusCode, page.headers['location']]).toEqual([303, `/sign-in?next=${encodeURIComponent(url)}`])
    }
  })

  test('does nothing grave, even where its key names the route', async () => {
    const { key } = await make({ perMinute: 1000 })
    const answer = await call(key, 'procedure.take-step', { file, step: 'end-reflection', version: 2, input: { kind: 'ground', ground: 'W1', elements: ['actively'] } })
    expect([answer.statusCode, answer.json<{ refused: string }>().refused]).toEqual([403, 'not-for-machines'])
    const harmless = await call(key, 'procedure.take-step', { file, step: 'record-condition', version: 99, input: { kind: 'plain' } })
    expect(harmless.json<{ refused: string }>().refused).toBe('colleague-first')
  })

  test('is shut out at once when the key is taken back, runs out, or its account is closed', async () => {
    const { machine, key } = await make()
    expect((await call(key, 'file.list')).statusCode).toBe(200)
    await be.does('administrator', 'machine.revoke', { machine })
    expect((await call(key, 'file.list')).statusCode).toBe(401)
    expect(refusalOf(await be.ask('administrator', 'machine.revoke', { machine }))).toBe('not-found')
    const short = await make({ until: '2026-11-25' })
    const before = be.moment
    be.moment = new Date('2026-11-24T23:59:00Z')
    expect((await call(short.key, 'file.list')).statusCode).toBe(200)
    be.moment = new Date('2026-11-25T00:00:00Z')
    expect((await call(short.key, 'file.list')).statusCode).toBe(401)
    be.moment = before
    const closed = await make()
    await be.rows(sql`update accounts.account set active = false where id = (select account from accounts.machine_key where id = ${closed.machine})`)
    expect((await call(closed.key, 'file.list')).statusCode).toBe(401)
  })

  test('comes from its addresses alone, where the key names some', async () => {
    const { key } = await make({ addresses: '192.0.2.0/24\n2001:db8::/48' })
    expect((await call(key, 'file.list', {}, '192.0.2.17')).statusCode).toBe(200)
    expect((await call(key, 'file.list', {}, '2001:db8::7')).statusCode).toBe(200)
    for (const from of ['192.0.3.17', '2001:db9::7']) expect((await call(key, 'file.list', {}, from)).statusCode, from).toBe(401)
  })

  test('is slowed to its pace, and told when to come again, however many requests come at once', async () => {
    const { key } = await make({ perMinute: 10 })
    const answers = await Promise.all(Array.from({ length: 25 }, () => call(key, 'file.list')))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(10)
    const late = answers.filter(({ statusCode }) => statusCode === 429)
    expect(late).toHaveLength(15)
    expect(late[0]?.headers['retry-after']).toBe('60')
    expect(late[0]?.json()).toMatchObject({ refused: 'machine-too-fast' })
    const before = be.moment
    be.moment = new Date(before.getTime() + 61_000)
    expect((await call(key, 'file.list')).statusCode).toBe(200)
    be.moment = before
  })

  test('signs in in no way, is invited by nobody, and stands among no people', async () => {
    const { machine } = await make()
    const [held] = await be.rows<{ login: string; account: string }>(sql`select login, account from accounts.machine_key as key join accounts.account as person on person.id = key.account where key.id = ${machine}`)
    expect(refusalOf(await be.ask('administrator', 'account.invite', { account: held?.account }))).toBe('not-found')
    await inTransaction(base.db, { actor: null }, (tx) => sql`select accounts.open_session(${held?.login}, '\\x01', '\\x02', null, null, '\\x03', '\\x0102', now(), null, 'provider')`.execute(tx))
    expect(await be.rows(sql`select from accounts.session where account = ${held?.account}`)).toEqual([])
    expect(JSON.stringify(await be.does('administrator', 'account.list', {}))).not.toContain(held?.login)
  })
})

describe('a key', () => {
  test('is made and taken back by the administration alone, and seen by data protection', async () => {
    const input = { name: 'X', office: await be.office('caseworker-pag-asa'), routes: ['file.list'], until: '2027-03-01' }
    for (const login of ['caseworker-pag-asa', 'lead-pag-asa', 'coordinator', 'data-protection-officer', null]) {
      expect(refusalOf(await be.ask(login, 'machine.make', input)), String(login)).toBe('not-found')
    }
    expect((await be.does<{ machines: unknown[] }>('data-protection-officer', 'machine.list', {})).machines.length).toBeGreaterThan(3)
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'machine.list', {}))).toBe('not-found')
  })

  test('opens nothing grave, secret or about accounts, nothing that its office may not do, and is good for a year at most', async () => {
    for (const route of ['account.invite', 'session.list', 'machine.make', 'approval.answer', 'law.list', 'numbers.show', 'no.such']) {
      await expect(make({ routes: ['file.list', route] }), route).rejects.toThrow('machine-route')
    }
    for (const until of ['2026-11-23', '2020-01-01', '2027-11-24']) await expect(make({ until }), until).rejects.toThrow('machine-until')
    for (const addresses of ['not-an-address', '10.0.0.0/33', '10.0.0.1;']) await expect(make({ addresses }), addresses).rejects.toThrow('machine-address')
  })

  test('is nowhere in the database, and no role of the application reads its hash', async () => {
    const { key } = await make()
    const dump = JSON.stringify([await be.rows(sql`select key::text as text from accounts.machine_key as key`), await be.rows(sql`select line::text as text from audit.line as line`), await be.rows(sql`select once::text as text from platform.once`)])
    expect(dump).not.toContain(key)
    await expect(inTransaction(base.db, { actor: await be.actor('administrator') }, (tx) => sql`select key_hash from accounts.machine_key`.execute(tx))).rejects.toThrow('permission denied')
  })

  test('is described in the document of the interface', () => {
    const document = JSON.stringify(openApiOf([...routes.values()], 'https://ariadne.example'))
    expect(document).toContain('the key of a program')
    expect(document).toContain('x-grave')
  })
})
