import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Door, Outcome } from '#platform/doors/perform'
import { waitingForSender } from '#referral'
import { day } from '#vocabulary/day'
import { officeKinds } from '#vocabulary/office-kind'
import { testDatabase } from '../support/database.ts'
import { as, belgianDoor, handedOn, person } from './a-referral.ts'

const database = testDatabase()
let door: Door
let inspector: Actor
let police: Actor
let pagAsa: Actor
let colleague: Actor
let payoke: Actor

beforeAll(async () => {
  door = await belgianDoor(database.db)
  ;[inspector, police, pagAsa, colleague, payoke] = await Promise.all(
    ['labour-inspector', 'police-officer', 'caseworker-pag-asa', 'lead-pag-asa', 'caseworker-payoke'].map((login) => person(door, login)),
  ) as [Actor, Actor, Actor, Actor, Actor]
})

const refusalOf = (outcome: Outcome<unknown>): string => (outcome.answered ? 'answered' : outcome.refusal.refused)
const statesIn = async (actor: Actor, referral: string) => {
  const outcome = await as(door, actor, actor.officeKind === 'first-line' ? 'referral.show-status' : 'referral.show', { referral })
  return outcome.answered ? (outcome.value as { state: string }).state : outcome.refusal.refused
}
const openClocks = async (file: string) =>
  (await database.db.transaction().execute((tx) => sql<{ owner: string }>`select owner_office as owner from cases.clock where file = ${file} and key = 'referral-answer' and closed_on is null`.execute(tx))).rows.map(({ owner }) => owner)
const namesSeenBy = (actor: Actor, file: string) =>
  inTransaction(door.db, { actor }, async (tx) => (await sql`select 1 from cases.identity where file = ${file}`.execute(tx)).rows.length)

