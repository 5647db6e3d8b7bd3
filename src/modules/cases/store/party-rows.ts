import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId, OfficeId } from '#vocabulary/ids'
import type { Relation } from '../domain/relation.ts'

export type Party = { readonly office: OfficeId; readonly account: AccountId | null; readonly relation: Relation }
export type PartyToAdd = { readonly file: FileId; readonly office: OfficeId; readonly relation: Relation; readonly openedOn: Day; readonly account?: AccountId }

/** Lets an office stand in a relation to a file from a day on; once is enough. */
export async function insertParty(tx: Tx, { file, office, relation, account, openedOn }: PartyToAdd, since: Day): Promise<void> {
  await sql`insert into cases.party (file, office, account, relation, opened_on, since)
    values (${file}, ${office}, ${account ?? null}, ${relation}, ${openedOn}, ${since})
    on conflict do nothing`.execute(tx)
}

/** When a file was opened, as whoever stands in a relation to it may know without reading it. */
export async function openedOnOf(tx: Tx, file: FileId): Promise<Day | undefined> {
  const { rows } = await sql<{ openedOn: Day }>`select opened_on as "openedOn" from cases.party where file = ${file} and until is null limit 1`.execute(tx)
  return rows[0]?.openedOn
}

/** Ends every relation of this kind to a file but that of one office. */
export async function endParties(tx: Tx, file: FileId, relation: Relation, { but, on }: { readonly but: OfficeId | null; readonly on: Day }): Promise<void> {
  await sql`update cases.party set until = ${on} where file = ${file} and relation = ${relation} and until is null and (${but}::uuid is null or office <> ${but}::uuid)`.execute(tx)
}

/** In which relations the actor's office, or the actor in person, stands to a file. */
export async function relationsTo(tx: Tx, file: FileId): Promise<readonly Relation[]> {
  const { rows } = await sql<{ relation: Relation }>`
    select relation from cases.party where file = ${file} and office = app.office() and until is null and (account is null or account = app.account())`.execute(tx)
  return rows.map(({ relation }) => relation)
}

/** Whoever stands in a relation to a file now, the latest first. */
export async function partiesOf(tx: Tx, file: FileId): Promise<readonly Party[]> {
  const { rows } = await sql<Party>`select office, account, relation from cases.party where file = ${file} and until is null order by id desc`.execute(tx)
  return rows
}

/** The office that stands in a relation to a file now; the latest where there were several. */
export async function officeOfParty(tx: Tx, file: FileId, relation: Relation): Promise<Party | undefined> {
  const { rows } = await sql<Party>`
    select office, account, relation from cases.party where file = ${file} and relation = ${relation} and until is null order by id desc limit 1`.execute(tx)
  return rows[0]
}
