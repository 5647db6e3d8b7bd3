import { sql } from 'kysely'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { Instant } from '#vocabulary/instant'

/** Forgets sessions that ended thirty days ago, by themselves or on purpose, and browsers that nobody signed in with for ninety; the record of acts keeps its own lines of them. */
export async function forgetOldSessions(db: Database, now: Instant): Promise<number> {
  const gone = await asMigrator(db, async (tx) => {
    await sql`delete from accounts.known_browser where at <= ${now}::timestamptz - interval '90 days' or good_until <= ${now}`.execute(tx)
    return sql`
      delete from accounts.session
      where least(coalesce(ended_at, 'infinity'), accounts.end_of_session(started_at, last_used_at)) < ${now}::timestamptz - interval '30 days'`.execute(tx)
  })
  return Number(gone.numAffectedRows ?? 0)
}
