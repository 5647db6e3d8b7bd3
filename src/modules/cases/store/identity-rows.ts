import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/connect'
import { Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'
import { foundAs, searchedWords } from '../domain/found-as.ts'

/** Who the person is, as far as she has said or shown. The only place that writes or reads names, so that they can be sealed here. */
export const Identity = z.strictObject({
  givenNames: z.string().trim().max(200),
  familyNames: z.string().trim().max(200),
  birthDate: Day.nullable(),
  birthPrecision: z.enum(['day', 'year', 'unknown']),
  identityPapers: z.string().trim().max(500),
})
export type Identity = z.infer<typeof Identity>

export async function insertIdentity(tx: Tx, file: FileId, identity: Identity): Promise<void> {
  await sql`insert into cases.identity (file, given_names, family_names, birth_date, birth_precision, identity_papers, found_as)
    values (${file}, ${identity.givenNames}, ${identity.familyNames}, ${identity.birthDate}, ${identity.birthPrecision}, ${identity.identityPapers},
      ${foundAs(identity.givenNames, identity.familyNames)})`.execute(tx)
}

export async function updateIdentity(tx: Tx, file: FileId, identity: Identity): Promise<boolean> {
  const changed = await sql`update cases.identity set given_names = ${identity.givenNames}, family_names = ${identity.familyNames}, birth_date = ${identity.birthDate},
    birth_precision = ${identity.birthPrecision}, identity_papers = ${identity.identityPapers}, found_as = ${foundAs(identity.givenNames, identity.familyNames)}
    where file = ${file}`.execute(tx)
  return changed.numAffectedRows === 1n
}

/** The identity as the actor may see it; undefined when it is not theirs to see. */
export async function readIdentity(tx: Tx, file: FileId): Promise<Identity | undefined> {
  const { rows } = await sql<Identity>`select given_names as "givenNames", family_names as "familyNames", birth_date as "birthDate",
    birth_precision as "birthPrecision", identity_papers as "identityPapers" from cases.identity where file = ${file}`.execute(tx)
  return rows[0]
}

/** The files, among those the actor may see, of persons whose name has each of these words at the beginning of one of its parts. */
export async function findFilesByName(tx: Tx, text: string): Promise<readonly FileId[]> {
  const words = searchedWords(text)
  if (words.length === 0) return []
  const patterns = words.map((word) => `% ${word}%`)
  // The longest word is the rarest, so it is the one that the index is asked for.
  const longest = patterns.toSorted((a, b) => b.length - a.length)[0]
  const { rows } = await sql<{ file: FileId }>`select file from cases.files_by_name(${longest}, ${patterns}, 200) as found (file)`.execute(tx)
  return rows.map(({ file }) => file)
}
