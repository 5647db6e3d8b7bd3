import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { CountingRules } from '../domain/counting-rules.ts'
import { isClocks } from '../domain/fact-dimensions.ts'
import type { Counted } from '../domain/table-wish.ts'
import { untilChanged } from './until-changed.ts'

type Asked = { readonly from: number; readonly to: number; readonly today: Day; readonly rules: CountingRules }

/** Which steps and clocks mean what, as the database is told it. An open clock is missed once its last day lies before today, so facts of clocks alone depend on the day. */
export const readings = ({ milestones, way, clocks: { verified: _, ...clocks } }: CountingRules) => ({ ...milestones, way: way.places.map(({ key, steps }) => ({ key, steps })), clocks })

/** How many persons share each combination of facts; nobody but the analysis centre gets any. */
export async function countFacts(tx: Tx, facts: readonly string[], { from, to, today, rules }: Asked): Promise<readonly Counted[]> {
  const meant = facts.some(isClocks) ? { ...readings(rules), today } : readings(rules)
  return untilChanged(tx, ['facts', facts, from, to, meant], async () => (await sql<Counted>`
    select codes, persons from statistics.count_facts(${[...facts]}::text[], ${`${from}-01-01`}, ${`${to}-12-31`}, ${JSON.stringify(meant)}::jsonb)`.execute(tx)).rows)
}

/** Persons as coded facts, in an order that says nothing. */
export async function codedFacts(tx: Tx, { from, to, today, rules }: Asked, most: number): Promise<readonly Readonly<Record<string, string>>[]> {
  const { rows } = await sql<{ facts: Record<string, string> }>`
    select facts from statistics.coded_facts(${`${from}-01-01`}, ${`${to}-12-31`}, ${JSON.stringify({ ...readings(rules), today })}::jsonb, ${most})`.execute(tx)
  return rows.map(({ facts }) => facts)
}
