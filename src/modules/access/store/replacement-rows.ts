import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { Day } from '#vocabulary/day'
import type { AccountId, OfficeId, SessionId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

export type Replacement = { readonly id: string; readonly absent: string; readonly standIn: string; readonly firstOn: Day; readonly lastOn: Day; readonly isMine: boolean; readonly holds: boolean }

export async function listReplacements(tx: Tx, now: Instant): Promise<readonly Replacement[]> {
  const { rows } = await sql<Replacement>`
    select id, absent, stand_in as "standIn", first_on as "firstOn", last_on as "lastOn", is_mine as "isMine", holds from accounts.replacements(${now})`.execute(tx)
  return rows
}

const answer = async <Value>(tx: Tx, asked: ReturnType<typeof sql>): Promise<Value | null> => (await sql<{ value: Value | null }>`select ${asked} as value`.execute(tx)).rows[0]?.value ?? null

export type ToReplace = { readonly absent: AccountId; readonly standIn: AccountId; readonly from: Day; readonly until: Day; readonly zone: string; readonly now: Instant }
export const setReplacement = (tx: Tx, { absent, standIn, from, until, zone, now }: ToReplace): Promise<string | null> =>
  answer<string>(tx, sql`accounts.set_replacement(${absent}, ${standIn}, ${from}, ${until}, ${zone}, ${now})`)
export const mayReplace = async (tx: Tx, { absent, standIn, from, until }: Omit<ToReplace, 'zone' | 'now'>): Promise<boolean> =>
  (await answer<boolean>(tx, sql`accounts.may_replace(${absent}, ${standIn}, ${from}, ${until})`)) ?? false
export const endReplacement = async (tx: Tx, replacement: string, now: Instant): Promise<boolean> => (await answer<boolean>(tx, sql`accounts.end_replacement(${replacement}, ${now})`)) ?? false
export const workFor = async (tx: Tx, session: SessionId, replacement: string | null, now: Instant): Promise<boolean> =>
  (await answer<boolean>(tx, sql`accounts.work_for(${session}, ${replacement}, ${now})`)) ?? false

export type ToMove = { readonly account: AccountId; readonly office: OfficeId; readonly profession: string | null; readonly from: Day; readonly zone: string; readonly now: Instant }
export const moveAccount = async (tx: Tx, { account, office, profession, from, zone, now }: ToMove): Promise<boolean> =>
  (await answer<boolean>(tx, sql`accounts.move_account(${account}, ${office}, ${profession}, ${from}, ${zone}, ${now})`)) ?? false

export const mayMove = async (tx: Tx, { account, office, from }: Pick<ToMove, 'account' | 'office' | 'from'>): Promise<boolean> =>
  (await answer<boolean>(tx, sql`accounts.may_move(${account}, ${office}, ${from})`)) ?? false

/** Lets what is written of each person follow the office in which she works from today; sessions know it without. */
export const settleMemberships = (db: Database, now: Instant): Promise<void> =>
  asMigrator(db, (tx) => sql`select accounts.settle_memberships(${now})`.execute(tx)).then(() => undefined)
