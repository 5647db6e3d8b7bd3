import { hash, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Instant } from '#vocabulary/instant'

// What OWASP recommends for argon2id: 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

/** Writes the own password over, of whoever acts. */
export async function changePasswordRow(tx: Tx, hash: string, now: Instant): Promise<void> {
  await sql`select accounts.change_password(${hash}, ${now})`.execute(tx)
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
