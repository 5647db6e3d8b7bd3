import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { aFolder, anotherProcess, ask, copyOf, killed, postmasterOf, removeHome } from '../../../../tests/support/database-home.ts'
import { connect } from '../connect.ts'
import { DatabaseAway, DatabaseTrouble } from '../database-trouble.ts'
import { adoptOrphan } from './adopt-orphan.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { isAlive, until } from './process-facts.ts'

const healthy = aFolder()
const homes: string[] = []
const running: EmbeddedPostgres[] = []
let said: string[] = []

async function start(home: string): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ home, log: (sentence) => said.push(sentence) })
  running.push(started)
  return started
}
function aHome(): string {
  const home = copyOf(healthy)
  homes.push(home)
  return home
}
const lamps = (connection: EmbeddedPostgres['connection']) => ask<{ name: string }>(connection, 'select name from lamp')

beforeAll(async () => {
  const first = await startEmbeddedPostgres({ home: healthy, log: () => {} })
  await ask(first.connection, "create table lamp (name text); insert into lamp values ('red')")
  await first.stop()
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
  for (const home of homes.splice(0)) removeHome(home)
  said = []
})
afterAll(() => removeHome(healthy))

describe('a database of our own', () => {
  test('is made at the first start, keeps what was written, and is stopped without a trace', async () => {
    const home = aHome()
    const { connection, stop } = await start(home)
    expect(await lamps(connection)).toEqual([{ name: 'red' }])
    await stop()
    expect(postmasterOf(home)).toBeUndefined()
    expect(existsSync(join(home, 'ariadne.lock'))).toBe(false)
  })

  test('writes safely, listens to no network and wants the password of its home', async () => {
    const home = aHome()
    const { connection } = await start(home)
    const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses', 'password_encryption', 'server_encoding']
    const rows = await ask<{ name: string; setting: string }>(connection, `select name, setting from pg_settings where name in ('${names.join("','")}')`)
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', data_checksums: 'on', listen_addresses: '', password_encryption: 'scram-sha-256', server_encoding: 'UTF8',
    })
    expect(statSync(join(home, 'database-password')).mode & 0o777).toBe(0o600)
    await expect(ask({ ...connection, password: 'wrong' } as typeof connection, 'select 1')).rejects.toThrow('password authentication failed')
  })

  test('is started again when it dies, and the pool finds it', async () => {
    const home = aHome()
    const { connection } = await start(home)
    const db = connect({ ...connection, poolSize: 2 })
    const one = () => sql<{ one: number }>`select 1 as one`.execute(db)
    await one()
    process.kill(postmasterOf(home) ?? 0, 'SIGKILL')
    await pause(50)
    await expect(one()).rejects.toBeInstanceOf(DatabaseAway)
    const isBack = async () => (await one().catch(() => null)) !== null
    for (let tries = 0; tries < 100 && !(await isBack()); tries += 1) await pause(100)
    expect((await one()).rows).toEqual([{ one: 1 }])
    expect(said.join()).toContain('stopped by itself')
    await db.destroy()
  })

  test('has a short socket when the home has a long name', async () => {
    const home = join(aHome(), 'a-very-long-name-of-a-folder-'.repeat(5))
    const { connection, stop } = await start(home)
    const socket = 'host' in connection ? connection.host : ''
    expect(socket).toMatch(/^\/tmp\/ariadne-\w+$/)
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await stop()
    expect(existsSync(socket)).toBe(false)
  })

  test('is made anew after a setup that was cut short', async () => {
    const home = aFolder()
    homes.push(home)
    mkdirSync(join(home, 'database.unfinished'))
    writeFileSync(join(home, 'database.unfinished', 'PG_VERSION'), '18\n')
    await start(home)
    expect(readdirSync(home)).not.toContain('database.unfinished')
  })
})

