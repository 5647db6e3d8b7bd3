import type { Attacker } from './attacker.ts'
import type { Wish } from './cut.ts'
import { NothingIsSafe, type CellWeb } from './cell-web.ts'
import { costOf, type Choice } from './choice.ts'
import type { Model, Row, Solver } from './solver.ts'
import { tidy, type Tidied } from './tidy.ts'

/**
 * Makes a choice of hidden figures safe, quickly and not at least cost: for each wish the cheapest way through the table on which the
 * figure could have moved is hidden, and afterwards whatever is not needed is shown again.
 */
export class Mender {
  readonly #web: CellWeb
  readonly #attacker: Attacker
  readonly #wishes: readonly Wish[]
  readonly #forced: ReadonlySet<number>
  readonly #solver: Solver
  readonly #model: Model

  constructor(about: { readonly web: CellWeb; readonly solver: Solver; readonly attacker: Attacker; readonly wishes: readonly Wish[]; readonly forced: ReadonlySet<number> }) {
    this.#web = about.web
    this.#attacker = about.attacker
    this.#wishes = about.wishes
    this.#forced = about.forced
    this.#solver = about.solver
    const { values, lines } = about.web
    // Column 2i: figure i could have been higher; column 2i + 1: lower.
    const rows = lines.map(({ cells, signs }): Row => ({
      columns: cells.flatMap((cell) => [2 * cell, 2 * cell + 1]), values: signs.flatMap((sign) => [sign, -sign]), lower: 0, upper: 0,
    }))
    this.#model = about.solver.open({
      costs: values.flatMap(() => [0, 0]), lower: values.flatMap(() => [0, 0]), upper: values.flatMap((value, figure) => (about.web.open.has(figure) ? [0, 0] : [Infinity, value])), rows,
    })
  }

  /** One wish after another: closer to least cost. */
  mend(start: ReadonlySet<number>, prices: readonly number[]): Choice {
    const hidden = new Set([...start, ...this.#forced])
    this.#price(hidden, prices)
    for (const wish of this.#attacker.openWishes(hidden, this.#wishes).toSorted((a, b) => b.level - a.level)) this.#hideWay([wish], hidden)
    return this.#checked(hidden)
  }

  /** All wishes of a side in one program: for tables where one after another would take too long. */
  mendAtOnce(start: ReadonlySet<number>, prices: readonly number[]): Choice {
    const hidden = new Set([...start, ...this.#forced])
    this.#price(hidden, prices)
    for (const side of ['up', 'down'] as const) {
      const wishes = this.#wishes.filter((wish) => wish.side === side)
      if (!this.#hideWay(wishes, hidden)) for (const wish of this.#attacker.openWishes(hidden, wishes)) this.#hideWay([wish], hidden)
    }
    return this.#checked(hidden)
  }

  /** Shows again what is hidden in vain. */
  tidy({ hidden }: Choice, secondsLeft: () => number): Choice & Tidied {
    const tidied = tidy({ web: this.#web, solver: this.#solver, wishes: this.#wishes, forced: this.#forced, hidden, secondsLeft })
    return { ...tidied, cost: costOf(this.#web, tidied.hidden) }
  }

  /** Where only shares of persons keep a wish possible, the cheapest open figures are hidden until whole persons do. */
  inWholes({ hidden }: Choice): Choice {
    const more = new Set(hidden)
    this.#hideCheapest(more, () => this.#attacker.openInWholes(more, this.#wishes).length > 0)
    return { hidden: more, cost: costOf(this.#web, more) }
  }

  close(): void {
    this.#model.close()
  }

  #price(hidden: ReadonlySet<number>, prices: readonly number[]): void {
    const columns = prices.flatMap((_, figure) => [2 * figure, 2 * figure + 1])
    this.#model.setCosts(columns, prices.flatMap((price, figure) => (hidden.has(figure) ? [0, 0] : [price, price])))
  }

  #hideWay(wishes: readonly Wish[], hidden: Set<number>): boolean {
    const columns = wishes.flatMap(({ figure }) => [2 * figure, 2 * figure + 1])
    const moved = wishes.flatMap(({ side, level }) => (side === 'up' ? [level, 0] : [0, level]))
    this.#model.setBounds(columns, moved, moved)
    const { status, values } = this.#model.solve()
    this.#model.setBounds(columns, columns.map(() => 0), wishes.flatMap(({ figure }) => [Infinity, this.#web.values[figure] ?? 0]))
    if (status !== 'optimal') return false
    const way = [...this.#web.values.keys()].filter((figure) => !hidden.has(figure) && Math.abs((values[2 * figure] ?? 0) - (values[2 * figure + 1] ?? 0)) > 1e-6)
    for (const figure of way) hidden.add(figure)
    this.#model.setCosts(way.flatMap((figure) => [2 * figure, 2 * figure + 1]), way.flatMap(() => [0, 0]))
    return true
  }

  /** Where a way was not found, the cheapest open figures are hidden until there is one. */
  #checked(hidden: Set<number>): Choice {
    this.#hideCheapest(hidden, () => this.#attacker.openWishes(hidden, this.#wishes).length > 0)
    return { hidden, cost: costOf(this.#web, hidden) }
  }

  #hideCheapest(hidden: Set<number>, isOpen: () => boolean): void {
    const rest = [...this.#web.values.keys()].filter((figure) => !hidden.has(figure) && !this.#web.open.has(figure)).toSorted((a, b) => (this.#web.costs[a] ?? 0) - (this.#web.costs[b] ?? 0))
    while (isOpen()) {
      const next = rest.splice(0, Math.max(1, Math.ceil(hidden.size / 20)))
      if (next.length === 0) throw new NothingIsSafe()
      for (const figure of next) hidden.add(figure)
    }
  }
}
