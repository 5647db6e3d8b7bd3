import { ageOn, Day } from '#vocabulary/day'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { ageOf, agreementOf, columnOf, countryOf, languageOf, sexOf, type GridColumn } from './person-grid-words.ts'
import { readTable, type TableRow } from '#platform/read-table'
import { withoutFormula } from '#platform/sheets/cell-text'

export const mostGridRows = 500
/** Not sure is a group of its own: whoever may be a child is treated as one. */
export type AgeGroup = 'adult' | 'child' | 'unsure'

/** One person of a large operation, as her row of the sheet says it. */
export type GridPerson = {
  readonly row: number
  readonly reference?: string
  readonly familyName?: string
  readonly givenName?: string
  readonly sex: 'female' | 'male' | 'other' | 'unknown'
  readonly bornOn?: Day
  readonly age: AgeGroup
  readonly citizenship?: string
  readonly languages: readonly string[]
  readonly consent: 'yes' | 'no' | 'unknown'
}

/** The good rows as persons, and beside each bad row what would be right; `also` says what was changed without a fault. */
export type PersonGrid = {
  readonly persons: readonly GridPerson[]
  readonly faults: readonly { readonly row: number; readonly refusals: readonly Refusal[] }[]
  readonly changed: readonly { readonly row: number; readonly column: GridColumn; readonly key: 'formula-made-harmless' }[]
  /** A fault in the sheet as a whole; then no row was read. */
  readonly refused?: Refusal
}

const nothing = { persons: [], faults: [], changed: [] }

/** Reads persons pasted from a sheet, in any order of columns and with headers in any of the four languages; every row stands alone. */
export function parsePersonGrid(pasted: string | readonly (readonly string[])[], today: Day): PersonGrid {
  const [head, ...rows] = typeof pasted === 'string' ? readTable(pasted) : numbered(pasted)
  if (!head) return { ...nothing, refused: refuse('grid.empty') }
  const columns = head.cells.map((cell) => columnOf(cell))
  const strange = head.cells.filter((cell, index) => cell !== '' && !columns[index])
  if (strange.length > 0) return { ...nothing, refused: refuse('grid.unknown-columns', { with: { columns: strange.join(', ') } }) }
  const twice = columns.filter((column, index) => column && columns.indexOf(column) !== index)
  if (twice.length > 0) return { ...nothing, refused: refuse('grid.column-twice', { with: { columns: twice.join(', ') } }) }
  if (!columns.some((column) => column === 'familyName' || column === 'givenName' || column === 'reference'))
    return { ...nothing, refused: refuse('grid.no-column-for-who') }
  if (rows.length > mostGridRows) return { ...nothing, refused: refuse('grid.too-many-rows', { with: { most: mostGridRows, count: rows.length } }) }

  const read = rows.map((row) => readRow(row, columns, today))
  return {
    persons: read.flatMap(({ person, refusals }) => (refusals.length === 0 ? [person] : [])),
    faults: read.flatMap(({ person, refusals }) => (refusals.length > 0 ? [{ row: person.row, refusals }] : [])),
    changed: read.flatMap(({ person, harmless }) => harmless.map((column) => ({ row: person.row, column, key: 'formula-made-harmless' as const }))),
  }
}

const numbered = (rows: readonly (readonly string[])[]): readonly TableRow[] =>
  rows.map((cells, index) => ({ row: index + 1, cells: cells.map((cell) => cell.trim()) })).filter(({ cells }) => cells.some((cell) => cell !== ''))

function readRow({ row, cells }: TableRow, columns: readonly (GridColumn | undefined)[], today: Day) {
  const refusals: Refusal[] = []
  const harmless: GridColumn[] = []
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== ''))
    refusals.push(refuse('grid.too-many-cells', { with: { most: columns.length, count: cells.length } }))
  const cell = (column: GridColumn): string => {
    const raw = cells[columns.indexOf(column)] ?? ''
    const safe = withoutFormula(raw)
    if (safe !== raw) harmless.push(column)
    return safe
  }
  const name = (column: 'reference' | 'familyName' | 'givenName'): string => {
    const text = cell(column)
    if (text.length > 200) refusals.push(refuse('grid.text-too-long', { field: column, with: { longest: 200, length: text.length } }))
    return text
  }
  const known = <T>(column: GridColumn, find: (word: string) => T | undefined, otherwise: T): T => {
    const found = find(cell(column))
    if (found === undefined) refusals.push(refuse(`grid.unknown-${column}`, { field: column, with: { found: cells[columns.indexOf(column)] ?? '' } }))
    return found ?? otherwise
  }
  const reference = name('reference')
  const familyName = name('familyName')
  const givenName = name('givenName')
  if (!reference && !familyName && !givenName) refusals.push(refuse('grid.nobody-named', { field: 'reference' }))
  const bornOn = birthOf(cell('bornOn'), today, refusals)
  const citizenship = cell('citizenship') === '' ? undefined : known<string>('citizenship', countryOf, '')
  const person: GridPerson = {
    row,
    ...(reference && { reference }), ...(familyName && { familyName }), ...(givenName && { givenName }),
    sex: known('sex', sexOf, 'unknown'),
    ...(bornOn && { bornOn }),
    age: ageGroupOf(known('age', ageOf, 'unsure'), bornOn, today, refusals),
    ...(citizenship && { citizenship }),
    languages: languagesIn(cell('languages'), refusals),
    consent: known('consent', agreementOf, 'unknown'),
  }
  return { person, refusals, harmless: [...new Set(harmless)] }
}

function birthOf(text: string, today: Day, refusals: Refusal[]): Day | undefined {
  if (text === '') return undefined
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const iso = written ? `${written[3]}-${written[2]?.padStart(2, '0')}-${written[1]?.padStart(2, '0')}` : text
  const parsed = Day.safeParse(iso)
  const fault = !parsed.success ? 'grid.no-such-day' : parsed.data > today ? 'grid.born-in-the-future' : ageOn(parsed.data, today) > 120 ? 'grid.born-too-long-ago' : undefined
  if (fault) refusals.push(refuse(fault, { field: 'bornOn', with: { found: text, latest: today } }))
  return fault ? undefined : parsed.data
}

/** A birth date settles an empty age; a word that contradicts it is a fault, for the difference decides which path a child takes. */
function ageGroupOf(said: AgeGroup, bornOn: Day | undefined, today: Day, refusals: Refusal[]): AgeGroup {
  if (!bornOn) return said
  const counted = ageOn(bornOn, today) < 18 ? 'child' : 'adult'
  if (said !== 'unsure' && said !== counted) refusals.push(refuse(`grid.birth-says-${counted}`, { field: 'age' }))
  return counted
}

function languagesIn(text: string, refusals: Refusal[]): readonly string[] {
  const words = text.split(/[,;/|+]+/).map((word) => word.trim()).filter(Boolean)
  const strange = words.filter((word) => !languageOf(word))
  if (strange.length > 0) refusals.push(refuse('grid.unknown-languages', { field: 'languages', with: { found: strange.join(', ') } }))
  return [...new Set(words.flatMap((word) => languageOf(word) ?? []))]
}
