import type { Solver } from '../solver.ts'
import type { CellPlace, Table } from '../table.ts'
import { mustStayUnknown, type AuditRule } from './must-stay-unknown.ts'
import { Reader, type Interval, type Known, type Question } from './reader.ts'
import { viewOf, type View } from './view.ts'

/** A table and what of it is hidden from its readers. */
export type Publication = { readonly table: Table; readonly hidden: ReadonlySet<number> }

/** What a reader can work out of a figure that must stay unknown, and what it should have left open. */
export type Finding = CellPlace & Interval & { readonly fault: Fault; readonly needs: Interval; /** Of what changed: where the earlier figure stands. */ readonly since?: CellPlace }
/** `one-category`: nobody of a line can be elsewhere than in this figure; `change`: what changed since an earlier release. */
export type Fault = 'shown' | 'too-narrow' | 'only-shares-of-persons' | 'one-category' | 'change'

export type Audit = {
  readonly isSafe: boolean
  readonly findings: readonly Finding[]
  /** For each hidden figure that was looked at, what a reader can work out. */
  readonly intervals: readonly (CellPlace & Interval)[]
  /** Hidden figures that a reader can work out exactly. */
  readonly exact: number
  readonly looked: 'every-hidden-figure' | 'sensitive-figures'
  /** The figures that must stay unknown, whatever was found of them, and between what; and whether they were looked at in whole numbers. */
  readonly asked: readonly (CellPlace & Interval)[]
  readonly inWholes: boolean
}

/** What must stay unknown, and of which figure that is said. */
export type Asked = Known & Pick<Finding, 'since'> & { readonly of: CellPlace; /** Where it is not the figure itself that is asked after. */ readonly fault?: Fault }

export type AuditCall = {
  readonly publications: readonly Publication[]
  /** What readers have beside: other tables on these people that were released before. */
  readonly besides?: readonly View[]
  /** What readers know of sums of figures, and sums that must stay unknown as well as single figures. */
  readonly known?: readonly Known[]
  readonly sums?: readonly Asked[]
  readonly rule: AuditRule
  readonly solver: Solver
  /** Above so many hidden figures, only the sensitive ones are looked at. */
  readonly everyUpTo?: number
  /** Of how many questions how many are answered. */
  readonly tell?: (done: number, of: number) => void
}

const nearly = 1e-6

/** Looks at tables as their readers will: what can be worked out of each hidden figure from all that is published. Believes no pattern and no solver. */
export function audit({ publications, besides = [], known = [], sums = [], rule, solver, everyUpTo = 1_500, tell = () => undefined }: AuditCall): Audit {
  const tables = publications.map(({ table }) => table)
  const unknown = mustStayUnknown(tables, rule)
  const reader = new Reader([...publications.map(({ table, hidden }) => viewOf(table, hidden)), ...besides], solver, known)
  try {
    const isHidden = ({ table, cell }: CellPlace) => publications[table]?.hidden.has(cell) ?? false
    const shown = unknown.filter((each) => !isHidden(each)).map((each): Finding => {
      const value = tables[each.table]?.cells[each.cell]?.value ?? 0
      return { table: each.table, cell: each.cell, low: value, high: value, fault: 'shown', needs: { low: each.low, high: each.high } }
    })
    const isCounted = tables.every(({ cells }) => cells.every(({ value }) => value === null || Number.isInteger(value)))
    const single = unknown.filter(isHidden).map(({ table, cell, low, high }): Asked => ({ of: { table, cell }, question: [{ place: { table, cell }, times: 1 }], low, high }))
    const elsewhere = unknown.flatMap(({ table, cell, others }) => others.map(({ cells, atLeast }): Asked =>
      ({ of: { table, cell }, question: cells.map((other) => ({ place: { table, cell: other }, times: 1 })), low: 0, high: atLeast, fault: 'one-category' })))
    const places = publications.flatMap(({ hidden, table: { cells } }, table) => [...hidden].filter((cell) => cells[cell]?.value !== null).map((cell) => ({ table, cell })))
    const asked = [...single, ...elsewhere, ...sums]
    const questions = asked.length + (places.length <= everyUpTo ? places.length : 0)
    const findings = [...shown, ...tooNarrow(reader, asked, isCounted, (done) => tell(done, questions))]
    const looked = places.length <= everyUpTo ? places : findings.filter(({ fault }) => fault !== 'shown')
    const intervals = looked.map((place, index) => {
      tell(Math.min(asked.length + index + 1, questions), questions)
      return { table: place.table, cell: place.cell, ...reader.intervalOf([{ place, times: 1 }]) }
    })
    return {
      isSafe: findings.length === 0, findings, intervals, exact: intervals.filter(({ low, high }) => high - low < nearly).length,
      looked: places.length <= everyUpTo ? 'every-hidden-figure' : 'sensitive-figures', asked: unknown.map(({ table, cell, low, high }) => ({ table, cell, low, high })), inWholes: isCounted,
    }
  } finally {
    reader.close()
  }
}

/** Each figure must have a table of whole persons, true to all that is published, at either end of its range; one example serves many figures. */
function tooNarrow(reader: Reader, unknown: readonly Asked[], isCounted: boolean, tell: (done: number) => void): Finding[] {
  const seen = unknown.map((each) => ({ each, least: Infinity, most: -Infinity }))
  const questions = unknown.map(({ question }): Question => question)
  const heed = (example: Float64Array) => {
    for (const [index, range] of seen.entries()) {
      const value = reader.valueIn(example, questions[index] ?? [])
      range.least = Math.min(range.least, value)
      range.most = Math.max(range.most, value)
    }
  }
  return seen.flatMap((range, index): Finding[] => {
    const { each } = range
    tell(index + 1)
    const faults = (['low', 'high'] as const).flatMap((side): ('too-narrow' | 'only-shares-of-persons')[] => {
      const isReached = () => (side === 'low' ? range.least <= each.low + nearly : range.most >= each.high - nearly)
      if (isReached()) return []
      const { value, example } = reader.endOf(questions[index] ?? [], side)
      if (side === 'low' ? value > each.low + nearly : value < each.high - nearly) return ['too-narrow']
      if (!isCounted) return []
      if (example) heed(example)
      if (isReached()) return []
      const better = reader.exampleWith(questions[index] ?? [], side, each[side])
      if (better) heed(better)
      return isReached() ? [] : ['only-shares-of-persons']
    })
    const fault = faults.includes('too-narrow') ? 'too-narrow' : faults[0]
    return fault ? [{ ...each.of, ...reader.intervalOf(questions[index] ?? []), fault: each.fault ?? fault, needs: { low: each.low, high: each.high }, ...(each.since ? { since: each.since } : {}) }] : []
  })
}

/** What a reader can work out of the figures that somebody else hid: for each hidden one of which something is asked, what it can be. */
export function whatFollows(views: readonly View[], solver: Solver, isAsked: (seen: Interval) => boolean = () => true): readonly (CellPlace & Interval)[] {
  const reader = new Reader(views, solver)
  try {
    return views.flatMap(({ cells }, table) => cells.flatMap((seen, cell) =>
      (seen === null || typeof seen === 'number' || !isAsked(seen) ? [] : [{ table, cell, ...reader.intervalOf([{ place: { table, cell }, times: 1 }]) }])))
  } finally {
    reader.close()
  }
}
