import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import { asMigrator } from '#platform/database/transaction'
import type { Day } from '#vocabulary/day'
import type { AccountId, ClockId, OfficeId } from '#vocabulary/ids'
import { coordinationNotice, noticesDue, type Notice } from '../domain/clock.ts'

export type EscalatedClock = { readonly reference: string; readonly key: string; readonly office: OfficeId; readonly endsOn: Day; readonly withoutSuperior: boolean }

/** The clocks that everybody let pass, for coordination alone; nobody else is told of any. */
export async function escalatedClocks(tx: Tx, paging: Paging): Promise<PageOf<EscalatedClock>> {
  const { rows } = await sql<EscalatedClock>`
    select reference, key, office, ends_on as "endsOn", without_superior as "withoutSuperior" from cases.escalated_clocks() ${onPage(paging)}`.execute(tx)
  return pageOf(rows, paging)
}

export type ToldClock = { readonly notice: number; readonly reference: string; readonly key: string; readonly office: OfficeId; readonly endsOn: Day; readonly toldOn: Day; readonly seenOn: Day | null }

/** Clocks of which a superior is told, and how many they are in all. */
export type Told = { readonly clocks: readonly ToldClock[]; readonly count: number }
const toldAtMost = 20

/** What the actor is told of as superior, not yet seen first; a column, so that beside other numbers it costs no question of its own. */
export const toldAsSuperior = sql<Told>`(
  select jsonb_build_object('clocks', coalesce(jsonb_agg(to_jsonb(told) - 'count'), '[]'), 'count', coalesce(max(told.count), 0)) from (
    select notice, reference, key, office, ends_on as "endsOn", told_on as "toldOn", seen_on as "seenOn", count(*) over () as count
    from cases.told_to_superior() order by seen_on is not null, ends_on, reference limit ${toldAtMost}
  ) as told)`

export async function clocksTold(tx: Tx): Promise<Told> {
  const { rows } = await sql<{ told: Told }>`select ${toldAsSuperior} as told`.execute(tx)
  return rows[0]?.told ?? { clocks: [], count: 0 }
}

/** Notes that the superior has seen a clock; the reference of its file, or undefined when she was not told of it. */
export async function seeAsSuperior(tx: Tx, notice: number, on: Day): Promise<string | undefined> {
  const { rows } = await sql<{ reference: string | null }>`select cases.see_as_superior(${notice}, ${on}) as reference`.execute(tx)
  return rows[0]?.reference ?? undefined
}

type OpenRow = { readonly id: ClockId; readonly owner: OfficeId; readonly superior: AccountId | null; readonly startsOn: Day; readonly endsOn: Day; readonly warnings: number[]; readonly suspendedOn: Day | null; readonly acknowledgedOn: Day | null; readonly given: string[] }
export type Escalation = { readonly superiorAfterDays: number; readonly coordinationAfterDays: number; readonly furthestWarning: number }

/**
 * Says what has to be said today about every clock that is near or past its end: warnings to its owner, then to the superior of the owner's
 * office by name, then to coordination; to coordination at once where the office has nobody who leads it.
 * Running it twice on one day says nothing twice.
 */
export async function tickClocks(db: Database, today: Day, { superiorAfterDays, coordinationAfterDays, furthestWarning }: Escalation): Promise<{ readonly clocks: number; readonly notices: number }> {
  return asMigrator(db, async (tx) => {
    const { rows: coordination } = await sql<{ id: OfficeId }>`select id from accounts.office where kind = 'coordination' order by key limit 1`.execute(tx)
    const { rows } = await sql<OpenRow>`
      select clock.id, clock.owner_office as owner, clock.starts_on as "startsOn", clock.ends_on as "endsOn", clock.warnings, clock.suspended_since as "suspendedOn",
        clock.acknowledged_on as "acknowledgedOn", accounts.superior_of(clock.owner_office) as superior,
        -- Who was told and leads the office no longer is as good as nobody: it is said again, to whoever leads it now.
        coalesce((select array_agg(notice.key) from cases.notice where notice.clock = clock.id and (notice.kind <> 'escalate-to-superior'
          or exists (select from accounts.account where id = notice.to_account and office = clock.owner_office and lead and active))), '{}') as given
      from cases.clock where closed_on is null and ends_on <= ${today}::date + ${furthestWarning}::int`.execute(tx)
    let notices = 0
    for (const row of rows) {
      const { suspendedOn, acknowledgedOn, superior, ...dates } = row
      const due = noticesDue({ ...dates, escalation: { superiorAfterDays, coordinationAfterDays }, ...(suspendedOn ? { suspendedOn } : {}), ...(acknowledgedOn ? { acknowledgedOn } : {}) }, today, row.given)
      for (const notice of due) {
        const isSkipped = notice.kind === 'escalate-to-superior' && superior === null
        const toCoordination = isSkipped || notice.kind === 'escalate-to-coordination'
        const office = toCoordination ? coordination[0]?.id : row.owner
        if (!office) continue
        notices += await give(tx, row.id, isSkipped ? coordinationNotice(row.endsOn, coordinationAfterDays) : notice, {
          office, account: notice.kind === 'escalate-to-superior' ? superior : null, isSkipped, on: today,
        })
      }
    }
    return { clocks: rows.length, notices }
  })
}

type Addressee = { readonly office: OfficeId; readonly account: AccountId | null; readonly isSkipped: boolean; readonly on: Day }

async function give(tx: Tx, clock: ClockId, { key, kind }: Pick<Notice, 'key' | 'kind'>, { office, account, isSkipped, on }: Addressee): Promise<number> {
  const given = await sql`insert into cases.notice (clock, key, kind, to_office, to_account, without_superior, given_on)
    values (${clock}, ${key}, ${kind}, ${office}, ${account}, ${isSkipped}, ${on})
    on conflict (clock, key) do update set to_office = excluded.to_office, to_account = excluded.to_account, given_on = excluded.given_on, seen_on = null
      where notice.to_account is distinct from excluded.to_account and excluded.to_account is not null`.execute(tx)
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
