import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Instant } from '#vocabulary/instant'
import type { Actor } from './actor.ts'

type Line = { readonly tx: Tx; readonly route: string; readonly actor: Actor | null; readonly now: Instant }

/** Claims a form's token for this act; a second claim waits for the first to commit and then gets its answer. */
export async function claimOnce({ tx, route, actor, now }: Line, token: string | undefined): Promise<{ first: true } | { first: false; answer: unknown }> {
  if (!token || !actor) return { first: true }
  const claimed = await sql`
    insert into platform.once (token, account, route, at) values (${token}, ${actor.account}, ${route}, ${now})
    on conflict (token) do nothing`.execute(tx)
  if (claimed.numAffectedRows === 1n) return { first: true }
  const { rows } = await sql<{ answer: unknown }>`
    select answer from platform.once where token = ${token} and account = ${actor.account} and route = ${route}`.execute(tx)
  // A token of somebody else's, or of another act, claims nothing and reveals nothing.
  return rows[0] ? { first: false, answer: rows[0].answer } : { first: true }
}

/** Keeps the answer beside the token for whoever sends the same form again. */
export async function keepAnswer({ tx, route, actor }: Line, token: string | undefined, answer: unknown): Promise<void> {
  if (!token || !actor) return
  await sql`update platform.once set answer = ${JSON.stringify(answer ?? null)}::jsonb where token = ${token} and account = ${actor.account} and route = ${route}`.execute(tx)
}
