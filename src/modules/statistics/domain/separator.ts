import { besideForced, cutFrom, distinct, missing, settled, type Cut, type Wish } from './cut.ts'
import type { CellWeb } from './cell-web.ts'
import type { Model, Row, Solver } from './solver.ts'

/** How figures could move together so that a wish comes true. */
type Way = { readonly figures: readonly number[]; readonly moves: readonly number[] }
type Rooms = { readonly lower: readonly number[]; readonly upper: readonly number[] }
/** Wishes of a level are looked at as if no figure that is open to choice could carry more than a step of it. */
type Pass = { readonly wishes: readonly Wish[]; readonly level: number; readonly step: number }

/** What a figure that is not hidden counts for, so that of two equal cuts the shorter is found. Slow: for tables that cannot be decided without. */
const faint = 0.005
const faintUpTo = 5_000
/** So many steps at most are tried for a level. */
const mostSteps = 4
/** An answer to all at once that serves fewer is no quicker than asking for each. */
const manyServed = 4
/** Cuts that miss less are not worth a row. */
const least = 0.02

/** Finds cuts that shares of figures violate: first as if each wish were for one person, then, where that finds little, for as many as it is. It may miss some. */
export class Separator {
  readonly #web: CellWeb
  readonly #wishes: readonly Wish[]
  readonly #forced: ReadonlySet<number>
  readonly #model: Model
  #faint = 0
  /** A way that was found stays one as long as there is room for it. */
  readonly #ways = new Map<string, Way>()

  constructor({ web, solver, wishes, forced }: { readonly web: CellWeb; readonly solver: Solver; readonly wishes: readonly Wish[]; readonly forced: ReadonlySet<number> }) {
    this.#web = web
    this.#wishes = wishes
    this.#forced = forced
    const rows = web.lines.map(({ cells, signs }): Row => ({ columns: cells, values: signs, lower: 0, upper: 0 }))
    const none = web.values.map(() => 0)
    this.#model = solver.open({ costs: none, lower: none, upper: none, rows }, { primal: true })
  }

