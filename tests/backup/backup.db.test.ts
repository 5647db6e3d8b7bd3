import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createWriteStream } from 'node:fs'
import { createGzip } from 'node:zlib'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ArchiveWriter } from '#platform/backup/archive'
import { restoreBackup } from '#platform/backup/restore-backup'
import { newBackupKey, sealTo } from '#platform/backup/sealed-stream'
import { writeBackup } from '#platform/backup/write-backup'
import { AttachmentFolder } from '#platform/attachments/attachment-folder'
import { connect, type Database } from '#platform/database/connect'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import { giveVault, Vault, vaultOf } from '#platform/vault/vault'
import { Instant } from '#vocabulary/instant'
import { loadDemonstration } from '../../src/main/demonstration/load-demonstration.ts'
import { Belgium } from '../support/belgium.ts'
import { aFolder } from '../support/database-home.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
const [key, otherKey] = [newBackupKey(), newBackupKey()]
const folder = aFolder()
const home = join(folder, 'home')
const now = new Date('2026-11-23T10:00:00Z')
const silent = { say: () => undefined }
let be: Belgium

beforeAll(async () => {
  be = await Belgium.open(base.db)
  await loadDemonstration(be.door, 'be', pino({ level: 'silent' }), { atMost: 6 })
  mkdirSync(join(home, 'keys'), { recursive: true })
  writeFileSync(join(home, 'keys', 'one.key'), 'invented key')
  writeFileSync(join(home, 'database-password'), 'not carried')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
const written = async (): Promise<string> => {
  const file = join(folder, `${(count += 1)}.backup`)
  await writeBackup({ from: base.settings, home, file, recipient: key.publicText, now, ...silent })
  return file
}

/** Every table with how many rows it has and a sum over all of them. */
const sumOf = (db: Database) => asMigrator(db, async (tx) => {
  const { rows: tables } = await sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name from pg_tables where tableowner = 'ariadne_migrator' order by 1`.execute(tx)
  const sums: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ sum: string }>`select count(*) || ' ' || md5(coalesce(string_agg((to_jsonb(t) - 'opened_in' - 'ran_at')::text, '' order by (to_jsonb(t) - 'opened_in' - 'ran_at')::text), '')) as sum from ${sql.raw(name)} as t`.execute(tx)
    sums[name] = rows[0]?.sum ?? ''
  }
  return sums
})

describe('a paper of a person', () => {
  const empty = testDatabase({ empty: true })

  test('comes back with its row and its key, and opens there', async () => {
    Object.assign(be, { door: { ...be.door, installation: { ...be.door.installation, attachments: new AttachmentFolder(home) } } })
    const { file } = await be.accompanied()
    const content = Buffer.from('Specimen van een brief').toString('base64')
    const { attachment } = await be.does<{ attachment: string }>('caseworker-pag-asa', 'attachment.add', { file, compartment: 'identity', name: 'brief.txt', content })
    const backup = await written()
    const target = join(folder, 'restored-papers')
    mkdirSync(target)
    await restoreBackup({ file: backup, privateKey: key.privateText, into: empty.settings, home: target, ...silent })
    giveVault(empty.db, new Vault(vaultOf(base.db).provider))
    await asMigrator(empty.db, (tx) => vaultOf(empty.db).prepare(tx))
    const there = await Belgium.open(empty.db)
    Object.assign(there, { door: { ...there.door, installation: { ...there.door.installation, attachments: new AttachmentFolder(target) } } })
    expect(await there.does('caseworker-pag-asa', 'attachment.download', { file, attachment })).toEqual({ name: 'brief.txt', type: 'text', content })
  })
})

describe('a backup', () => {
  const empty = testDatabase({ empty: true })

  test('brings every row, every sequence and every key back, and row security with them', async () => {
    const before = await sumOf(base.db)
    const file = await written()
    const target = join(folder, 'restored')
    mkdirSync(target)
    const restored = await restoreBackup({ file, privateKey: key.privateText, into: empty.settings, home: target, ...silent })
    expect(await sumOf(empty.db)).toEqual(before)
    expect(restored.tables).toBeGreaterThan(20)
    expect(readFileSync(join(target, 'keys', 'one.key'), 'utf8')).toBe('invented key')
    expect(() => statSync(join(target, 'database-password'))).toThrow('ENOENT')
    const nobody = await inTransaction(empty.db, { actor: null }, (tx) => sql<{ count: string }>`select count(*) from cases.file`.execute(tx))
    expect(Number(nobody.rows[0]?.count)).toBe(0)
    const { rows: unforced } = await sql<{ name: string }>`select relname as name from pg_class where relowner = 'ariadne_migrator'::regrole and relrowsecurity and not relforcerowsecurity`.execute(empty.db)
    expect(unforced).toEqual([])
    const { rows: [next] } = await asMigrator(empty.db, (tx) => sql<{ next: string; last: string }>`select nextval(pg_get_serial_sequence('audit.line', 'number'))::text as next, max(number)::text as last from audit.line`.execute(tx))
    expect(Number(next?.next)).toBeGreaterThan(Number(next?.last))
  }, 120_000)

  test('is refused where there are data already', async () => {
    await expect(restoreBackup({ file: await written(), privateKey: key.privateText, into: base.settings, home: join(folder, 'x'), ...silent })).rejects.toThrow('There are data already')
  }, 60_000)

  test('never replaces another backup', async () => {
    const file = await written()
    await expect(writeBackup({ from: base.settings, home, file, recipient: key.publicText, now, ...silent })).rejects.toThrow('never written over another')
  }, 60_000)

  test('holds nothing that can be read without its key', async () => {
    const text = readFileSync(await written()).toString('latin1')
    const { rows } = await asMigrator(base.db, (tx) => sql<{ reference: string }>`select reference from cases.file`.execute(tx))
    expect(rows.length).toBeGreaterThan(0)
    for (const { reference } of rows) expect(text).not.toContain(reference)
    expect(text).not.toContain('invented key')
  }, 60_000)

  test('is of one moment, whatever is written meanwhile', async () => {
    const told = () => asMigrator(base.db, async (tx) => {
      const { rows } = await sql<{ lines: number }>`select count(*)::int as lines from audit.line`.execute(tx)
      return rows[0]?.lines ?? 0
    })
    const before = await told()
    let writing = true
    const busy = (async () => { while (writing) await be.ask('caseworker-payoke', 'file.list', {}) })()
    const file = await written()
    writing = false
    await busy
    const after = await told()
    const other = join(folder, 'moment')
    mkdirSync(other)
    const own = await emptyDatabase()
    try {
      await restoreBackup({ file, privateKey: key.privateText, into: own.settings, home: other, ...silent })
      const { rows } = await asMigrator(own.db, (tx) => sql<{ lines: number; orphans: number }>`
        select (select count(*)::int from audit.line) as lines,
          (select count(*)::int from cases.identity where not exists (select from cases.file where file.id = identity.file)) as orphans`.execute(tx))
      expect(rows[0]?.orphans).toBe(0)
      expect(rows[0]?.lines).toBeGreaterThanOrEqual(before)
      expect(rows[0]?.lines).toBeLessThanOrEqual(after)
    } finally {
      await own.drop()
    }
  }, 120_000)
})

describe('a backup that is not what was written', () => {
  const nothing = testDatabase({ empty: true })
  const refused = async (file: string, privateKey: string = key.privateText): Promise<string> => {
    const target = aFolder()
    try {
      await restoreBackup({ file, privateKey, into: nothing.settings, home: target, ...silent })
      return 'restored'
    } catch (error) {
      // Nothing is half there: the next attempt on the same database begins with it as it was.
      await sql`drop schema if exists platform cascade`.execute(nothing.db)
      const { rows } = await sql<{ schema: string }>`select nspname as schema from pg_namespace where nspowner = 'ariadne_migrator'::regrole`.execute(nothing.db)
      for (const { schema } of rows) await sql.raw(`drop schema if exists ${schema} cascade`).execute(nothing.db)
      return error instanceof Error ? error.message : String(error)
    } finally {
      rmSync(target, { recursive: true, force: true })
    }
  }

  test('does not open with another key', async () => {
    expect(await refused(await written(), otherKey.privateText)).toContain('The key does not open this backup')
    expect(await refused(await written(), 'no key at all')).toContain('begins with "ariadne-private-"')
  }, 60_000)

  test('is found out by one changed bit, wherever it is', async () => {
    const file = await written()
    const good = readFileSync(file)
    for (const part of [0, 0.0005, 0.2, 0.5, 0.8, 0.9999]) {
      const bad = Buffer.from(good)
      const at = Math.min(bad.length - 1, Math.floor(bad.length * part))
      bad[at] = (bad[at] ?? 0) ^ 1
      writeFileSync(file, bad)
      expect(await refused(file), `a bit changed at ${at} of ${bad.length}`).toMatch(/not a backup|does not open|changed or damaged|ends too early/)
    }
  }, 120_000)

  test('is found out when its end is missing', async () => {
    const file = await written()
    truncateSync(file, statSync(file).size - 10)
    expect(await refused(file)).toMatch(/ends too early/)
  }, 60_000)

  test('writes no file outside its own folder', async () => {
    const file = join(folder, 'escape.backup')
    const out = new PassThrough()
    const flow = pipeline(out, createGzip(), sealTo(key.publicText), createWriteStream(file))
    const writer = new ArchiveWriter(out)
    await writer.head({ at: Instant.parse(now.toISOString()), migrations: [], sequences: [] })
    await writer.part({ kind: 'file', path: '../../escaped', mode: 0o600 }, (async function* () { yield Buffer.from('x') })())
    await writer.end()
    await flow
    expect(await refused(file)).toContain('outside its own folder')
  }, 60_000)
})

async function emptyDatabase(): Promise<{ readonly db: Database; readonly settings: typeof base.settings; readonly drop: () => Promise<void> }> {
  const name = `ariadne_test_${crypto.randomUUID().replaceAll('-', '')}`
  await sql.raw(`create database ${name} template template0`).execute(base.db)
  const settings = { ...base.settings, database: name } as typeof base.settings
  const db = connect({ ...settings, poolSize: 3 })
  return { db, settings, drop: async () => { await db.destroy(); await sql.raw(`drop database ${name} with (force)`).execute(base.db) } }
}
