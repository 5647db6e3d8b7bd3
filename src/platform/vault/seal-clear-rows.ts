import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { type ClearRow, type ClearTable, sealedRow } from './clear-table.ts'
import { type Sealer, SubjectErased, type Vault, vaultOf } from './vault.ts'

// The day after that of the migrations' lock: two servers that start together seal one after the other.
const lock = 20_261_124
const blocksAtOnce = 64

type Said = (sentence: string) => void
export type Sealing = { readonly say?: Said; readonly afterBatch?: (table: string) => void }

/**
 * Seals what earlier versions left in clear, table by table and in batches that each commit, so that a stop loses nothing and the next
 * start goes on. A table that is whole has its constraint validated and is rewritten, since deleted rows keep their text until then.
 * Returns how many rows were sealed.
 */
export async function sealClearRows(db: Database, tables: readonly ClearTable[], { say = () => {}, afterBatch = () => {} }: Sealing = {}): Promise<number> {
  return db.connection().execute(async (keeper) => {
    await sql`select pg_advisory_lock(${lock})`.execute(keeper)
    try {
      const done = await sealedTables(db)
      let all = 0
      for (const table of tables.filter(({ name }) => !done.has(name))) {
        const sealed = await sealTable(db, table, afterBatch)
        if (sealed.blocks > 0) await rewrite(db, table.name)
        await asMigrator(db, (tx) => sql`insert into vault.sealed_table (name, rows_sealed) values (${table.name}, ${sealed.rows}) on conflict do nothing`.execute(tx))
        if (sealed.rows > 0) say(`${sealed.rows} rows of ${table.name} are sealed.`)
        all += sealed.rows
      }
      // What the planner had sampled of the clear columns lies in a table of the server's own; only a superuser may rewrite that.
      if (all > 0) await sql`vacuum (full) pg_catalog.pg_statistic`.execute(keeper).catch(() => say('The server\'s own statistics could not be rewritten: have a superuser run once: vacuum full pg_catalog.pg_statistic'))
      return all
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(keeper)
    }
  })
}

const sealedTables = (db: Database): Promise<ReadonlySet<string>> => asMigrator(db, async (tx) => {
  const { rows } = await sql<{ name: string }>`select name from vault.sealed_table`.execute(tx)
  return new Set(rows.map(({ name }) => name))
})

async function sealTable(db: Database, table: ClearTable, afterBatch: (table: string) => void): Promise<{ readonly rows: number; readonly blocks: number }> {
  const blocks = await asMigrator(db, async (tx) => (await sql<{ blocks: number }>`select (pg_relation_size(${table.name}::regclass) / current_setting('block_size')::int)::int as blocks`.execute(tx)).rows[0]?.blocks ?? 0)
  let rows = 0
  // A sealed row moves to another place in the table and is not clear there, so one walk over the blocks of the beginning meets them all.
  for (let from = 0; from < blocks; from += blocksAtOnce) {
    const sealed = await asMigrator(db, (tx) => sealBlocks(tx, vaultOf(db), table, from))
    rows += sealed
    if (sealed > 0) afterBatch(table.name)
  }
  await asMigrator(db, (tx) => sql`alter table ${sql.raw(table.name)} validate constraint ${sql.id(table.constraint)}`.execute(tx))
  return { rows, blocks }
}

async function sealBlocks(tx: Tx, vault: Vault, table: ClearTable, from: number): Promise<number> {
  const { rows } = await sql<ClearRow>`select ctid::text as at, ${sql.raw(table.subject?.column ?? 'null')}::text as subject, ${sql.raw(table.reads)}
    from ${sql.raw(table.name)} where ctid >= ${`(${from},0)`}::tid and ctid < ${`(${from + blocksAtOnce},0)`}::tid and (${sql.raw(table.isClear)}) for update`.execute(tx)
  if (rows.length === 0) return 0
  const toSeal = rows.map((row) => ({ row, ...table.seals(row as never, vault) }))
  const sealers = await sealersOf(tx, vault, table, toSeal.flatMap(({ row, value }) => (value === undefined || row.subject === null ? [] : [row.subject])))
  const fresh = toSeal.map(({ row, ...sealing }) => sealedRow(row, sealing, row.subject === null ? vault.own : sealers.get(row.subject)))
  await sql`update ${sql.raw(table.name)} as clear set sealed = decode(fresh.sealed, 'base64'), ${sql.raw(table.sets)}
    from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as fresh (at text, sealed text, also text) where clear.ctid = fresh.at::tid`.execute(tx)
  return rows.length
}

async function sealersOf(tx: Tx, vault: Vault, { subject }: ClearTable, ids: readonly string[]): Promise<ReadonlyMap<string, Sealer>> {
  const sealers = new Map<string, Sealer>()
  if (!subject) return sealers
  for (const id of new Set(ids)) {
    // Whoever was erased before has nothing more to be sealed: what still lay in clear goes.
    const sealer = await vault.sealerFor(tx, { id, kind: subject.kind }).catch(noneIfErased)
    if (sealer) sealers.set(id, sealer)
  }
  return sealers
}

function noneIfErased(fault: unknown): undefined {
  if (!(fault instanceof SubjectErased)) throw fault
}

/**
 * Writes the table anew with the rows that there are. `vacuum full` would do, were it not for rows that somebody's old snapshot may still see:
 * it carries those over, text and all. A change of type copies what is there now and nothing else.
 */
const rewrite = (db: Database, table: string): Promise<void> => asMigrator(db, async (tx) => {
  await sql`alter table ${sql.raw(table)} alter column sealed type bytea using sealed || ''::bytea`.execute(tx)
  await sql`analyze ${sql.raw(table)}`.execute(tx)
})
