import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Door, Outcome } from '#platform/doors/perform'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'
import { testDatabase } from '../support/database.ts'
import { as, belgianDoor, handedOn, person } from './a-referral.ts'

const database = testDatabase()
let door: Door
let inspector: Actor
let pagAsa: Actor
let colleague: Actor
let payoke: Actor

beforeAll(async () => {
  door = await belgianDoor(database.db)
  ;[inspector, pagAsa, colleague, payoke] = await Promise.all(
    ['labour-inspector', 'caseworker-pag-asa', 'lead-pag-asa', 'caseworker-payoke'].map((login) => person(door, login)),
  ) as [Actor, Actor, Actor, Actor]
})

const told = (outcome: Outcome<unknown>): string => (outcome.answered ? 'answered' : outcome.refusal.refused)
type Counts = Partial<Record<'women' | 'men' | 'families' | 'minors', number>>

/** Says how many places a centre has, under the versions that stand now. */
async function setPlaces(actor: Actor, counts: Counts): Promise<Outcome<unknown>> {
  const shown = await as(door, actor, 'place.show-own', {})
  if (!shown.answered) throw new Error('no places')
  const rows = (shown.value as { counts: { group: string; places: number; version: number }[] }).counts
  return as(door, actor, 'place.set', {
    ...Object.fromEntries(rows.map(({ group, places }) => [group, counts[group as keyof Counts] ?? places])),
    versions: Object.fromEntries(rows.map(({ group, version }) => [group, version])),
  })
}
async function free(actor: Actor, office: string, group: string): Promise<number | undefined> {
  const list = await as(door, actor, 'place.list-free', {})
  if (!list.answered) return undefined
  const { centres } = list.value as { centres: { office: string; groups: { group: string; free: number }[] }[] }
  return centres.find((centre) => centre.office === office)?.groups.find((row) => row.group === group)?.free
}

describe('the last place of a centre', () => {
  test('goes to one of two persons accepted at the same moment; the other referral keeps waiting', async () => {
    expect(told(await setPlaces(pagAsa, { men: 1 }))).toBe('answered')
    const sent = [await handedOn(door, inspector, pagAsa.office), await handedOn(door, inspector, pagAsa.office)]
    const outcomes = await Promise.all(sent.map(({ referral }, index) => as(door, index === 0 ? pagAsa : colleague, 'referral.accept', { referral, version: 0, place: 'men' })))
    expect(outcomes.map(told).toSorted()).toEqual(['answered', 'reception:no-free-place'])
    const { rows } = await sql<{ state: string; count: number }>`select state, count(*)::int as count from referral.referral group by state order by state`.execute(door.db)
    expect(rows).toEqual([{ state: 'accepted', count: 1 }, { state: 'waiting', count: 1 }])
    expect(await free(inspector, pagAsa.office, 'men')).toBe(0)
  })

  test('is not counted away while somebody stays in it, and is free again when she leaves', async () => {
    const refused = await setPlaces(pagAsa, { men: 0 })
    expect(refused).toMatchObject({ answered: false, refusal: { refused: 'fewer-than-stay', field: 'men', with: { taken: 1 } } })
    const shown = await as(door, pagAsa, 'place.show-own', {})
    const [stay] = shown.answered ? (shown.value as { stays: { id: string; file: string }[] }).stays : []
    expect(told(await as(door, pagAsa, 'stay.begin', { file: stay?.file, group: 'men' }))).toBe('no-free-place')
    expect(told(await as(door, pagAsa, 'stay.end', { stay: stay?.id, until: '2026-11-24' }))).toBe('day-in-future')
    expect(told(await as(door, pagAsa, 'stay.end', { stay: stay?.id, until: '2026-11-22' }))).toBe('day-too-early')
    expect(told(await as(door, payoke, 'stay.end', { stay: stay?.id }))).toBe('not-found')
    expect(told(await as(door, pagAsa, 'stay.end', { stay: stay?.id }))).toBe('answered')
    expect(told(await as(door, colleague, 'stay.end', { stay: stay?.id }))).toBe('stay-ended')
    expect(await free(inspector, pagAsa.office, 'men')).toBe(1)
  })
})

