import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId, OfficeId } from '#vocabulary/ids'
import type { PlaceCount, PlaceGroup } from '../domain/places.ts'

export type FreePlaces = { readonly office: OfficeId; readonly group: PlaceGroup; readonly places: number; readonly free: number }
export type StayRow = { readonly id: string; readonly file: FileId; readonly reference: string; readonly group: PlaceGroup; readonly from: Day; readonly until: Day | null }
export type CountedPlaces = PlaceCount & { readonly version: number }

/** Places and free places of every centre; nothing for those who have no business with them. */
export async function listFreePlaces(tx: Tx): Promise<readonly FreePlaces[]> {
  const { rows } = await sql<FreePlaces>`select office, for_group as "group", places, free from reception.free_places()`.execute(tx)
  return rows
}

const taken = sql.raw(`(select count(*)::int from reception.stay where stay.office = place.office and stay.for_group = place.for_group and until_on is null) as taken`)

/** The counts of the actor's own centre. */
export async function listOwnPlaces(tx: Tx, office: OfficeId): Promise<readonly CountedPlaces[]> {
  const { rows } = await sql<CountedPlaces>`select for_group as "group", places, version, ${taken} from reception.place where office = ${office}`.execute(tx)
  return rows
}

/** The count of one group, held until the act ends: a colleague who takes a place of it at the same moment waits. */
export async function lockPlaces(tx: Tx, office: OfficeId, group: PlaceGroup): Promise<CountedPlaces | undefined> {
  const { rows: [held] } = await sql<{ places: number; version: number }>`
    select places, version from reception.place where office = ${office} and for_group = ${group} for update`.execute(tx)
  if (!held) return undefined
  // Counted after the lock is held, so that what the colleague before did is seen.
  const { rows: [counted] } = await sql<{ taken: number }>`
    select reception.taken_in(${group}) as taken`.execute(tx)
  return { group, ...held, taken: counted?.taken ?? 0 }
}

export async function putPlaces(tx: Tx, office: OfficeId, { group, places }: { readonly group: PlaceGroup; readonly places: number }): Promise<void> {
  await sql`insert into reception.place (office, for_group, places) values (${office}, ${group}, ${places})
    on conflict (office, for_group) do update set places = excluded.places, version = place.version + 1`.execute(tx)
}

/** Who stays in the actor's centre now, the longest first. */
export async function listStays(tx: Tx, office: OfficeId, paging: Paging): Promise<PageOf<StayRow>> {
  const { rows } = await sql<StayRow>`select ${stayColumns} from reception.stay where office = ${office} and until_on is null order by from_on, reference ${onPage(paging)}`.execute(tx)
  return pageOf(rows, paging)
}

export async function findStay(tx: Tx, id: string): Promise<StayRow | undefined> {
  const { rows } = await sql<StayRow>`select ${stayColumns} from reception.stay where id = ${id}`.execute(tx)
  return rows[0]
}

export async function findOpenStay(tx: Tx, file: FileId): Promise<StayRow | undefined> {
  const { rows } = await sql<StayRow>`select ${stayColumns} from reception.stay where file = ${file} and until_on is null`.execute(tx)
  return rows[0]
}

const stayColumns = sql.raw(`id, file, reference, for_group as "group", from_on as "from", until_on as "until"`)

type NewStay = Omit<StayRow, 'until'> & { readonly office: OfficeId; readonly account: AccountId }

/** Begins a stay; false where she already stays somewhere, be it in a centre that the actor does not see. */
export async function insertStay(tx: Tx, { id, file, reference, group, from, office, account }: NewStay): Promise<boolean> {
  const begun = await sql`insert into reception.stay (id, file, reference, office, for_group, from_on, begun_by)
    values (${id}, ${file}, ${reference}, ${office}, ${group}, ${from}, ${account}) on conflict do nothing`.execute(tx)
  return begun.numAffectedRows === 1n
}

/** Ends a stay; false when a colleague ended it first. */
export async function endStayRow(tx: Tx, id: string, { until, account }: { readonly until: Day; readonly account: AccountId }): Promise<boolean> {
  const ended = await sql`update reception.stay set until_on = ${until}, ended_by = ${account} where id = ${id} and until_on is null`.execute(tx)
  return ended.numAffectedRows === 1n
}
