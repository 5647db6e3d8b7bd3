import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { keyOf, openSealed, sealedAt, sealFor } from '#platform/vault/sealed-columns'
import type { FileId, ReportId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

export type RightsSending = { readonly id: string; readonly language: string; readonly confirmedHow: string; readonly at: Instant }
export type SendingToKeep = RightsSending & ({ readonly file: FileId; readonly report: null } | { readonly file: null; readonly report: ReportId; readonly address: string })

const place = (id: string): string => sealedAt('referral.rights_sending', id, 'address')

/** Writes down that the sheet is to be sent; an address that a report gave lies sealed until the mail has left. */
export async function insertSending(tx: Tx, sending: SendingToKeep): Promise<void> {
  const address = sending.report === null ? null : await sealFor(tx, { id: sending.report, kind: 'report' }, place(sending.id), sending.address)
  await sql`insert into referral.rights_sending (id, file, report, language, confirmed_how, address, at)
    values (${sending.id}, ${sending.file}, ${sending.report}, ${sending.language}, ${sending.confirmedHow}, ${address}, ${sending.at})`.execute(tx)
}

export async function listSendings(tx: Tx, of: { readonly report: ReportId } | { readonly file: FileId }): Promise<readonly RightsSending[]> {
  const which = 'report' in of ? sql`report = ${of.report}` : sql`file = ${of.file}`
  const { rows } = await sql<RightsSending>`select id, language, confirmed_how as "confirmedHow", at from referral.rights_sending where ${which} order by at`.execute(tx)
  return rows
}

/** Where a sheet goes, asked by whoever sends it at the moment of sending: a file whose safe contact says so, or an address. */
export async function destinationOf(tx: Tx, id: string): Promise<{ readonly file: FileId } | { readonly address: string } | undefined> {
  const { rows: [row] } = await sql<{ file: FileId | null; report: ReportId; sealed: Buffer | null; key: Buffer | null }>`
    select file, report, address as sealed, ${keyOf('rights_sending.report')} as key from referral.rights_sending where id = ${id}`.execute(tx)
  if (!row) return undefined
  if (row.file !== null) return { file: row.file }
  const address = await openSealed<string>(tx, row.report, row, place(id))
  return address === undefined ? undefined : { address }
}

/** Forgets the addresses of sheets that have left or will never leave. */
export async function forgetAddresses(tx: Tx): Promise<void> {
  await sql`update referral.rights_sending set address = null where address is not null
    and not exists (select from platform.mail where mail.about = rights_sending.id and mail.state in ('waiting', 'dead'))`.execute(tx)
}
