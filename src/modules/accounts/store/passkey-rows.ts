import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { PasskeyId, type AccountId, type SessionId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { hashOfSecret, newSecret } from './secret.ts'

/** What a device is asked for: to make a key, to open a session with one, to show that it is still the same person. */
export type CeremonyPurpose = 'register' | 'sign-in' | 'confirm'

const minutesToAnswer = 5

type Asked = { readonly purpose: CeremonyPurpose; readonly challenge: string; readonly session: SessionId | null; readonly now: Instant }

/** Keeps the question; whoever shows the secret answered here may answer it, once. */
export async function beginCeremonyRow(tx: Tx, { purpose, challenge, session, now }: Asked): Promise<string> {
  const secret = newSecret()
  const until = new Date(Date.parse(now) + minutesToAnswer * 60_000).toISOString()
  await sql`select accounts.begin_ceremony(${hashOfSecret(secret)}, ${purpose}, ${challenge}, ${session}, ${until}, ${now})`.execute(tx)
  return secret
}

/** The challenge of the question, which is gone with this; null when it was answered, is too old, or was put to another session. */
export async function takeCeremony(tx: Tx, { ceremony, purpose, session, now }: Omit<Asked, 'challenge'> & { readonly ceremony: string }): Promise<string | null> {
  const { rows } = await sql<{ challenge: string | null }>`select accounts.take_ceremony(${hashOfSecret(ceremony)}, ${purpose}, ${session}, ${now}) as challenge`.execute(tx)
  return rows[0]?.challenge ?? null
}

export type PasskeyRow = {
  readonly id: PasskeyId; readonly credentialId: string; readonly name: string; readonly addedAt: Instant; readonly lastUsedAt: Instant | null
  readonly copiedAt: Instant | null; readonly backedUp: boolean; readonly transports: readonly string[]
}

export async function listOwnPasskeys(tx: Tx): Promise<readonly PasskeyRow[]> {
  const { rows } = await sql<PasskeyRow>`
    select id, credential_id as "credentialId", name, added_at as "addedAt", last_used_at as "lastUsedAt", copied_at as "copiedAt", backed_up as "backedUp", transports
    from accounts.passkey where account = app.account() order by added_at`.execute(tx)
  return rows
}

export type NewPasskey = {
  readonly account: AccountId; readonly credentialId: string; readonly publicKey: Uint8Array; readonly counter: number
  readonly transports: readonly string[]; readonly backedUp: boolean; readonly name: string; readonly now: Instant
}

/** Answers undefined when this key is known already, whoever has it. */
export async function insertPasskey(tx: Tx, key: NewPasskey): Promise<PasskeyId | undefined> {
  const id = PasskeyId.parse(crypto.randomUUID())
  const { numAffectedRows } = await sql`
    insert into accounts.passkey (id, account, credential_id, public_key, counter, transports, backed_up, name, added_at)
    values (${id}, ${key.account}, ${key.credentialId}, ${Buffer.from(key.publicKey)}, ${key.counter}, ${key.transports}, ${key.backedUp}, ${key.name}, ${key.now})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n ? id : undefined
}

export async function deletePasskey(tx: Tx, id: PasskeyId): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from accounts.passkey where id = ${id} and account = app.account()`.execute(tx)
  return numAffectedRows === 1n
}

/** Somebody's own, or for the administration anybody's; answers how many there were. */
export async function removePasskeysOf(tx: Tx, account: AccountId): Promise<number> {
  const { rows } = await sql<{ removed: number }>`select accounts.remove_passkeys_of(${account}) as removed`.execute(tx)
  return rows[0]?.removed ?? 0
}

export type KnownPasskey = {
  readonly id: PasskeyId; readonly account: AccountId; readonly login: string; readonly publicKey: Buffer; readonly counter: number; readonly copiedAt: Instant | null
}

/** Whose key it is that a device names; undefined for an unknown one and for a closed account. */
export async function passkeyOf(tx: Tx, credentialId: string): Promise<KnownPasskey | undefined> {
  const { rows } = await sql<Omit<KnownPasskey, 'counter'> & { counter: string | number }>`
    select id, account, login, public_key as "publicKey", counter, copied_at as "copiedAt" from accounts.passkey_of(${credentialId})`.execute(tx)
  return rows[0] && { ...rows[0], counter: Number(rows[0].counter) }
}

/** Moves the counter on; false when it did not grow. */
export async function usePasskey(tx: Tx, id: PasskeyId, counter: number, now: Instant): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select accounts.use_passkey(${id}, ${counter}, ${now}) as used`.execute(tx)
  return rows[0]?.used ?? false
}

export async function markPasskeyCopied(tx: Tx, id: PasskeyId, now: Instant): Promise<void> {
  await sql`select accounts.mark_passkey_copied(${id}, ${now})`.execute(tx)
}
