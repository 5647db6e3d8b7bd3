import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { AccountId, OfficeId } from '#vocabulary/ids'

/** Somebody who is to hear that something waits, and where she works. */
export type Colleague = { readonly account: AccountId; readonly office: OfficeId }

export const colleaguesAsked = (colleagues: readonly Colleague[]): RawBuilder<unknown> =>
  sql`unnest(${colleagues.map(({ account }) => account)}::uuid[], ${colleagues.map(({ office }) => office)}::uuid[]) as asked (account, office)`

/** Whether a file is closed to the one who is asked for: a conflict of interest, a seal that does not name her, a child of another guardian. For the rounds, whom no policy narrows. */
export const closedToAsked = (file: 'clock.file' | 'referral.file'): RawBuilder<unknown> => sql`exists (select from cases.party
  where party.file = ${sql.ref(file)} and party.office = asked.office and party.until is null and (asked.account = any (party.shut_out) or asked.account <> all (party.only_for)
    or (party.relation = 'guardian' and party.account <> asked.account)))`

/** The number of the latest notice that each of these colleagues may know of, on a clock of which her office was told. Asked by the rounds. */
export async function latestNotices(tx: Tx, colleagues: readonly Colleague[]): Promise<ReadonlyMap<AccountId, number>> {
  const { rows } = await sql<{ account: AccountId; latest: number }>`select asked.account, latest.id::float8 as latest from ${colleaguesAsked(colleagues)}
    cross join lateral (select notice.id from cases.notice join cases.clock on clock.id = notice.clock
      where to_office = asked.office and not ${closedToAsked('clock.file')} order by notice.id desc limit 1) as latest`.execute(tx)
  return new Map(rows.map(({ account, latest }) => [account, latest]))
}
