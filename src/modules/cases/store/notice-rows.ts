import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { OfficeId } from '#vocabulary/ids'

/** The number of the latest notice on a clock that each of these offices was given. Asked by the rounds. */
export async function latestNotices(tx: Tx, offices: readonly OfficeId[]): Promise<ReadonlyMap<OfficeId, number>> {
  const { rows } = await sql<{ office: OfficeId; latest: number }>`select asked.office, latest.id::float8 as latest
    from unnest(${[...offices]}::uuid[]) as asked (office)
    cross join lateral (select id from cases.notice where to_office = asked.office order by id desc limit 1) as latest`.execute(tx)
  return new Map(rows.map(({ office, latest }) => [office, latest]))
}
