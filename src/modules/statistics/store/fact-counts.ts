import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { vaultOf } from '#platform/vault/vault'
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

/** A person under the name that the analysis centre alone knows her by: what is known of her as codes, and her steps with the days since her file was opened. */
export type CodedPerson = { readonly pseudonym: string; readonly facts: Readonly<Record<string, string>>; readonly steps: readonly { readonly step: string; readonly days: number }[] }
type Coded = { readonly handle: string; readonly facts: Record<string, string>; readonly steps: readonly string[]; readonly days: readonly number[] }

/** Sixteen signs of a keyed hash of what the database says in place of a file: the same for the same person, and nobody gets from one to the other without both keys. */
const pseudonymOf = (tx: Tx, handle: string): string => `P-${vaultOf(tx).mark(`analysis|${handle}`).toString('hex').slice(0, 16).match(/.{1,4}/g)?.join('-')}`

/** Persons as coded facts, in an order that says nothing; of all, or of those of whom a fact is one of these codes. */
export async function codedFacts(tx: Tx, { from, to, today, rules }: Asked, { only, most, skipped }: { readonly only: { readonly fact: string; readonly among: readonly string[] } | undefined; readonly most: number; readonly skipped: number }): Promise<readonly CodedPerson[]> {
  const { rows } = await sql<Coded>`
    select * from statistics.coded_facts(${`${from}-01-01`}, ${`${to}-12-31`}, ${JSON.stringify({ ...readings(rules), today })}::jsonb, ${only?.fact ?? null}, ${[...(only?.among ?? [])]}::text[], ${most}, ${skipped})`.execute(tx)
  return rows.map(({ handle, facts, steps, days }) => ({ pseudonym: pseudonymOf(tx, handle), facts, steps: steps.map((step, place) => ({ step, days: days[place] ?? 0 })) }))
}
