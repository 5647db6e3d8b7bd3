import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

export type Conflict = { readonly id: string; readonly reference: string; readonly person: string; readonly reason: string; readonly setAt: Instant }
export type SealedFile = { readonly reference: string; readonly reason: string; readonly people: readonly string[]; readonly mayOpen: boolean; readonly setAt: Instant }
export type Ward = { readonly reference: string; readonly openedOn: Day; readonly guardian: string | null; readonly since: Day | null }
export type Colleague = { readonly id: AccountId; readonly name: string; readonly office: string }

/** Whom the actor may name: the people of the own office, or everybody for those who keep or watch accounts. */
export async function listColleagues(tx: Tx, language: string): Promise<readonly Colleague[]> {
  const { rows } = await sql<Colleague>`
    select person.id, person.name, office.name ->> ${language} as office from accounts.account as person join accounts.office on office.id = person.office
    where person.active order by office.key, person.name`.execute(tx)
  return rows
}

const conflictPlace = (id: string): string => sealedAt('access.conflict', id)
const sealPlace = (file: string): string => sealedAt('access.seal', file)

type SealedReason = { readonly file: FileId; readonly sealed: Buffer | null; readonly key: Buffer | null }

/** What was typed about a file is sealed with the key of its person, and goes with her. */
const openReason = async (tx: Tx, { file, sealed, key }: SealedReason, place: string): Promise<string> => (await openSealed<string>(tx, file, { sealed, key }, place)) ?? erasedMark

export async function listConflicts(tx: Tx): Promise<readonly Conflict[]> {
  const { rows } = await sql<Omit<Conflict, 'reason'> & SealedReason>`select id, file, reference, person, sealed, ${keyOf('file')} as key, set_at as "setAt" from access.conflicts()`.execute(tx)
  return Promise.all(rows.map(async (row) => ({ id: row.id, reference: row.reference, person: row.person, setAt: row.setAt, reason: await openReason(tx, row, conflictPlace(row.id)) })))
}

export async function listSealed(tx: Tx): Promise<readonly SealedFile[]> {
  const { rows } = await sql<Omit<SealedFile, 'reason'> & SealedReason>`select file, reference, sealed, ${keyOf('file')} as key, people, may_open as "mayOpen", set_at as "setAt" from access.sealed()`.execute(tx)
  // Why another office has closed it is that office's.
  return Promise.all(rows.map(async (row) => ({ reference: row.reference, people: row.people, mayOpen: row.mayOpen, setAt: row.setAt, reason: row.mayOpen ? await openReason(tx, row, sealPlace(row.file)) : '' })))
}

export async function listWards(tx: Tx): Promise<readonly Ward[]> {
  const { rows } = await sql<Ward>`select reference, opened_on as "openedOn", guardian, since from access.guardians()`.execute(tx)
  return rows
}

export async function leadsOffice(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ leads: boolean }>`select access.leads() as leads`.execute(tx)
  return rows[0]?.leads ?? false
}

const fileOf = async (tx: Tx, asked: ReturnType<typeof sql>): Promise<FileId | null> => ((await sql<{ file: FileId | null }>`select ${asked} as file`.execute(tx)).rows[0]?.file ?? null)

/** The file that the actor may guard by this reference; null for any other, as if there were none. */
const fileToGuard = (tx: Tx, reference: string): Promise<FileId | null> => fileOf(tx, sql`access.file_to_guard(${reference})`)

export async function shutOut(tx: Tx, { reference, account, reason, now }: { readonly reference: string; readonly account: AccountId; readonly reason: string; readonly now: Instant }): Promise<FileId | null> {
  const file = await fileToGuard(tx, reference)
  if (file === null) return null
  const id = crypto.randomUUID()
  return fileOf(tx, sql`access.shut_out(${id}, ${reference}, ${account}, ${await sealFor(tx, person(file), conflictPlace(id), reason)}, ${now})`)
}

export const letInAgain = (tx: Tx, conflict: string, now: Instant): Promise<FileId | null> => fileOf(tx, sql`access.let_in_again(${conflict}, ${now})`)
export async function seal(tx: Tx, { reference, people, reason, now }: { readonly reference: string; readonly people: readonly AccountId[]; readonly reason: string; readonly now: Instant }): Promise<FileId | null> {
  const file = await fileToGuard(tx, reference)
  if (file === null) return null
  return fileOf(tx, sql`case when access.may_change_seal(${reference}) then access.seal(${reference}, ${[...people]}::uuid[], ${await sealFor(tx, person(file), sealPlace(file), reason)}, ${now}) end`)
}
export const unseal = (tx: Tx, reference: string): Promise<FileId | null> => fileOf(tx, sql`case when access.may_change_seal(${reference}) then access.unseal(${reference}) end`)
export const appointGuardian = (tx: Tx, { reference, account, on }: { readonly reference: string; readonly account: AccountId; readonly on: Day }): Promise<FileId | null> =>
  fileOf(tx, sql`access.appoint_guardian(${reference}, ${account}, ${on})`)

const fileKey = { column: 'file', kind: 'person' } as const

/** What an earlier version kept in clear of why a file is closed to somebody. */
export const clearReasons: readonly ClearTable[] = [
  clearTable<{ readonly id: string; readonly reason: string }>({
    name: 'access.conflict', constraint: 'why somebody is shut out lies sealed', subject: fileKey, isClear: 'reason is not null', reads: 'id, reason', sets: 'reason = null',
    seals: ({ id, reason }) => ({ place: conflictPlace(id), value: reason }),
  }),
  clearTable<{ readonly subject: string; readonly reason: string }>({
    name: 'access.seal', constraint: 'why a file is closed lies sealed', subject: fileKey, isClear: 'reason is not null', reads: 'reason', sets: 'reason = null',
    seals: ({ subject, reason }) => ({ place: sealPlace(subject), value: reason }),
  }),
]
