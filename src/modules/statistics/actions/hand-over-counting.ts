import type { Actor } from '#platform/doors/actor'
import type { Call, Installation } from '#platform/doors/call'
import { dayIn, type Instant } from '#vocabulary/instant'
import type { FactDimension } from '../domain/fact-dimensions.ts'
import { notRecordable } from '../domain/counting-rules.ts'
import { breakdownOf, type Source } from '../domain/hand-overs/breakdown.ts'
import { countPart, type CountedPart, type CountedTables, type HandRow } from '../domain/hand-overs/count-hand-over.ts'
import { variableOf, View, views, type Counted, type HandOverTable } from '../domain/hand-overs/hand-over-schema.ts'
import type { Origin } from '../domain/hand-overs/hand-over.ts'
import { codesAt, type Table } from '../domain/table.ts'
import type { TableWish } from '../domain/table-wish.ts'
import type { DeliveredKept, KeptBack } from '../domain/release-wish.ts'
import { listCountingFigures } from '../store/delivery-rows.ts'
import { countFacts } from '../store/fact-counts.ts'
import { listCountingDeliveries, type CountingDelivery } from '../store/hand-over-rows.ts'

export type CountedHandOver = {
  readonly tables: readonly { readonly table: HandOverTable; readonly parts: readonly { readonly of: string; readonly counted: CountedPart }[] }[]
  /**
   * What the gate looks at, all of it together: the recipient's tables, and those that others get of the same people, so that what one gets does
   * not make the other's impossible.
   */
  readonly gate: readonly { readonly of: string; readonly table: Table; readonly isOwn: boolean; readonly wish: TableWish }[]
  readonly origins: readonly Origin[]
}
type Asked = { readonly recipient: string; readonly year: number; readonly victims: Source }
type Figures = { readonly rows: readonly HandRow[]; readonly countedOn: string; readonly source: Source }

/** What the files say of a person, by the breakdown that reads it. */
const factOf: Partial<Record<View, string>> = { status: 'status', organisation: 'detected-by', sex: 'sex', 'age-group': 'age', 'citizenship-group': 'citizenship', form: 'form', 'form-group': 'form' }
const factDimensionOf: Partial<Record<View, FactDimension>> = { status: 'status', organisation: 'detected-by', sex: 'sex', 'age-group': 'age', 'citizenship-group': 'citizenship-group', form: 'form', 'form-group': 'form' }

/** Counts every table that a recipient gets of a year. */
export async function countHandOver(call: Call<Actor>, asked: Asked): Promise<CountedHandOver> {
  const { handOvers } = call.installation
  const tables = handOvers.tables.filter(({ recipients }) => recipients.includes(asked.recipient))
  const counted = handOvers.counted.filter(({ key }) => tables.some(({ parts }) => parts.some(({ of }) => of === key)))
  const deliveries = await listCountingDeliveries(call.tx, [...new Set(counted.map(({ item }) => item))], asked.year)
  const figures = new Map<string, Figures>()
  for (const each of counted) figures.set(each.key, await figuresOf(call, each, asked, deliveries))
  const gate: CountedHandOver['gate'][number][] = []
  const known = new Map<string, CountedPart>()
  const partOf = (of: Counted, by: readonly View[], isOwn: boolean): CountedPart => {
    const key = `${of.key} ${by.join(' ')}`
    const before = known.get(key)
    if (before) return before
    const made = tablesOf(call.installation, of, { by, year: asked.year, from: gate.length, figures: figures.get(of.key) })
    gate.push(...made.tables.map((table) => ({ of: of.key, table, isOwn, wish: wishOf(by, asked.year, figures.get(of.key)?.source) })))
    known.set(key, made.part)
    return made.part
  }
  const partsOf = (table: HandOverTable, isOwn: boolean) => table.parts.flatMap(({ of }) => counted.filter(({ key }) => key === of).map((each) => ({ of, counted: partOf(each, table.by, isOwn) })))
  const own = tables.map((table) => ({ table, parts: partsOf(table, true) }))
  for (const other of handOvers.tables) partsOf(other, false)
  return {
    tables: own, gate, origins: counted.map((each) => originOf(call, each, { deliveries, year: asked.year, figures: figures.get(each.key) })),
  }
}

