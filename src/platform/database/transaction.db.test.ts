import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/database.ts'
import { DatabaseAway } from './database-trouble.ts'
import { connect } from './connect.ts'
import { asMigrator, inTransaction } from './transaction.ts'

const database = testDatabase()
const actor = { account: '0b6fdc6e-3c2d-4f30-9a3c-0d6f3f6f0001', office: '0b6fdc6e-3c2d-4f30-9a3c-0d6f3f6f0002', officeKind: 'magistrate' } as const
const whoAmI = sql<{ role: string; account: string | null; office: string | null; kind: string | null }>`
  select current_user as role, app.account() as account, app.office() as office, app.office_kind() as kind`

describe('a transaction', () => {
  test('works as the application and in the name of the actor', async () => {
    const { rows } = await inTransaction(database.db, { actor }, (tx) => whoAmI.execute(tx))
    expect(rows[0]).toEqual({ role: 'ariadne_app', account: actor.account, office: actor.office, kind: 'magistrate' })
  })

  test('leaves nobody behind for the next one on the same connection', async () => {
    const one = connect({ ...database.settings, poolSize: 1 })
    await inTransaction(one, { actor }, (tx) => whoAmI.execute(tx))
    const { rows } = await inTransaction(one, { actor: null }, (tx) => whoAmI.execute(tx))
    expect(rows[0]).toEqual({ role: 'ariadne_app', account: null, office: null, kind: null })
    await one.destroy()
  })

  test('lets nothing but an id and a known word into its opening', async () => {
    const evil = { ...actor, account: "'; set role postgres; --" }
    await expect(inTransaction(database.db, { actor: evil }, (tx) => whoAmI.execute(tx))).rejects.toThrow()
  })

  test('undoes everything when the work throws, and the connection is good again', async () => {
    await asMigrator(database.db, (tx) => sql.raw('create table app.thing (n int primary key); grant select, insert on app.thing to ariadne_app').execute(tx))
    const work = inTransaction(database.db, { actor }, async (tx) => {
      await sql`insert into app.thing values (1)`.execute(tx)
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    const { rows } = await inTransaction(database.db, { actor }, (tx) => sql`select * from app.thing`.execute(tx))
    expect(rows).toEqual([])
  })

  test('does not pass for committed when an error in it was swallowed', async () => {
    const work = inTransaction(database.db, { actor }, (tx) => sql`select 1 / 0`.execute(tx).catch(() => 'swallowed'))
    await expect(work).rejects.toThrow('was not committed')
  })

  test('cannot be used after its end', async () => {
    const leaked = await inTransaction(database.db, { actor }, async (tx) => ({ tx }))
    await expect(whoAmI.execute(leaked.tx)).rejects.toThrow()
  })

  test('may do nothing that was not granted', async () => {
    await expect(inTransaction(database.db, { actor }, (tx) => sql`delete from app.thing`.execute(tx))).rejects.toThrow('permission denied')
    await expect(inTransaction(database.db, { actor }, (tx) => sql`select * from platform.migration`.execute(tx))).rejects.toThrow('permission denied')
  })
})

describe('a connection', () => {
  test('gives days as text, moments in UTC with milliseconds, counts as numbers and numerics as text', async () => {
    const { rows } = await sql`select date '2026-03-29' as day, timestamptz '2026-03-29 03:30+02' as moment, count(*) as count, 1.50::numeric as amount,
      array[date '2026-01-01', null] as days, array[timestamptz '2026-01-01 00:00Z'] as moments, array[7::bigint] as counts,
      9007199254740993::bigint as huge, timestamptz 'infinity' as never`.execute(database.db)
    expect(rows[0]).toEqual({
      day: '2026-03-29', moment: '2026-03-29T01:30:00.000Z', count: 1, amount: '1.50',
      days: ['2026-01-01', null], moments: ['2026-01-01T00:00:00.000Z'], counts: [7], huge: '9007199254740993', never: 'infinity',
    })
  })

  test('says that the database is away when it cannot be reached', async () => {
    const nowhere = connect({ host: '/nonexistent', port: 5432, user: 'x', password: 'x', database: 'x' })
    await expect(sql`select 1`.execute(nowhere)).rejects.toBeInstanceOf(DatabaseAway)
    await nowhere.destroy()
  })

  test('is lost in the middle of a transaction, says so, and the pool carries on', async () => {
    const cut = inTransaction(database.db, { actor }, async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.db)
      await whoAmI.execute(tx)
    })
    await expect(cut).rejects.toBeInstanceOf(DatabaseAway)
    await expect(inTransaction(database.db, { actor }, (tx) => whoAmI.execute(tx))).resolves.toBeDefined()
  })
})