describe('a stay', () => {
  test('is one at a time, among those of the person\'s own group', async () => {
    await setPlaces(pagAsa, { men: 5, minors: 2, women: 2 })
    const child = await handedOn(door, inspector, pagAsa.office, { age: 'unsure' })
    expect(told(await as(door, pagAsa, 'referral.accept', { referral: child.referral, version: 0, place: 'men' }))).toBe('reception:child-among-adults')
    expect(told(await as(door, pagAsa, 'referral.accept', { referral: child.referral, version: 0, place: 'minors' }))).toBe('answered')
    expect(told(await as(door, pagAsa, 'stay.begin', { file: child.file, group: 'minors' }))).toBe('stays-already')
    const adult = await handedOn(door, inspector, pagAsa.office)
    expect(told(await as(door, pagAsa, 'stay.begin', { file: adult.file, group: 'men' }))).toBe('not-found')
    expect(told(await as(door, pagAsa, 'referral.accept', { referral: adult.referral, version: 0 }))).toBe('answered')
    expect(told(await as(door, pagAsa, 'stay.begin', { file: adult.file, group: 'minors' }))).toBe('adult-among-minors')
    expect(told(await as(door, pagAsa, 'stay.begin', { file: adult.file, group: 'families' }))).toBe('no-free-place')
    expect(told(await as(door, pagAsa, 'stay.begin', { file: adult.file, group: 'men', from: '2026-11-24' }))).toBe('day-in-future')
    expect(told(await as(door, payoke, 'stay.begin', { file: adult.file, group: 'men' }))).toBe('not-found')
  })

  test('two colleagues who count the places from the same screen: the second looks again', async () => {
    const versions = { women: 0, men: 0, families: 0, minors: 0 }
    expect(told(await as(door, payoke, 'place.set', { women: 1, men: 1, families: 1, minors: 0, versions }))).toBe('answered')
    expect(told(await as(door, payoke, 'place.set', { women: 9, men: 9, families: 9, minors: 0, versions }))).toBe('colleague-counted')
    expect(told(await as(door, payoke, 'place.set', { women: -1, men: 1.5, families: '', minors: 'x', versions }))).not.toBe('answered')
  })
})

describe('row security of reception', () => {
  test('who stays where is known to the centre alone; how many places are free, to those who refer', async () => {
    const mayCount: readonly OfficeKind[] = ['reception-centre', 'first-line', 'guardian', 'immigration-office', 'coordination']
    const { rows: offices } = await sql<{ id: string; kind: OfficeKind }>`select id, kind from accounts.office`.execute(door.db)
    const all = [...offices, ...officeKinds.map((kind) => ({ id: crypto.randomUUID() as string, kind })), ...officeKinds.map((kind) => ({ id: pagAsa.office as string, kind }))]
    for (const { id, kind } of all) {
      const [stays, places, counted] = await inTransaction(door.db, { actor: { account: inspector.account, office: id, officeKind: kind } }, async (tx) => [
        (await sql`select 1 from reception.stay`.execute(tx)).rows.length,
        (await sql`select 1 from reception.place`.execute(tx)).rows.length,
        (await sql`select 1 from reception.free_places()`.execute(tx)).rows.length,
      ])
      const isOwn = id === pagAsa.office && kind === 'reception-centre'
      const isPayoke = id === payoke.office && kind === 'reception-centre'
      expect([(stays ?? 0) > 0, (places ?? 0) > 0, (counted ?? 0) > 0], kind).toEqual([isOwn, isOwn || isPayoke, mayCount.includes(kind)])
    }
    const nobody = await inTransaction(door.db, { actor: null }, async (tx) => (await sql`select 1 from reception.free_places()`.execute(tx)).rows)
    expect(nobody).toEqual([])
  })
})
