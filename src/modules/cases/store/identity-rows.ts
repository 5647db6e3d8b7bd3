import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/connect'
import { tokensOfName, tokensOfSearch } from '#platform/names/blind-names'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import { Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'

/** Who the person is, as far as she has said or shown. The only place that writes or reads names: they lie sealed with her own key. */
export const Identity = z.strictObject({
  givenNames: z.string().trim().max(200),
  familyNames: z.string().trim().max(200),
  birthDate: Day.nullable(),
  birthPrecision: z.enum(['day', 'year', 'unknown']),
  identityPapers: z.string().trim().max(500),
})
export type Identity = z.infer<typeof Identity>

/** Who was erased has no name and no birthday any more. */
const erased: Identity = { givenNames: '', familyNames: erasedMark, birthDate: null, birthPrecision: 'unknown', identityPapers: '' }

export const identityPlace = (file: string): string => sealedAt('cases.identity', file)

/** Her names as the index keeps them, for a column of big integers. */
export const nameTokens = (tx: Tx, { givenNames, familyNames }: Pick<Identity, 'givenNames' | 'familyNames'>): readonly string[] => tokensOfName(vaultOf(tx), givenNames, familyNames)

export async function insertIdentity(tx: Tx, file: FileId, identity: Identity): Promise<void> {
  const sealed = await sealFor(tx, person(file), identityPlace(file), identity)
  await sql`insert into cases.identity (file, sealed, tokens) values (${file}, ${sealed}, ${[...nameTokens(tx, identity)]}::bigint[])`.execute(tx)
}

export async function updateIdentity(tx: Tx, file: FileId, identity: Identity): Promise<boolean> {
  const sealed = await sealFor(tx, person(file), identityPlace(file), identity)
  const changed = await sql`update cases.identity set sealed = ${sealed}, tokens = ${[...nameTokens(tx, identity)]}::bigint[] where file = ${file}`.execute(tx)
  return changed.numAffectedRows === 1n
}

/** The identity as the actor may see it; undefined when it is not theirs to see. */
export const readIdentity = async (tx: Tx, file: FileId): Promise<Identity | undefined> => (await readIdentities(tx, [file])).get(file)

/** The same of many files at once; who is not the actor's to see is not among them. */
export async function readIdentities(tx: Tx, files: readonly FileId[]): Promise<ReadonlyMap<FileId, Identity>> {
  const { rows } = await sql<Sealed & { readonly file: FileId }>`select file, sealed, ${keyOf('identity.file')} as key from cases.identity where file = any (${[...files]}::uuid[])`.execute(tx)
  return new Map(await Promise.all(rows.map(async ({ file, ...row }): Promise<[FileId, Identity]> => [file, (await openSealed<Identity>(tx, file, row, identityPlace(file))) ?? erased])))
}

/** How well a name fits a search: 0 in every word whole, 1 at a beginning, 2 by sound alone. */
export type NamedFile = { readonly file: FileId; readonly fits: number }

/** The files, among those that the actor may find, of persons whose names fit each word of a search, in any script and usual spelling. */
export async function findFilesByName(tx: Tx, text: string): Promise<readonly NamedFile[]> {
  const words = tokensOfSearch(vaultOf(tx), text)
  if (words.length === 0) return []
  const { rows } = await sql<NamedFile>`select file, fits from cases.files_by_name(${JSON.stringify(words)}::jsonb, 200)`.execute(tx)
  return rows
}
