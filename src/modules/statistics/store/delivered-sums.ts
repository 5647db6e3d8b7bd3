import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { DeliveredSum } from '../domain/deliveries/delivered-table.ts'
import { axesOf, type Condition, type DeliveredWish, type Met } from '../domain/deliveries/delivered-wish.ts'
import { openBeside } from './sealed-delivery.ts'

/** An item of which something counts that the actor may read. */
export type DeliveredItem = { readonly item: string; readonly firstYear: number; readonly lastYear: number; readonly deliveries: number }

export async function listDeliveredItems(tx: Tx): Promise<readonly DeliveredItem[]> {
  const { rows } = await sql<DeliveredItem>`select item, min(first_year) as "firstYear", max(last_year) as "lastYear", count(*)::int as deliveries from statistics.counting_delivery group by item order by item`.execute(tx)
  return rows
}

export async function hasDelivered(tx: Tx, office: string): Promise<boolean> {
  return (await sql`select from statistics.delivery where office = ${office} limit 1`.execute(tx)).rows.length > 0
}

/** The delivery behind the figures of a table: whose, which years, and which revision of it counts. */
export type CountingDelivery = { readonly id: string; readonly office: OfficeId; readonly slot: string; readonly firstYear: number; readonly lastYear: number; readonly revision: number; readonly at: Instant; readonly version: string; readonly reason: string | null }

export async function listCountingDeliveries(tx: Tx, item: string): Promise<readonly CountingDelivery[]> {
  const { rows } = await sql<Omit<CountingDelivery, 'reason'> & { sealed: Buffer | null }>`select counting.id, counting.office, counting.slot, counting.first_year as "firstYear", counting.last_year as "lastYear", counting.revision, counting.at, counting.codebook_version as version, delivery.sealed
    from statistics.counting_delivery as counting join statistics.delivery on delivery.id = counting.id where counting.item = ${item} order by counting.last_year desc, counting.office, counting.slot limit 500`.execute(tx)
  return rows.map(({ sealed, ...row }) => ({ ...row, reason: openBeside(tx, row.id, sealed).reason }))
}

/** The codes that were handed over for some variables of an item. */
export async function codesMet(tx: Tx, item: string, variables: readonly string[]): Promise<Met> {
  if (variables.length === 0) return {}
  const { rows } = await sql<{ variable: string; codes: string[] }>`select variable, array_agg(distinct codes->>variable order by codes->>variable) filter (where codes ? variable) as codes
    from statistics.counting_delivery as counting join statistics.delivered_figure on delivered_figure.delivery = counting.id, unnest(${[...variables]}::text[]) as variable
    where item = ${item} group by variable`.execute(tx)
  return Object.fromEntries(rows.map(({ variable, codes }) => [variable, codes ?? []]))
}

const axisOf = (axis: string): RawBuilder<unknown> =>
  axis === 'year' ? sql`delivered_figure.year::text` : axis === 'service' ? sql`counting.office::text` : sql`coalesce(codes->>${axis}::text, '')`

const where = (wish: DeliveredWish, conditions: readonly Condition[]): RawBuilder<unknown> => sql`
  from statistics.counting_delivery as counting join statistics.delivered_figure on delivered_figure.delivery = counting.id
  where item = ${wish.item} and delivered_figure.year between ${wish.from} and ${wish.to} and (${wish.service ?? null}::uuid is null or counting.office = ${wish.service ?? null}::uuid)
  ${sql.join([sql``, ...conditions.map(({ variable, among }) => sql`and codes->>${variable}::text = any (${[...among]}::text[])`)], sql` `)}`

/** The figures that count, added up by the axes of a table and by their state; a figure without a number is counted and never added. */
export async function sumDelivered(tx: Tx, wish: DeliveredWish, conditions: readonly Condition[]): Promise<readonly DeliveredSum[]> {
  const axes = axesOf(wish)
  const names = sql.raw(axes.map((_, index) => `axis${index}`).join(', '))
  const read = sql.join(axes.map((axis, index) => sql`${axisOf(axis)} as ${sql.raw(`axis${index}`)}`))
  const { rows } = await sql<DeliveredSum>`select array[${names}] as at, state, count(*)::int as figures, sum(value)::float8 as value, bool_or(revision > 1) as revised
    from (select ${read}, state, value, revision ${where(wish, conditions)}) as read group by ${names}, state`.execute(tx)
  return rows
}