describe('a second start', () => {
  test('on one home is refused while the first runs, from the same process and from another', async () => {
    const home = aHome()
    await start(home)
    await expect(start(home)).rejects.toThrow(/already running on .* \(process \d+, since/)
    await expect(anotherProcess(home)).rejects.toThrow('it ended with 1')
  })

  test.each([
    ['a process that is gone', JSON.stringify({ pid: 4_000_000, began: 'x', since: 'then' })],
    ['a number that was given to another process since', JSON.stringify({ pid: process.pid, began: 'long ago', since: 'then' })],
    ['a write that was cut short', ''],
  ])('goes ahead when the lock is left from %s', async (_, text) => {
    const home = aHome()
    writeFileSync(join(home, 'ariadne.lock'), text)
    await expect(start(home)).resolves.toBeDefined()
  })
})

describe('after Ariadne was killed', () => {
  test('the PostgreSQL that it left running is used further', async () => {
    const home = aHome()
    const { child, connection } = await anotherProcess(home)
    await ask(connection, "insert into lamp values ('blue')")
    const before = postmasterOf(home)
    await killed(child)
    expect(isAlive(before ?? 0)).toBe(true)
    const again = await start(home)
    expect(postmasterOf(home)).toBe(before)
    expect(said.join()).toContain('still running after an interruption')
    expect(await lamps(again.connection)).toEqual([{ name: 'red' }, { name: 'blue' }])
    await again.stop()
    expect(isAlive(before ?? 0)).toBe(false)
  })

  test('a PostgreSQL that no longer answers is stopped', async () => {
    const home = aHome()
    const { child } = await anotherProcess(home)
    const frozen = postmasterOf(home) ?? 0
    await killed(child)
    process.kill(frozen, 'SIGSTOP')
    const settingsAt = (socket: string) => ({ host: socket, port: 5432, user: 'ariadne', password: 'x', database: 'postgres' })
    expect(await adoptOrphan({ data: join(home, 'database'), postgres: `/proc/${frozen}/exe`, settingsAt, patience: 300 })).toBeUndefined()
    expect(isAlive(frozen)).toBe(false)
    const again = await start(home)
    expect(await lamps(again.connection)).toEqual([{ name: 'red' }])
  })

  test('together with PostgreSQL, nothing that was committed is lost', async () => {
    const home = aHome()
    const { child, connection } = await anotherProcess(home)
    await ask(connection, "insert into lamp values ('green')")
    const pid = postmasterOf(home) ?? 0
    process.kill(pid, 'SIGKILL')
    await killed(child)
    await until(() => !isAlive(pid), 2_000)
    const again = await start(home)
    expect(await lamps(again.connection)).toEqual([{ name: 'red' }, { name: 'green' }])
  })

  test('a number in postmaster.pid that belongs to a stranger since does not stand in the way', async () => {
    const home = aHome()
    writeFileSync(join(home, 'database', 'postmaster.pid'), `${process.pid}\n${join(home, 'database')}\n1\n5432\n/tmp\n\n  0 0\nready\n`)
    const again = await start(home)
    expect(await lamps(again.connection)).toEqual([{ name: 'red' }])
  })
})

describe('a damaged home', () => {
  const inData = (...parts: string[]) => (home: string) => join(home, 'database', ...parts)
  const remove = (path: (home: string) => string) => (home: string) => rmSync(path(home), { recursive: true })
  const spoil = (path: (home: string) => string) => (home: string) => writeFileSync(path(home), Buffer.alloc(8_192, 7))

  const dataFiles = (home: string) => readdirSync(home, { recursive: true }).map(String).filter((name) => /(base|global|pg_wal)\/.*\d$/.test(name)).sort()

  test.each([
    ['whose PG_VERSION is missing', remove(inData('PG_VERSION')), /PG_VERSION is missing.*restore the latest backup/],
    ['of another version of PostgreSQL', (home: string) => writeFileSync(inData('PG_VERSION')(home), '17\n'), /written by PostgreSQL 17.*comes with PostgreSQL 18/],
    ['whose control file is missing', remove(inData('global', 'pg_control')), /pg_control.*restore the latest backup/],
    ['whose control file is spoiled', spoil(inData('global', 'pg_control')), /pg_control.*restore the latest backup/],
    ['whose map of files is spoiled', spoil(inData('global', 'pg_filenode.map')), /missing or damaged.*restore the latest backup/],
    ['whose journal is missing', (home: string) => { for (const name of readdirSync(inData('pg_wal')(home))) rmSync(inData('pg_wal', name)(home), { recursive: true }) }, /journal.*restore the latest backup/],
    ['whose list of databases is spoiled', spoil(inData('global', '1262')), /missing or damaged.*restore the latest backup/],
    ['whose settings were changed into nonsense', (home: string) => writeFileSync(inData('postgresql.conf')(home), 'nonsense = 1\n'), /settings of the database/],
    ['whose password is missing', remove((home) => join(home, 'database-password')), /database-password is missing.*backup/],
    ['whose password is of another home', (home: string) => writeFileSync(join(home, 'database-password'), 'a'.repeat(64)), /does not accept the password/],
    ['that has a file in place of the database', (home: string) => { rmSync(inData()(home), { recursive: true }); writeFileSync(inData()(home), 'x') }, /is a file/],
  ])('%s is told in a sentence, and its files stay', async (_, damage, sentence) => {
    const home = aHome()
    damage(home)
    const before = dataFiles(home)
    const trouble = await start(home).catch((error: unknown) => error)
    expect(trouble).toBeInstanceOf(DatabaseTrouble)
    expect(trouble instanceof Error ? trouble.message : '').toMatch(sentence)
    expect(dataFiles(home)).toEqual(before)
    expect(existsSync(join(home, 'ariadne.lock'))).toBe(false)
  })

  test('that is a file is told in a sentence', async () => {
    const home = join(aHome(), 'file')
    writeFileSync(home, 'x')
    await expect(start(home)).rejects.toThrow('cannot be made')
  })
})
