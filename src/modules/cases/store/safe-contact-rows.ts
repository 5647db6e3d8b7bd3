import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'

export const channels = ['call', 'text-message', 'letter', 'mail', 'through-somebody', 'in-person'] as const
export type Channel = (typeof channels)[number]
export type SafeContact = { readonly id: string; readonly channel: Channel; readonly value: string; readonly isSafe: boolean; readonly note: string }

export async function listSafeContacts(tx: Tx, file: FileId): Promise<readonly SafeContact[]> {
  const { rows } = await sql<SafeContact>`select id, channel, value, is_safe as "isSafe", note from cases.safe_contact where file = ${file} and ended_on is null order by channel, value`.execute(tx)
  return rows
}

/** Replaces what was known of one channel; what was known before is kept as ended. */
export async function putSafeContact(tx: Tx, file: FileId, contact: Omit<SafeContact, 'id'>, on: Day): Promise<void> {
  await sql`update cases.safe_contact set ended_on = ${on} where file = ${file} and channel = ${contact.channel} and ended_on is null`.execute(tx)
  await sql`insert into cases.safe_contact (file, channel, value, is_safe, note) values (${file}, ${contact.channel}, ${contact.value}, ${contact.isSafe}, ${contact.note})`.execute(tx)
}
