import type { CellPlace } from '../table.ts'
import type { Answer, Model, Row, Solver } from '../solver.ts'
import { atomsOf, sharedCells, type View } from './view.ts'

/** A sum of figures of the views: what a reader asks after. */
export type Question = readonly { readonly place: CellPlace; readonly times: number }[]
export type Known = { readonly question: Question; readonly low: number; readonly high: number }
export type Interval = { readonly low: number; readonly high: number }

const nearly = 1e-6
/** Sums of figures with cents are published rounded: a reader allows for that. */
const cents = 0.005

/**
 * Somebody who has everything that is published and nothing else. The unknowns are the innermost figures of each view; every published sum
 * is an equation over those below it, and a figure that two views share is the same in both.
 */
export class Reader {
  readonly #model: Model
  readonly #columnsOf: (place: CellPlace) => readonly number[]
  readonly #count: number
  readonly #rows: readonly Row[]
  readonly #lower: number[] = []
  readonly #upper: number[] = []

  constructor(views: readonly View[], solver: Solver, extra: readonly Known[] = []) {
    const columns = new Map<string, number>()
    const atoms = views.map((view) => atomsOf(view))
    for (const [view, { cells }] of atoms.entries()) for (const cell of cells) {
      columns.set(`${view} ${cell}`, columns.size)
      const seen = views[view]?.cells[cell] ?? null
      this.#lower.push(typeof seen === 'number' ? seen : seen?.low ?? 0)
      this.#upper.push(typeof seen === 'number' ? seen : seen?.high ?? Infinity)
    }
    this.#count = columns.size
    const made = new Map<string, readonly number[]>()
    this.#columnsOf = ({ table, cell }) => {
      const key = `${table} ${cell}`
      const known = made.get(key) ?? (atoms[table]?.under.get(cell) ?? []).flatMap((atom) => columns.get(`${table} ${atom}`) ?? [])
      made.set(key, known)
      return known
    }
    const sums = views.flatMap(({ cells }, table) => cells.flatMap((seen, cell): Row[] => {
      const below = this.#columnsOf({ table, cell })
      if (seen === null || (below.length === 1 && columns.has(`${table} ${cell}`))) return []
      const give = typeof seen === 'number' && !Number.isInteger(seen) ? cents * (below.length + 1) : 0
      const { low, high } = typeof seen === 'number' ? { low: seen - give, high: seen + give } : seen
      return low <= 0 && high === Infinity ? [] : [{ columns: below, values: below.map(() => 1), lower: low, upper: high }]
    }))
    const shared = sharedCells(views).flatMap(([first, ...others]) => (first ? others.map((other): Row => {
      const question = [{ place: { table: first.view, cell: first.cell }, times: 1 }, { place: { table: other.view, cell: other.cell }, times: -1 }]
      return { ...this.#termsOf(question), lower: 0, upper: 0 }
    }) : []))
    const known = extra.map(({ question, low, high }): Row => ({ ...this.#termsOf(question), lower: low, upper: high }))
    this.#rows = [...sums, ...shared, ...known].filter(({ columns: used }) => used.length > 0)
    this.#model = solver.open({ costs: this.#lower.map(() => 0), lower: this.#lower, upper: this.#upper, rows: this.#rows }, { primal: true })
  }

  /** Everything from the least to the most that a sum can be, for all that the reader knows. */
  intervalOf(question: Question, heed: (table: Float64Array) => void = () => undefined): Interval {
    const ends = ([1, -1] as const).map((sign) => {
      const answer = this.#ask(question, sign)
      if (answer.status === 'unbounded') return Infinity * -sign
      heed(answer.values)
      return this.valueIn(answer.values, question)
    })
    return { low: ends[0] ?? 0, high: ends[1] ?? 0 }
  }

  /** One end of what a sum can be, and the table of figures that has it there; none where there is no end, or none of whole figures. */
  endOf(question: Question, side: 'low' | 'high'): { readonly value: number; readonly example: Float64Array | undefined } {
    const answer = this.#ask(question, side === 'low' ? 1 : -1)
    if (answer.status === 'unbounded') return { value: side === 'low' ? -Infinity : Infinity, example: undefined }
    return { value: this.valueIn(answer.values, question), example: this.isTrueTo(answer.values) ? answer.values : undefined }
  }

  /** A table of whole figures, true to all that is published, in which a sum lies at a goal or beyond; found by an integer program. */
  exampleWith(question: Question, side: 'low' | 'high', goal: number): Float64Array | undefined {
    const { columns, values } = this.#termsOf(question)
    const open = [...this.#lower.keys()].filter((column) => this.#lower[column] !== this.#upper[column])
    this.#model.addRows([{ columns, values, lower: side === 'low' ? -Infinity : goal, upper: side === 'low' ? goal : Infinity }])
    this.#model.setWhole(open)
    const answer = this.#model.solve({ seconds: 60 })
    this.#model.setWhole('none')
    this.#model.dropLastRow()
    return answer.status !== 'infeasible' && answer.values.length > 0 && this.isTrueTo(answer.values) ? answer.values : undefined
  }

  /** Whether figures are whole, none is negative and every published sum comes out: no solver is believed. */
  isTrueTo(figures: Float64Array): boolean {
    const whole = figures.map((figure) => Math.round(figure))
    if (figures.length !== this.#count || figures.some((figure, index) => Math.abs(figure - (whole[index] ?? 0)) > nearly)) return false
    if (whole.some((figure, index) => figure < (this.#lower[index] ?? 0) || figure > (this.#upper[index] ?? 0))) return false
    return this.#rows.every(({ columns, values, lower, upper }) => {
      const sum = columns.reduce((all, column, index) => all + (values[index] ?? 0) * (whole[column] ?? 0), 0)
      return sum >= lower && sum <= upper
    })
  }

  valueIn(figures: Float64Array, question: Question): number {
    const { columns, values } = this.#termsOf(question)
    return columns.reduce((sum, column, index) => sum + (values[index] ?? 0) * (figures[column] ?? 0), 0)
  }

  close(): void {
    this.#model.close()
  }

  #ask(question: Question, sign: 1 | -1): Answer {
    const { columns, values } = this.#termsOf(question)
    this.#model.setCosts(columns, values.map((value) => sign * value))
    const answer = this.#model.solve()
    this.#model.setCosts(columns, columns.map(() => 0))
    if (answer.status === 'infeasible') throw new PublishedFiguresContradict()
    return answer
  }

  #termsOf(question: Question): { columns: number[]; values: number[] } {
    const terms = new Map<number, number>()
    for (const { place, times } of question) for (const column of this.#columnsOf(place)) terms.set(column, (terms.get(column) ?? 0) + times)
    const kept = [...terms].filter(([, times]) => times !== 0).toSorted(([a], [b]) => a - b)
    return { columns: kept.map(([column]) => column), values: kept.map(([, times]) => times) }
  }
}

/** No table of people has all these figures at once. */
export class PublishedFiguresContradict extends Error {
  constructor() {
    super('the published figures contradict each other')
    this.name = 'PublishedFiguresContradict'
  }
}
