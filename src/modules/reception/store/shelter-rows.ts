import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/connect'
import { sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { Day } from '#vocabulary/day'
import type { AccountId, OfficeId } from '#vocabulary/ids'

/** Where a shelter stands. The only place that writes or reads it: it lies sealed, and nothing outside the own centre tells that it is there. */
export const Shelter = z.strictObject({ name: z.string().trim().min(1).max(100), address: z.string().trim().min(1).max(300) })
export type Shelter = z.infer<typeof Shelter>
export type ShelterRow = Shelter & { readonly id: string; readonly stays: number }

const shelterPlace = (id: string): string => sealedAt('reception.shelter', id)

/** The shelters of the actor's own centre that are open, with how many stay there. */
export async function listShelters(tx: Tx): Promise<readonly ShelterRow[]> {
  const { rows } = await sql<{ id: string; sealed: Buffer; stays: number }>`
    select shelter.id, shelter.sealed, (select count(*)::int from reception.shelter_stay join reception.stay on stay.id = shelter_stay.stay
      where shelter_stay.shelter = shelter.id and stay.until_on is null) as stays
    from reception.shelter where closed_on is null`.execute(tx)
  return rows.map(({ id, sealed, stays }) => ({ id, stays, ...vaultOf(tx).own.open<Shelter>(shelterPlace(id), sealed) })).toSorted((a, b) => a.name.localeCompare(b.name))
}

export async function insertShelter(tx: Tx, shelter: Shelter, { office, account }: { readonly office: OfficeId; readonly account: AccountId }): Promise<string> {
  const id = crypto.randomUUID()
  await sql`insert into reception.shelter (id, office, sealed, added_by) values (${id}, ${office}, ${vaultOf(tx).own.seal(shelterPlace(id), shelter)}, ${account})`.execute(tx)
  return id
}

/** Closes a shelter where nobody stays any more; false where somebody does, or where there is none. */
export async function closeShelter(tx: Tx, id: string, on: Day): Promise<boolean> {
  const closed = await sql`update reception.shelter set closed_on = ${on} where id = ${id} and closed_on is null
    and not exists (select from reception.shelter_stay join reception.stay on stay.id = shelter_stay.stay where shelter_stay.shelter = shelter.id and stay.until_on is null)`.execute(tx)
  return closed.numAffectedRows === 1n
}

export async function shelterOfStay(tx: Tx, stay: string): Promise<string | null> {
  const { rows } = await sql<{ shelter: string }>`select shelter from reception.shelter_stay where stay = ${stay}`.execute(tx)
  return rows[0]?.shelter ?? null
}

export async function putInShelter(tx: Tx, stay: string, shelter: string): Promise<void> {
  await sql`insert into reception.shelter_stay (stay, shelter) values (${stay}, ${shelter}) on conflict (stay) do update set shelter = excluded.shelter`.execute(tx)
}
