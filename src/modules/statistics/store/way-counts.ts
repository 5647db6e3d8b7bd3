import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { ClockRow } from '../domain/clocks.ts'
import type { CountingRules } from '../domain/counting-rules.ts'
import type { Parting } from '../domain/parts.ts'
import type { WaitRow } from '../domain/waits.ts'
import { kindsOf, type WayRow } from '../domain/way.ts'
import { untilChanged } from './until-changed.ts'

export type Years = { readonly from: number; readonly to: number; readonly by: Parting }
const days = ({ from, to }: Years) => sql`${`${from}-01-01`}::date, ${`${to}-12-31`}::date`

/** How far the people whose file was opened in these years have come; nobody but the analysis centre gets any of these figures. */
export async function countWay(tx: Tx, years: Years, way: CountingRules['way']): Promise<readonly WayRow[]> {
  const kinds = kindsOf(way)
  return untilChanged(tx, ['way', years, kinds, way.endings], async () => (await sql<WayRow>`
    select part_code as part, taken, state, has_ended as "hasEnded", ground, persons from statistics.count_way(${years.by}, ${days(years)}, ${JSON.stringify(kinds)}::jsonb, ${[...way.endings]}::text[])`.execute(tx)).rows)
}

/** How long was waited for what, of the waits that began in these years. */
export async function countWaits(tx: Tx, years: Years, { waits, today, zone }: { readonly waits: CountingRules['waits']; readonly today: Day; readonly zone: string }): Promise<readonly WaitRow[]> {
  const spans = waits.spans.flatMap(({ key: wait, between }, one) => between.flatMap(({ from, to, stops = [] }, pair) =>
    ([['from', from], ['to', to], ['stop', stops]] as const).flatMap(([role, events]) => events.map((event) => ({ wait, pair: one * 100 + pair, role, event })))))
  return untilChanged(tx, ['waits', years, today, zone, spans], async () => (await sql<WaitRow>`
    select part_code as part, wait, fate, days, waited from statistics.count_waits(${years.by}, ${days(years)}, ${today}::date, ${zone}, ${JSON.stringify(spans)}::jsonb)`.execute(tx)).rows)
}

/** The clocks that were due in these years, by how they ended. */
export async function countClocks(tx: Tx, years: Years, today: Day): Promise<readonly ClockRow[]> {
  return untilChanged(tx, ['clocks', years, today], async () => (await sql<ClockRow>`
    select part_code as part, clock, owner, fate, with_file as "withFile", days, clocks from statistics.count_clocks(${years.by}, ${days(years)}, ${today}::date)`.execute(tx)).rows)
}
