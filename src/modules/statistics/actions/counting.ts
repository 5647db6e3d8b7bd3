import type { Actor } from '#platform/doors/actor'
import type { Call, Installation } from '#platform/doors/call'
import { refuse, type Refusal } from '#vocabulary/refusal'
import type { KnownCodes } from '../domain/fact-dimensions.ts'
import type { PrimaryRule } from '../domain/sensitive-cells.ts'
import type { Cell, Table } from '../domain/table.ts'
import { factsFor, faultOfWish, readingOf, readPart, tableOf, type ReadTable, type TableWish } from '../domain/table-wish.ts'
import { countFacts, readings } from '../store/fact-counts.ts'
import { untilChanged } from '../store/until-changed.ts'

export const knownCodes = ({ pack, detection, counting, codebook }: Installation): KnownCodes => ({
  states: pack.procedure.states.map(({ key, rows }) => ({ key, isEnd: rows.at(-1)?.kind === 'outcome' })),
  places: counting.way.places.map(({ key }) => key),
  forms: codebook.lists.find(({ key }) => key === 'form')?.codes.map(({ key }) => key) ?? [],
  sectors: detection.questions.sectors.map(({ key }) => key),
  districts: pack.offices.districts.map(({ key }) => key),
  centres: pack.offices.offices.filter(({ kind }) => kind === 'reception-centre').map(({ key }) => key),
  national: pack.country.code.toUpperCase(),
  recordableFrom: counting.recordableFrom,
})

export const ruleOf = ({ counting: { gate } }: Installation): PrimaryRule => ({ threshold: gate.threshold, oneCategory: gate.oneCategory })

/** Counts what is wished for, live, as the gate would look at it. */
export async function countWished(call: Call<Actor>, wish: TableWish): Promise<Table | Refusal> {
  return refusalOfWish(wish, call.today) ?? tableWished(call, wish)
}

/** The part of that table which is read: while nothing changes neither the sums nor the order of a large table are worked out again. */
export async function countPart(call: Call<Actor>, wish: TableWish): Promise<ReadTable<Cell> | Refusal> {
  return refusalOfWish(wish, call.today) ?? untilChanged(call.tx, ['part', wish, call.today, knownCodes(call.installation), readings(call.installation.counting)], async () => {
    const table = await tableWished(call, wish)
    return readPart(table, table.cells, readingOf(wish))
  }, ({ cells }) => cells.length)
}

export function refusalOfWish(wish: TableWish, today: string): Refusal | undefined {
  const fault = faultOfWish(wish, Number(today.slice(0, 4)))
  return fault && refuse(fault, { field: fault === 'years-turned' || fault === 'too-many-years' || fault === 'year-in-future' ? 'to' : fault === 'same-twice' ? 'columns' : 'only' })
}

async function tableWished(call: Call<Actor>, wish: TableWish): Promise<Table> {
  const counted = await countFacts(call.tx, factsFor(wish), { from: wish.from, to: wish.to, today: call.today, rules: call.installation.counting })
  return tableOf(wish, counted, knownCodes(call.installation), call.today)
}
