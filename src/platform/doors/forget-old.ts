import { sql } from 'kysely'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { Instant } from '#vocabulary/instant'

/** Forgets what only served for a while: tokens of forms sent more than a day ago, forms held for a sign-in that did not come in time, and the day's searches. */
export async function forgetOldForms(db: Database, now: Instant): Promise<{ readonly tokens: number; readonly held: number }> {
  return asMigrator(db, async (tx) => {
    const tokens = await sql`delete from platform.once where at < ${now}::timestamptz - interval '1 day'`.execute(tx)
    // Held for thirty minutes when it was written down.
    const held = await sql`delete from platform.held_form where until < ${now}::timestamptz`.execute(tx)
    await sql`delete from platform.held_search where until < ${now}::timestamptz`.execute(tx)
    return { tokens: Number(tokens.numAffectedRows ?? 0), held: Number(held.numAffectedRows ?? 0) }
  })
}
