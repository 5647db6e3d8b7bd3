import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import { asMigrator } from '#platform/database/transaction'
import { openSealed, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Subject } from '#platform/vault/vault'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId, OfficeId, ReportId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { ReportDraft } from '../domain/report.ts'
import type { Saves } from '../domain/typed-meanwhile.ts'

export type ReportRow = {
  readonly id: ReportId
  readonly state: 'draft' | 'referred' | 'notified'
  readonly account: AccountId
  readonly startedOn: Day
  readonly draft: ReportDraft
  readonly savedAt: Instant
  readonly sentAt: Instant | null
  readonly reference: string | null
  readonly version: number
  readonly saves: Saves
}

const keyColumn = '(select data_key.wrapped from vault.data_key where data_key.subject = report.id)'
const columns = sql.raw(`id, state, account, started_on as "startedOn", sealed, ${keyColumn} as key, saved_at as "savedAt", sent_at as "sentAt", reference, version, saves`)

type Row = Omit<ReportRow, 'draft'> & Sealed
const report = (id: ReportId): Subject => ({ id, kind: 'report' })
export const draftPlace = (id: string): string => sealedAt('detection.report', id)

/** A report whose key was destroyed says nothing but when it was begun. */
async function opened(tx: Tx, { sealed, key, ...row }: Row): Promise<ReportRow> {
  return { ...row, draft: ReportDraft.parse((await openSealed(tx, row.id, { sealed, key }, draftPlace(row.id))) ?? { startedOn: row.startedOn }) }
}

export async function insertReport(tx: Tx, row: { id: ReportId; office: OfficeId; account: AccountId; draft: ReportDraft; at: Instant }): Promise<void> {
  const sealed = await sealFor(tx, report(row.id), draftPlace(row.id), row.draft)
  await sql`insert into detection.report (id, office, account, state, started_on, sealed, saved_at)
    values (${row.id}, ${row.office}, ${row.account}, 'draft', ${row.draft.startedOn}, ${sealed}, ${row.at})`.execute(tx)
}

export async function findReport(tx: Tx, id: ReportId): Promise<ReportRow | undefined> {
  const { rows } = await sql<Row>`select ${columns} from detection.report where id = ${id}`.execute(tx)
  return rows[0] && opened(tx, rows[0])
}

/** Drafts first, then what was sent last; a draft begun before `draftsFrom` has expired and is left out. Beside each the file that came of it, where the actor may see it. */
export async function listReports(tx: Tx, office: OfficeId, draftsFrom: Day, paging: Paging): Promise<PageOf<ReportRow & { readonly file: FileId | null }>> {
  const { rows } = await sql<Row & { readonly file: FileId | null }>`select ${columns}, (select handed.file from referral.referral as handed where handed.report = report.id limit 1) as file from detection.report where office = ${office} and (state <> 'draft' or started_on > ${draftsFrom})
    order by (state = 'draft') desc, saved_at desc, id ${onPage(paging)}`.execute(tx)
  return pageOf(await Promise.all(rows.map(async (row) => ({ ...(await opened(tx, row)), file: row.file }))), paging)
}

/** Holds a report until the act ends, so that what two people save of it at the same moment is written one after the other. */
export async function holdReport(tx: Tx, id: ReportId): Promise<void> {
  await sql`select from detection.report where id = ${id} for update`.execute(tx)
}

/** Keeps a draft, and with `saves` which form wrote which field. False when it was sent already. */
export async function saveDraft(tx: Tx, id: ReportId, draft: ReportDraft, at: Instant, saves?: Saves): Promise<boolean> {
  const sealed = await sealFor(tx, report(id), draftPlace(id), draft)
  const saved = await sql`update detection.report set sealed = ${sealed}, saved_at = ${at}, version = version + 1, saves = coalesce(${saves === undefined ? null : JSON.stringify(saves)}::jsonb, saves) where id = ${id} and state = 'draft'`.execute(tx)
  return saved.numAffectedRows === 1n
}

/** Marks a draft as sent; false when it was sent already. */
export async function markSent(tx: Tx, id: ReportId, { state, reference, at }: { state: 'referred' | 'notified'; reference: string | null; at: Instant }): Promise<boolean> {
  const sent = await sql`update detection.report set state = ${state}, reference = ${reference}, sent_at = ${at} where id = ${id} and state = 'draft'`.execute(tx)
  return sent.numAffectedRows === 1n
}

export async function setReference(tx: Tx, id: ReportId, reference: string): Promise<void> {
  await sql`update detection.report set reference = ${reference} where id = ${id}`.execute(tx)
}

export async function deleteDraft(tx: Tx, id: ReportId): Promise<boolean> {
  const gone = await sql`delete from detection.report where id = ${id} and state = 'draft'`.execute(tx)
  return gone.numAffectedRows === 1n
}

/** Writes down a notification without consent and gives its reference. */
export async function insertNotification(tx: Tx, { office, told, at, year }: { office: OfficeId; told: object; at: Instant; year: string }): Promise<string> {
  const { rows: [row] } = await sql<{ number: number }>`select nextval('detection.notification_number')::int as number`.execute(tx)
  const reference = `N-${year}-${String(row?.number ?? 0).padStart(4, '0')}`
  await sql`insert into detection.notification (id, reference, by_office, told, at) values (${crypto.randomUUID()}, ${reference}, ${office}, ${JSON.stringify(told)}::jsonb, ${at})`.execute(tx)
  return reference
}

/** Throws away the drafts that were begun on or before a day: their time is over. Returns how many. */
export const dropExpiredDrafts = (db: Database, begunUpTo: Day): Promise<number> => asMigrator(db, async (tx) => {
  const gone = await sql`delete from detection.report where state = 'draft' and started_on <= ${begunUpTo}`.execute(tx)
  return Number(gone.numAffectedRows ?? 0)
})

/** Keeps the answers of the later part, in a draft or after sending; nothing else of the report changes. False for an anonymised notification. */
export async function saveAnswers(tx: Tx, id: ReportId, { answers = {}, aside = {} }: Pick<ReportDraft, 'answers' | 'aside'>, at: Instant, saves: Saves): Promise<boolean> {
  // Held until the act ends: what a colleague saves at the same moment is not lost under these answers.
  await holdReport(tx, id)
  const row = await findReport(tx, id)
  if (!row || row.state === 'notified') return false
  const sealed = await sealFor(tx, report(id), draftPlace(id), { ...row.draft, answers, aside })
  const saved = await sql`update detection.report set sealed = ${sealed}, saved_at = ${at}, version = version + 1, saves = ${JSON.stringify(saves)}::jsonb where id = ${id} and state <> 'notified'`.execute(tx)
  return saved.numAffectedRows === 1n
}
