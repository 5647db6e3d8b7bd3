import type { Day } from '#vocabulary/day'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { readTable } from '#platform/read-table'
import { mostGridRows, parsePersonGrid, type GridPerson } from './person-grid.ts'
import { columnOf, gridColumns, type GridColumn } from './person-grid-words.ts'
import { spreadOverCentres, type Spread } from './spread-over-centres.ts'

export const columns = Object.keys(gridColumns) as readonly GridColumn[]
const header = columns.map((column) => gridColumns[column][0])

/** A row as somebody typed it: a cell for each column in their order, and behind them what had no column. */
export type TypedRow = { readonly number: number; readonly cells: readonly string[] }
export type ReadRow = TypedRow & { readonly person: GridPerson | null; readonly refusals: readonly Refusal[] }

/** The cells of a pasted sheet in our order of columns, or why the sheet as a whole cannot be read. */
export function cellsOfSheet(pasted: string, today: Day): readonly (readonly string[])[] | Refusal {
  const { refused } = parsePersonGrid(pasted, today)
  if (refused) return refused
  const [head, ...rows] = readTable(pasted)
  const places = (head?.cells ?? []).map((cell) => columnOf(cell))
  return rows.map(({ cells }) => [...columns.map((column) => cells[places.indexOf(column)] ?? ''), ...cells.slice(places.length)])
}

/** What each typed row says: a person who can be handed on, or what would be right. Rows stand alone; the good ones are good whatever the others are. */
export function readRows(rows: readonly TypedRow[], today: Day): readonly ReadRow[] {
  const grid = parsePersonGrid([header, ...rows.slice(0, mostGridRows).map(({ cells }) => cells)], today)
  const persons = new Map(grid.persons.map((person) => [person.row, person]))
  const faults = new Map(grid.faults.map(({ row, refusals }) => [row, refusals]))
  const firstOf = new Map<string, number>()
  return rows.map((row, index) => {
    const person = persons.get(index + 2) ?? null
    const refusals = [...(faults.get(index + 2) ?? []), ...(person ? refusalsOf(person, row.number, firstOf) : [])]
    return { ...row, person: refusals.length === 0 ? person : null, refusals }
  })
}

/** An adult is handed on when she agrees; a child, or somebody who may be one, is protected whatever is answered. */
function refusalsOf(person: GridPerson, number: number, firstOf: Map<string, number>): readonly Refusal[] {
  const who = [person.familyName, person.givenName, person.bornOn, person.reference].map((part) => part?.toLowerCase() ?? '').join('|')
  const first = firstOf.get(who)
  firstOf.set(who, first ?? number)
  return [
    ...(person.age === 'adult' && person.consent === 'no' ? [refuse('grid.no-consent', { field: 'consent' })] : []),
    ...(person.age === 'adult' && person.consent === 'unknown' ? [refuse('grid.consent-missing', { field: 'consent' })] : []),
    ...(first === undefined ? [] : [refuse('grid.same-as', { field: 'reference', with: { row: first } })]),
  ]
}

export const pools = ['minors', 'women', 'men'] as const
export type Pool = (typeof pools)[number]
export type CentreToSpreadOver = {
  readonly office: string
  readonly languages: readonly string[]
  readonly districts: readonly string[]
  readonly groups: readonly { readonly group: string; readonly free: number }[]
}

/** Among whom somebody is placed: who may be a child among minors; who is not known to be a man never among men. */
export const poolOf = ({ age, sex }: Pick<GridPerson, 'age' | 'sex'>): Pool => (age !== 'adult' ? 'minors' : sex === 'male' ? 'men' : 'women')

/** Proposes a centre for each person of an operation by free places of her group, language and region, and says who does not fit and why. */
export function spreadOperation(persons: readonly (GridPerson & { readonly number: number })[], centres: readonly CentreToSpreadOver[], district: string): Spread {
  const spreads = pools.map((pool) => {
    const freeIn = (centre: CentreToSpreadOver) => centre.groups.find(({ group }) => group === pool)?.free ?? 0
    const counts = (centre: CentreToSpreadOver) => centre.groups.some(({ group }) => group === pool)
    return spreadOverCentres(
      persons.filter((person) => poolOf(person) === pool).map(({ number, age, languages }) => ({ key: String(number), isChild: age !== 'adult', languages, region: district })),
      centres.map((centre) => ({ office: centre.office, freePlaces: freeIn(centre), languages: centre.languages, regions: centre.districts, takesMinors: pool === 'minors' && counts(centre) })),
    )
  })
  const byNumber = (a: { readonly key: string }, b: { readonly key: string }) => Number(a.key) - Number(b.key)
  return { placed: spreads.flatMap(({ placed }) => placed).toSorted(byNumber), unplaced: spreads.flatMap(({ unplaced }) => unplaced).toSorted(byNumber) }
}

