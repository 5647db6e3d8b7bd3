import type pg from 'pg'

/** A table as it is written into a backup: its columns but those that the database works out itself. */
export type TableToCopy = { readonly name: string; readonly columns: readonly string[]; readonly selected: string; readonly needs: readonly string[]; readonly isForced: boolean }

type Row = { readonly name: string; readonly column: string; readonly forced: boolean }

const openingTransaction = 'cases.file.opened_in'

/**
 * Every table that Ariadne owns, those first that others refer to.
 * The transaction that opened a file means nothing in another database, and a chance equal one there would open the file: it is written as 0.
 */
export async function tablesOf(client: pg.ClientBase): Promise<readonly TableToCopy[]> {
  const { rows } = await client.query<Row>(`
    select format('%I.%I', nspname, relname) as name, quote_ident(attname) as column, relforcerowsecurity as forced
    from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r' and relowner = 'ariadne_migrator'::regrole and attnum > 0 and not attisdropped and attgenerated = ''
    order by nspname, relname, attnum`)
  const { rows: references } = await client.query<{ from: string; to: string }>(`
    select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f' and conrelid <> confrelid`)
  const { rows: names } = await client.query<{ id: string; name: string }>(`
    select pg_class.oid::regclass::text as id, format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace where relkind = 'r'`)
  const full = new Map(names.map(({ id, name }) => [id, name]))
  const copied = [...new Set(rows.map(({ name }) => name))].filter((name) => name !== 'platform.migration')
  const tables = copied.map((name) => ({ name, its: rows.filter((row) => row.name === name) })).map(({ name, its }) => ({
    name,
    isForced: its.some(({ forced }) => forced),
    columns: its.map(({ column }) => column),
    selected: its.map(({ column }) => (`${name}.${column}` === openingTransaction ? `'0'::xid8 as ${column}` : column)).join(', '),
    needs: references.filter(({ from }) => full.get(from) === name).map(({ to }) => full.get(to) ?? to),
  }))
  return inOrder(tables)
}

function inOrder(tables: readonly TableToCopy[]): readonly TableToCopy[] {
  const [waiting, ready] = [[...tables], [] as TableToCopy[]]
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ needs }) => needs.every((need) => !waiting.some(({ name }) => name === need)))
    const [next] = waiting.splice(at, 1)
    if (at < 0 || !next) throw new Error(`tables refer to each other in a circle: ${waiting.map(({ name }) => name).join(', ')}`)
    ready.push(next)
  }
  return ready
}

/** Every sequence with the number that it gave last; null when it has given none. */
export async function sequencesOf(client: pg.ClientBase): Promise<readonly { readonly name: string; readonly last: string | null }[]> {
  const { rows } = await client.query<{ name: string; last: string | null }>(`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as last from pg_sequences where sequenceowner = 'ariadne_migrator' order by 1`)
  return rows
}
