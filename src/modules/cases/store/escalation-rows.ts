import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { Day } from '#vocabulary/day'
import type { ClockId, OfficeId } from '#vocabulary/ids'
import { noticesDue, type Notice } from '../domain/clock.ts'

export type EscalatedClock = { readonly reference: string; readonly key: string; readonly office: OfficeId; readonly endsOn: Day }

/** The clocks that everybody let pass, for coordination alone; nobody else is told of any. */
export async function escalatedClocks(tx: Tx): Promise<readonly EscalatedClock[]> {
  const { rows } = await sql<EscalatedClock>`
    select reference, key, office, ends_on as "endsOn" from cases.escalated_clocks()`.execute(tx)
  return rows
}

type OpenRow = { readonly id: ClockId; readonly owner: OfficeId; readonly startsOn: Day; readonly endsOn: Day; readonly warnings: number[]; readonly suspendedOn: Day | null; readonly acknowledgedOn: Day | null; readonly given: string[] }
export type Escalation = { readonly superiorAfterDays: number; readonly coordinationAfterDays: number; readonly furthestWarning: number }

/**
 * Says what has to be said today about every clock that is near or past its end: warnings to its owner, and to others when nobody acted.
 * Running it twice on one day says nothing twice.
 */
export async function tickClocks(db: Database, today: Day, { superiorAfterDays, coordinationAfterDays, furthestWarning }: Escalation): Promise<{ readonly clocks: number; readonly notices: number }> {
  return asMigrator(db, async (tx) => {
    const { rows: coordination } = await sql<{ id: OfficeId }>`select id from accounts.office where kind = 'coordination' order by key limit 1`.execute(tx)
    const { rows } = await sql<OpenRow>`
      select clock.id, clock.owner_office as owner, clock.starts_on as "startsOn", clock.ends_on as "endsOn", clock.warnings, clock.suspended_since as "suspendedOn",
        clock.acknowledged_on as "acknowledgedOn", coalesce((select array_agg(notice.key) from cases.notice where notice.clock = clock.id), '{}') as given
      from cases.clock where closed_on is null and ends_on <= ${today}::date + ${furthestWarning}::int`.execute(tx)
    let notices = 0
    for (const row of rows) {
      const { suspendedOn, acknowledgedOn, ...dates } = row
      const due = noticesDue({ ...dates, escalation: { superiorAfterDays, coordinationAfterDays }, ...(suspendedOn ? { suspendedOn } : {}), ...(acknowledgedOn ? { acknowledgedOn } : {}) }, today, row.given)
      for (const notice of due) {
        const to = notice.kind === 'escalate-to-coordination' ? coordination[0]?.id : row.owner
        if (to) notices += await give(tx, row.id, notice, to, today)
      }
    }
    return { clocks: rows.length, notices }
  })
}

async function give(tx: Tx, clock: ClockId, notice: Notice, to: OfficeId, today: Day): Promise<number> {
  const given = await sql`insert into cases.notice (clock, key, kind, to_office, given_on) values (${clock}, ${notice.key}, ${notice.kind}, ${to}, ${today}) on conflict do nothing`.execute(tx)
  return Number(given.numAffectedRows ?? 0)
}

/** Open clocks that belong to nobody who works here; the answer is to be empty, always. */
export async function findOrphanClocks(db: Database): Promise<readonly ClockId[]> {
  return asMigrator(db, async (tx) => {
    const { rows } = await sql<{ id: ClockId }>`select clock.id from cases.clock left join accounts.office on office.id = clock.owner_office
      where clock.closed_on is null and office.id is null`.execute(tx)
    return rows.map(({ id }) => id)
  })
}
