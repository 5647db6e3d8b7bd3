import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
type Waiting = { news: { since: string | null; fresh: number }; lines: { reference: string }[]; clocks: { value: string; label: string }[] }
type Escalated = { news: Waiting['news'] }
const day = (on: string) => ({ on })
const waiting = (login: string, on: string, filter = {}) => be.does<Waiting>(login, 'file.list-waiting', filter, day(on))

beforeAll(async () => { be = await Belgium.open(base.db) })

describe('what is new since somebody last looked', () => {
  test('is no number at the first look, what came since at the next visit, and nothing at the one after', async () => {
    await be.accompanied()
    expect((await waiting('caseworker-pag-asa', '2026-11-23')).news).toEqual({ since: null, fresh: 0 })
    be.moment = new Date('2026-11-24T09:00:00Z')
    const { file } = await be.accompanied()
    const [{ reference } = { reference: '' }] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    const next = await waiting('caseworker-pag-asa', '2026-11-25')
    expect(next.news).toEqual({ since: '2026-11-23T09:00:00.000Z', fresh: 1 })
    // For as long as the visit lasts it stays new, and its list is the same number.
    expect((await waiting('caseworker-pag-asa', '2026-11-25', { due: 'new' })).lines.map((line) => line.reference)).toEqual([reference])
    expect((await waiting('caseworker-pag-asa', '2026-11-25')).news.fresh).toBe(1)
    expect((await waiting('caseworker-pag-asa', '2026-11-27')).news).toEqual({ since: '2026-11-25T09:00:00.000Z', fresh: 0 })
    expect((await waiting('caseworker-pag-asa', '2026-11-27', { due: 'new' })).lines).toEqual([])
  })

  test('is each person\'s own: a colleague of the same office has her own moment, and no other account\'s can be read', async () => {
    expect((await waiting('lead-pag-asa', '2026-11-27')).news.since).toBeNull()
    expect(await be.rows(sql`select from accounts.looked`)).toHaveLength(2)
  })

  test('counts only what waits for the reader\'s own office', async () => {
    await waiting('caseworker-payoke', '2026-11-27')
    be.moment = new Date('2026-11-28T09:00:00Z')
    await be.accompanied()
    expect((await waiting('caseworker-payoke', '2026-11-29')).news.fresh).toBe(0)
    expect((await waiting('caseworker-pag-asa', '2026-11-29')).news.fresh).toBe(1)
  })

  test('is said on the first page of every role; on numbers the moment alone', async () => {
    for (const [login, route] of [['labour-inspector', 'report.list'], ['coordinator', 'clock.list-escalated'], ['administrator', 'account.list'], ['data-protection-officer', 'act.list']] as const) {
      expect((await be.does<Escalated>(login, route, {}, day('2026-12-01'))).news.since, login).toBeNull()
    }
    be.moment = new Date('2026-12-02T09:00:00Z')
    await be.accompanied()
    for (const [login, route, isNew] of [['labour-inspector', 'report.list', true], ['coordinator', 'clock.list-escalated', false], ['administrator', 'account.list', false], ['data-protection-officer', 'act.list', true]] as const) {
      const { news } = await be.does<Escalated>(login, route, {}, day('2026-12-03'))
      expect(news, login).toMatchObject({ since: '2026-12-01T09:00:00.000Z' })
      expect(news.fresh > 0, login).toBe(isNew)
    }
    for (const login of ['analyst']) {
      await be.does(login, 'numbers.show', {}, day('2026-12-01'))
      expect((await be.does<{ lookedAt: string }>(login, 'numbers.show', {}, day('2026-12-03'))).lookedAt).toBe('2026-12-01T09:00:00.000Z')
    }
  })
})

describe('the lists', () => {
  test('are filtered by the kind of a clock that runs in the file', async () => {
    be.moment = new Date('2026-12-04T09:00:00Z')
    const file = await be.inReflection()
    const [{ reference, key } = { reference: '', key: '' }] = await be.rows<{ reference: string; key: string }>(
      sql`select file.reference, clock.key from cases.clock join cases.file on file.id = clock.file where file.id = ${file} and clock.closed_on is null`)
    const every = await be.does<Waiting>('caseworker-pag-asa', 'file.list', {})
    expect(every.clocks.map(({ value }) => value)).toContain(key)
    const withClock = await be.does<Waiting>('caseworker-pag-asa', 'file.list', { clock: key })
    expect(withClock.lines.map((line) => line.reference)).toContain(reference)
    expect(withClock.lines.length).toBeLessThan(every.lines.length)
    const running = await be.rows<{ reference: string }>(sql`select file.reference from cases.file where exists (select from cases.clock where clock.file = file.id and clock.key = ${key} and clock.closed_on is null)`)
    expect(withClock.lines.map((line) => line.reference).toSorted()).toEqual(running.map((one) => one.reference).toSorted())
    expect((await be.does<Waiting>('caseworker-pag-asa', 'file.list-waiting', { clock: 'no-such-clock' })).lines).toEqual([])
  })
})
