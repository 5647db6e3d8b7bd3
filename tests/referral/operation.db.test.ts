import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Door, Outcome } from '#platform/doors/perform'
import { officeKinds } from '#vocabulary/office-kind'
import { testDatabase } from '../support/database.ts'
import { as, belgianDoor, person } from './a-referral.ts'

const database = testDatabase()
let door: Door
let inspector: Actor
let colleague: Actor
let police: Actor
let pagAsa: Actor
let payoke: Actor
let operation = ''

beforeAll(async () => {
  door = await belgianDoor(database.db)
  ;[inspector, colleague, police, pagAsa, payoke] = await Promise.all(
    ['labour-inspector', 'lead-labour-inspection', 'police-officer', 'caseworker-pag-asa', 'caseworker-payoke'].map((login) => person(door, login)),
  ) as [Actor, Actor, Actor, Actor, Actor]
  const none = { versions: { women: 0, men: 0, families: 0, minors: 0 } }
  await as(door, pagAsa, 'place.set', { women: 5, men: 30, families: 0, minors: 0, ...none })
  await as(door, payoke, 'place.set', { women: 5, men: 20, families: 0, minors: 4, ...none })
})

const told = (outcome: Outcome<unknown>): string => (outcome.answered ? 'answered' : outcome.refusal.refused)
const valueOf = <Value>(outcome: Outcome<unknown>): Value => {
  if (!outcome.answered) throw new Error(outcome.refusal.refused)
  return outcome.value as Value
}
type View = { version: number; good: number; faulty: number; referred: number; rows: { number: number; state: string; typed: Record<string, string>; faults: { column: string; sentence: string }[]; reference: string | null }[] }
type Spread = { version: number; unplaced: number; persons: { number: number; centre: string | null; why: string; pool: string }[] }
const shown = async (actor = inspector) => valueOf<View>(await as(door, actor, 'operation.show', { operation }))
const put = (actor: Actor, more: object) => as(door, actor, 'operation.add-persons', { operation, ...more })

/** A building site with 80 persons, of whom rows 3, 20, 40 and 60 are broken, each in its own way. */
const sheet = ['Achternaam;Voornaam;Geslacht;Geboortedatum;Leeftijd;Nationaliteit;Talen;Toestemming', ...Array.from({ length: 80 }, (_, index) => {
  const number = index + 1
  const broken: Record<number, string> = { 3: ';30/02/1990;volwassene;BR;pt;ja', 20: ';;volwassene;Atlantis;pt;ja', 40: ';;volwassene;BR;pt;misschien', 60: ';;volwassene;BR;pt;nee' }
  const good = number % 20 === 7 ? ';2012-05-01;;VN;vi;' : `;;volwassene;${number % 2 ? 'BR' : 'VN'};${number % 2 ? 'pt, nl' : 'vi, fr'};ja`
  return `Voorbeeld;Persoon ${number};${number % 10 === 5 ? 'v' : 'm'}${broken[number] ?? good}`
})].join('\n')

