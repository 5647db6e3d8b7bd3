import { hideMore, missing, rowOf, type Attacker, type Cut, type Wish } from './attacker.ts'
import { NothingIsSafe, type CellWeb } from './cell-web.ts'
import { cutsAgainstLoneFigures, cutsOfLines } from './first-cuts.ts'
import type { Model, Solver } from './solver.ts'

export type Choice = { readonly hidden: ReadonlySet<number>; readonly cost: number }
export type Search = {
  readonly web: CellWeb
  readonly wishes: readonly Wish[]
  readonly forced: ReadonlySet<number>
  readonly solver: Solver
  readonly attacker: Attacker
  /** Seconds left for the search. */
  readonly secondsLeft: () => number
  /** A safe choice that is known already, and how another is made of a choice that is not safe, with the cuts that this teaches. */
  readonly known: Choice
  readonly mend: (hidden: ReadonlySet<number>) => Choice & { readonly cuts: readonly Cut[] }
  readonly tell: (progress: { readonly cost: number; readonly bound: number }) => void
}
export type Found = { readonly choice: Choice; readonly bound: number; readonly rounds: number; readonly cuts: number }

export const costOf = (web: CellWeb, hidden: ReadonlySet<number>): number => [...hidden].reduce((sum, figure) => sum + (web.costs[figure] ?? 0), 0)

/** Costs that are whole leave no room between the bound and the next whole number. */
export const roundedUp = (web: CellWeb, bound: number): number =>
  web.costs.every((cost) => Number.isInteger(cost)) ? Math.ceil(bound - 1e-6) : bound

/**
 * Fischetti and Salazar's scheme: a master program chooses what to hide, the attacker's programs say which wish that leaves open, and each
 * such answer becomes a cut of the master. First with shares of figures, then with whole ones, until the attacker finds nothing.
 */
export function hideAtLeastCost(search: Search, isExact: boolean): Found {
  const { web, forced, solver } = search
  const every = [...web.values.keys()]
  const master = solver.open({ costs: web.costs, lower: every.map((figure) => (forced.has(figure) ? 1 : 0)), upper: every.map((figure) => (web.open.has(figure) ? 0 : 1)), rows: [] })
  const pool = new CutPool(master)
  try {
    pool.add(cutsOfLines(web, search.wishes))
    const relaxed = relax(search, master, pool)
    return isExact && relaxed.bound < relaxed.choice.cost ? decide(search, master, pool, relaxed) : { ...relaxed, rounds: pool.rounds, cuts: pool.size }
  } finally {
    master.close()
  }
}

class CutPool {
  readonly #master: Model
  readonly #seen = new Set<string>()
  rounds = 0
  constructor(master: Model) {
    this.#master = master
  }

  get size(): number {
    return this.#seen.size
  }

  /** How many of them the master did not know. */
  add(cuts: readonly Cut[]): number {
    const fresh = cuts.filter((cut) => {
      const key = `${cut.figures.join(',')}:${cut.weights.join(',')}:${cut.level}`
      return !this.#seen.has(key) && this.#seen.add(key)
    })
    this.#master.addRows(fresh.map(rowOf))
    if (fresh.length > 0) this.rounds += 1
    return fresh.length
  }
}

type Between = { readonly choice: Choice; readonly bound: number }

function relax(search: Search, master: Model, pool: CutPool): Between {
  const { web, wishes, attacker } = search
  const lone = cutsAgainstLoneFigures(web)
  let between: Between = { choice: search.known, bound: 0 }
  let stalled = 0
  while (search.secondsLeft() > 0 && stalled < 30) {
    const answer = master.solve({ seconds: search.secondsLeft() })
    if (answer.status !== 'optimal') break
    const shares = answer.values
    const bound = Math.max(between.bound, roundedUp(web, answer.objective))
    stalled = answer.objective > between.bound + 0.0005 * Math.abs(between.bound) ? 0 : stalled + 1
    between = { ...between, bound }
    search.tell({ cost: between.choice.cost, bound })
    if (bound >= between.choice.cost) return between
    const violated = lone.filter((cut) => missing(cut, shares) > 0.01)
    const found = violated.length > 0 ? violated : attacker.unmetByShares(shares, wishes)
    if (pool.add(found) === 0) break
  }
  return between
}

/** A cheaper choice counts only when whole persons leave every wish possible too. */
const better = ({ attacker, wishes }: Search, between: Between, choice: Choice): Between =>
  choice.cost < between.choice.cost && attacker.openInWholes(choice.hidden, wishes).length === 0 ? { ...between, choice } : between

/** The first answers need not be the best: they only show what the attacker still finds. */
const gaps = [0.03, 0.01]
/** So many rounds end most searches. */
const lightRounds = 4

function decide(search: Search, master: Model, pool: CutPool, relaxed: Between): Found {
  const { web, wishes, attacker } = search
  const every = [...web.values.keys()]
  let between = relaxed
  let round = 0
  master.setWhole(every)
  while (search.secondsLeft() > 0 && between.bound < between.choice.cost) {
    master.startFrom(Float64Array.from(every, (figure) => (between.choice.hidden.has(figure) ? 1 : 0)))
    const answer = master.solve({ seconds: search.secondsLeft(), gap: gaps[round] ?? 0 })
    const isClosed = round >= gaps.length && answer.status === 'optimal'
    round += 1
    if (answer.status === 'infeasible') throw new NothingIsSafe()
    between = { ...between, bound: Math.max(between.bound, roundedUp(web, Math.min(answer.bound, between.choice.cost))) }
    const hidden = new Set(every.filter((figure) => (answer.values[figure] ?? 0) > 0.5))
    const cuts = attacker.unmetBy(hidden, wishes)
    const isSafe = cuts.length === 0 && attacker.openInWholes(hidden, wishes).length === 0
    if (isSafe) between = { ...between, choice: { hidden, cost: costOf(web, hidden) } }
    // Where a few answers did not suffice, a safe choice near this one teaches more: each figure that it cannot do without is a cut.
    const mended = !isSafe && (round > lightRounds || answer.status === 'stopped') ? search.mend(hidden) : undefined
    if (mended) between = better(search, between, mended)
    search.tell({ cost: between.choice.cost, bound: between.bound })
    if (isSafe && isClosed) return { choice: between.choice, bound: between.choice.cost, rounds: pool.rounds, cuts: pool.size }
    const added = pool.add(isSafe ? [] : [...(cuts.length > 0 ? cuts : [hideMore(web, hidden)]), ...(mended?.cuts ?? [])])
    if (added === 0 && round > gaps.length && answer.status !== 'optimal') break
  }
  return { ...between, rounds: pool.rounds, cuts: pool.size }
}