  /** From now on looks for shorter cuts, and takes longer. Whether that is something new. */
  sharpen(): boolean {
    if (this.#faint > 0 || this.#web.values.length > faintUpTo) return false
    this.#faint = faint
    return true
  }

  /** Looks for wishes at their own level only where fewer than `enough` cuts were found without. */
  cutsAt(shares: ArrayLike<number>, mayHide: (figure: number) => boolean, enough: number): readonly Cut[] {
    const cuts: Cut[] = []
    const look = (pass: Pass) => this.#pass(pass, shares, mayHide, cuts)
    const levels = [...new Set(this.#wishes.map((wish) => wish.level))]
    const one = Math.min(1, ...levels)
    look({ wishes: this.#wishes, level: one, step: one })
    if (cuts.length >= enough) return distinct(cuts)
    for (const level of levels.filter((each) => each > one)) {
      let open = this.#wishes.filter((wish) => wish.level === level)
      for (const step of stepsOf(level)) open = open.length === 0 ? open : look({ wishes: open, level, step })
    }
    return distinct(cuts)
  }

  close(): void {
    this.#model.close()
  }

  /** The wishes for which no cut was found. */
  #pass(pass: Pass, shares: ArrayLike<number>, mayHide: (figure: number) => boolean, cuts: Cut[]): Wish[] {
    const rooms = this.#rooms(pass, shares, mayHide)
    const open = new Set(pass.wishes.filter((wish) => !this.#hasWay(wish, pass, rooms)))
    if (open.size > 0) this.#model.setBounds([...this.#web.values.keys()], rooms.lower, rooms.upper)
    for (const side of ['up', 'down'] as const) this.#fulfilMany(side, open, pass, rooms)
    const without = pass.wishes.filter((wish) => !open.has(wish))
    for (const wish of open) {
      const duals = this.#fulfil([wish], open, pass, rooms)
      if (!open.has(wish)) { without.push(wish); continue }
      const sign = wish.side === 'up' ? -1 : 1
      const weightOfLine = Array.from(duals, (dual) => settled(sign * dual))
      // The same sum of lines speaks of the figure's other side too.
      for (const each of open) {
        if (each.figure !== wish.figure) continue
        open.delete(each)
        const cut = this.#worst(each, pass.level, weightOfLine, shares)
        if (cut) cuts.push(only(cut, mayHide))
        else without.push(each)
      }
    }
    return without
  }

  #rooms({ level, step }: Pass, shares: ArrayLike<number>, mayHide: (figure: number) => boolean): Rooms {
    const { values } = this.#web
    const share = values.map((_, figure) => Math.min(1, Math.max(0, shares[figure] ?? 0) + (mayHide(figure) ? this.#faint : 0)))
    const room = (figure: number, most: number) => (this.#forced.has(figure) ? Math.min(most, level) : Math.min(most, step) * (share[figure] ?? 0))
    return { lower: values.map((value, figure) => -room(figure, value)), upper: values.map((_, figure) => room(figure, Infinity)) }
  }

  /** Moves figures as some wishes ask, as far as there is room; those that come true are open no more. Else the weights of the lines say why. */
  #fulfil(asked: readonly Wish[], open: Set<Wish>, pass: Pass, rooms: Rooms): Float64Array {
    const figures = asked.map(({ figure }) => figure)
    if (figures.length === 0) return new Float64Array()
    this.#model.setCosts(figures, asked.map(({ side }) => (side === 'up' ? -1 : 1)))
    const { values, rowDuals } = this.#model.solve()
    this.#model.setCosts(figures, figures.map(() => 0))
    if (!asked.some((wish) => isReached(values[wish.figure] ?? 0, wish, pass.level))) return rowDuals
    const moved = [...this.#web.values.keys()].filter((figure) => Math.abs(values[figure] ?? 0) > 1e-9)
    const way = { figures: moved, moves: moved.map((figure) => values[figure] ?? 0) }
    for (const each of [way, { figures: moved, moves: way.moves.map((move) => -move) }]) {
      if (!fits(each, rooms)) continue
      const moveOf = new Map(each.figures.map((figure, index) => [figure, each.moves[index] ?? 0]))
      for (const wish of open) if (isReached(moveOf.get(wish.figure) ?? 0, wish, pass.level)) {
        open.delete(wish)
        this.#ways.set(nameOf(wish, pass), each)
      }
    }
    return rowDuals
  }

  /** Asks for all that are open on a side at once, again and again as long as that serves many. */
  #fulfilMany(side: Wish['side'], open: Set<Wish>, pass: Pass, rooms: Rooms): void {
    for (;;) {
      const asked = [...open].filter((wish) => wish.side === side)
      this.#fulfil(asked, open, pass, rooms)
      const served = asked.filter((wish) => !open.has(wish)).length
      if (served < manyServed || served === asked.length) return
    }
  }

  #hasWay(wish: Wish, pass: Pass, rooms: Rooms): boolean {
    const way = this.#ways.get(nameOf(wish, pass))
    return way !== undefined && fits(way, rooms)
  }

  #worst(wish: Wish, level: number, weightOfLine: readonly number[], shares: ArrayLike<number>): Cut | undefined {
    const cuts = [...new Set([wish.level, level])].flatMap((each) => {
      const cut = cutFrom(this.#web, { ...wish, level: each }, weightOfLine)
      return (cut && besideForced(cut, this.#forced)) ?? []
    })
    return cuts.filter((cut) => missing(cut, shares) > least).toSorted((a, b) => missing(b, shares) - missing(a, shares))[0]
  }
}

function stepsOf(level: number): readonly number[] {
  const count = Math.min(mostSteps, Math.ceil(level))
  return Array.from({ length: count }, (_, index) => ((index + 1) * level) / count)
}

const nameOf = ({ figure, side }: Wish, { level, step }: Pass) => `${figure} ${side} ${level} ${step}`

const isReached = (move: number, { side }: Wish, level: number) => (side === 'up' ? move : -move) >= level - 1e-6 * (1 + level)

const fits = ({ figures, moves }: Way, { lower, upper }: Rooms): boolean => figures.every((figure, index) => {
  const move = moves[index] ?? 0
  return move <= (upper[figure] ?? 0) + 1e-7 && move >= (lower[figure] ?? 0) - 1e-7
})

function only({ figures, weights, level }: Cut, mayHide: (figure: number) => boolean): Cut {
  const kept = [...figures.keys()].filter((index) => mayHide(figures[index] ?? -1))
  return { figures: kept.map((index) => figures[index] ?? 0), weights: kept.map((index) => weights[index] ?? 0), level }
}
