import { hash, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Call } from '#platform/doors/call'
import type { AccountId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { tryMark } from './try-mark.ts'

// What OWASP recommends for argon2id: 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

/** Writes the own password over, of whoever acts. */
export async function changePasswordRow(tx: Tx, hash: string, now: Instant): Promise<void> {
  await sql`select accounts.change_password(${hash}, ${now})`.execute(tx)
}

/** Counts a try and answers until when this login must wait, or null when it may try. The line of record says whose login it is, where it is somebody's. */
export async function beginTry({ tx, now, concernsAccount }: Pick<Call, 'tx' | 'now' | 'concernsAccount'>, login: string): Promise<Instant | null> {
  const { rows: [begun] } = await sql<{ until: Instant | null; account: AccountId | null }>`
    select accounts.begin_try(${tryMark(tx, login)}, ${now}) as until, accounts.account_of_login(${login}) as account`.execute(tx)
  if (begun?.account) concernsAccount(begun.account)
  return begun?.until ?? null
}

/** A step that was right takes its own try back. */
export async function forgiveTry(tx: Tx, login: string): Promise<void> {
  await sql`select accounts.forgive_try(${tryMark(tx, login)})`.execute(tx)
}

/** An unknown login takes as long as a known one, so that time does not tell them apart. */
export async function isPasswordOf(tx: Tx, login: string, password: string): Promise<boolean> {
  const { rows } = await sql<{ hash: string | null }>`select accounts.password_of(${login}) as hash`.execute(tx)
  const known = rows[0]?.hash ?? null
  const matches = await verify(known ?? (await nobodysHash()), password)
  return matches && known !== null
}

let nobody: Promise<string> | undefined
const nobodysHash = (): Promise<string> => (nobody ??= hashPassword('the password of nobody'))