async function figuresOf(call: Call<Actor>, { item, only, files }: Counted, { year, victims }: Asked, deliveries: readonly CountingDelivery[]): Promise<Figures> {
  if (files && victims === 'files') {
    const facts = ['status', 'sex', 'age', 'citizenship', 'form', 'detected-by']
    const persons = await countFacts(call.tx, facts, { from: year, to: year, today: call.today, rules: call.installation.counting })
    return { source: 'files', countedOn: call.today, rows: persons.map(({ codes, persons: value }) => ({
      state: 'measured', value, codes: Object.fromEntries(Object.entries(factOf).map(([view, fact]) => [view, codes[facts.indexOf(fact)] ?? 'unknown'])),
    })) }
  }
  const rows = (await listCountingFigures(call.tx, item, year)).filter(({ codes }) => Object.entries(only).every(([variable, among]) => among.includes(codes[variable] ?? '')))
  // A count is of the moment at which the last of its figures was handed in: two looks at the same deliveries are one count.
  const moments = deliveries.filter((each) => each.item === item).map(({ at }) => at).toSorted()
  return { source: 'deliveries', countedOn: moments.at(-1) ?? call.today, rows: rows.map(({ state, value, codes }) => ({
    state, value, codes: Object.fromEntries(views.map((view) => [view, codes[variableOf(view)] ?? 'unknown'])),
  })) }
}

type Wanted = { readonly by: readonly View[]; readonly year: number; readonly from: number; readonly figures: Figures | undefined }
function tablesOf({ codebook, pack, counting }: Installation, { key, files, only }: Counted, { by, year, from, figures = { rows: [], countedOn: '', source: 'deliveries' } }: Wanted): CountedTables {
  const { rows, countedOn, source } = figures
  const isFiles = files && source === 'files'
  const breakdowns = by.map((view) => breakdownOf({ view, source, notRecordable: isFiles ? notRecordable(counting, variableOf(view), year) : [], only: only[variableOf(view)], book: codebook, national: pack.country.code.toUpperCase(), met: [...new Set(rows.map(({ codes }) => codes[view] ?? 'unknown'))].toSorted() }))
  return countPart(breakdowns, rows, { name: isFiles ? 'persons' : `delivered:${key}:${year}`, countedOn, isComplete: isFiles, year: isFiles ? year : null }, from)
}

const wishOf = (by: readonly View[], year: number, source: Source | undefined): TableWish => {
  const [rows = 'year', columns] = source === 'files' ? by.flatMap((view) => factDimensionOf[view] ?? []) : []
  return { rows, columns, from: year, to: year }
}

function originOf(call: Call<Actor>, { key, item }: Counted, { deliveries, year, figures }: { readonly deliveries: readonly CountingDelivery[]; readonly year: number; readonly figures: Figures | undefined }): Origin {
  const { handOvers, zone } = call.installation
  const dayOf = (at: Instant) => dayIn(zone, at)
  if (figures?.source === 'files') return { of: key, item, source: 'files', countedOn: call.today, deliveries: [], missing: [] }
  const own = deliveries.filter((each) => each.item === item)
  // Whoever owes the item today owes it for every year that is handed over from today.
  const owing = handOvers.owed.filter((each) => each.item === item && each.from <= call.today && (each.to === undefined || call.today <= each.to) && year < Number(call.today.slice(0, 4)))
  return {
    of: key, item, source: 'deliveries', countedOn: own.map(({ at }) => dayOf(at)).toSorted().at(-1) ?? null,
    deliveries: own.map(({ office, revision, at, figures: count }) => ({ office, revision, on: dayOf(at), figures: count })),
    missing: [...new Set(owing.flatMap(({ offices }) => offices))].filter((office) => !own.some((each) => each.office === office)),
  }
}

export type KeptTable = { readonly wish: DeliveredKept; readonly table: Table; readonly keptBack: KeptBack }

/** One table of delivered figures of a year, counted as the hand-overs count theirs, so that the gate knows the same figures again in both. */
export async function countKept(call: Call<Actor>, of: Counted, { by, only, year }: { readonly by: readonly View[]; readonly only?: string | undefined; readonly year: number }): Promise<KeptTable> {
  const deliveries = await listCountingDeliveries(call.tx, [of.item], year)
  const figures = await figuresOf(call, of, { recipient: '', year, victims: 'deliveries' }, deliveries)
  const [apart, code] = only === undefined ? [undefined, undefined] : [View.parse(only.slice(0, only.indexOf(':'))), only.slice(only.indexOf(':') + 1)]
  const rows = figures.rows.filter(({ codes }) => apart === undefined || codes[apart] === code)
  const { tables: [table], part } = tablesOf(call.installation, { ...of, only: apart === undefined || code === undefined ? of.only : { ...of.only, [apart]: [code] } }, { by: apart === undefined ? by : [apart, ...by], year, from: 0, figures: { ...figures, rows } })
  if (!table) throw new Error(`${of.key} of ${year} gives no table`)
  // A table of one code of a variable that is never added up has that code as its first dimension, in the part as in the table.
  const keptBack = part.cells.flatMap(({ state }, cell) => (state === 'confidential' ? [codesAt(part.dimensions, cell).map((place, axis) => part.dimensions[axis]?.codes[place]?.code ?? '')] : []))
  return { table, keptBack, wish: { delivered: of.key, by: [...by], ...(only === undefined ? {} : { only }), from: year, to: year, origin: originOf(call, of, { deliveries, year, figures }) } }
}
