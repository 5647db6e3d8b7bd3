import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/database.ts'
import { connect, refuseOldServer, requireSupportedServer, type ServerSettings } from './connect.ts'
import { migrate } from './migrate.ts'
import { migrationsFolder } from './migration-files.ts'
import { asMigrator, inTransaction } from './transaction.ts'

const database = testDatabase({ empty: true })
const ground = readFileSync(join(migrationsFolder, '0001-ground.sql'), 'utf8')
let folder = ''
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ariadne-migrations-'))
  write('0001-ground.sql', ground)
  await sql.raw('drop schema if exists platform cascade; drop schema if exists app cascade; drop schema if exists inventory cascade').execute(database.db)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inventory = `create schema inventory; grant usage on schema inventory to ariadne_app;
  create table inventory.item (office uuid primary key, name text not null);
  grant select, insert on inventory.item to ariadne_app;
  alter table inventory.item enable row level security; alter table inventory.item force row level security;
  create policy "an office sees its own" on inventory.item to ariadne_app using (office = app.office()) with check (office = app.office());`

async function here(): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.db)
  return rows[0]?.name ?? ''
}

function as(user: string, settings: ServerSettings): ServerSettings {
  if (!('url' in settings)) return { ...settings, user, password: 'guest' }
  const url = new URL(settings.url)
  url.username = user
  url.password = 'guest'
  return { url: url.toString() }
}

describe('migrating', () => {
  test('runs each file once, in the order of its number', async () => {
    write('0010-inventory.sql', inventory)
    expect(await migrate(database.db, { folder })).toEqual(['0001-ground.sql', '0010-inventory.sql'])
    expect(await migrate(database.db, { folder })).toEqual([])
    write('0002-late.sql', 'create table platform.late (n int)')
    expect(await migrate(database.db, { folder })).toEqual(['0002-late.sql'])
  })

  test('refuses a file that was edited after it ran', async () => {
    write('0010-inventory.sql', inventory)
    await migrate(database.db, { folder })
    write('0010-inventory.sql', `${inventory} -- and one more thing`)
    await expect(migrate(database.db, { folder })).rejects.toThrow('0010-inventory.sql was edited after it ran')
  })

  test('refuses a database that has been through more than this version knows', async () => {
    write('0010-inventory.sql', inventory)
    await migrate(database.db, { folder })
    rmSync(join(folder, '0010-inventory.sql'))
    await expect(migrate(database.db, { folder })).rejects.toThrow('which this version of Ariadne does not have')
  })

  test('leaves nothing of a file that fails, and says which', async () => {
    write('0010-broken.sql', 'create schema inventory; create table inventory.half (n int); select nonsense;')
    await expect(migrate(database.db, { folder })).rejects.toThrow(/0010-broken\.sql failed and left nothing behind: .*nonsense/)
    const { rows } = await sql<{ there: boolean }>`select to_regclass('inventory.half') is not null as there`.execute(database.db)
    expect(rows[0]?.there).toBe(false)
  })

  test('refuses two files with one number and names without one', async () => {
    write('0010-one.sql', 'select 1')
    write('0010-two.sql', 'select 2')
    await expect(migrate(database.db, { folder })).rejects.toThrow('have the same number')
    rmSync(join(folder, '0010-two.sql'))
    write('last.sql', 'select 3')
    await expect(migrate(database.db, { folder })).rejects.toThrow('must be named like')
  })

  test('is done once when four servers start together', async () => {
    write('0010-inventory.sql', `${inventory} select pg_sleep(0.1);`)
    const servers = Array.from({ length: 4 }, () => connect({ ...database.settings, poolSize: 2 }))
    const ran = await Promise.all(servers.map((server) => migrate(server, { folder })))
    expect(ran.flat().sort()).toEqual(['0001-ground.sql', '0010-inventory.sql'])
    await Promise.all(servers.map((server) => server.destroy()))
  })

  test('lets the owner see every row of a guarded table, an office its own and nobody none', async () => {
    write('0010-inventory.sql', inventory)
    await migrate(database.db, { folder })
    const [here, there] = ['0b6fdc6e-3c2d-4f30-9a3c-0d6f3f6f0001', '0b6fdc6e-3c2d-4f30-9a3c-0d6f3f6f0002'] as const
    await asMigrator(database.db, (tx) => sql`insert into inventory.item values (${here}, 'lamp'), (${there}, 'chair')`.execute(tx))
    const names = sql<{ name: string }>`select name from inventory.item order by name`
    const actor = { account: here, office: here, officeKind: 'reception-centre' } as const
    expect((await asMigrator(database.db, (tx) => names.execute(tx))).rows).toEqual([{ name: 'chair' }, { name: 'lamp' }])
    expect((await inTransaction(database.db, { actor }, (tx) => names.execute(tx))).rows).toEqual([{ name: 'lamp' }])
    expect((await inTransaction(database.db, { actor: null }, (tx) => names.execute(tx))).rows).toEqual([])
    const intruding = inTransaction(database.db, { actor }, (tx) => sql`insert into inventory.item values (gen_random_uuid(), 'x')`.execute(tx))
    await expect(intruding).rejects.toThrow('row-level security')
  })

  test('tells a user without the right to make roles what to ask for, and works once that was done', async () => {
    const { db, settings } = database
    const name = `guest_${process.pid}`
    await sql.raw(`create role ${name} login password 'guest'; revoke create on database ${await here()} from ariadne_migrator`).execute(db)
    const guest = connect({ ...as(name, settings), poolSize: 2 })
    const trouble: unknown = await migrate(guest, { folder }).catch((error: unknown) => error)
    const advice = trouble instanceof Error ? trouble.message : ''
    expect(advice).toContain('Ask the administrator of the database server to run: ')
    const [, grants = ''] = advice.split('nologin; create role ariadne_app nologin; ')
    await sql.raw(grants).execute(db)
    expect(await migrate(guest, { folder })).toEqual(['0001-ground.sql'])
    const actor = { account: crypto.randomUUID(), office: crypto.randomUUID(), officeKind: 'first-line' } as const
    const { rows } = await inTransaction(guest, { actor }, (tx) => sql`select app.office() as office`.execute(tx))
    expect(rows).toEqual([{ office: actor.office }])
    await guest.destroy()
    await sql.raw(`drop role ${name}`).execute(db)
  })
})

describe('the server', () => {
  test('is accepted from PostgreSQL 15 on', async () => {
    await expect(requireSupportedServer(database.db)).resolves.toBeUndefined()
    expect(() => refuseOldServer(150_004, '15.4')).not.toThrow()
    expect(() => refuseOldServer(140_011, '14.11')).toThrow('is PostgreSQL 14.11; Ariadne needs 15 or later')
  })
})
