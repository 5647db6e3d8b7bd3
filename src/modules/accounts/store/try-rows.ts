import { sql, type Kysely } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Call, Origin } from '#platform/doors/call'
import { vaultOf } from '#platform/vault/vault'
import type { AccountId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { hashOfSecret } from './secret.ts'

/** Under what tries at a login are counted: a keyed hash, since people type passwords into the field for it. */
const markOf = (tx: Kysely<{}>, login: string): Buffer => vaultOf(tx).mark(`login|${login}`)

type Trying = { readonly tx: Tx; readonly from?: Origin | undefined }

/** The login, the address at this login, the browser at this login, and the browser: where a try is counted, for the functions of the database. */
export function placesOf({ tx, from }: Trying, login: string) {
  const browser = from?.browser === undefined ? null : hashOfSecret(from.browser)
  const { mark } = vaultOf(tx)
  return sql`${markOf(tx, login)}, ${mark(`login from|${from?.address ?? ''}|${login}`)}, ${browser && mark(`login in|${browser.toString('hex')}|${login}`)}, ${browser}`
}

/** Counts a try and answers until when it must wait, or null when it may be looked at. The line of record says whose login it is, where it is somebody's. */
export async function beginTry(call: Pick<Call, 'tx' | 'now' | 'from' | 'concernsAccount'>, login: string): Promise<Instant | null> {
  const { rows: [begun] } = await sql<{ until: Instant | null; account: AccountId | null }>`
    select accounts.begin_try(${login}, ${placesOf(call, login)}, ${call.now}) as until, accounts.account_of_login(${login}) as account`.execute(call.tx)
  if (begun?.account) call.concernsAccount(begun.account)
  return begun?.until ?? null
}

/** A step that was right takes its own try back. */
export async function forgiveTry(call: Pick<Call, 'tx' | 'now' | 'from'>, login: string): Promise<void> {
  await sql`select accounts.forgive_try(${login}, ${placesOf(call, login)}, ${call.now})`.execute(call.tx)
}

/** For the administration: whoever waits at this login, wherever, may try again at once. */
export async function forgiveTriesOf(tx: Tx, login: string): Promise<void> {
  await sql`select accounts.forgive_tries_of(${markOf(tx, login)})`.execute(tx)
}

/** With a new password the tries at the old one are over. */
export async function forgetTries(tx: Tx, login: string): Promise<void> {
  await sql`select accounts.forget_tries(${markOf(tx, login)})`.execute(tx)
}

export type Keys = { readonly waitsUntil: Instant | null; readonly hasCode: boolean; readonly hasProvider: boolean }

/** How somebody signs in, for those who keep the account. */
export async function keysOf(tx: Tx, { id, login }: { readonly id: AccountId; readonly login: string }): Promise<Keys> {
  const { rows } = await sql<Keys>`
    select waits_until as "waitsUntil", has_code as "hasCode", has_provider as "hasProvider" from accounts.keys_of(${id}, ${markOf(tx, login)})`.execute(tx)
  return rows[0] ?? { waitsUntil: null, hasCode: false, hasProvider: false }
}
