import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import type { AccountId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { ValueState } from '#codebook'
import type { SheetCheck, SheetFault } from '../domain/deliveries/check-sheet.ts'
import type { Remark } from '../domain/deliveries/sheet.ts'
import { openBeside, openDraft, sealBeside, sealDraft } from './sealed-delivery.ts'

export type DraftRow = {
  readonly id: string; readonly at: Instant; readonly item: string; readonly slot: string; readonly fileName: string | null
  readonly sheetRows: number; readonly faultCount: number; readonly remarks: readonly Remark[]; readonly figures: number
}
type NewDraft = { readonly id: string; readonly office: OfficeId; readonly account: AccountId; readonly at: Instant; readonly item: string; readonly slot: string; readonly fileName: string | null; readonly digest: Buffer; readonly check: SheetCheck }

/** Lets go of checked sheets that nobody has handed over since then; says how many. */
export const dropAbandonedDeliveries = (db: Database, checkedBefore: Instant): Promise<number> => asMigrator(db, async (tx) => {
  const gone = await sql`delete from statistics.delivery_draft where at < ${checkedBefore}`.execute(tx)
  return Number(gone.numAffectedRows ?? 0)
})

/** Keeps a checked sheet in place of the one before. */
export async function putDraft(tx: Tx, { id, office, account, at, item, slot, fileName, digest, check }: NewDraft): Promise<void> {
  await sql`delete from statistics.delivery_draft where office = ${office} and slot = ${slot}`.execute(tx)
  const figures = check.facts.map(({ row, year, codes, figure: { state, value } }) => [row, year, codes, state, value])
  await sql`insert into statistics.delivery_draft (id, office, account, at, item, slot, sealed, digest, sheet_rows, fault_count, figures)
    values (${id}, ${office}, ${account}, ${at}, ${item}, ${slot}, ${sealDraft(tx, id, { fileName, remarks: check.remarks, faults: check.faults })}, ${digest}, ${check.rows}, ${check.faultCount}, ${JSON.stringify(figures)})`.execute(tx)
}

export async function findDraft(tx: Tx, id: string): Promise<DraftRow | undefined> {
  const { rows: [row] } = await sql<Omit<DraftRow, 'fileName' | 'remarks'> & { sealed: Buffer }>`select id, at, item, slot, sealed, sheet_rows as "sheetRows", fault_count as "faultCount", jsonb_array_length(figures) as figures
    from statistics.delivery_draft where id = ${id}`.execute(tx)
  if (!row) return undefined
  const { sealed, ...rest } = row
  const { fileName, remarks } = openDraft(tx, id, sealed)
  return { ...rest, fileName, remarks }
}

export async function listFaults(tx: Tx, draft: string, { page, size }: Paging): Promise<PageOf<SheetFault>> {
  const { rows: [row] } = await sql<{ sealed: Buffer }>`select sealed from statistics.delivery_draft where id = ${draft}`.execute(tx)
  const faults = row ? openDraft(tx, draft, row.sealed).faults : []
  return pageOf(faults.slice((page - 1) * size, page * size + 1), { page, size })
}

export type Change = 'gone' | 'changed' | 'added' | 'same'
/** A figure of a checked sheet beside what the revision that counts says there; one that is gone has no row in the sheet. */
export type DraftFigure = Omit<FigureRow, 'row'> & { readonly row: number | null; readonly change: Change; readonly was: Pick<FigureRow, 'state' | 'value'> | null }

/** What is in a checked sheet and what would change with it: whatever does first. Of rows that say the same combination more than once the first stands beside the first. */
export async function compareDraft(tx: Tx, { draft, paging }: { readonly draft: string; readonly paging: Paging }): Promise<{ readonly figures: PageOf<DraftFigure>; readonly counts: Readonly<Record<Change, number>> }> {
  const compared = sql`
    with draft as (select office, slot, figures from statistics.delivery_draft where id = ${draft}),
    after as (select (figure->>0)::int as row, (figure->>1)::int as year, figure->2 as codes, figure->>3 as state, (figure->>4)::bigint as value,
        row_number() over (partition by figure->1, figure->2 order by (figure->>0)::int) as nth from draft, jsonb_array_elements(figures) as figure),
    before as (select year, codes, state, value, row_number() over (partition by year, codes order by row) as nth from statistics.delivered_figure
        where delivery = (select delivery.id from statistics.delivery join draft using (office, slot) order by revision desc limit 1)),
    compared as (select after.row, coalesce(after.year, before.year) as year, coalesce(after.codes, before.codes) as codes, coalesce(after.state, before.state) as state, coalesce(after.value, before.value) as value,
        case when after.row is null then 'gone' when before.nth is null then 'added' when (after.state, after.value) is distinct from (before.state, before.value) then 'changed' else 'same' end as change,
        case when before.nth is not null then jsonb_build_object('state', before.state, 'value', before.value) end as was
      from after full join before on after.year = before.year and after.codes = before.codes and after.nth = before.nth)`
  const { rows: [found] } = await sql<{ counts: Partial<Record<Change, number>> | null; figures: readonly DraftFigure[] }>`${compared},
    ordered as (select *, row_number() over (order by array_position(array['gone', 'changed', 'added', 'same'], change), row, year, codes::text) as place from compared),
    shown as (select * from ordered order by place ${onPage(paging)})
    select (select jsonb_object_agg(change, count) from (select change, count(*) as count from compared group by change) as counted) as counts,
      (select coalesce(jsonb_agg(to_jsonb(shown) - 'place' order by place), '[]') from shown) as figures`.execute(tx)
  return { figures: pageOf(found?.figures ?? [], paging), counts: { gone: 0, changed: 0, added: 0, same: 0, ...found?.counts } }
}

type Taken = { readonly draft: string; readonly account: AccountId; readonly at: Instant; readonly revision: number; readonly version: string; readonly reason: string | null }

/** Makes a delivery of a checked sheet, inside the database, since its figures may be a hundred thousand. It keeps the id of the sheet, by which somebody who looks at that once more finds it. */
export async function takeDraft(tx: Tx, { draft: id, account, at, revision, version, reason }: Taken): Promise<void> {
  const fileName = (await findDraft(tx, id))?.fileName ?? null
  await sql`insert into statistics.delivery (id, office, account, at, item, slot, revision, first_year, last_year, codebook_version, digest, figures, sealed)
    select ${id}, office, ${account}, ${at}, item, slot, ${revision}, years.first, years.last, ${version}, digest, jsonb_array_length(figures), ${sealBeside(tx, id, { fileName, reason })}::bytea
    from statistics.delivery_draft, lateral (select min((figure->>1)::int) as first, max((figure->>1)::int) as last from jsonb_array_elements(figures) as figure) as years
    where delivery_draft.id = ${id}`.execute(tx)
  await sql`insert into statistics.delivered_figure (delivery, row, year, codes, state, value)
    select ${id}, (figure->>0)::int, (figure->>1)::int, figure->2, figure->>3, (figure->>4)::bigint from statistics.delivery_draft, jsonb_array_elements(figures) as figure where delivery_draft.id = ${id}`.execute(tx)
  await dropDraft(tx, id)
}

export async function dropDraft(tx: Tx, draft: string): Promise<boolean> {
  const dropped = await sql`delete from statistics.delivery_draft where id = ${draft}`.execute(tx)
  return dropped.numAffectedRows === 1n
}

/** The next revision of a slot; whoever hands over the same slot at the same moment meets the constraint. */
export async function nextRevision(tx: Tx, office: OfficeId, slot: string): Promise<number> {
  const { rows: [row] } = await sql<{ revision: number }>`select coalesce(max(revision), 0)::int + 1 as revision from statistics.delivery where office = ${office} and slot = ${slot}`.execute(tx)
  return row?.revision ?? 1
}

export type DeliveryRow = {
  readonly id: string; readonly office: OfficeId; readonly by: string | null; readonly at: Instant; readonly item: string; readonly slot: string; readonly revision: number
  readonly firstYear: number; readonly lastYear: number; readonly version: string; readonly fileName: string | null; readonly figures: number; readonly reason: string | null; readonly counts: boolean
}

const columns = sql.raw(`delivery.id, delivery.office, account.name as by, delivery.at, item, slot, revision, first_year as "firstYear", last_year as "lastYear", codebook_version as version, figures, sealed,
  revision = max(revision) over (partition by delivery.office, slot) as counts`)
type SealedRow = Omit<DeliveryRow, 'fileName' | 'reason'> & { readonly sealed: Buffer | null }
const opened = (tx: Tx) => ({ sealed, ...row }: SealedRow): DeliveryRow => ({ ...row, ...openBeside(tx, row.id, sealed) })
const from = sql.raw('statistics.delivery left join accounts.account on account.id = delivery.account')

/** The deliveries that the actor may know of, the latest first. */
export async function listDeliveryRows(tx: Tx, paging: Paging): Promise<PageOf<DeliveryRow>> {
  const { rows } = await sql<SealedRow>`select ${columns} from ${from} order by delivery.at desc, delivery.id ${onPage(paging)}`.execute(tx)
  return pageOf(rows.map(opened(tx)), paging)
}

export async function findDelivery(tx: Tx, id: string): Promise<readonly DeliveryRow[]> {
  const { rows } = await sql<SealedRow>`select ${columns} from ${from} where (delivery.office, slot) = (select office, slot from statistics.delivery where id = ${id}) order by revision desc`.execute(tx)
  return rows.map(opened(tx))
}

export type FigureRow = { readonly row: number; readonly year: number; readonly codes: Readonly<Record<string, string>>; readonly state: ValueState; readonly value: number | null }

export async function listFigures(tx: Tx, delivery: string, paging: Paging): Promise<PageOf<FigureRow>> {
  const { rows } = await sql<FigureRow>`select row, year, codes, state, value from statistics.delivered_figure where delivery = ${delivery} order by row ${onPage(paging)}`.execute(tx)
  return pageOf(rows, paging)
}

/** All figures of one delivery, up to so many. */
export async function listAllFigures(tx: Tx, delivery: string, most: number): Promise<readonly FigureRow[]> {
  const { rows } = await sql<FigureRow>`select row, year, codes, state, value::float8 as value from statistics.delivered_figure where delivery = ${delivery} order by row limit ${most}`.execute(tx)
  return rows
}

export type CountingFigure = FigureRow & { readonly office: OfficeId }

/** The figures of an item in a year from the revision that counts of every office that the actor may read. */
export async function listCountingFigures(tx: Tx, item: string, year: number): Promise<readonly CountingFigure[]> {
  const { rows } = await sql<CountingFigure>`select counting.office, row, year, codes, state, value from statistics.counting_delivery as counting
    join statistics.delivered_figure on delivered_figure.delivery = counting.id where item = ${item} and year = ${year} order by counting.office, row`.execute(tx)
  return rows
}
