import { sql } from 'kysely'
import { closedToAsked, colleaguesAsked, type Colleague } from '#cases'
import type { Tx } from '#platform/database/connect'
import type { AccountId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

/** When somebody else last did something to a referral that waits for the office of each of these colleagues and of which she may know. Asked by the rounds. */
export async function latestReferrals(tx: Tx, colleagues: readonly Colleague[]): Promise<ReadonlyMap<AccountId, Instant>> {
  const { rows } = await sql<{ account: AccountId; latest: Instant }>`select asked.account,
      max(coalesce((select max(at) from referral.event where event.referral = referral.id and event.office <> referral.to_office), sent_at)) as latest
    from ${colleaguesAsked(colleagues)} join referral.referral on to_office = asked.office and state in ('waiting', 'more-asked') and not ${closedToAsked('referral.file')}
    group by asked.account`.execute(tx)
  return new Map(rows.map(({ account, latest }) => [account, latest]))
}
