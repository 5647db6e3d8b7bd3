import { sql } from 'kysely'
import { z } from 'zod'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import { destroyKeyOf, erasedMark, keyOfSubject, openSealed, sealedAt, sealerFor, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Subject } from '#platform/vault/vault'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId, OfficeId, ReferralId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

export const OperationId = z.uuid().brand<'OperationId'>()
export type OperationId = z.infer<typeof OperationId>

export type OperationRow = {
  readonly id: OperationId
  readonly name: string
  readonly place: string
  readonly district: string
  readonly sector: string | null
  readonly on: Day
  readonly version: number
  readonly openedAt: Instant
}
export type OperationPerson = { readonly number: number; readonly cells: readonly string[]; readonly referral: ReferralId | null; readonly file: FileId | null; readonly reference: string | null; readonly centre: OfficeId | null }

const columns = sql.raw(`id, district, sector, on_day as "on", version, opened_at as "openedAt", sealed, (select data_key.wrapped from vault.data_key where data_key.subject = operation.id) as key`)

type Called = Pick<OperationRow, 'name' | 'place'>
const subjectOf = (id: string): Subject => ({ id, kind: 'operation' })
export const operationPlace = (id: string): string => sealedAt('referral.operation', id)
export const cellsPlace = (id: string, number: number): string => sealedAt('referral.operation_person', `${id}/${number}`)

/** An operation lies sealed with a key of its own, and so does what was typed of its persons until they are handed on. */
async function opened<Row extends Sealed & { readonly id: OperationId }>(tx: Tx, { sealed, key, ...row }: Row): Promise<Omit<Row, keyof Sealed> & Called> {
  return { ...row, ...((await openSealed<Called>(tx, row.id, { sealed, key }, operationPlace(row.id))) ?? { name: erasedMark, place: '' }) }
}

export async function insertOperation(tx: Tx, row: Omit<OperationRow, 'version' | 'openedAt'>, { office, account, at }: { readonly office: OfficeId; readonly account: AccountId; readonly at: Instant }): Promise<void> {
  const sealed = await sealFor(tx, subjectOf(row.id), operationPlace(row.id), { name: row.name, place: row.place } satisfies Called)
  await sql`insert into referral.operation (id, office, account, sealed, district, sector, on_day, opened_at)
    values (${row.id}, ${office}, ${account}, ${sealed}, ${row.district}, ${row.sector}, ${row.on}, ${at})`.execute(tx)
}

export async function findOperation(tx: Tx, id: OperationId): Promise<OperationRow | undefined> {
  const { rows: [row] } = await sql<Omit<OperationRow, keyof Called> & Sealed>`select ${columns} from referral.operation where id = ${id}`.execute(tx)
  return row && opened(tx, row)
}

export type OperationLine = OperationRow & { readonly persons: number; readonly referred: number }
export async function listOperations(tx: Tx, paging: Paging): Promise<PageOf<OperationLine>> {
  const { rows } = await sql<Omit<OperationLine, keyof Called> & Sealed>`select ${columns}, persons, referred from referral.operation
    left join lateral (select count(*)::int as persons, count(referral)::int as referred from referral.operation_person where operation = operation.id) as counted on true
    order by on_day desc, opened_at desc, id ${onPage(paging)}`.execute(tx)
  return pageOf(await Promise.all(rows.map((row) => opened(tx, row))), paging)
}

/** Moves the version on from the one that was seen; false when a colleague moved it first. Holds the operation until the act ends. */
export async function moveOperation(tx: Tx, id: OperationId, seen: number): Promise<boolean> {
  const moved = await sql`update referral.operation set version = version + 1 where id = ${id} and version = ${seen}`.execute(tx)
  return moved.numAffectedRows === 1n
}

/** The persons of an operation whom the actor may see: those who wait, and of those handed on whoever is not closed to her. */
export async function listOperationPersons(tx: Tx, id: OperationId): Promise<readonly OperationPerson[]> {
  const { rows } = await sql<Omit<OperationPerson, 'cells'> & Sealed>`select number, referral, (select file from referral.referral as handed where handed.id = operation_person.referral) as file,
      reference, centre, sealed, ${keyOfSubject(id)} as key
    from referral.operation_person where operation = ${id} order by number`.execute(tx)
  return Promise.all(rows.map(async ({ sealed, key, ...row }) => ({ ...row, cells: (await openSealed<string[]>(tx, id, { sealed, key }, cellsPlace(id, row.number))) ?? [] })))
}

/** The last number that a row of an operation has, whether the actor may see it or not. */
export async function lastRow(tx: Tx, id: OperationId): Promise<number> {
  const { rows: [row] } = await sql<{ last: number }>`select referral.last_row(${id}) as last`.execute(tx)
  return row?.last ?? 0
}

type Typed = { readonly number: number; readonly cells: readonly string[] }

/** Writes rows as they were typed; those already handed on stay as they are. */
export async function putOperationPersons(tx: Tx, id: OperationId, rows: readonly Typed[]): Promise<void> {
  if (rows.length === 0) return
  const sealer = await sealerFor(tx, subjectOf(id))
  const sealed = rows.map(({ number, cells }) => ({ number, sealed: sealer.seal(cellsPlace(id, number), cells).toString('base64') }))
  await sql`insert into referral.operation_person (operation, number, sealed)
    select ${id}::uuid, number, decode(sealed, 'base64') from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as typed (number int, sealed text)
    on conflict (operation, number) do update set sealed = excluded.sealed where operation_person.referral is null`.execute(tx)
}

export async function deleteOperationPersons(tx: Tx, id: OperationId, numbers: readonly number[]): Promise<void> {
  if (numbers.length > 0) await sql`delete from referral.operation_person where operation = ${id} and referral is null and number = any (${[...numbers]}::int[])`.execute(tx)
}

/** Writes down that a person was handed on, and forgets what was typed of her. */
export async function settleOperationPerson(tx: Tx, id: OperationId, settled: { readonly number: number; readonly referral: ReferralId; readonly reference: string; readonly centre: OfficeId }): Promise<void> {
  await sql`update referral.operation_person set referral = ${settled.referral}, reference = ${settled.reference}, centre = ${settled.centre}, sealed = null
    where operation = ${id} and number = ${settled.number} and referral is null`.execute(tx)
}

/**
 * Forgets what was typed at operations that were opened on or before a day: their keys are destroyed, and with them what they were called. Receipts of
 * whoever was handed on stay; an operation that has none goes whole. Returns how many persons were forgotten.
 */
export const dropExpiredOperations = (db: Database, { openedUpTo, zone }: { readonly openedUpTo: Day; readonly zone: string }): Promise<number> => asMigrator(db, async (tx) => {
  const { rows } = await sql<{ id: OperationId }>`select id from referral.operation where (opened_at at time zone ${zone})::date <= ${openedUpTo} for update`.execute(tx)
  const over = rows.map(({ id }) => id)
  const gone = await sql`delete from referral.operation_person where referral is null and operation = any (${over}::uuid[])`.execute(tx)
  for (const id of over) await destroyKeyOf(tx, id)
  await sql`delete from referral.operation where id = any (${over}::uuid[]) and not exists (select from referral.operation_person where operation = operation.id)`.execute(tx)
  return Number(gone.numAffectedRows ?? 0)
})
