import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { vaultOf, type Sealer, type Subject } from './vault.ts'

/** What stands where something was written about a person who was erased. */
export const erasedMark = '[erased]'

/** Where a sealed value lies: it opens in this table, this column and this row alone. */
export const sealedAt = (table: string, row: string | number, column = 'sealed'): string => `${table}.${column}|${row}`

/** The wrapped key of a subject, as a column of the very statement that reads what it opens. */
export const keyOf = (subject: string): RawBuilder<Buffer | null> => sql.raw(`(select data_key.wrapped from vault.data_key where data_key.subject = ${subject})`)

/** The same for a subject that is known before anything is read. */
export const keyOfSubject = (id: string): RawBuilder<Buffer | null> => sql`(select data_key.wrapped from vault.data_key where data_key.subject = ${id})`

/** A sealed value as it was read, with the wrapped key beside it; no key means that the subject was erased. */
export type Sealed = { readonly sealed: Buffer | null; readonly key: Buffer | null }

/** Opens a value that was read with {@link keyOf}; undefined when there is none, or when its key was destroyed. */
export async function openSealed<Value>(tx: Tx, subject: string, { sealed, key }: Sealed, place: string): Promise<Value | undefined> {
  if (sealed === null || key === null) return undefined
  return (await vaultOf(tx).sealerOf(tx, subject, key)).open<Value>(place, sealed)
}

/** The sealer of a subject, to write about her in this transaction. */
export const sealerFor = (tx: Tx, subject: Subject): Promise<Sealer> => vaultOf(tx).sealerFor(tx, subject)

/** Seals one value of a subject for its place. */
export const sealFor = async (tx: Tx, subject: Subject, place: string, value: unknown): Promise<Buffer> => (await sealerFor(tx, subject)).seal(place, value)

export const person = (id: string): Subject => ({ id, kind: 'person' })

/**
 * Erases a subject by destroying the key: whatever is sealed with it reads as erased from now on, wherever it lies and in every backup
 * that is restored without this row. What else must go with it follows in the database. False when there was no key any more.
 */
export async function destroyKeyOf(tx: Tx, subject: string): Promise<boolean> {
  const gone = await sql`update vault.data_key set master = null, wrapped = null, destroyed_at = now() where subject = ${subject} and destroyed_at is null`.execute(tx)
  return gone.numAffectedRows === 1n
}
