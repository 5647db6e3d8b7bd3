import type { Figure, Variable } from '#codebook'
import { whatFollows } from '../auditor/audit.ts'
import { PublishedFiguresContradict } from '../auditor/reader.ts'
import type { Seen, View } from '../auditor/view.ts'
import type { Tell } from '../gate-progress.ts'
import type { Solver } from '../solver.ts'
import { cellAt, codesAt, sizeOf, type Dimension } from '../table.ts'

export type MaskedFact = { readonly year: number; readonly codes: Readonly<Record<string, string>>; readonly state: Figure['state']; readonly value: number | null }
/** What a source printed: its figures, and between what the ones lie that it keeps to itself. */
export type MaskedTables = { readonly variables: readonly Variable[]; readonly facts: readonly MaskedFact[]; readonly masked: Readonly<Partial<Record<Figure['state'], { readonly low: number; readonly high: number }>>> }

/** How much follows: numbers alone, so that the answer itself opens no cell. */
export type Counts = { readonly exact: number; readonly narrower: number; readonly tables: number; readonly contradicting: number }
export type Followed = { readonly masked: number; readonly alone: Counts; readonly together: Counts }

type Printed = { readonly low: number; readonly high: number; readonly rows: number; readonly isMasked: boolean }
const unprinted = { low: 0, high: Infinity }
const nearly = 1e-6
const keyOf = (codes: readonly string[]) => JSON.stringify(codes)

/**
 * The auditor as a reader of somebody else's file. `alone` uses that the parts of a category come to its total; `together` also that the categories
 * of a breakdown come to the total of all. A code that the file does not print in a year is taken to hold nobody; a cell that it leaves out beside
 * printed ones may hold anybody. Tables whose figures cannot all be true are counted and left out.
 */
export function followsFrom({ variables, facts, masked }: MaskedTables, solver: Solver, tell: Tell = () => undefined): Followed {
  const inner = variables.find(({ within }) => within !== undefined)
  const outer = variables.find(({ key }) => key === inner?.within)
  const parts = variables.filter((variable) => variable.total !== undefined && variable !== outer && variable !== inner)
  const groups = groupBy(facts, ({ year, codes }) => keyOf([String(year), ...variables.filter(({ apart }) => apart).map(({ key }) => codes[key] ?? '')]))
  const found = { alone: new Findings(), together: new Findings() }
  let count = 0
  let begun = 0
  for (const [group, own] of groups) {
    begun += 1
    tell({ doing: 'following', done: begun, of: groups.size })
    const at = (fact: MaskedFact, all: readonly Variable[]) => all.map(({ key }) => fact.codes[key] ?? '')
    const places = (variable: readonly Variable[], some: readonly MaskedFact[]) => printedOf(some, (fact) => keyOf(at(fact, variable)), masked)
    const categories = groupBy(own, (fact) => keyOf(at(fact, [...(outer ? [outer] : []), ...(inner ? [inner] : [])])))
    for (const [category, some] of categories) {
      const printed = places(parts, some)
      count += [...printed.values()].filter(({ isMasked }) => isMasked).length
      look(parts, printed, (codes) => `${group}${category}${keyOf(codes)}`, found.alone)
    }
    for (const breakdown of inner?.addsUp ?? []) {
      if (!inner || !outer || !own.some(({ codes }) => codes[outer.key] === breakdown)) continue
      const printed = places([inner, ...parts], own.filter(({ codes }) => codes[outer.key] === breakdown || codes[outer.key] === outer.total))
      const categoryOf = (code: string) => keyOf([code === inner.total ? (outer.total ?? '') : breakdown, code])
      look([inner, ...parts], printed, ([code = '', ...rest]) => `${group}${categoryOf(code)}${keyOf(rest)}`, found.together)
    }
  }
  // What follows from the parts alone follows all the more when the categories are known to add up.
  found.together.take(found.alone)
  return { masked: count, alone: found.alone.counts(), together: found.together.counts() }

  function look(axes: readonly Variable[], printed: ReadonlyMap<string, Printed>, nameOf: (codes: readonly string[]) => string, into: Findings): void {
    const view = viewOfPrinted(axes, printed)
    if (!view || ![...printed.values()].some(({ isMasked }) => isMasked)) return
    into.tables += 1
    try {
      for (const { cell, low, high } of whatFollows([view], solver, (seen) => seen.high < Infinity)) {
        const codes = codesAt(view.dimensions, cell).map((place, index) => view.dimensions[index]?.codes[place]?.code ?? '')
        const own = printed.get(keyOf(codes))
        if (own) into.add(nameOf(codes), own, { low: Math.ceil(low - nearly), high: Math.floor(high + nearly) })
      }
    } catch (fault) {
      if (!(fault instanceof PublishedFiguresContradict)) throw fault
      into.contradicting += 1
    }
  }
}