describe('a large operation', () => {
  test('is opened for one event, at a place of the pack and not in the future', async () => {
    const asked = { name: 'Site in Brussels', place: 'Quay 4', district: 'brussels', sector: 'construction', on: '2026-11-22' }
    expect(told(await as(door, inspector, 'operation.open', { ...asked, district: 'atlantis' }))).toBe('no-such-district')
    expect(told(await as(door, inspector, 'operation.open', { ...asked, sector: 'moon' }))).toBe('no-such-sector')
    expect(told(await as(door, inspector, 'operation.open', { ...asked, on: '2026-11-24' }))).toBe('operation-in-future')
    operation = valueOf<{ operation: string }>(await as(door, inspector, 'operation.open', asked)).operation
  })

  test('takes 80 pasted persons: the good rows are good, and beside each broken one stands what would be right', async () => {
    expect(await put(inspector, { version: 0, pasted: 'Shoe size\n42' })).toMatchObject({ answered: false, refusal: { refused: 'grid.unknown-columns', field: 'pasted' } })
    expect(valueOf(await put(inspector, { version: 0, pasted: sheet }))).toEqual({ good: 76, faulty: 4 })
    const view = await shown()
    const faulty = view.rows.filter(({ state }) => state === 'faulty')
    expect(faulty.map(({ number, faults }) => [number, faults.map(({ column }) => column)])).toEqual([[3, ['bornOn']], [20, ['citizenship']], [40, ['consent']], [60, ['consent']]])
    expect(faulty[0]?.typed['bornOn']).toBe('30/02/1990')
    expect(faulty[1]?.faults[0]?.sentence).toContain('Atlantis')
  })

  test('a row is corrected, another is emptied and goes, and a colleague who saw the rows before is told so', async () => {
    const { version, rows } = await shown()
    const typed = rows.find(({ number }) => number === 3)?.typed ?? {}
    const changes = { version, rows: [{ number: 3, cells: { ...typed, bornOn: '28/02/1990' } }, { number: 60, cells: {} }, { cells: { familyName: 'Fictief', age: 'kind' } }, { cells: {} }] }
    const outcomes = await Promise.all([put(inspector, changes), put(colleague, changes)])
    expect(outcomes.map(told).toSorted()).toEqual(['answered', 'operation-changed'])
    const after = await shown(colleague)
    expect([after.good, after.faulty, after.rows.length, after.rows.at(-1)?.number]).toEqual([78, 2, 80, 81])
  })

  test('is spread by free places, language and region, and says at once who does not fit', async () => {
    const { persons, unplaced } = valueOf<Spread>(await as(door, inspector, 'operation.propose-spread', { operation }))
    expect(persons).toHaveLength(78)
    const men = persons.filter(({ pool }) => pool === 'men')
    expect(men.filter(({ centre }) => centre !== null)).toHaveLength(50)
    expect(persons.filter(({ pool }) => pool === 'minors').map(({ centre }) => centre)).toEqual([...Array.from({ length: 4 }, () => payoke.office), null])
    expect(unplaced).toBe(persons.filter(({ centre }) => centre === null).length)
    expect(persons.filter(({ centre }) => centre === null).every(({ why }) => why.startsWith('no-'))).toBe(true)
  })

  test('hands all of them on in one act, or nobody', async () => {
    const { version, persons } = valueOf<Spread>(await as(door, inspector, 'operation.propose-spread', { operation }))
    const choices = persons.flatMap(({ number, centre }) => (centre === null ? [] : [{ number, centre }]))
    const refer = (more: object) => as(door, inspector, 'operation.refer-all', { operation, version, choices, ...more })
    expect(told(await refer({ choices: [] }))).toBe('nobody-to-refer')
    expect(await refer({ choices: [...choices, { number: 40, centre: pagAsa.office }] })).toMatchObject({ refusal: { refused: 'row-not-good', field: 'centre-40' } })
    expect(told(await refer({ choices: [...choices.slice(1), { number: choices[0]?.number, centre: police.office }] }))).toBe('not-a-centre')
    const files = async () => (await sql<{ count: number }>`select count(*)::int as count from cases.file`.execute(door.db)).rows[0]?.count
    expect(await files()).toBe(0)

    const outcomes = await Promise.all([refer({}), refer({})])
    expect(outcomes.map(told).toSorted()).toEqual(['answered', 'operation-changed'])
    expect(await files()).toBe(choices.length)
    const after = await shown()
    expect([after.referred, after.good, after.faulty]).toEqual([choices.length, 78 - choices.length, 2])
    expect(after.rows.filter(({ state }) => state === 'referred').every(({ reference, typed }) => reference !== null && Object.keys(typed).length === 0)).toBe(true)
    const pages = await Promise.all([1, 2].map(async (page) => valueOf<{ referrals: unknown[] }>(await as(door, payoke, 'referral.list-waiting', { page })).referrals))
    expect(pages.flat()).toHaveLength(choices.filter(({ centre }) => centre === payoke.office).length)
    const { rows: [clocks] } = await sql<{ count: number }>`select count(*)::int as count from cases.clock where key = 'referral-answer' and closed_on is null`.execute(door.db)
    expect(clocks?.count).toBe(choices.length)
  })

  test('exists for its own office alone', async () => {
    for (const actor of [police, pagAsa]) {
      for (const [name, more] of [['show', {}], ['propose-spread', {}], ['add-persons', { version: 2 }], ['refer-all', { version: 2, choices: [{ number: 1, centre: pagAsa.office }] }]] as const) {
        expect(told(await as(door, actor, `operation.${name}`, { operation, ...more })), name).toBe('not-found')
      }
    }
    const { rows: offices } = await sql<{ id: string; kind: Actor['officeKind'] }>`select id, kind from accounts.office`.execute(door.db)
    for (const { id, kind } of [...offices, ...officeKinds.map((each) => ({ id: inspector.office as string, kind: each }))]) {
      const rows = await inTransaction(door.db, { actor: { account: inspector.account, office: id, officeKind: kind } }, async (tx) => [
        (await sql`select 1 from referral.operation`.execute(tx)).rows.length, (await sql`select 1 from referral.operation_person`.execute(tx)).rows.length,
      ])
      expect(rows, kind).toEqual(id === inspector.office && kind === 'first-line' ? [1, 80] : [0, 0])
    }
  })

  test('a row whose person is handed on is neither changed nor taken out', async () => {
    const { version, rows } = await shown()
    const referred = rows.find(({ state }) => state === 'referred')
    expect(told(await put(inspector, { version, rows: [{ number: referred?.number, cells: { familyName: 'Specimen', age: 'child' } }] }))).toBe('answered')
    expect((await shown()).rows.find(({ number }) => number === referred?.number)).toEqual(referred)
    const gone = await inTransaction(door.db, { actor: inspector }, (tx) => sql`delete from referral.operation_person where referral is not null`.execute(tx))
    expect(gone.numAffectedRows).toBe(0n)
  })
})
