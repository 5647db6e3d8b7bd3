import { sql } from 'kysely'
import type { FileType } from '#platform/attachments/file-type'
import type { Trace } from '#platform/attachments/traces'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { AccountId, FileId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { PartyRelation } from '#vocabulary/relation'

export type PaperCompartment = 'identity' | 'own-notes' | 'medical'
export type Paper = {
  readonly id: string; readonly file: FileId; readonly compartment: PaperCompartment; readonly type: FileType; readonly size: number
  readonly name: string; readonly office: OfficeId; readonly account: AccountId; readonly addedAt: Instant; readonly removed: Trace[]; readonly searched: boolean
}

const paperPlace = (id: string): string => sealedAt('cases.paper', id)

/** The papers that the actor may see, the newest first. */
export async function listPapers(tx: Tx, file: FileId): Promise<readonly Paper[]> {
  const { rows } = await sql<Omit<Paper, 'name'> & Sealed>`select id, file, compartment, type, size, office, account, added_at as "addedAt", removed, searched, sealed, ${keyOf('paper.file')} as key
    from cases.paper where file = ${file} order by added_at desc, id`.execute(tx)
  return Promise.all(rows.map(async ({ sealed, key, ...row }) => ({ ...row, name: (await openSealed<string>(tx, file, { sealed, key }, paperPlace(row.id))) ?? erasedMark })))
}

export async function insertPaper(tx: Tx, { name, ...paper }: Paper): Promise<void> {
  const sealed = await sealFor(tx, person(paper.file), paperPlace(paper.id), name)
  await sql`insert into cases.paper (id, file, office, account, compartment, type, size, sealed, added_at, removed, searched)
    values (${paper.id}, ${paper.file}, ${paper.office}, ${paper.account}, ${paper.compartment}, ${paper.type}, ${paper.size}, ${sealed}, ${paper.addedAt}, ${paper.removed}, ${paper.searched})`.execute(tx)
}

/** Answers false where there is none, or where somebody else added it. */
export async function deletePaper(tx: Tx, file: FileId, id: string): Promise<boolean> {
  const gone = await sql`delete from cases.paper where id = ${id} and file = ${file}`.execute(tx)
  return gone.numAffectedRows === 1n
}

/** How many papers the person has, medical ones counted by themselves; whoever asks stands in line with others who add one. Null for whoever does not act in the file. */
export async function countPapers(tx: Tx, file: FileId, compartment: PaperCompartment): Promise<number | null> {
  const { rows } = await sql<{ count: number | null }>`select cases.count_papers(${file}) as count`.execute(tx)
  if (compartment !== 'medical') return rows[0]?.count ?? null
  return (await sql`select from cases.paper where file = ${file} and compartment = 'medical'`.execute(tx)).rows.length
}

export async function standsAs(tx: Tx, file: FileId, relations: readonly PartyRelation[]): Promise<boolean> {
  const { rows } = await sql<{ stands: boolean }>`select cases.sees(${file}, ${[...relations]}::text[]) as stands`.execute(tx)
  return rows[0]?.stands ?? false
}

/** Which of these files belong to a paper. */
export const papersAmong = (db: Database) => (ids: readonly string[]): Promise<ReadonlySet<string>> => asMigrator(db, async (tx) => {
  const { rows } = await sql<{ id: string }>`select id from cases.paper where id = any (${[...ids]}::uuid[])`.execute(tx)
  return new Set(rows.map(({ id }) => id))
})
