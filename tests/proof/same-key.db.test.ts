import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

/** What somebody could do with a key that was used before: her own for something else, or after she may no longer see what it was for. */
const base = testDatabase()
let be: Belgium
let web: Visitors
beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
})
afterAll(() => web.server.close())

const worker = 'caseworker-pag-asa'
const sent = (login: string, route: string, payload: object, once: string) => web.as(login, { method: 'POST', url: `/api/v1/${route}`, payload, headers: { 'idempotency-key': once } })
const told = async (answer: ReturnType<typeof sent>) => { const { statusCode, body } = await answer; return [statusCode, (JSON.parse(body) as { refused?: string }).refused ?? 'answered'] }
const form = (login: string, url: string, fields: Record<string, string>, language = 'en') =>
  web.as(login, { method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString(), cookies: { ariadne_language: language } })
const tasksOf = async (file: string) => (await be.rows<{ count: number }>(sql`select count(*)::int as count from cases.task where file = ${file}`))[0]?.count

describe('the same key', () => {
  test('with other input does nothing and says what would be right, also for another file; with the same it answers as before', async () => {
    const [{ file }, { file: other }] = [await be.accompanied(), await be.accompanied()]
    const once = crypto.randomUUID()
    const first = await sent(worker, 'task.add', { file, what: 'Ring the doctor' }, once)
    expect(first.statusCode).toBe(200)
    for (const input of [{ file: other, what: 'Ring the doctor' }, { file, what: 'Ring the lawyer' }, { file, what: 'Ring the doctor', dueOn: '2026-12-24' }]) expect(await told(sent(worker, 'task.add', input, once))).toEqual([409, 'sent-otherwise'])
    const again = await sent(worker, 'task.add', { what: 'Ring the doctor', file }, once)
    expect([again.statusCode, again.body]).toEqual([200, first.body])
    expect([await tasksOf(file), await tasksOf(other)]).toEqual([1, 0])
    // A refusal of the key has not freed it.
    expect((await sent(worker, 'task.add', { file, what: 'Ring the doctor' }, once)).body).toBe(first.body)
    expect(await tasksOf(file)).toBe(1)
  })

  test('that is none is refused instead of being passed over', async () => {
    const { file } = await be.accompanied()
    for (const key of ['1', crypto.randomUUID().toUpperCase(), '-'.repeat(36)]) expect(await told(sent(worker, 'task.add', { file, what: 'Ring' }, key)), key).toEqual([422, 'key-not-an-id'])
    expect(await tasksOf(file)).toBe(0)
  })

  test('is not freed by a refused act of another route, so that what was sent before does not happen twice', async () => {
    const { file } = await be.accompanied()
    const once = crypto.randomUUID()
    expect((await sent(worker, 'task.add', { file, what: 'Ring' }, once)).statusCode).toBe(200)
    expect(await told(sent(worker, 'consent.withdraw', { file, consent: crypto.randomUUID(), how: 'oral' }, once))).toEqual([404, 'not-found'])
    expect((await sent(worker, 'task.add', { file, what: 'Ring' }, once)).statusCode).toBe(200)
    expect(await tasksOf(file)).toBe(1)
  })

  test('of a refused act is free for the same act with what was mended', async () => {
    const { file } = await be.accompanied()
    const once = crypto.randomUUID()
    const { consent } = await be.does<{ consent: string }>(worker, 'consent.give', { file, purpose: 'health', recipient: 'doctor', scope: ['identity'], explainedIn: 'vi', how: 'written' })
    expect((await sent(worker, 'consent.withdraw', { file, consent: crypto.randomUUID(), how: 'oral' }, once)).statusCode).toBe(404)
    expect((await sent(worker, 'consent.withdraw', { file, consent, how: 'oral' }, once)).statusCode).toBe(200)
  })

  test('of somebody else is a key like any other', async () => {
    const { file } = await be.accompanied()
    const once = crypto.randomUUID()
    for (const login of [worker, 'lead-pag-asa']) expect((await sent(login, 'task.add', { file, what: `Ring for ${login}` }, once)).statusCode).toBe(200)
    expect(await tasksOf(file)).toBe(2)
  })
})

