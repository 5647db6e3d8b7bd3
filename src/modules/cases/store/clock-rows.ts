import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import type { Day } from '#vocabulary/day'
import { ClockId, type AccountId, type FileId, type OfficeId } from '#vocabulary/ids'

/** A legal period as the lists keep it. */
export type ClockToKeep = {
  readonly key: string
  readonly subject: string
  readonly ownerOffice: OfficeId
  readonly startsOn: Day
  readonly endsOn: Day
  readonly counted: object
  readonly law: readonly string[]
  readonly warnings: readonly number[]
  readonly suspendedSince: Day | null
}

type Open = { readonly id: ClockId; readonly key: string; readonly subject: string; readonly starts_on: Day; readonly ends_on: Day; readonly owner_office: OfficeId; readonly suspended_since: Day | null }

/** Makes the open clocks of a group of keys in a file equal to those given: new ones start, known ones are kept up, others are closed. */
export async function syncClocks(tx: Tx, { file, clocks, today, except = [] }: { readonly file: FileId; readonly clocks: readonly ClockToKeep[]; readonly today: Day; readonly except?: readonly string[] }): Promise<void> {
  const { rows: open } = await sql<Open>`select id, key, subject, starts_on, ends_on, owner_office, suspended_since from cases.clock where file = ${file} and closed_on is null`.execute(tx)
  const isSame = (row: Open, clock: ClockToKeep) => row.key === clock.key && row.subject === clock.subject && row.starts_on === clock.startsOn
  for (const clock of clocks) {
    const known = open.find((row) => isSame(row, clock))
    if (known) {
      if (known.ends_on === clock.endsOn && known.owner_office === clock.ownerOffice && known.suspended_since === clock.suspendedSince) continue
      // Who had seen the old end has not seen the new one.
      await sql`update cases.clock set ends_on = ${clock.endsOn}, owner_office = ${clock.ownerOffice}, suspended_since = ${clock.suspendedSince},
        acknowledged_on = case when ends_on = ${clock.endsOn} then acknowledged_on end, acknowledged_by = case when ends_on = ${clock.endsOn} then acknowledged_by end
        where id = ${known.id}`.execute(tx)
    } else {
      await openClock(tx, file, clock)
    }
  }
  const gone = open.filter((row) => !except.includes(row.key) && !clocks.some((clock) => isSame(row, clock)))
  if (gone.length > 0) await sql`update cases.clock set closed_on = greatest(${today}::date, starts_on) where id = any (${gone.map(({ id }) => id)}::uuid[])`.execute(tx)
}

/** Starts a clock. It has an owner, or the database refuses it. */
export async function openClock(tx: Tx, file: FileId, clock: ClockToKeep): Promise<void> {
  await sql`insert into cases.clock (id, file, key, subject, owner_office, starts_on, ends_on, counted, law, warnings, suspended_since)
    values (${ClockId.parse(crypto.randomUUID())}, ${file}, ${clock.key}, ${clock.subject}, ${clock.ownerOffice}, ${clock.startsOn}, ${clock.endsOn},
      ${JSON.stringify(clock.counted)}::jsonb, ${[...clock.law]}, ${[...clock.warnings]}, ${clock.suspendedSince})`.execute(tx)
}

/** Stops the clocks of one key in a file, since what they waited for has happened. */
export async function closeClocks(tx: Tx, file: FileId, key: string, on: Day): Promise<void> {
  await sql`update cases.clock set closed_on = greatest(${on}::date, starts_on) where file = ${file} and key = ${key} and closed_on is null`.execute(tx)
}

/** Notes that the owner has seen a clock; false when it is not the actor's to acknowledge. */
export async function acknowledgeClock(tx: Tx, clock: ClockId, { account, on }: { readonly account: AccountId; readonly on: Day }): Promise<FileId | undefined> {
  const { rows } = await sql<{ file: FileId }>`update cases.clock set acknowledged_on = ${on}, acknowledged_by = ${account}
    where id = ${clock} and owner_office = app.office() and closed_on is null returning file`.execute(tx)
  return rows[0]?.file
}

/** The open clock of one key in each of these files, as far as the actor sees it: whose it is and when it ends. */
export async function openClocksOf(tx: Tx, files: readonly FileId[], key: string): Promise<ReadonlyMap<FileId, { readonly owner: OfficeId; readonly endsOn: Day }>> {
  if (files.length === 0) return new Map()
  const { rows } = await sql<{ file: FileId; owner: OfficeId; endsOn: Day }>`select file, owner_office as owner, ends_on as "endsOn" from cases.clock
    where file = any (${[...files]}::uuid[]) and key = ${key} and closed_on is null`.execute(tx)
  return new Map(rows.map(({ file, ...clock }) => [file, clock]))
}

export type OwnClockRow = { readonly id: ClockId; readonly file: FileId; readonly reference: string; readonly key: string; readonly endsOn: Day; readonly acknowledgedOn: Day | null; readonly notices: string[]
  /** The office is asked and sees the clock alone, not the file. */
  readonly isAsked: boolean }

/** The office's open clocks about which something has been said, the first to end first. */
export async function listOwnClocks(tx: Tx, office: OfficeId, paging: Paging): Promise<PageOf<OwnClockRow>> {
  const { rows } = await sql<OwnClockRow>`
    select clock.id, clock.file, coalesce(file.reference, cases.asked_reference(clock.file)) as reference, file.id is null as "isAsked", clock.key, clock.ends_on as "endsOn", clock.acknowledged_on as "acknowledgedOn",
      array_agg(notice.kind order by notice.id) as notices
    from cases.clock join cases.notice on notice.clock = clock.id and notice.to_office = ${office} left join cases.file on file.id = clock.file
    where clock.owner_office = ${office} and clock.closed_on is null
    group by clock.id, file.id, file.reference order by clock.ends_on, clock.id ${onPage(paging)}`.execute(tx)
  return pageOf(rows, paging)
}
