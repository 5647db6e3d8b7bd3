import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import type { Day } from '#vocabulary/day'
import type { AccountId, OfficeId, ReferralId } from '#vocabulary/ids'
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
}
export type OperationPerson = { readonly number: number; readonly cells: readonly string[]; readonly referral: ReferralId | null; readonly reference: string | null; readonly centre: OfficeId | null }

const columns = sql.raw(`id, name, place, district, sector, on_day as "on", version`)

export async function insertOperation(tx: Tx, row: Omit<OperationRow, 'version'>, { office, account, at }: { readonly office: OfficeId; readonly account: AccountId; readonly at: Instant }): Promise<void> {
  await sql`insert into referral.operation (id, office, account, name, place, district, sector, on_day, opened_at)
    values (${row.id}, ${office}, ${account}, ${row.name}, ${row.place}, ${row.district}, ${row.sector}, ${row.on}, ${at})`.execute(tx)
}

export async function findOperation(tx: Tx, id: OperationId): Promise<OperationRow | undefined> {
  const { rows } = await sql<OperationRow>`select ${columns} from referral.operation where id = ${id}`.execute(tx)
  return rows[0]
}

export type OperationLine = OperationRow & { readonly persons: number; readonly referred: number }
export async function listOperations(tx: Tx, paging: Paging): Promise<PageOf<OperationLine>> {
  const { rows } = await sql<OperationLine>`select ${columns}, persons, referred from referral.operation
    left join lateral (select count(*)::int as persons, count(referral)::int as referred from referral.operation_person where operation = operation.id) as counted on true
    order by on_day desc, opened_at desc, id ${onPage(paging)}`.execute(tx)
  return pageOf(rows, paging)
}

/** Moves the version on from the one that was seen; false when a colleague moved it first. Holds the operation until the act ends. */
export async function moveOperation(tx: Tx, id: OperationId, seen: number): Promise<boolean> {
  const moved = await sql`update referral.operation set version = version + 1 where id = ${id} and version = ${seen}`.execute(tx)
  return moved.numAffectedRows === 1n
}

export async function listOperationPersons(tx: Tx, id: OperationId): Promise<readonly OperationPerson[]> {
  const { rows } = await sql<OperationPerson>`select number, cells, referral, reference, centre from referral.operation_person where operation = ${id} order by number`.execute(tx)
  return rows
}

type Typed = { readonly number: number; readonly cells: readonly string[] }

/** Writes rows as they were typed; those already handed on stay as they are. */
export async function putOperationPersons(tx: Tx, id: OperationId, rows: readonly Typed[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into referral.operation_person (operation, number, cells)
    select ${id}::uuid, number, array(select jsonb_array_elements_text(cells)) from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as typed (number int, cells jsonb)
    on conflict (operation, number) do update set cells = excluded.cells where operation_person.referral is null`.execute(tx)
}

export async function deleteOperationPersons(tx: Tx, id: OperationId, numbers: readonly number[]): Promise<void> {
  if (numbers.length > 0) await sql`delete from referral.operation_person where operation = ${id} and referral is null and number = any (${[...numbers]}::int[])`.execute(tx)
}

/** Writes down that a person was handed on, and forgets what was typed of her. */
export async function settleOperationPerson(tx: Tx, id: OperationId, settled: { readonly number: number; readonly referral: ReferralId; readonly reference: string; readonly centre: OfficeId }): Promise<void> {
  await sql`update referral.operation_person set referral = ${settled.referral}, reference = ${settled.reference}, centre = ${settled.centre}, cells = '{}'
    where operation = ${id} and number = ${settled.number} and referral is null`.execute(tx)
}
