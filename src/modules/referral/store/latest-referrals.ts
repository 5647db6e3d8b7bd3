import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

/** When somebody else last did something to a referral that waits for each of these offices. Asked by the rounds. */
export async function latestReferrals(tx: Tx, offices: readonly OfficeId[]): Promise<ReadonlyMap<OfficeId, Instant>> {
  const { rows } = await sql<{ office: OfficeId; latest: Instant }>`select to_office as office,
      max(coalesce((select max(at) from referral.event where event.referral = referral.id and event.office <> referral.to_office), sent_at)) as latest
    from referral.referral where to_office = any (${[...offices]}::uuid[]) and state in ('waiting', 'more-asked') group by to_office`.execute(tx)
  return new Map(rows.map(({ office, latest }) => [office, latest]))
}
