import type { CellWeb } from './cell-web.ts'
import { cutFrom, settled, type Cut, type Wish } from './cut.ts'
import type { Model, Row, Solver } from './solver.ts'

export type Tidied = {
  readonly hidden: ReadonlySet<number>
  /** What cannot be shown says why: cuts that every safe choice keeps. */
  readonly cuts: readonly Cut[]
  /** Wishes of which it is not known whether whole persons make them come true. */
  readonly perhapsInShares: readonly Wish[]
}
export type TidyCall = { readonly web: CellWeb; readonly solver: Solver; readonly wishes: readonly Wish[]; readonly forced: ReadonlySet<number>; readonly hidden: ReadonlySet<number>; readonly secondsLeft: () => number }

/** Shows again what is hidden in vain, the dearest first, as long as there is time. Asked of choices that leave no wish open. */
export function tidy({ web, solver, wishes, forced, hidden, secondsLeft }: TidyCall): Tidied {
  const among = new AmongHidden(web, solver, hidden)
  const kept = new Set(hidden)
  const cuts: Cut[] = []
  let ways: Ways = new Map()
  let order = wishes.toSorted((a, b) => b.level - a.level)
  for (const wish of order) if (!ways.has(wish)) among.wayFor(wish, order, ways)
  for (const figure of [...hidden].filter((each) => !forced.has(each)).toSorted((a, b) => (web.costs[b] ?? 0) - (web.costs[a] ?? 0))) {
    if (secondsLeft() <= 0) break
    const affected = order.filter((wish) => ways.get(wish)?.has(figure) ?? true)
    const others: Ways = new Map()
    among.show(figure)
    const broken = affected.find((wish) => !others.has(wish) && !among.wayFor(wish, affected, others))
    if (broken) {
      cuts.push(...among.whyNot(broken))
      among.hide(figure)
      // What broke is asked first next time: it most often breaks again.
      order = [broken, ...order.filter((wish) => wish !== broken)]
    } else {
      kept.delete(figure)
      ways = new Map([...ways, ...others])
    }
  }
  among.close()
  return { hidden: kept, cuts, perhapsInShares: wishes.filter((wish) => !isWhole(ways.get(wish), wish)) }
}

const nearly = 1e-6
type Way = ReadonlyMap<number, number>
/** For each wish how hidden figures could move so that it comes true. */
type Ways = Map<Wish, Way>

const fulfils = (way: Way, { figure, side, level }: Wish) => (way.get(figure) ?? 0) * (side === 'up' ? 1 : -1) >= level - nearly * (1 + level)

/** Whole persons move, and the figure itself neither less nor more than it must: where it could go further in one step only, that is not enough. */
const isWhole = (way: Way | undefined, { figure, level }: Wish): boolean =>
  way !== undefined && Math.abs(Math.abs(way.get(figure) ?? 0) - level) < nearly && [...way.values()].every((move) => Math.abs(move - Math.round(move)) < nearly)

/** The attacker's program of the hidden figures alone, which is small. */
class AmongHidden {
  readonly #web: CellWeb
  readonly #figures: readonly number[]
  readonly #columnOf: ReadonlyMap<number, number>
  readonly #lines: readonly number[]
  readonly #model: Model
  #lastDuals: Float64Array = new Float64Array()

  constructor(web: CellWeb, solver: Solver, hidden: ReadonlySet<number>) {
    this.#web = web
    this.#figures = [...hidden].toSorted((a, b) => a - b)
    this.#columnOf = new Map(this.#figures.map((figure, column) => [figure, column]))
    const rows = web.lines.map(({ cells, signs }): Row => {
      const terms = cells.flatMap((cell, index) => {
        const column = this.#columnOf.get(cell)
        return column === undefined ? [] : [{ column, sign: signs[index] ?? 0 }]
      })
      return { columns: terms.map(({ column }) => column), values: terms.map(({ sign }) => sign), lower: 0, upper: 0 }
    })
    this.#lines = [...rows.keys()].filter((line) => (rows[line]?.columns.length ?? 0) > 0)
    this.#model = solver.open({
      costs: this.#figures.map(() => 0), lower: this.#figures.map((figure) => this.#least(figure)), upper: this.#figures.map(() => Infinity), rows: this.#lines.flatMap((line) => rows[line] ?? []),
    }, { primal: true })
  }

  /** Finds a way for a wish, and puts it down for all those of `asked` that it serves, there or back. */
  wayFor(wish: Wish, asked: readonly Wish[], into: Ways): boolean {
    const column = this.#columnOf.get(wish.figure) ?? 0
    const isUp = wish.side === 'up'
    this.#model.setBounds([column], [isUp ? this.#least(wish.figure) : -wish.level], [isUp ? wish.level : Infinity])
    this.#model.setCosts([column], [isUp ? -1 : 1])
    const { values, rowDuals } = this.#model.solve()
    this.#model.setCosts([column], [0])
    this.#bound(wish.figure, this.#least(wish.figure), Infinity)
    this.#lastDuals = rowDuals
    const way: Way = new Map(this.#figures.flatMap((figure, index) => (Math.abs(values[index] ?? 0) > nearly ? [[figure, values[index] ?? 0] as const] : [])))
    if (!fulfils(way, wish)) return false
    const back: Way = new Map([...way].map(([figure, move]) => [figure, -move]))
    const ways = [...back].every(([figure, move]) => move >= this.#least(figure) - nearly) ? [way, back] : [way]
    for (const each of ways) for (const other of asked) if (!into.has(other) && fulfils(each, other)) into.set(other, each)
    return true
  }

  /** Why the wish asked last does not come true. */
  whyNot(wish: Wish): Cut[] {
    const weightOfLine = this.#web.lines.map(() => 0)
    for (const [row, line] of this.#lines.entries()) weightOfLine[line] = settled((wish.side === 'up' ? -1 : 1) * (this.#lastDuals[row] ?? 0))
    const cut = cutFrom(this.#web, wish, weightOfLine)
    return cut ? [cut] : []
  }

  show(figure: number): void {
    this.#bound(figure, 0, 0)
  }

  hide(figure: number): void {
    this.#bound(figure, this.#least(figure), Infinity)
  }

  close(): void {
    this.#model.close()
  }

  #least = (figure: number): number => -(this.#web.values[figure] ?? 0)

  #bound(figure: number, lower: number, upper: number): void {
    this.#model.setBounds([this.#columnOf.get(figure) ?? 0], [lower], [upper])
  }
}
