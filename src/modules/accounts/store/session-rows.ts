import { sql, type Kysely } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import type { Actor } from '#platform/doors/actor'
import { AccountId, type SessionId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'
import { hashOfSecret, newSecret } from './secret.ts'

/** Who holds this token, in one round trip; null when the session has ended, ran out, or never was. */
export const actorOfSession = (db: Database, token: string, now: Instant): Promise<Actor | null> => actorBehind(db, hashOfSecret(token), now)

/** Whose session it was that ran out by itself, so that what they were typing goes back to them alone. */
export async function ownerOfEndedSession(db: Database, token: string): Promise<AccountId | null> {
  const { rows } = await sql<{ owner: string | null }>`select accounts.owner_of_ended_session(${hashOfSecret(token)}) as owner`.execute(db)
  return AccountId.nullable().parse(rows[0]?.owner ?? null)
}

export type OpenedSession = { readonly token: string; readonly actor: Actor }

export const openSession = (tx: Tx, login: string, now: Instant): Promise<OpenedSession | null> =>
  opened(tx, now, (hash) => sql`select accounts.open_session(${login}, ${hash}, ${now})`.execute(tx))

export const openDemonstrationSession = (tx: Tx, login: string, now: Instant): Promise<OpenedSession | null> =>
  opened(tx, now, (hash) => sql`select accounts.open_demonstration_session(${login}, ${hash}, ${now})`.execute(tx))

async function opened(tx: Tx, now: Instant, open: (hash: Buffer) => Promise<unknown>): Promise<OpenedSession | null> {
  const token = newSecret()
  const hash = hashOfSecret(token)
  await open(hash)
  const actor = await actorBehind(tx, hash, now)
  return actor && { token, actor }
}

export async function endSession(tx: Tx, { session, account, now }: { readonly session: SessionId; readonly account: AccountId; readonly now: Instant }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update accounts.session set ended_at = ${now} where id = ${session} and account = ${account} and ended_at is null`.execute(tx)
  return numAffectedRows === 1n
}

export async function endSessionsOf(tx: Tx, account: AccountId, now: Instant): Promise<void> {
  await sql`update accounts.session set ended_at = ${now} where account = ${account} and ended_at is null`.execute(tx)
}

export type SessionRow = { readonly id: SessionId; readonly startedAt: Instant; readonly lastUsedAt: Instant; readonly endsAt: Instant }

export async function listSessions(tx: Tx, account: AccountId, now: Instant): Promise<readonly SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, started_at as "startedAt", last_used_at as "lastUsedAt", accounts.end_of_session(started_at, last_used_at) as "endsAt"
    from accounts.session
    where account = ${account} and ended_at is null and accounts.end_of_session(started_at, last_used_at) > ${now}
    order by started_at desc`.execute(tx)
  return rows
}

type ActorRow = {
  readonly account: AccountId; readonly name: string; readonly office: Actor['office']; readonly office_name: string; readonly office_kind: OfficeKind
  readonly profession: string; readonly language: Language; readonly session: SessionId; readonly session_ends_at: string
}

async function actorBehind(db: Kysely<{}>, hash: Buffer, now: Instant): Promise<Actor | null> {
  const { rows: [row] } = await sql<ActorRow>`select * from accounts.actor_of_session(${hash}, ${now})`.execute(db)
  if (!row) return null
  const { office_name: officeName, office_kind: officeKind, session_ends_at: sessionEndsAt, ...rest } = row
  return { ...rest, officeName, officeKind, sessionEndsAt }
}
