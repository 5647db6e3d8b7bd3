import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { Instant } from '#vocabulary/instant'
import type { RecordLines } from '../domain/records.ts'
import type { LedgerEntry } from '../domain/release-method.ts'

export type RecordExport = { readonly id: string; readonly countedTable: string; readonly recipient: string; readonly ground: string; readonly fields: readonly string[]; readonly lines: RecordLines['lines']; readonly least: number; readonly ledger: LedgerEntry }

export async function insertRecordExport(tx: Tx, { id, countedTable, recipient, ground, fields, lines, least, ledger }: RecordExport, now: Instant): Promise<void> {
  await sql`insert into statistics.record_export (id, counted_table, recipient, ground, fields, lines, least, ledger, proposed_at)
    values (${id}, ${countedTable}, ${recipient}, ${ground}, ${[...fields]}::text[], ${JSON.stringify(lines)}, ${least}, ${JSON.stringify(ledger)}, ${now})`.execute(tx)
}

export type KnownExport = RecordExport & { readonly number: number | null; readonly handedOn: Day | null }
const columns = sql.raw('proposed.id, counted_table as "countedTable", recipient, ground, fields, lines, least, ledger, number, handed_on as "handedOn"')

export async function findRecordExport(tx: Tx, id: string): Promise<KnownExport | undefined> {
  return (await sql<KnownExport>`select ${columns} from statistics.record_export as proposed left join statistics.record_disclosure on export = proposed.id where proposed.id = ${id}`.execute(tx)).rows[0]
}

export async function listRecordExports(tx: Tx): Promise<readonly KnownExport[]> {
  return (await sql<KnownExport>`select ${columns} from statistics.record_export as proposed left join statistics.record_disclosure on export = proposed.id order by proposed_at desc limit 200`.execute(tx)).rows
}

/** Notes the disclosure: who got which records on what ground, under a number that no table has. */
export async function insertRecordDisclosure(tx: Tx, { id, ledger }: RecordExport, on: Day): Promise<number> {
  const { rows } = await sql<{ number: number }>`insert into statistics.record_disclosure (number, export, handed_on, entry)
    values (nextval('statistics.release_number'), ${id}, ${on}, ${JSON.stringify(ledger)}) returning number`.execute(tx)
  return rows[0]?.number ?? 0
}
