import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Tx } from '#platform/database/connect'
import { addDays, day, type Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { testDatabase } from '../../../../tests/support/database.ts'
import { peopleOfEveryKind, type People } from '../../../../tests/support/people-of-every-kind.ts'
import { acknowledgeClock, closeClocks, listOwnClocks, openClock, syncClocks, type ClockToKeep } from './clock-rows.ts'
import { clocksTold, escalatedClocks, findOrphanClocks, seeAsSuperior, tickClocks } from './escalation-rows.ts'

const base = testDatabase()
let people: People
let file: FileId
const start = day('2026-03-02')
const end = addDays(start, 45)
const rounds = { superiorAfterDays: 1, coordinationAfterDays: 7, furthestWarning: 30 }

beforeAll(async () => { people = await peopleOfEveryKind(base.db) })
beforeEach(async () => {
  file = FileId.parse(crypto.randomUUID())
  await asMigrator(base.db, async (tx) => {
    await sql`delete from cases.notice`.execute(tx)
    await sql`delete from cases.clock`.execute(tx)
    await sql`update accounts.account set lead = (login = 'reception-centre-besides'), active = true`.execute(tx)
    await sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by)
      values (${file}, ${file}, ${start}, 'ordinary', 'reflection', ${start}, ${people.of('reception-centre').office}, 'woman', false, ${people.of('first-line').office})`.execute(tx)
    for (const [kind, relation] of [['reception-centre', 'centre'], ['immigration-office', 'immigration-office']] as const) {
      await sql`insert into cases.party (file, office, relation, opened_on, since) values (${file}, ${people.of(kind).office}, ${relation}, ${start}, ${start})`.execute(tx)
    }
  })
})

const aClock = (more: Partial<ClockToKeep> = {}): ClockToKeep => ({
  key: 'reflection', subject: 'reflection-document', ownerOffice: people.of('reception-centre').office, startsOn: start, endsOn: end,
  counted: { unit: 'days', count: 45 }, law: ['AA:61/2-2'], warnings: [14, 7, 3, 1], suspendedSince: null, ...more,
})
const as = <T>(actor: Actor | null, work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(base.db, { actor }, work)
const centre = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => as(people.of('reception-centre'), work)
const sync = (clocks: readonly ClockToKeep[], today: Day = start, except: readonly string[] = []) => centre((tx) => syncClocks(tx, { file, clocks, today, except }))
const open = () => centre(async (tx) => (await sql<{ key: string; endsOn: Day }>`select key, ends_on as "endsOn" from cases.clock where closed_on is null order by key`.execute(tx)).rows)
const first = { page: 1, size: 25 }
const heard = async (actor: Actor | null) => (await as(actor, (tx) => escalatedClocks(tx, first))).rows
const tick = (today: Day) => tickClocks(base.db, today, rounds)
const said = () => asMigrator(base.db, async (tx) => (await sql<{ kind: string }>`select kind from cases.notice order by id`.execute(tx)).rows.map(({ kind }) => kind))

describe('the clocks of a file', () => {
  test('become those of the procedure: new ones start, known ones move, others stop', async () => {
    await sync([aClock(), aClock({ key: 'other' })])
    expect(await open()).toEqual([{ key: 'other', endsOn: end }, { key: 'reflection', endsOn: end }])
    await sync([aClock({ endsOn: addDays(end, 5) }), aClock({ key: 'certificate' })], addDays(start, 3))
    expect(await open()).toEqual([{ key: 'certificate', endsOn: end }, { key: 'reflection', endsOn: addDays(end, 5) }])
    await sync([], addDays(start, 4))
    expect(await open()).toEqual([])
  })

  test('are left alone where another module keeps them', async () => {
    await centre((tx) => openClock(tx, file, aClock({ key: 'referral-answer', subject: 'referral' })))
    await sync([], start, ['referral-answer'])
    expect(await open()).toHaveLength(1)
    await centre((tx) => closeClocks(tx, file, 'referral-answer', start))
    expect(await open()).toEqual([])
  })

  test('stay as they are when the same procedure is kept twice', async () => {
    await sync([aClock()])
    await sync([aClock()])
    expect(await open()).toHaveLength(1)
  })

  test('cannot run without an owner, nor twice, nor end before they start', async () => {
    const insert = (owner: string | null, endsOn = end) => asMigrator(base.db, (tx) => sql`
      insert into cases.clock (id, file, key, subject, owner_office, starts_on, ends_on, counted) values (gen_random_uuid(), ${file}, 'k', 's', ${owner}, ${start}, ${endsOn}, '{}')`.execute(tx))
    await expect(insert(null)).rejects.toThrow('a clock has an owner')
    await expect(insert(people.of('guardian').office, addDays(start, -1))).rejects.toThrow('a clock ends after it starts')
    await insert(people.of('guardian').office)
    await expect(insert(people.of('guardian').office)).rejects.toThrow('a clock runs once')
    await expect(asMigrator(base.db, (tx) => sql`update cases.clock set owner_office = null`.execute(tx))).rejects.toThrow('a clock has an owner')
  })

  test('that belong to no office that exists are found', async () => {
    await sync([aClock()])
    expect(await findOrphanClocks(base.db)).toEqual([])
    await asMigrator(base.db, (tx) => sql`update cases.clock set owner_office = gen_random_uuid()`.execute(tx))
    expect(await findOrphanClocks(base.db)).toHaveLength(1)
  })
})

describe('the rounds', () => {
  test('warn ahead, say due and late, and escalate, each once however often they go', async () => {
    await sync([aClock()])
    expect(await tick(addDays(end, -15))).toMatchObject({ notices: 0 })
    for (const after of [-14, -7, -3, -1, 0, 1, 7]) {
      await tick(addDays(end, after))
      expect(await tick(addDays(end, after))).toMatchObject({ notices: 0 })
    }
    expect(await said()).toEqual(['warning', 'warning', 'warning', 'warning', 'due', 'late', 'escalate-to-superior', 'escalate-to-coordination'])
  })

  test('say only the most pressing thing after a time in which they did not go', async () => {
    await sync([aClock()])
    await tick(addDays(end, -2))
    expect(await said()).toEqual(['warning'])
  })

  test('leave alone what is closed or stands still', async () => {
    await sync([aClock({ suspendedSince: addDays(start, 1) }), aClock({ key: 'certificate' })])
    await centre((tx) => closeClocks(tx, file, 'certificate', addDays(start, 2)))
    expect(await tick(addDays(end, 30))).toMatchObject({ notices: 0 })
  })

  test('may go on two servers at once and still say each thing once', async () => {
    await sync([aClock()])
    await Promise.all([tick(end), tick(end), tick(end)])
    expect(await said()).toEqual(['due'])
  })
})

describe('a clock that was seen by its owner', () => {
  const onlyClock = async () => {
    const [row] = await centre(async (tx) => (await sql<{ id: string }>`select id from cases.clock`.execute(tx)).rows)
    return row?.id as Parameters<typeof acknowledgeClock>[1]
  }
  const see = async (actor: Actor, on: Day) => {
    const id = await onlyClock()
    return as(actor, (tx) => acknowledgeClock(tx, id, { account: actor.account, on }))
  }

  test('is no longer warned of, and still escalates', async () => {
    await sync([aClock()])
    await tick(addDays(end, -14))
    expect(await see(people.of('reception-centre'), addDays(end, -14))).toBe(file)
    expect(await tick(addDays(end, -7))).toMatchObject({ notices: 0 })
    await tick(addDays(end, 7))
    expect(await said()).toEqual(['warning', 'late', 'escalate-to-superior', 'escalate-to-coordination'])
  })

  test('is warned of again when its end moves', async () => {
    await sync([aClock()])
    await see(people.of('reception-centre'), start)
    await sync([aClock({ endsOn: addDays(end, 10) })])
    await tick(addDays(end, 5))
    expect(await said()).toEqual(['warning'])
  })

  test('was seen by its owner and by nobody else', async () => {
    await sync([aClock()])
    for (const other of [people.of('immigration-office'), people.elsewhere('reception-centre'), people.of('coordination'), people.of('administration')]) {
      expect(await see(other, start)).toBeUndefined()
    }
  })

  test('stands in the owner\'s list with what was said', async () => {
    await sync([aClock()])
    await tick(addDays(end, -14))
    const { office } = people.of('reception-centre')
    expect(await centre((tx) => listOwnClocks(tx, office, first))).toMatchObject({ rows: [{ file, key: 'reflection', notices: ['warning'] }], hasMore: false })
    expect(await as(people.of('immigration-office'), (tx) => listOwnClocks(tx, office, first))).toMatchObject({ rows: [] })
  })
})

describe('the superior of an office that lets a clock run out', () => {
  const lead = () => people.besides('reception-centre')
  const told = async (actor: Actor | null) => (await as(actor, clocksTold)).clocks
  const setLead = (login: string, isLead: boolean) => asMigrator(base.db, (tx) => sql`update accounts.account set lead = ${isLead} where login = ${login}`.execute(tx))
  const see = (actor: Actor, notice: number, on: Day) => as(actor, (tx) => seeAsSuperior(tx, notice, on))

  test('is told by name of what is late, whose and since when; nobody else is', async () => {
    await sync([aClock()])
    await tick(end)
    expect(await told(lead())).toEqual([])
    await tick(addDays(end, 1))
    expect(await told(lead())).toEqual([expect.objectContaining({ reference: file, key: 'reflection', office: people.of('reception-centre').office, endsOn: end, toldOn: addDays(end, 1), seenOn: null })])
    for (const other of [null, people.of('reception-centre'), people.elsewhere('reception-centre'), people.of('immigration-office'), people.of('coordination'), people.of('administration')]) {
      expect(await told(other)).toEqual([])
    }
  })

  test('may say that she has seen it, nobody else may, and coordination hears of it all the same', async () => {
    await sync([aClock()])
    await tick(addDays(end, 1))
    const [first] = await told(lead())
    const notice = first?.notice ?? 0
    for (const other of [people.of('reception-centre'), people.elsewhere('reception-centre'), people.of('coordination')]) expect(await see(other, notice, addDays(end, 1))).toBeUndefined()
    expect(await see(lead(), notice, addDays(end, 2))).toBe(file)
    expect(await see(lead(), notice, addDays(end, 3))).toBe(file)
    expect(await told(lead())).toMatchObject([{ seenOn: addDays(end, 2) }])
    await tick(addDays(end, 7))
    expect(await heard(people.of('coordination'))).toMatchObject([{ reference: file, withoutSuperior: false }])
  })

  test('is told no longer when somebody has acted or the end has moved', async () => {
    await sync([aClock()])
    await tick(addDays(end, 1))
    const [first] = await told(lead())
    await sync([aClock({ endsOn: addDays(end, 30) })])
    expect(await told(lead())).toEqual([])
    expect(await see(lead(), first?.notice ?? 0, addDays(end, 2))).toBeUndefined()
  })

  test('is followed by whoever leads the office after her', async () => {
    await sync([aClock()])
    await tick(addDays(end, 1))
    await setLead('reception-centre-besides', false)
    await setLead('reception-centre', true)
    await tick(addDays(end, 2))
    expect(await told(lead())).toEqual([])
    expect(await told(people.of('reception-centre'))).toMatchObject([{ toldOn: addDays(end, 2), seenOn: null }])
    expect(await tick(addDays(end, 2))).toMatchObject({ notices: 0 })
  })

  test('is coordination at once where nobody leads the office, and it hears why, once', async () => {
    await setLead('reception-centre-besides', false)
    await sync([aClock()])
    for (const after of [1, 2, 7, 8]) await tick(addDays(end, after))
    expect(await said()).toEqual(['late', 'escalate-to-coordination'])
    expect(await heard(people.of('coordination'))).toMatchObject([{ reference: file, withoutSuperior: true }])
    await setLead('reception-centre-besides', true)
    await tick(addDays(end, 9))
    expect(await told(lead())).toHaveLength(1)
  })
})

describe('coordination', () => {
  test('hears of a clock that everybody let pass: reference, clock and office, until somebody acts', async () => {
    await sync([aClock()])
    await tick(addDays(end, 6))
    expect(await heard(people.of('coordination'))).toEqual([])
    await tick(addDays(end, 7))
    expect(await heard(people.of('coordination'))).toEqual([{ reference: file, key: 'reflection', office: people.of('reception-centre').office, endsOn: end, withoutSuperior: false }])
    await sync([aClock({ endsOn: addDays(end, 90) })])
    expect(await heard(people.of('coordination'))).toEqual([])
  })

  test('alone hears of it', async () => {
    await sync([aClock()])
    await tick(addDays(end, 7))
    for (const kind of ['first-line', 'reception-centre', 'immigration-office', 'magistrate', 'guardian', 'administration', 'rapporteur', 'data-protection'] as const) {
      expect(await heard(people.of(kind))).toEqual([])
    }
    expect(await heard(null)).toEqual([])
  })
})