describe('a form that was sent before, with other words in it', () => {
  test.each([['en', 'This was sent before'], ['nl', 'Dit is eerder'], ['fr', 'Ceci a déjà été envoyé'], ['de', 'Dies wurde schon']])('comes back in %s with all that was typed and with a token of its own, and is done when it is sent again', async (language, sentence) => {
    const { file } = await be.accompanied()
    const once = crypto.randomUUID()
    expect((await form(worker, `/files/${file}/tasks`, { once, what: 'Ring the doctor' }, language)).statusCode).toBe(303)
    const back = await form(worker, `/files/${file}/tasks`, { once, what: 'Ring the lawyer' }, language)
    expect([back.statusCode, back.body.includes(sentence), back.body.includes('value="Ring the lawyer"')]).toEqual([409, true, true])
    const fresh = /name="once" value="([0-9a-f-]{36})"/.exec(back.body)?.[1] ?? ''
    expect(fresh).not.toBe(once)
    expect(await tasksOf(file)).toBe(1)
    expect((await form(worker, `/files/${file}/tasks`, { once: fresh, what: 'Ring the lawyer' }, language)).statusCode).toBe(303)
    expect(await tasksOf(file)).toBe(2)
  })
})

describe('the answer that was kept', () => {
  /** As what never was: the same key and the same input about a file that there is not. */
  const asNothing = async (login: string) => (await sent(login, 'task.add', { file: crypto.randomUUID(), what: 'Ring' }, crypto.randomUUID())).body
  const added = async () => {
    const { file } = await be.accompanied()
    const once = crypto.randomUUID()
    expect((await sent(worker, 'task.add', { file, what: 'Ring' }, once)).statusCode).toBe(200)
    const [{ reference } = { reference: '' }] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    return { file, reference, again: () => sent(worker, 'task.add', { file, what: 'Ring' }, once) }
  }
  const reads = async (answer: Awaited<ReturnType<typeof sent>>) => expect([answer.statusCode, answer.body]).toEqual([404, await asNothing(worker)])

  test('is not for somebody who was shut out of the file since; once she is let in again it is', async () => {
    const { reference, again } = await added()
    await be.does('lead-pag-asa', 'guard.shut-out', { reference, account: (await be.actor(worker)).account, reason: 'Her cousin' })
    await reads(await again())
    expect(await be.rows(sql`select from audit.line where route = 'task.add' and outcome = 'denied' and account = ${(await be.actor(worker)).account}`)).not.toHaveLength(0)
    const [{ id } = { id: '' }] = await be.rows<{ id: string }>(sql`select conflict.id from access.conflict join cases.file on file.id = conflict.file where reference = ${reference}`)
    await be.does('lead-pag-asa', 'guard.let-in-again', { conflict: id })
    expect((await again()).statusCode).toBe(200)
  })

  test('is not for somebody to whom the file was sealed since', async () => {
    const { reference, again } = await added()
    await be.does('lead-pag-asa', 'guard.seal', { reference, people: [(await be.actor('lead-pag-asa')).account], reason: 'Threatened' })
    await reads(await again())
  })

  test('is not for an office that ceased to accompany', async () => {
    const { file, again } = await added()
    await be.rows(sql`update cases.party set until = greatest(since, current_date) where file = ${file} and relation = 'centre' returning file`)
    await reads(await again())
  })

  test('is not for somebody who works in another office since', async () => {
    const { again } = await added()
    const { account, office } = await be.actor(worker)
    await be.rows(sql`update accounts.account set office = ${await be.office('caseworker-surya')} where id = ${account} returning id`)
    await reads(await again())
    await be.rows(sql`update accounts.account set office = ${office} where id = ${account} returning id`)
    expect((await again()).statusCode).toBe(200)
  })

  test('is not for a session that has ended', async () => {
    const { again } = await added()
    await be.rows(sql`update accounts.session set ended_at = now() where account = ${(await be.actor(worker)).account} and ended_at is null returning id`)
    expect((await again()).statusCode).toBe(401)
    expect(JSON.stringify((await again()).body)).not.toContain('task')
  })
})
