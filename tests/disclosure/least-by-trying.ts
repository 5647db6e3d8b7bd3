import { cellKey, type Table } from '../../src/modules/statistics/domain/table.ts'
import type { PrimaryRule } from '../../src/modules/statistics/domain/sensitive-cells.ts'
import type { Demand } from '../../src/modules/statistics/domain/sensitive-cells.ts'

type Sum = { readonly total: number; readonly parts: readonly number[] }
type Figures = { readonly values: readonly number[]; readonly sums: readonly Sum[]; readonly costs: readonly number[]; readonly of: (table: number, cell: number) => number }

/**
 * The least cost of a safe choice, by trying: choices are looked at from the cheapest on, and each is tested by looking for a table of whole
 * persons. No solver, no program, nothing of the engine but the type of a table.
 */
export function leastByTrying(tables: readonly Table[], demands: readonly Demand[], { oneCategory }: Pick<PrimaryRule, 'oneCategory'>): number {
  const figures = figuresOf(tables)
  const goals = demands.map(({ table, cell, low, high }) => ({ figure: figures.of(table, cell), low, high }))
  const empties = oneCategory === 'no' ? [] : emptyBeside(figures)
  const start = [...new Set(goals.map(({ figure }) => figure))].toSorted((a, b) => a - b)
  const waiting = new Waiting()
  waiting.put({ hidden: start, cost: start.reduce((sum, figure) => sum + (figures.costs[figure] ?? 0), 0) })
  for (let next = waiting.take(); next; next = waiting.take()) {
    const { hidden, cost } = next
    const missing = needed(figures, new Set(hidden), goals, empties)
    if (missing === undefined) return cost
    for (const figure of missing) waiting.put({ hidden: [...hidden, figure].toSorted((a, b) => a - b), cost: cost + (figures.costs[figure] ?? 0) })
  }
  throw new Error('nothing is safe')
}

function figuresOf(tables: readonly Table[]): Figures {
  const keys: string[] = []
  const values: number[] = []
  const of = (table: number, cell: number) => {
    const shown = tables[table]
    const key = shown ? cellKey(shown, cell) : ''
    const known = keys.indexOf(key)
    if (known >= 0) return known
    values.push(shown?.cells[cell]?.value ?? 0)
    return keys.push(key) - 1
  }
  const sums = new Map<string, Sum>()
  for (const [table, { dimensions, cells }] of tables.entries()) for (const cell of cells.keys()) {
    const total = of(table, cell)
    let step = 1
    for (const { codes } of dimensions.toReversed()) {
      const place = Math.floor(cell / step) % codes.length
      const parts = codes.flatMap(({ parent }, index) => (parent !== null && parent === codes[place]?.code ? [of(table, cell + (index - place) * step)] : []))
      if (parts.length > 0) sums.set(`${total}:${parts.toSorted((a, b) => a - b).join(',')}`, { total, parts })
      step *= codes.length
    }
  }
  return { values, sums: [...sums.values()], costs: values.map((value) => Math.max(1, value)), of }
}

type Choice = { readonly hidden: readonly number[]; readonly cost: number }
class Waiting {
  readonly #byCost = new Map<number, Choice[]>()
  readonly #seen = new Set<string>()
  put(choice: Choice): void {
    const key = choice.hidden.join(',')
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    const same = this.#byCost.get(choice.cost)
    if (same) same.push(choice)
    else this.#byCost.set(choice.cost, [choice])
  }
  take(): Choice | undefined {
    if (this.#byCost.size === 0) return undefined
    const cost = Math.min(...this.#byCost.keys())
    const same = this.#byCost.get(cost) ?? []
    const choice = same.pop()
    if (same.length === 0) this.#byCost.delete(cost)
    return choice
  }
}

/** Of each sum that one of its parts makes up alone, the other parts: somebody must possibly be in one of them. */
const emptyBeside = ({ values, sums }: Figures): readonly (readonly number[])[] => sums.flatMap(({ parts }) => {
  const empty = parts.filter((part) => values[part] === 0)
  return empty.length === parts.length - 1 && empty.length > 0 ? [empty] : []
})

type Goal = { readonly figure: number; readonly low: number; readonly high: number }

/** Which figures could be the next to hide; nothing when the choice is safe already. */
function needed({ values, sums }: Figures, hidden: ReadonlySet<number>, goals: readonly Goal[], empties: readonly (readonly number[])[]): readonly number[] | undefined {
  const lines = sums.map(({ total, parts }) => [...parts.map((figure) => ({ figure, sign: 1 })), { figure: total, sign: -1 }])
  for (const line of lines) {
    // A figure that is hidden alone in a sum is told by it: another of that sum must go too.
    if (line.filter(({ figure }) => hidden.has(figure)).length === 1) return line.flatMap(({ figure }) => (hidden.has(figure) ? [] : [figure]))
  }
  const told = empties.find((empty) => empty.every((figure) => !hidden.has(figure)))
  if (told) return told
  const open = lines.map((line) => line.filter(({ figure }) => hidden.has(figure))).filter((line) => line.length > 0)
  const isSafe = goals.every(({ figure, low, high }) => {
    const value = values[figure] ?? 0
    return (high <= value || canMove(open, values, figure, high - value)) && (low >= value || canMove(open, values, figure, low - value))
  })
  const isAnywhere = isSafe && empties.every((empty) => empty.some((figure) => hidden.has(figure) && canMove(open, values, figure, 1)))
  return isSafe && isAnywhere ? undefined : [...values.keys()].filter((figure) => !hidden.has(figure))
}

type HiddenLine = readonly { readonly figure: number; readonly sign: number }[]

/** Whether whole persons can be moved among the hidden figures so that one of them changes by an amount and every sum stays. */
function canMove(lines: readonly HiddenLine[], values: readonly number[], figure: number, by: number): boolean {
  const most = 3 * Math.abs(by)
  const moved = new Map([[figure, by]])
  const fits = (each: number, amount: number) => Math.abs(amount) <= most && (values[each] ?? 0) + amount >= 0

  const search = (): boolean => {
    const left = lines.flatMap((line) => {
      const free = line.filter((each) => !moved.has(each.figure))
      const sum = line.reduce((all, each) => all + each.sign * (moved.get(each.figure) ?? 0), 0)
      return free.length === 0 ? (sum === 0 ? [] : [{ free, sum }]) : sum === 0 && free.length === line.length ? [] : [{ free, sum }]
    })
    const tightest = left.reduce<(typeof left)[number] | undefined>((best, each) => (!best || each.free.length < best.free.length ? each : best), undefined)
    // Lines that nothing was moved in stay as they are.
    if (!tightest) return true
    const [first] = tightest.free
    if (!first) return false
    const needs = -tightest.sum * first.sign
    const amounts = tightest.free.length === 1 ? [needs] : Array.from({ length: 2 * most + 1 }, (_, index) => (index % 2 === 0 ? -1 : 1) * Math.ceil(index / 2))
    for (const amount of amounts) {
      if (!fits(first.figure, amount)) continue
      moved.set(first.figure, amount)
      if (search()) return true
      moved.delete(first.figure)
    }
    return false
  }
  return search()
}
