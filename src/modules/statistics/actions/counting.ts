import type { Actor } from '#platform/doors/actor'
import type { Call, Installation } from '#platform/doors/call'
import { refuse, type Refusal } from '#vocabulary/refusal'
import type { KnownCodes } from '../domain/fact-dimensions.ts'
import type { PrimaryRule } from '../domain/sensitive-cells.ts'
import type { Table } from '../domain/table.ts'
import { factsFor, faultOfWish, tableOf, type TableWish } from '../domain/table-wish.ts'
import { countFacts } from '../store/fact-counts.ts'

export const knownCodes = ({ pack, detection, counting }: Installation): KnownCodes => ({
  states: pack.procedure.states.map(({ key, rows }) => ({ key, isEnd: rows.at(-1)?.kind === 'outcome' })),
  places: counting.way.places.map(({ key }) => key),
  sectors: detection.questions.sectors.map(({ key }) => key),
  districts: pack.offices.districts.map(({ key }) => key),
  national: pack.country.code.toUpperCase(),
})

export const ruleOf = ({ counting: { gate } }: Installation): PrimaryRule => ({ threshold: gate.threshold, oneCategory: gate.oneCategory })

/** Counts what is wished for, live, as the gate would look at it. */
export async function countWished(call: Call<Actor>, wish: TableWish): Promise<Table | Refusal> {
  const fault = faultOfWish(wish)
  if (fault) return refuse(fault, { field: fault === 'years-turned' || fault === 'too-many-years' ? 'to' : fault === 'same-twice' ? 'columns' : 'only' })
  const counted = await countFacts(call.tx, factsFor(wish), { from: wish.from, to: wish.to, today: call.today, rules: call.installation.counting })
  return tableOf(wish, counted, knownCodes(call.installation), call.today)
}
