import type { CellWeb } from './cell-web.ts'
import { cutFrom, distinct, hideMore, settled, type Cut, type Wish } from './cut.ts'
import type { Model, Row, Solver } from './solver.ts'

type Bounds = { readonly lower: readonly number[]; readonly upper: readonly number[] }

const slack = 1e-6
const reached = (value: number, { level, side }: Wish, start: number) =>
  (side === 'up' ? value - start : start - value) >= level - slack * (1 + level)

/** Whoever knows every open figure and every sum, and asks how far a hidden one may lie from the truth. */
export class Attacker {
  readonly #web: CellWeb
  readonly #model: Model
  readonly #every: readonly number[]

  constructor(web: CellWeb, solver: Solver) {
    this.#web = web
    this.#every = [...web.values.keys()]
    const { values, lines } = web
    const rows = lines.map(({ cells, signs }): Row => ({ columns: cells, values: signs, lower: 0, upper: 0 }))
    this.#model = solver.open({ costs: values.map(() => 0), lower: values, upper: values, rows }, { primal: true })
  }

  /** The cuts that a choice of hidden figures violates: none when every wish stays possible. */
  unmetBy(hidden: ReadonlySet<number>, wishes: readonly Wish[]): readonly Cut[] {
    return distinct(this.#bySide(wishes, (ofSide) => this.#openOnSide(ofSide, hidden).map(({ cut }) => cut ?? hideMore(this.#web, hidden))))
  }

  /** The wishes that a choice of hidden figures leaves open. */
  openWishes(hidden: ReadonlySet<number>, wishes: readonly Wish[]): readonly Wish[] {
    return this.#bySide(wishes, (ofSide) => this.#openOnSide(ofSide, hidden).map(({ wish }) => wish))
  }

  /** Persons are whole: wishes that could come true for shares of persons only. Asked of choices that leave no wish open otherwise. */
  openInWholes(hidden: ReadonlySet<number>, wishes: readonly Wish[]): readonly Wish[] {
    if (!this.#web.counts) return []
    return this.#bySide(wishes, (ofSide) => {
      const bounds = this.#bind(hidden)
      const open = this.#oneByOne(this.#together(ofSide, bounds, true), bounds)
      if (open.length === 0) return []
      this.#model.setWhole([...hidden])
      const never = this.#together(open, bounds, true).filter((wish) => this.#capped([wish], bounds, () => this.#unreached([wish], true)).length > 0)
      this.#model.setWhole('none')
      return never
    })
  }

  close(): void {
    this.#model.close()
  }

  #bySide<T>(wishes: readonly Wish[], ask: (ofSide: readonly Wish[]) => readonly T[]): readonly T[] {
    return (['up', 'down'] as const).flatMap((side) => {
      const ofSide = wishes.filter((wish) => wish.side === side)
      return ofSide.length === 0 ? [] : ask(ofSide)
    })
  }

  #bind(hidden: ReadonlySet<number>): Bounds {
    const { values } = this.#web
    const bounds = { lower: values.map((value, figure) => (hidden.has(figure) ? 0 : value)), upper: values.map((value, figure) => (hidden.has(figure) ? Infinity : value)) }
    this.#model.setBounds(this.#every, bounds.lower, bounds.upper)
    return bounds
  }

  #openOnSide(wishes: readonly Wish[], hidden: ReadonlySet<number>): { wish: Wish; cut: Cut | undefined }[] {
    const bounds = this.#bind(hidden)
    return this.#together(wishes, bounds, false).flatMap((wish) => {
      const { value } = this.#reach([wish])
      return reached(value(wish.figure), wish, this.#web.values[wish.figure] ?? 0) ? [] : [{ wish, cut: this.#cutFromDuals(wish) }]
    })
  }

  /** Asks for many wishes at once, again and again, as long as one answer fulfils some of them: few programs for many figures. */
  #together(wishes: readonly Wish[], bounds: Bounds, inWholes: boolean): readonly Wish[] {
    let open = wishes
    while (open.length > 0) {
      const asked = open
      open = this.#capped(asked, bounds, () => this.#unreached(asked, inWholes))
      if (open.length === asked.length) break
    }
    return open
  }

  /** Asks for one after another without asking for whole persons, which is quick, and most answers are whole all the same. */
  #oneByOne(wishes: readonly Wish[], bounds: Bounds): readonly Wish[] {
    const open = new Set(wishes)
    for (const wish of wishes) {
      if (!open.has(wish)) continue
      const left = this.#capped([...open], bounds, () => this.#unreached([wish], true, [...open]))
      for (const each of open) if (!left.includes(each)) open.delete(each)
    }
    return [...open]
  }

  /** While it asks, no figure goes further than its wish, so that room is left for the others. */
  #capped<T>(wishes: readonly Wish[], { lower, upper }: Bounds, ask: () => T): T {
    const figures = wishes.map(({ figure }) => figure)
    const goals = wishes.map((wish) => this.#goal(wish))
    const isUp = wishes[0]?.side === 'up'
    const lows = figures.map((figure) => lower[figure] ?? 0)
    const highs = figures.map((figure) => upper[figure] ?? 0)
    this.#model.setBounds(figures, isUp ? lows : goals, isUp ? goals : highs)
    const answer = ask()
    this.#model.setBounds(figures, lows, highs)
    return answer
  }

  #goal({ figure, side, level }: Wish): number {
    const value = this.#web.values[figure] ?? 0
    return side === 'up' ? value + level : value - level
  }

  /** Which of `among` the answer to `wishes` leaves open. */
  #unreached(wishes: readonly Wish[], inWholes = false, among = wishes): readonly Wish[] {
    const { value, isWhole } = this.#reach(wishes)
    if (inWholes && !isWhole) return among
    return among.filter((wish) => !reached(value(wish.figure), wish, this.#web.values[wish.figure] ?? 0))
  }

  #lastDuals: Float64Array = new Float64Array()

  #reach(wishes: readonly Wish[]): { value: (figure: number) => number; isWhole: boolean } {
    const figures = wishes.map(({ figure }) => figure)
    this.#model.setCosts(figures, wishes.map(({ side }) => (side === 'up' ? -1 : 1)))
    const answer = this.#model.solve({ seconds: 20, gap: wishes.length > 1 ? 0.05 : 0 })
    this.#model.setCosts(figures, figures.map(() => 0))
    if (answer.status === 'unbounded') return { value: () => (wishes[0]?.side === 'up' ? Infinity : -Infinity), isWhole: true }
    if (answer.status !== 'optimal' && answer.status !== 'stopped') throw new Error(`the attacker's program ended ${answer.status}`)
    this.#lastDuals = answer.rowDuals
    return { value: (figure) => answer.values[figure] ?? 0, isWhole: answer.values.length > 0 && answer.values.every((value) => Math.abs(value - Math.round(value)) < slack) }
  }

  #cutFromDuals(wish: Wish): Cut | undefined {
    const sign = wish.side === 'up' ? -1 : 1
    return cutFrom(this.#web, wish, Array.from(this.#lastDuals, (dual) => settled(sign * dual)))
  }
}
