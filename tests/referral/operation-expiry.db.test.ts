import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { goRound } from '../../src/main/rounds.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
const inspector = 'labour-inspector'
const head = 'Achternaam;Voornaam;Geslacht;Leeftijd;Nationaliteit;Talen;Toestemming'

async function opened(names: readonly string[]): Promise<string> {
  const { operation } = await be.does<{ operation: string }>(inspector, 'operation.open', { name: 'Werf', place: 'Kade 4', district: 'brussels', on: '2026-11-22' })
  await be.does(inspector, 'operation.add-persons', { operation, version: 0, pasted: [head, ...names.map((name) => `${name};Proef;v;volwassene;VN;vi;ja`)].join('\n') })
  return operation
}
const left = (operation: string) => be.rows<{ persons: number; operations: number; keys: number }>(sql`select (select count(*)::int from referral.operation_person where operation = ${operation}) as persons,
  (select count(*)::int from referral.operation where id = ${operation}) as operations, (select count(wrapped)::int from vault.data_key where subject = ${operation}) as keys`).then(([row]) => row)

beforeAll(async () => { be = await Belgium.open(base.db) }, 60_000)

describe('what nobody handed on from a large operation', () => {
  test('goes by the rounds on the day that the screen has named, with the key; receipts of those handed on stay', async () => {
    const [forgotten, half] = [await opened(['Vergeten']), await opened(['Weggestuurd', 'Blijver'])]
    await be.does(inspector, 'operation.refer-all', { operation: half, version: 1, choices: [{ number: 1, centre: await be.office('caseworker-pag-asa') }] })
    expect(await be.does(inspector, 'operation.show', { operation: half })).toMatchObject({ expiresOn: '2026-12-21', good: 1 })
    be.moment = new Date('2026-12-20T22:30:00Z')
    await goRound(be.door)
    expect([await left(forgotten), await left(half)]).toEqual([{ persons: 1, operations: 1, keys: 1 }, { persons: 2, operations: 1, keys: 1 }])
    be.moment = new Date('2026-12-20T23:30:00Z')
    // Over before the round comes by.
    expect(refusalOf(await be.ask(inspector, 'operation.add-persons', { operation: forgotten, version: 1, rows: [{ cells: { familyName: 'Nog', age: 'kind' } }] }))).toBe('operation-over')
    expect(refusalOf(await be.ask(inspector, 'operation.refer-all', { operation: half, version: 2, choices: [{ number: 2, centre: await be.office('caseworker-pag-asa') }] }))).toBe('operation-over')
    await goRound(be.door)
    expect([await left(forgotten), await left(half)]).toEqual([{ persons: 0, operations: 0, keys: 0 }, { persons: 1, operations: 1, keys: 0 }])
    const { name, rows } = await be.does<{ name: string; rows: { state: string; reference: string | null }[] }>(inspector, 'operation.show', { operation: half })
    expect([name, rows.map(({ state }) => state)]).toEqual(['[erased]', ['referred']])
    await goRound(be.door)
    expect((await left(half))?.persons).toBe(1)
  })
})
