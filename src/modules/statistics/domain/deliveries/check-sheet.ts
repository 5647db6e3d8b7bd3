import { columnsOf, folded, readFigure, type Codebook, type Figure, type Item, type Mark, type ValueState } from '#codebook'
import { figureWords, findHeadings, stateWords, yearWords, type Heading, type Headings, type Wanted } from './find-headings.ts'
import { lettersBroken, mendLetters } from './letters.ts'
import { isFormula, textOf, type Remark, type Sheet, type SheetCell, type SheetRow } from './sheet.ts'

/** Something wrong at a row and a field; both are null for what is about the whole sheet. */
export type SheetFault = { readonly row: number | null; readonly column: string | null; readonly field: string | null; readonly fault: string; readonly written: string; readonly hint: string }

/** One figure as it will be kept: its year, its codes by variable, and the figure. */
export type DeliveredFact = { readonly row: number; readonly year: number; readonly codes: Readonly<Record<string, string>>; readonly figure: Figure }

export type SheetCheck = { readonly facts: readonly DeliveredFact[]; readonly faults: readonly SheetFault[]; readonly faultCount: number; readonly rows: number; readonly remarks: readonly Remark[] }

type Asked = { readonly book: Codebook; readonly item: Item; readonly year: number | null; readonly sheet: Sheet; readonly lastYear: number; readonly tell?: (done: number, of: number) => void }

/** So many faults are listed; a sheet with more has one thing wrong everywhere. */
const listedFaults = 10_000
const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

/** Reads a whole sheet and finds everything that is wrong in it; facts are taken only where there is no fault at all. */
export function checkSheet({ book, item, year, sheet, lastYear, tell }: Asked): SheetCheck {
  const check = new Checking(book, item, { year, lastYear })
  const headings = findHeadings(sheet.rows, check.wanted)
  if (!headings) {
    check.fault('no-headings', { hint: check.wanted.columns.map(({ key }) => key).join(', ') })
    return check.done(sheet.remarks, 0)
  }
  check.headings(headings)
  // What is merged above the headings is a title.
  for (const range of sheet.merged) {
    const [first = 0, last = first] = (range.match(/\d+/g) ?? []).map(Number)
    if (last >= headings.row.row) check.fault('merged', { written: range, row: first })
  }
  const body = sheet.rows.filter(({ row }) => row > headings.row.row)
  if (body.length === 0) check.fault('no-rows')
  const skipped = sheet.rows.filter(({ row }) => row < headings.row.row).length
  for (const [index, row] of body.entries()) {
    check.row(row)
    if (tell && index % 2_000 === 0) tell(index, body.length)
  }
  return check.done([...sheet.remarks, ...(skipped > 0 ? [{ remark: 'rows-above' as const, with: { count: skipped } }] : [])], body.length)
}

const totals = new Set(['total', 'totals', 'totaal', 'totalen', 'totaux', 'sum', 'som', 'somme', 'summe', 'gesamt', 'insgesamt', 'grand total', 'eindtotaal', 'general total', 'total general', 'gesamtsumme', 'subtotal', 'sub total', 'subtotaal', 'sous total', 'zwischensumme'])
type More = { readonly row?: number; readonly heading?: Heading | undefined; readonly written?: string; readonly hint?: string }
type Years = { readonly year: number | null; readonly lastYear: number }

class Checking {
  readonly wanted: Wanted
  readonly #item: Item
  readonly #years: Years
  readonly #marks: readonly Mark[]
  readonly #states: ReadonlyMap<string, ValueState>
  readonly #faults: SheetFault[] = []
  readonly #facts = new Map<string, DeliveredFact>()
  #faultCount = 0
  #mended = 0
  #ignored: readonly string[] = []
  #columns: readonly Heading[] = []

