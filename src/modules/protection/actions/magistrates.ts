import { listOffices } from '#accounts'
import { findFile } from '#cases'
import { ActorKind, isOneOf } from '#law'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { FileId } from '#vocabulary/ids'

export type Magistrate = { readonly id: string; readonly name: string; readonly profession: string; readonly isOfDistrict: boolean }

/** The offices of those who may be asked; those of the district in which the person was found come first. */
export async function magistratesFor({ tx, language, installation }: Call<Actor>, file: FileId, askedOf: readonly ActorKind[]): Promise<Magistrate[]> {
  const district = (await findFile(tx, file))?.district
  const own = installation.pack.offices.districts.find(({ key }) => key === district)
  const near = new Set([...(own?.prosecutors ?? []), ...(own?.labourAuditors ?? [])])
  return (await listOffices(tx, { kind: 'magistrate', language }))
    .map(({ id, key, name, profession }) => ({ id, name, profession: profession ?? 'magistrate', isOfDistrict: near.has(key) }))
    .filter(({ profession }) => askedOf.length === 0 || isOneOf(ActorKind.catch('magistrate').parse(profession), askedOf))
    .toSorted((a, b) => Number(b.isOfDistrict) - Number(a.isOfDistrict))
}
