import { existsSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Database } from '#platform/database/connect'

type Column = { readonly place: string; readonly bytes: boolean }

/** Every text and every byte of every table that is not the server's own, and what the planner has sampled of them. */
async function everything(db: Database): Promise<readonly (Column & { readonly text: string })[]> {
  const { rows: columns } = await sql<{ table: string; column: string; type: string }>`
    select format('%I.%I', nspname, relname) as table, attname as column, format_type(atttypid, null) as type
    from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'm', 'S') and nspname !~ '^(pg_|information_schema)' and attnum > 0 and not attisdropped order by 1, attnum`.execute(db)
  const found: (Column & { readonly text: string })[] = []
  for (const { table, column, type } of columns) {
    const { rows } = await sql<{ text: string | null }>`select string_agg(${type === 'bytea' ? sql`encode(${sql.ref(column)}, 'hex')` : sql`${sql.ref(column)}::text`}, E'\n') as text from ${sql.raw(table)}`.execute(db)
    found.push({ place: `${table}.${column}`, bytes: type === 'bytea', text: rows[0]?.text ?? '' })
  }
  const { rows: [sampled] } = await sql<{ text: string | null }>`
    select string_agg(concat_ws(' ', schemaname, tablename, attname, most_common_vals::text, histogram_bounds::text), E'\n') as text from pg_stats where schemaname !~ '^(pg_|information_schema)'`.execute(db)
  return [...found, { place: 'pg_stats', bytes: false, text: sampled?.text ?? '' }]
}

/** Where a dump of a database says one of these words, in any case, as text or as bytes. */
export async function saidInDump(db: Database, words: readonly string[]): Promise<readonly string[]> {
  const places: string[] = []
  for (const { place, bytes, text } of await everything(db)) {
    const lower = text.toLowerCase()
    for (const word of words) {
      const forms = bytes ? [Buffer.from(word).toString('hex'), Buffer.from(word.toLowerCase()).toString('hex')] : [word.toLowerCase()]
      if (forms.some((form) => lower.includes(form))) places.push(`${place}: ${word}`)
    }
  }
  return places
}

/** Where the files under a database's tables say one of these words, deleted rows and indexes included. The log of changes is not among them. */
export async function saidInFiles(db: Database, words: readonly string[]): Promise<readonly string[]> {
  await sql`checkpoint`.execute(db)
  const { rows } = await sql<{ name: string; path: string }>`
    select relname as name, current_setting('data_directory') || '/' || pg_relation_filepath(oid) as path from pg_class where relfilenode <> 0 or relkind = 'r' and relname = 'pg_statistic'`.execute(db)
  const places: string[] = []
  for (const { name, path } of rows) {
    for (const file of [path, `${path}.1`].filter(existsSync)) {
      const bytes = readFileSync(file)
      for (const word of words) if (bytes.includes(word) || bytes.includes(word.toLowerCase())) places.push(`${name}: ${word}`)
    }
  }
  return places
}
