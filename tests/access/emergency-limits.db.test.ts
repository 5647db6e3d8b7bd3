import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { perform } from '#platform/doors/perform'
import { sentenceOf } from '#platform/doors/sentence'
import type { Actor } from '#platform/doors/actor'
import { Instant } from '#vocabulary/instant'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

/** Emergency access as a way to copy file after file: what one person, one office, two at once and the database's own functions get. */
const base = testDatabase()
let be: Belgium
let references: readonly string[]
const reason = 'She stands in the station and a man follows her; her centre does not answer.'
const moment = '2026-11-23T20:00:00Z'

beforeAll(async () => {
  be = await Belgium.open(base.db)
  for (let person = 0; person < 4; person += 1) await be.accompanied()
  references = (await be.rows<{ reference: string }>(sql`select reference from cases.file order by reference`)).map(({ reference }) => reference)
  await be.rows(sql`insert into accounts.mail_wish (account, address, wants_clocks, wants_referrals) select id, 'watcher@data.example', false, false from accounts.account where login = 'data-protection-officer'`)
}, 120_000)

async function open(actor: Actor, reference: string, on = moment) {
  const route = routes.get('emergency.open')
  if (!route) throw new Error('no emergency')
  return perform({ ...be.door, clock: () => new Date(on) }, route, { actor, language: 'en', input: { reference, reason } })
}
const opened = async (login: string, reference: string, on = moment) => open(await be.actor(login), reference, on)
const nothingStands = () => be.rows(sql`delete from access.emergency`)
const standing = async () => (await be.rows<{ count: number }>(sql`select count(*)::int as count from access.emergency where reviewed_at is null`))[0]?.count

/** Other people of one office, each with an account that is open. */
async function colleaguesOf(login: string, count: number): Promise<Actor[]> {
  const model = await be.actor(login)
  return Promise.all(Array.from({ length: count }, async (_, number) => {
    const [row] = await be.rows<{ id: Actor['account'] }>(sql`insert into accounts.account (login, name, office, language, demonstration)
      values (${`colleague-${number}-${crypto.randomUUID().slice(0, 8)}`}, 'N. Fictief', ${model.office}, 'nl', true) returning id`)
    if (!row) throw new Error('no colleague')
    return { ...model, account: row.id }
  }))
}

