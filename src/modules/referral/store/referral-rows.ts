import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import type { AccountId, FileId, OfficeId, ReferralId, ReportId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { ReferralState, ReferralStep } from '../domain/referral-steps.ts'

export type HandedOn = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

export type ReferralRow = {
  readonly id: ReferralId
  readonly file: FileId
  readonly reference: string
  readonly report: ReportId | null
  readonly fromOffice: OfficeId
  readonly fromAccount: AccountId
  readonly toOffice: OfficeId
  readonly state: ReferralState
  readonly isUrgent: boolean
  readonly isChild: boolean
  readonly language: string | null
  readonly district: string | null
  readonly handedOn: HandedOn
  readonly sentAt: Instant
  readonly answeredAt: Instant | null
  readonly version: number
}
export type ReferralEvent = { readonly step: string; readonly at: Instant; readonly office: OfficeId; readonly reason: string | null; readonly note: string }

const columns = sql.raw(`id, file, reference, report, from_office as "fromOffice", from_account as "fromAccount", to_office as "toOffice", state, is_urgent as "isUrgent",
  is_child as "isChild", language, district, handed_on as "handedOn", sent_at as "sentAt", answered_at as "answeredAt", version`)

export async function insertReferral(tx: Tx, row: Omit<ReferralRow, 'state' | 'answeredAt' | 'version'>): Promise<void> {
  await sql`insert into referral.referral (id, file, reference, report, from_office, from_account, to_office, state, is_urgent, is_child, language, district, handed_on, sent_at)
    values (${row.id}, ${row.file}, ${row.reference}, ${row.report}, ${row.fromOffice}, ${row.fromAccount}, ${row.toOffice}, 'waiting', ${row.isUrgent}, ${row.isChild},
      ${row.language}, ${row.district}, ${JSON.stringify(row.handedOn)}::jsonb, ${row.sentAt})`.execute(tx)
}

export async function findReferral(tx: Tx, id: ReferralId): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where id = ${id}`.execute(tx)
  return rows[0]
}

/** The same, held for this act alone: a colleague who moves it at the same moment waits, and then finds it moved. */
export async function holdReferral(tx: Tx, id: ReferralId): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where id = ${id} for update`.execute(tx)
  return rows[0]
}

/** The referral that came of a report. */
export async function findReferralOfReport(tx: Tx, report: ReportId): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where report = ${report}`.execute(tx)
  return rows[0]
}

/** The referral of a file that still waits for its answer. */
export async function findOpenReferralOf(tx: Tx, file: FileId): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where file = ${file} and state in ('waiting', 'more-asked')`.execute(tx)
  return rows[0]
}

/** What waits for a centre's answer, urgent first, then the longest wait. */
export async function listReferralsTo(tx: Tx, office: OfficeId, paging: Paging): Promise<PageOf<ReferralRow>> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where to_office = ${office} and state in ('waiting', 'more-asked')
    order by is_urgent desc, is_child desc, sent_at, id ${onPage(paging)}`.execute(tx)
  return pageOf(rows, paging)
}

/** What an office has sent: what it has to see to first, then the latest. */
export async function listReferralsFrom(tx: Tx, office: OfficeId, paging: Paging): Promise<PageOf<ReferralRow>> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where from_office = ${office}
    order by state in ('declined', 'more-asked') desc, sent_at desc, id ${onPage(paging)}`.execute(tx)
  return pageOf(rows, paging)
}

/** What waits for its sender or has waited too long: what was sent by an office and is not settled, the oldest first. */
export async function listUnsettledFrom(tx: Tx, office: OfficeId): Promise<readonly ReferralRow[]> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where from_office = ${office} and state in ('waiting', 'more-asked', 'declined')
    order by sent_at limit 200`.execute(tx)
  return rows
}

export type PassedRow = { readonly file: FileId; readonly reference: string; readonly step: 'redirect' | 'decline'; readonly at: Instant }

/** What the actor's centre may know of a referral that has gone on to another. */
export async function findPassedOn(tx: Tx, id: ReferralId): Promise<PassedRow | undefined> {
  const { rows } = await sql<PassedRow>`select file, reference, step, at from referral.passed_on(${id})`.execute(tx)
  return rows[0]
}

export async function listEvents(tx: Tx, referral: ReferralId): Promise<readonly ReferralEvent[]> {
  const { rows } = await sql<ReferralEvent>`select step, at, office, reason, note from referral.event where referral = ${referral} order by number desc`.execute(tx)
  return rows
}

export type Move = { readonly referral: ReferralRow; readonly step: ReferralStep | 'send'; readonly state: ReferralState; readonly toOffice?: OfficeId; readonly reason?: string | null; readonly note?: string }
export type Mover = { readonly account: AccountId; readonly office: OfficeId; readonly at: Instant }

/** Moves a referral from the version that was seen and writes down who did it; false when a colleague moved it first. */
export async function moveReferral(tx: Tx, { referral, step, state, toOffice, reason, note }: Move, { account, office, at }: Mover): Promise<boolean> {
  const isAnswer = state === 'accepted' || state === 'declined'
  // The event comes first: once a redirect is written, the row is no longer the redirecting centre's to see.
  await insertEvent(tx, { referral: referral.id, step, reason: reason ?? null, note: note ?? '' }, { account, office, at })
  const moved = await sql`update referral.referral set state = ${state}, to_office = ${toOffice ?? referral.toOffice}, version = version + 1,
    answered_at = ${isAnswer ? at : null} where id = ${referral.id} and version = ${referral.version}`.execute(tx)
  return moved.numAffectedRows === 1n
}

export async function insertEvent(tx: Tx, event: { referral: ReferralId; step: string; reason: string | null; note: string }, { account, office, at }: Mover): Promise<void> {
  await sql`insert into referral.event (referral, step, at, office, account, reason, note)
    values (${event.referral}, ${event.step}, ${at}, ${office}, ${account}, ${event.reason}, ${event.note})`.execute(tx)
}