  constructor(book: Codebook, item: Item, years: Years) {
    const set = (own: readonly string[], more: readonly string[]) => new Set([...own, ...more.map(folded)])
    this.#item = item
    this.#years = years
    this.#marks = item.marks
    this.wanted = { columns: columnsOf(book, item), year: set(yearWords, item.yearAliases), figure: set(figureWords, item.figureAliases), state: set(stateWords, []), ignored: set([], item.ignores) }
    this.#states = new Map((book.lists.find(({ key }) => key === 'value-state')?.codes ?? []).flatMap(({ key, label, aliases }) => [key, ...Object.values(label), ...aliases].map((name) => [folded(name), key as ValueState] as const)))
  }

  fault(fault: string, { row, heading, written = '', hint = '' }: More = {}): void {
    this.#faultCount += 1
    if (this.#faults.length >= listedFaults) return
    const field = heading === undefined ? null : typeof heading.is === 'object' ? heading.is.variable.key : heading.is
    this.#faults.push({ row: row ?? null, column: heading?.name ?? null, field, fault, written: shown(written), hint })
  }

  headings({ row: { row }, columns }: Headings): void {
    const keyOf = ({ is }: Heading) => (typeof is === 'object' ? is.variable.key : is)
    this.#columns = columns
    const of = (key: string) => columns.filter((heading) => keyOf(heading) === key)
    for (const { key, required } of this.wanted.columns) {
      if (required && of(key).length === 0) this.fault('column-missing', { row, written: key, hint: key })
      for (const heading of of(key).slice(1)) this.fault('column-twice', { row, heading, written: heading.text })
    }
    for (const key of ['year', 'figure', 'state']) for (const heading of of(key).slice(1)) this.fault('column-twice', { row, heading, written: heading.text })
    if (this.#item.kind === 'counts' && of('figure').length === 0) this.fault('column-missing', { row, written: 'figure' })
    if (this.#years.year === null && of('year').length === 0) this.fault('column-missing', { row, written: 'year' })
    for (const heading of of('unknown')) this.fault('column-unknown', { row, heading, written: heading.text })
    this.#ignored = columns.filter(({ is, text }) => is === 'ignored' && text !== '').map(({ text }) => text)
  }

  row({ row, cells }: SheetRow): void {
    const before = this.#faultCount
    const known = this.#columns.filter(({ is }) => is !== 'unknown' && is !== 'ignored')
    for (const heading of known) if (isFormula(cells[heading.column])) this.fault('formula', { row, heading })
    if (cells.some((cell) => totals.has(folded(textOf(cell)))) && this.#isTotal(cells)) return this.fault('total', { row, written: textOf(cells.find((cell) => totals.has(folded(textOf(cell))))) })
    const codes: Record<string, string> = {}
    let year = this.#years.year
    for (const heading of known) {
      const cell = cells[heading.column]
      if (isFormula(cell)) continue
      if (heading.is === 'year') year = this.#year(row, heading, cell) ?? year
      else if (typeof heading.is === 'object') this.#code(row, heading, cell, codes)
    }
    const figure = this.#item.kind === 'records' ? { state: 'measured' as const, value: 1 } : this.#figure(row, cells)
    if (this.#faultCount > before || year === null || figure === undefined) return
    this.#keep({ row, year, codes, figure })
  }

  done(remarks: readonly Remark[], rows: number): SheetCheck {
    const more: Remark[] = [
      ...(this.#mended > 0 ? [{ remark: 'letters-mended' as const, with: { count: this.#mended } }] : []),
      ...(this.#ignored.length > 0 ? [{ remark: 'columns-ignored' as const, with: { names: this.#ignored.join(', ') } }] : []),
    ]
    return { facts: this.#faultCount > 0 ? [] : [...this.#facts.values()], faults: this.#faults, faultCount: this.#faultCount, rows, remarks: [...remarks, ...more] }
  }

  /** A word for a total that is no code of its own column. */
  #isTotal(cells: readonly SheetCell[]): boolean {
    return this.#columns.every(({ column, is }) => {
      const text = textOf(cells[column])
      return !totals.has(folded(text)) || typeof is !== 'object' || is.variable.read(text) === undefined
    })
  }

  #year(row: number, heading: Heading, cell: SheetCell | undefined): number | undefined {
    const written = textOf(cell)
    if (written === '') return void (this.#years.year === null && this.fault('year-missing', { row, heading }))
    if (typeof cell === 'object' || /\d[./-]\d/.test(written)) return void this.fault('year-is-a-date', { row, heading, written })
    if (!/^(19|20)\d{2}$/.test(written)) return void this.fault('year-wrong', { row, heading, written })
    const year = Number(written)
    if (year > this.#years.lastYear) return void this.fault('year-not-over', { row, heading, written, hint: String(this.#years.lastYear) })
    if (this.#years.year !== null && year !== this.#years.year) return void this.fault('year-other', { row, heading, written, hint: String(this.#years.year) })
    return year
  }

  #code(row: number, heading: Heading, cell: SheetCell | undefined, codes: Record<string, string>): void {
    if (typeof heading.is !== 'object') return
    const { variable } = heading.is
    let written = textOf(cell)
    if (written === '') return void (variable.required && this.fault('code-missing', { row, heading, hint: variable.examples.join(', ') }))
    if (lettersBroken(written)) {
      const mended = this.#item.mendsLetters ? mendLetters(written) : undefined
      if (mended === undefined) return this.fault('letters', { row, heading, written, hint: mendLetters(written) ?? '' })
      this.#mended += 1
      written = mended
    }
    if (/^\d{1,2}-(jan|feb|m|apr|mai|jun|jul|aug|sep|o[ck]t|nov|de[cz])/i.test(written) || (typeof cell === 'object' && cell !== null)) return this.fault('code-became-a-date', { row, heading, written })
    const code = variable.read(written)
    if (code === undefined) return this.fault('code-unknown', { row, heading, written, hint: variable.examples.join(', ') })
    codes[variable.key] = code
  }

  #figure(row: number, cells: readonly SheetCell[]): Figure | undefined {
    const heading = this.#columns.find(({ is }) => is === 'figure')
    const cell = heading === undefined ? undefined : cells[heading.column]
    if (heading === undefined || isFormula(cell)) return undefined
    const said = this.#state(row, cells)
    if (said === 'wrong') return undefined
    if (typeof cell === 'object' && cell !== null) return void this.fault('figure-is-a-date', { row, heading, written: textOf(cell) })
    const read = readFigure({ written: typeof cell === 'number' ? cell : textOf(cell), said, marks: this.#marks })
    if (typeof read === 'string') return void this.fault(read, { row, heading, written: textOf(cell), hint: read === 'figure-has-separators' ? textOf(cell).replaceAll(/\D/g, '') : '' })
    return read
  }

  #state(row: number, cells: readonly SheetCell[]): ValueState | undefined | 'wrong' {
    const heading = this.#columns.find(({ is }) => is === 'state')
    const written = textOf(heading === undefined ? undefined : cells[heading.column])
    if (heading === undefined || written === '') return undefined
    const state = this.#states.get(folded(written)) ?? this.#states.get(written)
    if (state !== undefined) return state
    this.fault('state-unknown', { row, heading, written, hint: [...new Set(this.#states.values())].join(', ') })
    return 'wrong'
  }

  /** Records that are alike become one tally; a count that stands twice is a fault, since nobody knows which of the two is meant. */
  #keep(fact: DeliveredFact): void {
    const key = `${this.#item.repeats ? fact.row : ''} ${fact.year} ${JSON.stringify(this.wanted.columns.map(({ key: variable }) => fact.codes[variable] ?? ''))}`
    const before = this.#facts.get(key)
    if (!before) this.#facts.set(key, fact)
    else if (this.#item.kind === 'counts') this.fault('row-twice', { row: fact.row, written: String(before.row) })
    else this.#facts.set(key, { ...before, figure: { state: 'measured', value: (before.figure.value ?? 0) + 1 } })
  }
}
