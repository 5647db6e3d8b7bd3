import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import { erasedMark, keyOf, keyOfSubject, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { AccountId, FileId, OfficeId, ReferralId, ReportId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { AgeGroup } from '../domain/age-group.ts'
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
  readonly sex: 'woman' | 'man' | 'other' | 'unknown' | null
  readonly ageGroup: AgeGroup | null
  readonly forms: readonly string[]
  readonly sentAt: Instant
  readonly answeredAt: Instant | null
  readonly version: number
  readonly toldAtOnce: boolean
}
export type ReferralEvent = { readonly step: string; readonly at: Instant; readonly office: OfficeId; readonly reason: string | null; readonly note: string }

const columns = sql.raw(`id, file, reference, report, from_office as "fromOffice", from_account as "fromAccount", to_office as "toOffice", state, is_urgent as "isUrgent",
  is_child as "isChild", language, district, sex, age_group as "ageGroup", forms, sent_at as "sentAt", answered_at as "answeredAt", version, told_at_once as "toldAtOnce"`)

/** A referral with what was handed on, which lies sealed with the key of the person. */
export type WholeReferral = ReferralRow & { readonly handedOn: HandedOn }
export const referralPlace = (id: string): string => sealedAt('referral.referral', id)

export async function insertReferral(tx: Tx, row: Omit<WholeReferral, 'state' | 'answeredAt' | 'version' | 'toldAtOnce'>): Promise<void> {
  const sealed = await sealFor(tx, person(row.file), referralPlace(row.id), row.handedOn)
  await sql`insert into referral.referral (id, file, reference, report, from_office, from_account, to_office, state, is_urgent, is_child, language, district, sex, age_group, forms, sealed, sent_at)
    values (${row.id}, ${row.file}, ${row.reference}, ${row.report}, ${row.fromOffice}, ${row.fromAccount}, ${row.toOffice}, 'waiting', ${row.isUrgent}, ${row.isChild},
      ${row.language}, ${row.district}, ${row.sex}, ${row.ageGroup}, ${[...row.forms]}, ${sealed}, ${row.sentAt})`.execute(tx)
}

export async function findReferral(tx: Tx, id: ReferralId): Promise<WholeReferral | undefined> {
  const { rows: [found] } = await sql<ReferralRow & Sealed>`select ${columns}, sealed, ${keyOf('referral.file')} as key from referral.referral where id = ${id}`.execute(tx)
  if (!found) return undefined
  const { sealed, key, ...row } = found
  return { ...row, handedOn: (await openSealed<HandedOn>(tx, row.file, { sealed, key }, referralPlace(id))) ?? {} }
}

export const placeSeenPlace = (id: string): string => sealedAt('referral.place_seen', id)

export async function insertPlaceSeen(tx: Tx, { id, file }: Pick<ReferralRow, 'id' | 'file'>, placeSeen: string): Promise<void> {
  await sql`insert into referral.place_seen (referral, file, sealed) values (${id}, ${file}, ${await sealFor(tx, person(file), placeSeenPlace(id), placeSeen)})`.execute(tx)
}

/** Where she was seen, for those to whom it is open. */
export async function readPlaceSeen(tx: Tx, { id, file }: Pick<ReferralRow, 'id' | 'file'>): Promise<string | null> {
  const { rows: [found] } = await sql<Sealed>`select sealed, ${keyOf('place_seen.file')} as key from referral.place_seen where referral = ${id}`.execute(tx)
  return found ? ((await openSealed<string>(tx, file, found, placeSeenPlace(id))) ?? erasedMark) : null
}

/** A referral, held for this act alone: a colleague who moves it at the same moment waits, and then finds it moved. */
export async function holdReferral(tx: Tx, id: ReferralId): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where id = ${id} for update`.execute(tx)
  return rows[0]
}

/** The referral that came of a report. */
export async function findReferralOfReport(tx: Tx, report: ReportId): Promise<ReferralRow | undefined> {
  const { rows } = await sql<ReferralRow>`select ${columns} from referral.referral where report = ${report}`.execute(tx)
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

export type PassedRow = { readonly file: FileId; readonly reference: string; readonly step: 'redirect' | 'decline' | 'withdraw'; readonly at: Instant }

/** What the actor's centre may know of a referral that has gone on to another. */
export async function findPassedOn(tx: Tx, id: ReferralId): Promise<PassedRow | undefined> {
  const { rows } = await sql<PassedRow>`select file, reference, step, at from referral.passed_on(${id})`.execute(tx)
  return rows[0]
}

/** Where a note lies: events are numbered only once they are written, so an event is told by what it does and when. */
export const eventPlace = ({ referral, step, at }: { readonly referral: string; readonly step: string; readonly at: string }): string => sealedAt('referral.event', `${referral}/${step}/${at}`)

export async function listEvents(tx: Tx, { id, file }: Pick<ReferralRow, 'id' | 'file'>): Promise<readonly ReferralEvent[]> {
  const { rows } = await sql<Omit<ReferralEvent, 'note'> & Sealed>`select step, at, office, reason, sealed, ${keyOfSubject(file)} as key
    from referral.event where referral = ${id} order by number desc`.execute(tx)
  const events: ReferralEvent[] = []
  for (const { sealed, key, ...event } of rows) {
    const note = sealed && ((await openSealed<string>(tx, file, { sealed, key }, eventPlace({ referral: id, ...event }))) ?? erasedMark)
    events.push({ ...event, note: note ?? '' })
  }
  return events
}

export type Move = { readonly referral: ReferralRow; readonly step: ReferralStep | 'send'; readonly state: ReferralState; readonly toOffice?: OfficeId; readonly reason?: string | null; readonly note?: string }
export type Mover = { readonly account: AccountId; readonly office: OfficeId; readonly at: Instant }

/** Moves a referral from the version that was seen and writes down who did it; false when a colleague moved it first. */
export async function moveReferral(tx: Tx, { referral, step, state, toOffice, reason, note }: Move, { account, office, at }: Mover): Promise<boolean> {
  const isAnswer = state === 'accepted' || state === 'declined'
  // The event comes first: once a redirect is written, the row is no longer the redirecting centre's to see.
  await insertEvent(tx, { referral, step, reason: reason ?? null, note: note ?? '' }, { account, office, at })
  const moved = await sql`update referral.referral set state = ${state}, to_office = ${toOffice ?? referral.toOffice}, version = version + 1,
    answered_at = ${isAnswer ? at : null} where id = ${referral.id} and version = ${referral.version}`.execute(tx)
  return moved.numAffectedRows === 1n
}

export async function insertEvent(tx: Tx, event: { referral: Pick<ReferralRow, 'id' | 'file'>; step: string; reason: string | null; note: string }, { account, office, at }: Mover): Promise<void> {
  const { referral: { id, file }, step, note } = event
  const sealed = note === '' ? null : await sealFor(tx, person(file), eventPlace({ referral: id, step, at }), note)
  await sql`insert into referral.event (referral, step, at, office, account, reason, sealed)
    values (${id}, ${step}, ${at}, ${office}, ${account}, ${event.reason}, ${sealed})`.execute(tx)
}