describe('a referral', () => {
  test('waits for the centre with a clock of the centre, and the detector sees the receipt and the status', async () => {
    const { referral, file, reference } = await handedOn(door, inspector, pagAsa.office)
    expect(reference).toMatch(/^BE-2026-\d+$/)
    expect(await openClocks(file)).toEqual([pagAsa.office])
    const list = await as(door, pagAsa, 'referral.list-waiting', {})
    expect(JSON.stringify(list)).toContain(reference)
    const status = await as(door, inspector, 'referral.show-status', { referral })
    expect(status).toMatchObject({ answered: true, value: { reference, state: 'waiting', steps: ['withdraw'] } })
    expect(JSON.stringify(status)).not.toMatch(/Voorbeeld|handedOn|"name":"Ana/)
  })

  test('is accepted once: of two caseworkers the second is told that a colleague was first', async () => {
    const { referral, file } = await handedOn(door, inspector, pagAsa.office)
    const outcomes = await Promise.all([pagAsa, colleague].map((each) => as(door, each, 'referral.accept', { referral, version: 0 })))
    expect(outcomes.map(refusalOf).toSorted()).toEqual(['answered', 'colleague-first'])
    expect(await statesIn(inspector, referral)).toBe('accepted')
    expect(await openClocks(file)).toEqual([])
    for (const step of ['decline', 'redirect', 'ask-more']) {
      const again = await as(door, pagAsa, `referral.${step}`, { referral, version: 1, reason: 'safety', centre: payoke.office, note: 'late' })
      expect(refusalOf(again), step).not.toBe('answered')
    }
  })

  test('is asked about, answered, declined with a reason, sent again and accepted by the next centre', async () => {
    const { referral, file } = await handedOn(door, inspector, pagAsa.office)
    expect(refusalOf(await as(door, pagAsa, 'referral.ask-more', { referral, version: 0, note: '' }))).toBe('input-missing')
    expect(refusalOf(await as(door, pagAsa, 'referral.ask-more', { referral, version: 0, note: 'Which language?' }))).toBe('answered')
    expect(refusalOf(await as(door, inspector, 'referral.answer-more', { referral, version: 1, note: 'Portuguese.' }))).toBe('answered')
    expect(refusalOf(await as(door, pagAsa, 'referral.decline', { referral, version: 2, reason: 'other' }))).toBe('reason-in-words')
    expect(refusalOf(await as(door, pagAsa, 'referral.decline', { referral, version: 2, reason: 'no-place' }))).toBe('answered')
    expect(await openClocks(file)).toEqual([inspector.office])
    expect(await namesSeenBy(pagAsa, file)).toBe(0)
    expect(refusalOf(await as(door, inspector, 'referral.send-again', { referral, version: 3, centre: pagAsa.office }))).toBe('same-centre')
    expect(refusalOf(await as(door, inspector, 'referral.send-again', { referral, version: 3, centre: police.office }))).toBe('not-a-centre')
    expect(refusalOf(await as(door, inspector, 'referral.send-again', { referral, version: 3, centre: payoke.office }))).toBe('answered')
    expect(await openClocks(file)).toEqual([payoke.office])
    expect(await as(door, pagAsa, 'referral.show', { referral })).toEqual({ answered: true, repeated: false, value: { id: referral, reference: expect.any(String), step: 'decline', at: expect.any(String) } })
    expect(refusalOf(await as(door, payoke, 'referral.accept', { referral, version: 4 }))).toBe('answered')
    expect(await statesIn(inspector, referral)).toBe('accepted')
  })

  test('is redirected by the centre, which then no longer sees the person', async () => {
    const { referral, file } = await handedOn(door, inspector, pagAsa.office)
    expect(refusalOf(await as(door, pagAsa, 'referral.redirect', { referral, version: 0, centre: payoke.office }))).toBe('answered')
    expect([await statesIn(payoke, referral), await statesIn(inspector, referral)]).toEqual(['waiting', 'waiting'])
    // It knows when it handed it on, and nothing of what became of it.
    expect(await as(door, pagAsa, 'referral.show', { referral })).toEqual({ answered: true, repeated: false, value: { id: referral, reference: expect.any(String), step: 'redirect', at: expect.any(String) } })
    expect(await statesIn(police, referral)).toBe('not-found')
    expect([await namesSeenBy(pagAsa, file), await namesSeenBy(payoke, file), await namesSeenBy(inspector, file)]).toEqual([0, 0, 0])
    expect(refusalOf(await as(door, payoke, 'referral.accept', { referral, version: 1 }))).toBe('answered')
    expect([await namesSeenBy(pagAsa, file), await namesSeenBy(payoke, file), await namesSeenBy(inspector, file)]).toEqual([0, 1, 0])
  })

  test('that was declined stands on the first page of its sender with a clock, and the centre that said no comes last among those to ask next', async () => {
    const { referral, reference } = await handedOn(door, inspector, pagAsa.office)
    const cameBack = async (on: string) => (await inTransaction(door.db, { actor: inspector }, (tx) => waitingForSender({ tx, actor: inspector, today: day(on), shows: () => undefined } as unknown as Parameters<typeof waitingForSender>[0]))).find((each) => each.referral === referral)
    expect(await cameBack('2026-11-23')).toBeUndefined()
    expect(await cameBack('2026-11-27')).toMatchObject({ because: 'unanswered', endsOn: '2026-11-26' })
    await as(door, pagAsa, 'referral.ask-more', { referral, version: 0, note: 'Which language?' })
    expect(await cameBack('2026-11-23')).toMatchObject({ because: 'more-asked' })
    await as(door, inspector, 'referral.answer-more', { referral, version: 1, note: 'Portuguese.' })
    await as(door, pagAsa, 'referral.redirect', { referral, version: 2, centre: payoke.office })
    await as(door, payoke, 'referral.decline', { referral, version: 3, reason: 'no-place' })
    expect(await cameBack('2026-11-23')).toMatchObject({ because: 'declined', reference, endsOn: '2026-11-26' })
    const shown = await as(door, inspector, 'referral.show-status', { referral })
    const { centres, answer, answerLaw } = (shown.answered ? shown.value : {}) as { centres: { name: string; isNear: boolean; passedOn: string | null }[]; answer: object; answerLaw: { title: string; verified: boolean }[] }
    expect(answer).toEqual({ endsOn: '2026-11-26', isOurs: true })
    expect(answerLaw).toMatchObject([{ title: 'A rule of ours, not of the law', verified: false }])
    expect(centres.at(-1)).toMatchObject({ isNear: true, passedOn: expect.any(String) })
    expect(centres[0]).toMatchObject({ passedOn: null })
    expect(centres.map(({ name }) => name)).not.toContain('Payoke')
  })

  test('is taken back by the detector before it is accepted, and by nobody afterwards', async () => {
    const { referral, file } = await handedOn(door, inspector, pagAsa.office)
    expect(refusalOf(await as(door, inspector, 'referral.withdraw', { referral, version: 0, note: 'She changed her mind.' }))).toBe('answered')
    expect(await openClocks(file)).toEqual([])
    expect(await namesSeenBy(pagAsa, file)).toBe(0)
    expect(refusalOf(await as(door, pagAsa, 'referral.accept', { referral, version: 1 }))).not.toBe('answered')
  })

  test('does not exist for another office, whatever the step', async () => {
    const { referral } = await handedOn(door, inspector, pagAsa.office)
    const asked = { referral, version: 0, note: 'note', reason: 'safety', centre: payoke.office }
    const tries = [[police, 'withdraw'], [police, 'answer-more'], [payoke, 'accept'], [payoke, 'decline'], [payoke, 'redirect'], [payoke, 'ask-more'], [inspector, 'accept'], [pagAsa, 'withdraw']] as const
    for (const [actor, step] of tries) {
      const { referral: id, version, note } = asked
      const input = step === 'decline' ? { referral: id, version, note, reason: 'safety' } : step === 'redirect' ? { referral: id, version, note, centre: payoke.office } : { referral: id, version, note }
      expect(refusalOf(await as(door, actor, `referral.${step}`, input)), `${actor.name} ${step}`).toBe('not-found')
    }
    expect(await statesIn(police, referral)).toBe('not-found')
  })
})

describe('row security of referrals', () => {
  test('a referral is seen by its two offices and by those whom the law tells, and by no other office of any kind', async () => {
    const { referral, file } = await handedOn(door, inspector, pagAsa.office)
    const { rows: offices } = await sql<{ id: string; kind: Actor['officeKind'] }>`select id, kind from accounts.office`.execute(door.db)
    const { rows: parties } = await sql<{ office: string; relation: string }>`select office, relation from cases.party where file = ${file} and until is null`.execute(door.db)
    const told = new Set(parties.filter(({ relation }) => ['asked-centre', 'immigration-office', 'guardian'].includes(relation)).map(({ office }) => office))
    expect(offices.length).toBeGreaterThan(20)
    let seen = 0
    for (const { id, kind } of offices) {
      const rows = await inTransaction(door.db, { actor: { account: inspector.account, office: id, officeKind: kind } }, async (tx) => [
        (await sql`select 1 from referral.referral where id = ${referral}`.execute(tx)).rows.length,
        (await sql`select 1 from referral.event where referral = ${referral}`.execute(tx)).rows.length,
      ])
      const expected = id === inspector.office || id === pagAsa.office || told.has(id) ? 1 : 0
      expect(rows, kind).toEqual([expected, expected])
      seen += expected
    }
    expect(seen).toBe(3)
    for (const officeKind of officeKinds) {
      const stranger = { account: inspector.account, office: crypto.randomUUID(), officeKind }
      const rows = await inTransaction(door.db, { actor: stranger }, async (tx) => (await sql`select 1 from referral.referral`.execute(tx)).rows)
      expect(rows, officeKind).toEqual([])
    }
  })

  test('what happened to a referral is never rewritten', async () => {
    for (const statement of [sql`update referral.event set note = ''`, sql`delete from referral.event`, sql`delete from referral.referral`]) {
      await expect(inTransaction(door.db, { actor: pagAsa }, (tx) => statement.execute(tx))).rejects.toThrow(/permission denied/)
    }
  })
})
