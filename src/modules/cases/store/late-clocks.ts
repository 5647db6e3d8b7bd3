import { sql } from 'kysely'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { Day } from '#vocabulary/day'

/** How many clocks have run out and still run, in the whole installation; a number for those who watch the machine. */
export const countLateClocks = (db: Database, today: Day): Promise<number> => asMigrator(db, async (tx) => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from cases.clock where closed_on is null and suspended_since is null and ends_on < ${today}`.execute(tx)
  return rows[0]?.count ?? 0
})
