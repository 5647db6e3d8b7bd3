import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import { DocumentId, type FileId } from '#vocabulary/ids'
import type { IssuedDocument } from '../domain/procedure.ts'

export type DocumentRow = {
  readonly id: DocumentId
  readonly file: FileId
  readonly stepNumber: number
  readonly document: string
  readonly number: string
  readonly code: string
  readonly issuedOn: Day
  readonly validFrom: Day
  readonly validUntil: Day | null
}

export type Holder = { readonly holder: string; readonly birthDate: string | null }
/** The holder of a paper about somebody who was erased. */
export const erasedHolder: Holder = { holder: erasedMark, birthDate: null }
export const holderPlace = (document: string): string => sealedAt('protection.document_holder', document)

/** The next number of a document, such as `BE-DOC-2026-000123`, or of a letter, such as `BE-DEC-2026-000124`. */
export async function nextDocumentNumber(tx: Tx, country: string, on: Day, series: 'DOC' | 'DEC' = 'DOC'): Promise<string> {
  const { rows: [row] } = await sql<{ number: number }>`select nextval('protection.document_number')::int as number`.execute(tx)
  return `${country.toUpperCase()}-${series}-${on.slice(0, 4)}-${String(row?.number ?? 0).padStart(6, '0')}`
}

/** Writes down a document as it was issued, with the name that is printed on it. */
export async function insertDocument(tx: Tx, row: Omit<DocumentRow, 'id'>, holder: Holder): Promise<DocumentId> {
  const id = DocumentId.parse(crypto.randomUUID())
  await sql`insert into protection.document (id, file, step_number, document, number, code, issued_on, valid_from, valid_until)
    values (${id}, ${row.file}, ${row.stepNumber}, ${row.document}, ${row.number}, ${row.code}, ${row.issuedOn}, ${row.validFrom}, ${row.validUntil})`.execute(tx)
  const sealed = await sealFor(tx, person(row.file), holderPlace(id), holder)
  await sql`insert into protection.document_holder (document, file, sealed) values (${id}, ${row.file}, ${sealed})`.execute(tx)
  return id
}

/** Marks as ended the documents that a step ended, so that their codes say so from that day. */
export async function endDocuments(tx: Tx, file: FileId, documents: readonly IssuedDocument[]): Promise<void> {
  for (const { document, issuedOn, endedOn, endedBy } of documents) {
    if (endedOn === undefined) continue
    await sql`update protection.document set ended_on = ${endedOn}, ended_by = ${endedBy ?? 'lapsed'}
      where file = ${file} and document = ${document} and issued_on = ${issuedOn} and ended_on is null`.execute(tx)
  }
}

export async function listDocuments(tx: Tx, file: FileId): Promise<readonly DocumentRow[]> {
  const { rows } = await sql<DocumentRow>`
    select id, file, step_number as "stepNumber", document, number, code, issued_on as "issuedOn", valid_from as "validFrom", valid_until as "validUntil"
    from protection.document where file = ${file} order by step_number`.execute(tx)
  return rows
}

export async function findDocument(tx: Tx, id: DocumentId): Promise<(DocumentRow & Holder) | undefined> {
  const { rows: [found] } = await sql<DocumentRow & Sealed>`
    select id, document.file, step_number as "stepNumber", document.document, number, code, issued_on as "issuedOn", valid_from as "validFrom",
      valid_until as "validUntil", sealed, ${keyOf('document.file')} as key
    from protection.document join protection.document_holder on document_holder.document = document.id where id = ${id}`.execute(tx)
  if (!found) return undefined
  const { sealed, key, ...row } = found
  return { ...row, ...((await openSealed<Holder>(tx, row.file, { sealed, key }, holderPlace(id))) ?? erasedHolder) }
}

/** Whether a code is worth something today: all that the public may know. Undefined when no document has it. */
export async function worthOfCode(tx: Tx, code: string, today: Day): Promise<'valid' | 'expired' | 'withdrawn' | undefined> {
  const { rows } = await sql<{ worth: 'valid' | 'expired' | 'withdrawn' | null }>`select protection.worth_of_code(${code}, ${today}) as worth`.execute(tx)
  return rows[0]?.worth ?? undefined
}
