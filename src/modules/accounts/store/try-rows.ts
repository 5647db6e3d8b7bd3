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

/** The login, the address and the network at this login, and what the browser keeps: where a try is counted, for the functions of the database. */
export function placesOf({ tx, from }: Trying, login: string) {
  const { mark } = vaultOf(tx)
  const address = from?.address ?? ''
  return sql`${markOf(tx, login)}, ${mark(`login from|${address}|${login}`)}, ${mark(`login near|${from?.network ?? address}|${login}`)}, ${keptIn(from)}`
}

/** What a browser keeps, as the database knows it. */
export const keptIn = (from: Origin | undefined): Buffer | null => (from?.browser === undefined ? null : hashOfSecret(from.browser))

export type Begun = { readonly until: Instant | null; readonly counted: readonly Buffer[] }

/** Counts a try and answers until when it must wait, or null when it may be looked at. The line of record says whose login it is, where it is somebody's. */
export async function beginTry(call: Pick<Call, 'tx' | 'now' | 'from' | 'concernsAccount'>, login: string): Promise<Begun> {
  const { rows: [begun] } = await sql<Begun & { account: AccountId | null }>`
    select waits_until as until, counted, accounts.account_of_login(${login}) as account from accounts.begin_try(${login}, ${placesOf(call, login)}, ${call.now})`.execute(call.tx)
  if (begun?.account) call.concernsAccount(begun.account)
  return begun ?? { until: null, counted: [] }
}

/** A step that was right takes its own try back, where it was counted. */
export async function forgiveTry(tx: Tx, login: string, { counted }: Begun): Promise<void> {
  await sql`select accounts.forgive_try(${markOf(tx, login)}, ${counted})`.execute(tx)
}

/** For the administration: whoever waits at this login, wherever, may try again at once. */
export async function forgiveTriesOf(tx: Tx, login: string): Promise<void> {
  await sql`select accounts.forgive_tries_of(${markOf(tx, login)})`.execute(tx)
}

/** With a new password the tries at the old one are over. */
export async function forgetTries(tx: Tx, login: string): Promise<void> {
  await sql`select accounts.forget_tries(${markOf(tx, login)})`.execute(tx)
}

export type Keys = {
  /** Until when every new browser waits at this login. */
  readonly waitsUntil: Instant | null
  /** Until when somebody waits somewhere who tried it, which keeps nobody else. */
  readonly placesWaitUntil: Instant | null
  readonly hasCode: boolean
  readonly hasProvider: boolean
}

/** How somebody signs in, for those who keep the account. */
export async function keysOf(tx: Tx, { id, login }: { readonly id: AccountId; readonly login: string }): Promise<Keys> {
  const { rows } = await sql<Keys>`
    select waits_until as "waitsUntil", places_wait_until as "placesWaitUntil", has_code as "hasCode", has_provider as "hasProvider" from accounts.keys_of(${id}, ${markOf(tx, login)})`.execute(tx)
  return rows[0] ?? { waitsUntil: null, placesWaitUntil: null, hasCode: false, hasProvider: false }
}