describe('one person', () => {
  test('opens two at once and no third before one is reviewed, whatever she asks for, and reads who can make room and since when', async () => {
    await nothingStands()
    const outcomes = []
    for (const [number, reference] of references.entries()) outcomes.push(await opened('police-officer', reference, `2026-11-23T20:0${number}:00Z`))
    expect(outcomes.map(refusalOf)).toEqual(['answered', 'answered', 'emergency-limit-person', 'emergency-limit-person'])
    // The same for what never was: the limit tells nothing of files.
    const unknown = await opened('police-officer', 'BE-1999-0001')
    expect(refusalOf(unknown)).toBe('emergency-limit-person')
    const third = outcomes[2]
    for (const language of ['en', 'nl', 'fr', 'de'] as const) {
      const sentence = third && !third.answered ? sentenceOf(third.refusal, 'emergency.open', language) : ''
      expect(sentence).toContain('112')
      expect(sentence).toMatch(/2\b.*2026/)
      expect(sentence).not.toMatch(/\{\{|undefined/)
    }
    expect(third && !third.answered ? third.refusal.with : {}).toMatchObject({ count: 2, since: '23 Nov 2026, 21:00' })
    expect(await standing()).toBe(2)

    await be.rows(sql`update access.emergency set reviewed_at = ${moment}, reviewed_by = gen_random_uuid(), finding = 'justified' where id = (select id from access.emergency order by opened_at limit 1)`)
    expect(refusalOf(await opened('police-officer', references[2] ?? ''))).toBe('answered')
    expect(refusalOf(await opened('police-officer', references[3] ?? ''))).toBe('emergency-limit-person')
  })

  test('gets exactly two when she asks for all of them in the same moment', async () => {
    await nothingStands()
    const outcomes = await Promise.all([...references, ...references].map((reference) => opened('police-officer', reference)))
    expect(outcomes.filter(({ answered }) => answered)).toHaveLength(2)
    expect(outcomes.filter((outcome) => refusalOf(outcome) === 'emergency-limit-person')).toHaveLength(6)
    expect(await standing()).toBe(2)
  })

  test('gets no more from the database itself, also when she names no limit', async () => {
    const actor = await be.actor('police-officer')
    const now = Instant.parse(moment)
    for (const limits of [[72, 2, 6], [72, null, null], [null, 2, 6]]) {
      const [hours, person, office] = limits
      const { rows: [row] } = await inTransaction(base.db, { actor, now }, (tx) => sql<{ file: string | null; because: string | null }>`
        select file, because from access.open_emergency(gen_random_uuid(), ${references[3]}, 'x', ${'2026-11-24T08:00:00Z'}, ${moment}, '2026-11-23', ${hours}, ${person}, ${office})`.execute(tx))
      expect(row).toEqual({ file: null, because: 'person' })
    }
    expect(await standing()).toBe(2)
  })
})

describe('one office', () => {
  test('has six at once, by however many people and in whatever order they come', async () => {
    await nothingStands()
    const people = await colleaguesOf('police-officer', 9)
    const outcomes = await Promise.all(people.map((actor, number) => open(actor, references[number % references.length] ?? '')))
    expect(outcomes.filter(({ answered }) => answered)).toHaveLength(6)
    expect(outcomes.filter((outcome) => refusalOf(outcome) === 'emergency-limit-office')).toHaveLength(3)
    // Another office on night duty opens its first one all the same.
    expect(refusalOf(await opened('caseworker-surya', references[0] ?? ''))).toBe('answered')
    expect(refusalOf(await opened('hospital-social-worker', references[1] ?? ''))).toBe('answered')
  }, 60_000)
})

test('a sealed file and one from which she is shut out are to whoever opens an emergency what never was, below the limit and at it', async () => {
  const [sealed = '', closed = ''] = [references[2], references[3]]
  await be.does('lead-pag-asa', 'guard.seal', { reference: sealed, people: (await be.actor('lead-pag-asa')).account, reason: 'as few people as possible' })
  await be.does('administrator', 'guard.shut-out', { reference: closed, account: (await be.actor('police-officer')).account, reason: 'his own cousin' })
  for (const most of [0, 2]) {
    await nothingStands()
    for (let number = 0; number < most; number += 1) expect(refusalOf(await opened('police-officer', references[number] ?? ''))).toBe('answered')
    const never = JSON.stringify(await opened('police-officer', 'BE-1999-0001'))
    for (const reference of [sealed, closed]) expect(JSON.stringify(await opened('police-officer', reference))).toBe(never)
  }
  await be.does('lead-pag-asa', 'guard.unseal', { reference: sealed })
})

describe('data protection', () => {
  test('is told at once of each that is opened and of each that the limit turned away, and reads who tried', async () => {
    await nothingStands()
    await be.rows(sql`delete from platform.mail`)
    await be.rows(sql`delete from access.emergency_refused`)
    const told = async () => (await be.rows<{ count: number }>(sql`select count(*)::int as count from platform.mail where kind = 'digest'`))[0]?.count
    for (const [number, reference] of references.slice(0, 3).entries()) {
      await opened('asylum-officer', reference)
      expect(await told()).toBe(number + 1)
    }
    const { refused } = await be.does<{ refused: { reference: string; who: string; because: string }[] }>('data-protection-officer', 'emergency.list', {})
    expect(refused).toMatchObject([{ reference: references[2], who: 'A. Specimen', because: 'person' }])
    const [line] = await be.rows<{ outcome: string; refusal: string }>(sql`select outcome, refusal from audit.line where route = 'emergency.open' order by number desc limit 1`)
    expect(line).toEqual({ outcome: 'refused', refusal: 'emergency-limit-person' })
    for (const login of ['police-officer', 'caseworker-payoke', 'administrator', 'coordinator']) expect(refusalOf(await be.ask(login, 'emergency.list', {}))).toBe('not-found')
  })

  test('is named in the record with the files that its list showed', async () => {
    await be.does('data-protection-officer', 'emergency.list', {})
    const [line] = await be.rows<{ shown: number }>(sql`select cardinality(shown) as shown from audit.line where route = 'emergency.list' and outcome = 'done' order by number desc limit 1`)
    expect(line?.shown).toBe(3)
  })

  test('from whose sight a file is closed sees and judges none of its emergencies', async () => {
    const list = async () => be.does<{ emergencies: { id: string; reference: string }[]; refused: { reference: string }[] }>('data-protection-officer', 'emergency.list', {})
    const [mine] = (await list()).emergencies.filter(({ reference }) => reference === references[0])
    await be.does('administrator', 'guard.shut-out', { reference: references[0], account: (await be.actor('data-protection-officer')).account, reason: 'her own neighbour' })
    expect(JSON.stringify(await list())).not.toContain(references[0])
    expect(refusalOf(await be.ask('data-protection-officer', 'emergency.review', { emergency: mine?.id, finding: 'justified', note: 'I know her well.' }))).toBe('not-found')
    expect(JSON.stringify(await be.does('second-data-protection-officer', 'emergency.list', {}))).toContain(references[0])
  })
})

test('each opening asks for a confirmation of its own', () => {
  expect(routes.get('emergency.open')?.graveWith({}, be.door.installation)).toBe('each')
})
