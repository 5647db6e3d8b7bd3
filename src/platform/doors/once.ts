import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { Instant } from '#vocabulary/instant'
import type { Actor } from './actor.ts'

type Line = { readonly tx: Tx; readonly route: string; readonly actor: Actor | null; readonly now: Instant }

const answerPlace = (token: string): string => sealedAt('platform.once', token)

/** Claims a form's token for this act; a second claim waits for the first to commit and then gets its answer. */
export async function claimOnce({ tx, route, actor, now }: Line, token: string | undefined): Promise<{ first: true } | { first: false; answer: unknown }> {
  if (!token || !actor) return { first: true }
  const claimed = await sql`
    insert into platform.once (token, account, route, at) values (${token}, ${actor.account}, ${route}, ${now})
    on conflict (token) do nothing`.execute(tx)
  if (claimed.numAffectedRows === 1n) return { first: true }
  const { rows: [kept] } = await sql<{ sealed: Buffer | null }>`
    select sealed from platform.once where token = ${token} and account = ${actor.account} and route = ${route}`.execute(tx)
  // A token of somebody else's, or of another act, claims nothing and reveals nothing.
  return kept ? { first: false, answer: kept.sealed && vaultOf(tx).own.open(answerPlace(token), kept.sealed) } : { first: true }
}

/** Keeps the answer beside the token for whoever sends the same form again. */
export async function keepAnswer({ tx, route, actor }: Line, token: string | undefined, answer: unknown): Promise<void> {
  if (!token || !actor) return
  await sql`update platform.once set sealed = ${vaultOf(tx).own.seal(answerPlace(token), answer ?? null)} where token = ${token} and account = ${actor.account} and route = ${route}`.execute(tx)
}

/** What the versions before the vault kept in clear of answers. */
export const clearAnswers: readonly ClearTable[] = [
  clearTable<{ readonly token: string; readonly answer: unknown }>({
    name: 'platform.once', constraint: 'an answer lies sealed', subject: null, isClear: 'answer is not null', reads: 'token, answer', sets: 'answer = null',
    seals: ({ token, answer }) => ({ place: answerPlace(token), value: answer }),
  }),
]
