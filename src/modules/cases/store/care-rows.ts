import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { AccountId, FileId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

export const careKinds = ['social', 'psychological', 'medical'] as const
export type CareKind = (typeof careKinds)[number]
export type CareNote = { readonly id: string; readonly kind: CareKind; readonly text: string; readonly author: string | null; readonly at: Instant; readonly corrects: string | null; readonly isCorrected: boolean }
export type CareMember = { readonly id: string; readonly account: AccountId; readonly name: string; readonly namedAt: Instant }

const notePlace = (id: string): string => sealedAt('cases.care_note', id)

/** The notes of these kinds that the actor may read, the newest first. */
export async function listCareNotes(tx: Tx, file: FileId, kinds: readonly CareKind[], paging: Paging): Promise<PageOf<CareNote>> {
  const { rows } = await sql<Omit<CareNote, 'text'> & Sealed>`
    select note.id, note.kind, author.name as author, note.at, note.corrects, note.sealed, ${keyOf('note.file')} as key,
      exists (select from cases.care_note as later where later.corrects = note.id) as "isCorrected"
    from cases.care_note as note left join accounts.account as author on author.id = note.account
    where note.file = ${file} and note.kind = any (${[...kinds]}) order by note.at desc, note.number desc ${onPage(paging)}`.execute(tx)
  const { rows: shown, ...place } = pageOf(rows, paging)
  return { rows: await Promise.all(shown.map(async ({ sealed, key, ...note }) => ({ ...note, text: (await openSealed<string>(tx, file, { sealed, key }, notePlace(note.id))) ?? erasedMark }))), ...place }
}

type NewNote = { readonly file: FileId; readonly office: OfficeId; readonly account: AccountId; readonly kind: CareKind; readonly text: string; readonly corrects: string | null; readonly at: Instant }

export async function insertCareNote(tx: Tx, { file, office, account, kind, text, corrects, at }: NewNote): Promise<string> {
  const id = crypto.randomUUID()
  const sealed = await sealFor(tx, person(file), notePlace(id), text)
  await sql`insert into cases.care_note (id, file, office, account, kind, sealed, corrects, at) values (${id}, ${file}, ${office}, ${account}, ${kind}, ${sealed}, ${corrects}, ${at})`.execute(tx)
  return id
}

/** Whether there is a note of this kind that the actor may read, to correct it. */
export async function isCareNote(tx: Tx, { file, kind, id }: { readonly file: FileId; readonly kind: CareKind; readonly id: string }): Promise<boolean> {
  return (await sql`select from cases.care_note where id = ${id} and file = ${file} and kind = ${kind}`.execute(tx)).rows.length > 0
}

export async function listCareTeam(tx: Tx, file: FileId): Promise<readonly CareMember[]> {
  const { rows } = await sql<CareMember>`
    select member.id, member.account, person.name, member.named_at as "namedAt" from cases.care_member as member join accounts.account as person on person.id = member.account
    where member.file = ${file} and member.ended_at is null order by person.name, member.id`.execute(tx)
  return rows
}

/** Whom a care team can be made of: the people of the actor's office. */
export async function listColleaguesForCare(tx: Tx, office: OfficeId): Promise<readonly { readonly id: AccountId; readonly name: string }[]> {
  const { rows } = await sql<{ id: AccountId; name: string }>`select id, name from accounts.account where office = ${office} and active and not machine order by name, id`.execute(tx)
  return rows
}

const holds = async (tx: Tx, asked: ReturnType<typeof sql>): Promise<boolean> => (await sql<{ holds: boolean | null }>`select ${asked} as holds`.execute(tx)).rows[0]?.holds === true

export const isInCareTeam = (tx: Tx, file: FileId): Promise<boolean> => holds(tx, sql`cases.in_care_team(${file})`)
export const mayNameCareTeam = (tx: Tx, file: FileId): Promise<boolean> => holds(tx, sql`cases.may_name_care_team(${file})`)
/** False for whom the file is closed, who is no colleague, or who is in the team already. */
export const nameCareMember = (tx: Tx, { file, account, now }: { readonly file: FileId; readonly account: AccountId; readonly now: Instant }): Promise<boolean> =>
  holds(tx, sql`cases.name_care_member(${crypto.randomUUID()}, ${file}, ${account}, ${now})`)
export const endCareMember = (tx: Tx, { file, member, now }: { readonly file: FileId; readonly member: string; readonly now: Instant }): Promise<boolean> =>
  holds(tx, sql`cases.end_care_member(${member}, ${file}, ${now})`)
