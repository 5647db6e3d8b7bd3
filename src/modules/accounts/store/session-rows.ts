import { sql, type Kysely } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { AccountId, type SessionId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'
import { hashOfSecret, newSecret } from './secret.ts'
import { placesOf } from './try-rows.ts'

/**
 * Who holds this token, in one round trip; null when the session has ended, ran out, or never was,
 * and when the token comes from another kind of browser than the one in which it was given out.
 */
export const actorOfSession = (db: Database, token: string, now: Instant, device: string | null = null): Promise<Actor | null> =>
  actorBehind(db, hashOfSecret(token), { now, device })

/** Whose session it was that ran out by itself, so that what they were typing goes back to them alone. */
export async function ownerOfEndedSession(db: Database, token: string): Promise<AccountId | null> {
  const { rows } = await sql<{ owner: string | null }>`select accounts.owner_of_ended_session(${hashOfSecret(token)}) as owner`.execute(db)
  return AccountId.nullable().parse(rows[0]?.owner ?? null)
}

export const ways = ['password', 'code', 'recovery', 'provider', 'passkey', 'demonstration'] as const
/** By what somebody came in. */
export type Way = (typeof ways)[number]

export type OpenedSession = {
  readonly token: string
  readonly actor: Actor
  /** Tries that failed since this person was last here, those of this sign-in included. */
  readonly failed: number
  /** By which this browser is known the next time; null for an invented person. */
  readonly browser: string | null
}

export type Opening = { readonly login: string; readonly way: Way }

/** Opens a session with a token of its own; null when nobody active has the login. */
export async function openSession(call: Pick<Call, 'tx' | 'now' | 'from'>, { login, way }: Opening): Promise<OpenedSession | null> {
  const { tx, now, from } = call
  const device = from?.device ?? null
  const [token, browser] = [newSecret(), newSecret()]
  const hash = hashOfSecret(token)
  const { rows } = await sql<{ failed: number | null }>`
    select accounts.open_session(${login}, ${placesOf(call, login)}, ${hashOfSecret(browser)}, ${hash}, ${now}, ${device}, ${way}) as failed`.execute(tx)
  const actor = await actorBehind(tx, hash, { now, device })
  return actor && { token, actor, failed: rows[0]?.failed ?? 0, browser: way === 'demonstration' ? null : browser }
}

/** Gives one's own session a new token, because what it may do grows; the old one opens nothing from then on. */
export async function rotateToken(tx: Tx, session: SessionId): Promise<string | null> {
  const token = newSecret()
  const { rows } = await sql<{ rotated: boolean }>`select accounts.rotate_token(${session}, ${hashOfSecret(token)}) as rotated`.execute(tx)
  return rows[0]?.rotated ? token : null
}

export async function endSession(tx: Tx, { session, account, now }: { readonly session: SessionId; readonly account: AccountId; readonly now: Instant }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update accounts.session set ended_at = ${now} where id = ${session} and account = ${account} and ended_at is null`.execute(tx)
  return numAffectedRows === 1n
}

export async function endSessionsOf(tx: Tx, account: AccountId, now: Instant): Promise<number> {
  const { numAffectedRows } = await sql`update accounts.session set ended_at = ${now} where account = ${account} and ended_at is null`.execute(tx)
  await forgetBrowsers(tx, account)
  return Number(numAffectedRows ?? 0n)
}

/** Where sessions end because somebody else might sit there, the browser is nobody's any more: all of this person's, that of one session, or all but that of one. */
export async function forgetBrowsers(tx: Tx, account: AccountId, { of = null, but = null }: { readonly of?: SessionId | null; readonly but?: SessionId | null } = {}): Promise<void> {
  await sql`select accounts.forget_browsers(${account}, ${of}, ${but})`.execute(tx)
}

export type SessionRow = {
  readonly id: SessionId; readonly startedAt: Instant; readonly lastUsedAt: Instant; readonly endsAt: Instant; readonly device: string | null; readonly way: Way
}

export async function listSessions(tx: Tx, account: AccountId, now: Instant): Promise<readonly SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, started_at as "startedAt", last_used_at as "lastUsedAt", accounts.end_of_session(started_at, last_used_at) as "endsAt", device, way
    from accounts.session
    where account = ${account} and ended_at is null and accounts.end_of_session(started_at, last_used_at) > ${now}
    order by started_at desc`.execute(tx)
  return rows
}

type ActorRow = {
  readonly account: AccountId; readonly name: string; readonly office: Actor['office']; readonly office_name: string; readonly office_kind: OfficeKind
  readonly profession: string; readonly language: Language; readonly session: SessionId; readonly session_ends_at: string; readonly lead: boolean; readonly confirmed_at: string | null
  readonly for_account: AccountId | null; readonly for_name: string | null
}

async function actorBehind(db: Kysely<{}>, hash: Buffer, { now, device }: { readonly now: Instant; readonly device: string | null }): Promise<Actor | null> {
  const { rows: [row] } = await sql<ActorRow>`
    select actor.*, accounts.confirmed_at(actor.session) as confirmed_at, standing.account as for_account, standing.name as for_name
    from accounts.actor_at_the_door(${hash}, ${now}, ${device}) as actor left join lateral accounts.stands_for(actor.session, ${now}) as standing on true`.execute(db)
  if (!row) return null
  const { office_name: officeName, office_kind: officeKind, session_ends_at: sessionEndsAt, confirmed_at: confirmedAt, for_account: account, for_name: name, ...rest } = row
  return { ...rest, officeName, officeKind, sessionEndsAt, confirmedAt, ...(account !== null && name !== null ? { standsFor: { account, name } } : {}) }
}
