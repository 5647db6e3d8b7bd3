import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import type { AccountId, ApprovalId, FileId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

export type Conflict = {
  readonly id: string; readonly file: FileId; readonly reference: string; readonly account: AccountId; readonly person: string; readonly office: string; readonly reason: string
  readonly setAt: Instant; readonly byDataProtection: boolean
}
export type SealedFile = {
  readonly id: string; readonly file: FileId; readonly reference: string; readonly reason: string; readonly office: string; readonly officeId: OfficeId; readonly people: readonly string[]
  readonly mayOpen: boolean; readonly setAt: Instant; readonly nobodyLeft: boolean
}
export type LiftedSeal = { readonly file: FileId; readonly reference: string; readonly sealedAt: Instant; readonly liftedAt: Instant }
export type Ward = { readonly file: FileId; readonly reference: string; readonly openedOn: Day; readonly guardian: string | null; readonly since: Day | null }
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

export async function listConflicts(tx: Tx, language: string): Promise<readonly Conflict[]> {
  const { rows } = await sql<Omit<Conflict, 'reason'> & SealedReason>`
    select id, file, reference, account, person, office, sealed, ${keyOf('file')} as key, set_at as "setAt", by_data_protection as "byDataProtection" from access.conflicts(${language})`.execute(tx)
  return Promise.all(rows.map(async (row) => {
    const { sealed: _, key: __, ...shown } = row
    return { ...shown, reason: await openReason(tx, row, conflictPlace(row.id)) }
  }))
}

export async function listSealed(tx: Tx, language: string): Promise<readonly SealedFile[]> {
  const { rows } = await sql<Omit<SealedFile, 'reason'> & SealedReason>`
    select id, file, reference, sealed, ${keyOf('file')} as key, office, office_id as "officeId", people, may_open as "mayOpen", set_at as "setAt", nobody_left as "nobodyLeft" from access.sealed(${language})`.execute(tx)
  return Promise.all(rows.map(async (row) => {
    const { sealed: _, key: __, ...shown } = row
    // Why another office has closed it is that office's.
    return { ...shown, reason: row.mayOpen ? await openReason(tx, row, sealPlace(row.file)) : '' }
  }))
}

/** Seals that data protection lifted, for the office whose they were. */
export async function listLifted(tx: Tx): Promise<readonly LiftedSeal[]> {
  const { rows } = await sql<LiftedSeal>`select file, reference, sealed_at as "sealedAt", lifted_at as "liftedAt" from access.lifted_seals()`.execute(tx)
  return rows
}

/** Who leads the office whose seal was lifted and gave an address. */
export async function toldOfLifting(tx: Tx, approval: ApprovalId): Promise<readonly { readonly account: AccountId; readonly language: string }[]> {
  const { rows } = await sql<{ account: AccountId; language: string }>`select account, language from access.told_of_lifting(${approval})`.execute(tx)
  return rows
}

export async function listWards(tx: Tx): Promise<readonly Ward[]> {
  const { rows } = await sql<Ward>`select file, reference, opened_on as "openedOn", guardian, since from access.guardians()`.execute(tx)
  return rows
}

export async function leadsOffice(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ leads: boolean }>`select access.leads() as leads`.execute(tx)
  return rows[0]?.leads ?? false
}

const fileOf = async (tx: Tx, asked: ReturnType<typeof sql>): Promise<FileId | null> => ((await sql<{ file: FileId | null }>`select ${asked} as file`.execute(tx)).rows[0]?.file ?? null)

/** The file that the actor may guard by this reference; null for any other, as if there were none. */
export const fileToGuard = (tx: Tx, reference: string): Promise<FileId | null> => fileOf(tx, sql`access.file_to_guard(${reference})`)

export async function shutOut(tx: Tx, { reference, account, reason, now }: { readonly reference: string; readonly account: AccountId; readonly reason: string; readonly now: Instant }): Promise<FileId | null> {
  const file = await fileToGuard(tx, reference)
  if (file === null) return null
  const id = crypto.randomUUID()
  return fileOf(tx, sql`access.shut_out(${id}, ${reference}, ${account}, ${await sealFor(tx, person(file), conflictPlace(id), reason)}, ${now})`)
}

/** Whether the actor may close this file, or name others of her office in one that is closed. */
export async function maySeal(tx: Tx, file: FileId): Promise<boolean> {
  const { rows } = await sql<{ may: boolean | null }>`select access.may_seal(${file}) as may`.execute(tx)
  return rows[0]?.may === true
}

export const letInAgain = (tx: Tx, conflict: string, now: Instant): Promise<FileId | null> => fileOf(tx, sql`access.let_in_again(${conflict}, ${now})`)
export async function seal(tx: Tx, { reference, people, reason, now }: { readonly reference: string; readonly people: readonly AccountId[]; readonly reason: string; readonly now: Instant }): Promise<FileId | null> {
  const file = await fileToGuard(tx, reference)
  if (file === null) return null
  return fileOf(tx, sql`access.seal(${reference}, ${[...people]}::uuid[], ${await sealFor(tx, person(file), sealPlace(file), reason)}, ${now})`)
}
export const unseal = (tx: Tx, reference: string): Promise<FileId | null> => fileOf(tx, sql`access.unseal(${reference})`)
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
