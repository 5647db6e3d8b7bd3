import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { keyOf, openSealed, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { AccountId } from '#vocabulary/ids'

export type SavedView = { readonly id: string; readonly name: string; readonly query: string }
type Said = Pick<SavedView, 'name' | 'query'>

/** By which the same name of the same account is known again; the place of a view, too, since a view that replaces another keeps its row. */
export const viewMark = (tx: Tx, account: string, name: string): Buffer => vaultOf(tx).mark(`view|${account}|${name}`)
export const viewPlace = (mark: Buffer): string => sealedAt('cases.saved_view', mark.toString('hex'))

/** Views are sealed with the key of whose they are, since somebody may save a search for a name. */
export async function listViews(tx: Tx, account: AccountId): Promise<readonly SavedView[]> {
  const { rows } = await sql<Sealed & { id: string; mark: Buffer }>`select id, mark, sealed, ${keyOf('saved_view.account')} as key from cases.saved_view where account = ${account}`.execute(tx)
  const opened: SavedView[] = []
  for (const { id, mark, ...row } of rows) {
    const said = await openSealed<Said>(tx, account, row, viewPlace(mark))
    if (said) opened.push({ id, ...said })
  }
  return opened.toSorted((a, b) => a.name.localeCompare(b.name))
}
/** Keeps a search under a name; the same name again replaces it. */
export async function putView(tx: Tx, account: AccountId, { name, query }: Said): Promise<void> {
  const mark = viewMark(tx, account, name)
  const sealed = await sealFor(tx, { id: account, kind: 'account' }, viewPlace(mark), { name, query })
  await sql`insert into cases.saved_view (account, mark, sealed) values (${account}, ${mark}, ${sealed})
    on conflict (account, mark) do update set sealed = excluded.sealed`.execute(tx)
}
export async function deleteView(tx: Tx, id: string): Promise<boolean> {
  const removed = await sql`delete from cases.saved_view where id = ${id}`.execute(tx)
  return removed.numAffectedRows === 1n
}
