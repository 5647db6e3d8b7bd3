import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { AccountId, SessionId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { hashOfSecret } from './secret.ts'

const minutesAway = 10

export type Trip = { readonly trip: string; readonly invitation: string | null; readonly next: string; readonly now: Instant }

const nextPlace = (hash: Buffer): string => sealedAt('accounts.provider_trip', hash.toString('hex'), 'next')

/** Notes that a browser went to the provider, for what, and where it wants to be afterwards. */
export async function beginTrip(tx: Tx, { trip, invitation, next, now }: Trip): Promise<void> {
  const until = new Date(Date.parse(now) + minutesAway * 60_000).toISOString()
  const hash = hashOfSecret(trip)
  // An address may carry what somebody searched for.
  const sealed = vaultOf(tx).own.seal(nextPlace(hash), next).toString('base64')
  await sql`select accounts.begin_trip(${hash}, ${invitation === null ? null : hashOfSecret(invitation)}, ${sealed}, ${until}, ${now})`.execute(tx)
}

/** The end of a trip, which comes once; undefined for one that is over or never began. */
export async function takeTrip(tx: Tx, trip: string, now: Instant): Promise<{ readonly invitationHash: Buffer | null; readonly next: string } | undefined> {
  const hash = hashOfSecret(trip)
  const { rows: [kept] } = await sql<{ invitationHash: Buffer | null; next: string }>`
    select invitation_hash as "invitationHash", next from accounts.take_trip(${hash}, ${now})`.execute(tx)
  return kept && { invitationHash: kept.invitationHash, next: vaultOf(tx).own.open(nextPlace(hash), Buffer.from(kept.next, 'base64')) }
}

export type Subject = { readonly issuer: string; readonly subject: string }

export async function loginOfSubject(tx: Tx, { issuer, subject }: Subject): Promise<string | null> {
  const { rows } = await sql<{ login: string | null }>`select accounts.login_of_subject(${issuer}, ${subject}) as login`.execute(tx)
  return rows[0]?.login ?? null
}

/** Binds the provider's person to the login that a claim named, the first time; null where either is bound already. */
export async function bindSubject(tx: Tx, login: string, { issuer, subject }: Subject, now: Instant): Promise<string | null> {
  const { rows } = await sql<{ login: string | null }>`select accounts.bind_subject(${login}, ${issuer}, ${subject}, ${now}) as login`.execute(tx)
  return rows[0]?.login ?? null
}

/** Uses an invitation up by binding the provider's person; null when it is over, or when that person has another account. */
export async function acceptInvitationBySubject(tx: Tx, invitationHash: Buffer, { issuer, subject }: Subject, now: Instant): Promise<string | null> {
  const { rows } = await sql<{ login: string | null }>`select accounts.accept_invitation_by_subject(${invitationHash}, ${issuer}, ${subject}, ${now}) as login`.execute(tx)
  return rows[0]?.login ?? null
}

/** The provider's own name for its session, as it is kept. */
export const sidHash = (issuer: string, sid: string | null): Buffer | null => (sid === null ? null : hashOfSecret(`sid|${issuer}|${sid}`))

/** Through which session of the provider somebody came; its name may be missing. */
export type ByProvider = { readonly sid: Buffer | null }

/** Notes that a session was opened through the provider, so that it ends when the provider says so. */
export async function cameByProvider(tx: Tx, session: SessionId, { sid }: ByProvider): Promise<void> {
  await sql`select accounts.came_by_provider(${session}, ${sid})`.execute(tx)
}

/** The same for a sign-in that still waits for a code of ours. */
export async function startCameByProvider(tx: Tx, started: string, { sid }: ByProvider): Promise<void> {
  await sql`select accounts.start_came_by_provider(${hashOfSecret(started)}, ${sid})`.execute(tx)
}

/** The provider's own name for a person, as it is kept of those who may be nobody here. */
const personHash = (issuer: string, subject: string | null): Buffer | null => (subject === null ? null : hashOfSecret(`person|${issuer}|${subject}`))

type Proof = Subject & { readonly sid: string | null; readonly saidAt: number }

/** Whether the provider has not ended since what it said when it sent this person here; from then on it waits with ending until this act is over. */
export async function stillInAtProvider(tx: Tx, { issuer, subject, sid, saidAt }: Proof, now: Instant): Promise<boolean> {
  const { rows } = await sql<{ isIn: boolean }>`select accounts.still_in_at_provider(${personHash(issuer, subject)}, ${sidHash(issuer, sid)}, ${saidAt}, ${now}) as "isIn"`.execute(tx)
  return rows[0]?.isIn === true
}

/** Whether a session was opened through the provider, also where a code of ours followed. */
export async function isByProvider(tx: Tx, session: SessionId): Promise<boolean> {
  const { rows } = await sql<{ byProvider: boolean }>`select by_provider as "byProvider" from accounts.session where id = ${session}`.execute(tx)
  return rows[0]?.byProvider === true
}

type LoggedOut = { readonly issuer: string; readonly subject: string | null; readonly sid: string | null; readonly token: string; readonly saidAt: number; readonly until: Date }

/** Ends what the provider names; undefined for a token that came before. */
export async function endByProvider(tx: Tx, { issuer, subject, sid, token, saidAt, until }: LoggedOut, now: Instant): Promise<{ readonly account: AccountId | null; readonly ended: number } | undefined> {
  const { rows } = await sql<{ account: AccountId | null; ended: number }>`
    select account, ended from accounts.end_by_provider(
      ${issuer}, ${subject}, ${personHash(issuer, subject)}, ${sidHash(issuer, sid)}, ${hashOfSecret(`token|${issuer}|${token}`)}, ${saidAt}, ${until.toISOString()}, ${now})`.execute(tx)
  return rows[0]
}
