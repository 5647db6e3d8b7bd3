import { type Kysely, sql } from 'kysely'
import type { Database } from './connect.ts'
import { DatabaseTrouble } from './database-trouble.ts'
import { type MigrationFile, type MigrationRecord, migrationsFolder, migrationsNamed, migrationsToRun, readMigrations } from './migration-files.ts'
import { ensureRoles } from './roles.ts'
import { asMigrator } from './transaction.ts'

type Tables = { 'platform.migration': { name: string; checksum: string; ran_at: string } }

// Any number that nothing else locks; it is the day on which this was written.
const lock = 20_261_123

/**
 * Brings the database to this version: runs what has not run yet, each file in a transaction of its own, and returns the names.
 * `only` stops at what another database has been through, so that its rows fit in.
 * Of two servers that start together the second waits and finds nothing left to do.
 */
export async function migrate(db: Database, settings: { readonly folder?: string; readonly only?: readonly Pick<MigrationRecord, 'name' | 'checksum'>[] } = {}): Promise<readonly string[]> {
  const every = await readMigrations(settings.folder ?? migrationsFolder)
  const files = settings.only ? migrationsNamed(every, settings.only) : every
  return db.connection().execute(async (keeper) => {
    await sql`select pg_advisory_lock(${lock})`.execute(keeper)
    try {
      await ensureRoles(keeper)
      const waiting = migrationsToRun(files, await recordsOf(keeper, db))
      for (const file of waiting) await runOne(db, file)
      return waiting.map((file) => file.name)
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(keeper)
    }
  })
}

async function recordsOf(keeper: Kysely<{}>, db: Database): Promise<readonly MigrationRecord[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('platform.migration') is not null as there`.execute(keeper)
  return asMigrator(db, async (tx) => {
    if (!rows[0]?.there) {
      await sql.raw(`
        create schema if not exists platform;
        create table platform.migration (
          name text primary key,
          checksum text not null,
          ran_at timestamptz not null default now()
        )`).execute(tx)
    }
    return tx.withTables<Tables>().selectFrom('platform.migration').selectAll().orderBy('name').execute()
  })
}

async function runOne(db: Database, file: MigrationFile): Promise<void> {
  try {
    await asMigrator(db, async (tx) => {
      await sql.raw(file.text).execute(tx)
      await sql`select platform.let_the_keeper_see()`.execute(tx)
      await tx.withTables<Tables>().insertInto('platform.migration').values({ name: file.name, checksum: file.checksum, ran_at: new Date().toISOString() }).execute()
    })
  } catch (error) {
    throw new DatabaseTrouble(`The migration ${file.name} failed and left nothing behind: ${told(error)}`, { cause: error })
  }
}

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : ''
  return `${error.message}${detail}`
}
