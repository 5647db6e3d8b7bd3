import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { AccountId } from '#vocabulary/ids'

export type SavedView = { readonly id: string; readonly name: string; readonly query: string }

export async function listViews(tx: Tx, account: AccountId): Promise<readonly SavedView[]> {
  const { rows } = await sql<SavedView>`select id, name, query from cases.saved_view where account = ${account} order by name`.execute(tx)
  return rows
}
/** Keeps a search under a name; the same name again replaces it. */
export async function putView(tx: Tx, account: AccountId, { name, query }: Pick<SavedView, 'name' | 'query'>): Promise<void> {
  await sql`insert into cases.saved_view (account, name, query) values (${account}, ${name}, ${query})
    on conflict (account, name) do update set query = excluded.query`.execute(tx)
}
export async function deleteView(tx: Tx, id: string): Promise<boolean> {
  const removed = await sql`delete from cases.saved_view where id = ${id}`.execute(tx)
  return removed.numAffectedRows === 1n
}