class Findings {
  tables = 0
  contradicting = 0
  readonly #exact = new Set<string>()
  readonly #narrower = new Set<string>()

  /** Of several rows under one name only their sum is known, unless each must lie at its end. */
  add(name: string, { low, high, rows }: Printed, range: { readonly low: number; readonly high: number }): void {
    if (range.low === range.high && (rows === 1 || range.low === low || range.high === high)) this.#exact.add(name)
    else if (range.low > low || range.high < high) this.#narrower.add(name)
  }

  take(other: Findings): void {
    for (const name of other.#exact) this.#exact.add(name)
    for (const name of other.#narrower) this.#narrower.add(name)
  }

  counts(): Counts {
    return { exact: this.#exact.size, narrower: [...this.#narrower].filter((name) => !this.#exact.has(name)).length, tables: this.tables, contradicting: this.contradicting }
  }
}

function printedOf(facts: readonly MaskedFact[], nameOf: (fact: MaskedFact) => string, masked: MaskedTables['masked']): ReadonlyMap<string, Printed> {
  const printed = new Map<string, Printed>()
  for (const fact of facts) {
    const range = fact.value === null ? (masked[fact.state] ?? unprinted) : { low: fact.value, high: fact.value }
    const before = printed.get(nameOf(fact))
    printed.set(nameOf(fact), {
      low: (before?.low ?? 0) + range.low, high: (before?.high ?? 0) + range.high, rows: (before?.rows ?? 0) + 1,
      isMasked: (before?.isMasked ?? false) || (fact.value === null && masked[fact.state] !== undefined),
    })
  }
  return printed
}

/** A table of what was printed; nothing where no code of a total was met, so that no sum is known. */
function viewOfPrinted(axes: readonly Variable[], printed: ReadonlyMap<string, Printed>): View | undefined {
  const met = [...printed.keys()].map((key) => JSON.parse(key) as string[])
  const dimensions = axes.map(({ key, total = '' }, index): Dimension =>
    ({ name: key, codes: [{ code: total, parent: null }, ...[...new Set(met.map((codes) => codes[index] ?? ''))].filter((code) => code !== total).map((code) => ({ code, parent: total }))] }))
  if (dimensions.length === 0) return undefined
  const cells: Seen[] = Array.from({ length: sizeOf(dimensions) }, () => unprinted)
  for (const codes of met) {
    const own = printed.get(keyOf(codes))
    if (own) cells[cellAt(dimensions, codes.map((code, index) => dimensions[index]?.codes.findIndex((each) => each.code === code) ?? 0))] = own.low === own.high ? own.low : { low: own.low, high: own.high }
  }
  return { name: 'printed', population: 'printed', countedOn: '', dimensions, cells }
}

function groupBy<Value>(values: readonly Value[], keyFor: (value: Value) => string): ReadonlyMap<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) groups.set(keyFor(value), [...(groups.get(keyFor(value)) ?? []), value])
  return groups
}
