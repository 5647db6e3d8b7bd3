import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'
import type { Channel } from '../domain/may-contact.ts'

export { channels, type Channel } from '../domain/may-contact.ts'
export type SafeContact = { readonly id: string; readonly channel: Channel; readonly value: string; readonly isSafe: boolean; readonly note: string }

export const contactPlace = (id: string): string => sealedAt('cases.safe_contact', id)

type Said = Pick<SafeContact, 'value' | 'note'>
const erased: Said = { value: erasedMark, note: '' }

export const listSafeContacts = async (tx: Tx, file: FileId): Promise<readonly SafeContact[]> => (await listSafeContactsOf(tx, [file])).map(({ file: _file, ...contact }) => contact)

/** The same of many files at once. */
export async function listSafeContactsOf(tx: Tx, files: readonly FileId[]): Promise<readonly (SafeContact & { readonly file: FileId })[]> {
  const { rows } = await sql<Sealed & Omit<SafeContact, 'value' | 'note'> & { readonly file: FileId }>`
    select id, file, channel, is_safe as "isSafe", sealed, ${keyOf('safe_contact.file')} as key from cases.safe_contact
    where file = any (${[...files]}::uuid[]) and ended_on is null order by file, channel`.execute(tx)
  return Promise.all(rows.map(async ({ sealed, key, ...row }) => ({ ...row, ...((await openSealed<Said>(tx, row.file, { sealed, key }, contactPlace(row.id))) ?? erased) })))
}

/** Replaces what was known of one channel; what was known before is kept as ended, and named in the answer. */
export async function putSafeContact(tx: Tx, file: FileId, { channel, isSafe, value, note }: Omit<SafeContact, 'id'>, on: Day): Promise<{ readonly id: string; readonly ended: readonly string[] }> {
  const id = crypto.randomUUID()
  const { rows } = await sql<{ id: string }>`update cases.safe_contact set ended_on = ${on} where file = ${file} and channel = ${channel} and ended_on is null returning id`.execute(tx)
  const sealed = await sealFor(tx, person(file), contactPlace(id), { value, note } satisfies Said)
  await sql`insert into cases.safe_contact (id, file, channel, sealed, is_safe) values (${id}, ${file}, ${channel}, ${sealed}, ${isSafe})`.execute(tx)
  return { id, ended: rows.map((row) => row.id) }
}
