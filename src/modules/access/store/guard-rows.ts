import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
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

export async function listConflicts(tx: Tx): Promise<readonly Conflict[]> {
  const { rows } = await sql<Conflict>`select id, reference, person, reason, set_at as "setAt" from access.conflicts()`.execute(tx)
  return rows
}

export async function listSealed(tx: Tx): Promise<readonly SealedFile[]> {
  const { rows } = await sql<SealedFile>`select reference, reason, people, may_open as "mayOpen", set_at as "setAt" from access.sealed()`.execute(tx)
  return rows
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

export const shutOut = (tx: Tx, { reference, account, reason, now }: { readonly reference: string; readonly account: AccountId; readonly reason: string; readonly now: Instant }): Promise<FileId | null> =>
  fileOf(tx, sql`access.shut_out(${reference}, ${account}, ${reason}, ${now})`)
export const letInAgain = (tx: Tx, conflict: string, now: Instant): Promise<FileId | null> => fileOf(tx, sql`access.let_in_again(${conflict}, ${now})`)
export const seal = (tx: Tx, { reference, people, reason, now }: { readonly reference: string; readonly people: readonly AccountId[]; readonly reason: string; readonly now: Instant }): Promise<FileId | null> =>
  fileOf(tx, sql`access.seal(${reference}, ${[...people]}::uuid[], ${reason}, ${now})`)
export const unseal = (tx: Tx, reference: string): Promise<FileId | null> => fileOf(tx, sql`access.unseal(${reference})`)
export const appointGuardian = (tx: Tx, { reference, account, on }: { readonly reference: string; readonly account: AccountId; readonly on: Day }): Promise<FileId | null> =>
  fileOf(tx, sql`access.appoint_guardian(${reference}, ${account}, ${on})`)
