import type { Attacker } from './attacker.ts'
import type { CellWeb } from './cell-web.ts'
import { costOf, roundingUp, type Choice } from './choice.ts'
import { hideMore, missing, type Cut, type Wish } from './cut.ts'
import { cutsAgainstLoneFigures, cutsOfLines } from './first-cuts.ts'
import { Master, type Relaxed } from './master.ts'
import type { Mender } from './mend.ts'
import { Separator } from './separator.ts'
import type { Solver } from './solver.ts'

export type Search = {
  readonly web: CellWeb
  readonly wishes: readonly Wish[]
  readonly forced: ReadonlySet<number>
  readonly solver: Solver
  readonly attacker: Attacker
  readonly mender: Mender
  /** Seconds left for the search. */
  readonly secondsLeft: () => number
  /** A safe choice that is known already. */
  readonly known: Choice
  readonly tell: (progress: { readonly cost: number; readonly bound: number }) => void
}
export type Found = { readonly choice: Choice; readonly bound: number; readonly rounds: number; readonly cuts: number }

/** Above so many figures, going through the wishes one by one takes longer than it is worth. */
export const mendUpTo = 5_000

/**
 * Fischetti and Salazar's scheme: a master program chooses what to hide, the attacker's programs say which wish that leaves open, and each
 * such answer becomes a cut of the master. First with shares of figures, then with whole ones, until the attacker finds nothing.
 */
export function hideAtLeastCost(search: Search, isExact: boolean): Found {
  const hunt = new Hunt(search)
  try {
    hunt.relax()
    if (isExact) hunt.decide()
    return hunt.found
  } finally {
    hunt.close()
  }
}

/** The bound has stalled when so many rounds together raise it by less than this share. */
const stalledAfter = 6
const stalledBelow = 0.0005
/** From this round on, every so many, a safe choice is made of what the master says: the cheaper one is known, the fewer figures are left. */
const mendFirst = 4
const mendEvery = 10
/** A bound that is so near needs no sharper cuts. */
const nearBound = 0.01
/** Fewer cuts than this, and the wishes are looked at in full. */
const enoughCuts = 5
/** Rounds with shares between two with whole figures. */
const roundsBetween = 2
/** At first the master looks only at figures that a choice so little above the bound may hide; and it need not find the best of them. */
const firstReach = 0.03
const nextReach = 0.015
const firstGap = 0.01
/** So often a choice that is not safe is widened by what it lacks most, for the cuts that this teaches. */
const widenings = 8
/** What a figure's own cost weighs beside what the master says of it. */
const ownCost = 0.1
/** Flows begin with so many rounds in which nothing is widened or mended, from answers that need not be good. */
const lightRounds = 5
const lightGap = 0.03

class Hunt {
  readonly #search: Search
  readonly #master: Master
  readonly #separator: Separator
  readonly #lone: readonly Cut[]
  readonly #base: number
  readonly #roundUp: (bound: number) => number
  /** Tables of two dimensions are flows: for them cuts come quickly, the bound is near, and a few light rounds end most searches. */
  readonly #isFlow: boolean
  #lightRounds: number
  #best: Choice
  #bound = 0

  constructor(search: Search) {
    this.#search = search
    this.#master = new Master(search)
    this.#separator = new Separator(search)
    this.#lone = cutsAgainstLoneFigures(search.web).filter(({ figures }) => !figures.some((figure) => search.forced.has(figure)))
    this.#base = costOf(search.web, search.forced)
    this.#roundUp = roundingUp(search.web)
    this.#isFlow = search.web.linesOf.every((lines) => lines.filter(({ sign }) => sign > 0).length <= 2)
    this.#lightRounds = this.#isFlow ? lightRounds : 0
    this.#best = search.known
    this.#master.learn(cutsOfLines(search.web, search.wishes))
  }

  get found(): Found {
    return { choice: this.#best, bound: Math.min(this.#bound, this.#best.cost), rounds: this.#master.rounds, cuts: this.#master.cuts }
  }

  close(): void {
    this.#master.close()
    this.#separator.close()
  }

  relax(): void {
    let stalled = 0
    let rounds = 0
    let last = 0
    while (this.#isOn()) {
      const relaxed = this.#relaxed()
      if (!relaxed || !this.#isOn()) break
      if (this.#learnLone(relaxed)) continue
      if (!this.#isFlow && rounds % mendEvery === mendFirst) this.#mendNear(relaxed, this.#search.forced)
      rounds += 1
      stalled = relaxed.objective > last + stalledBelow * Math.abs(last) ? 0 : stalled + 1
      last = relaxed.objective
      const learnt = stalled < stalledAfter ? this.#master.learn(this.#cutsAt(relaxed.shares, enoughCuts)) : 0
      if (learnt === 0 && (this.#isFlow || this.#bound > this.#best.cost * (1 - nearBound) || !this.#separator.sharpen())) break
      if (learnt === 0) stalled = 0
    }
  }

  decide(): void {
    let reach = 0
    let gap = this.#isFlow ? lightGap : firstGap
    while (this.#isOn()) {
      const relaxed = this.#relaxedAgain()
      if (!relaxed || !this.#isOn()) break
      reach = Math.max(reach, relaxed.objective * (1 + firstReach))
      const limit = Math.min(reach, this.#best.cost)
      const answer = this.#master.choose(this.#master.below(relaxed, limit), relaxed, { seconds: this.#search.secondsLeft, gap })
      if (answer.status === 'infeasible') {
        this.#atLeast(limit)
        reach = limit * (1 + firstReach)
        continue
      }
      const bound = (gap === 0 && answer.status === 'optimal' ? answer.objective : answer.bound) + this.#base
      this.#atLeast(Math.min(bound, limit))
      if (answer.values.length === 0) break
      const learnt = this.#try(answer.hidden, relaxed)
      this.#lightRounds -= 1
      if (limit < this.#best.cost && bound > limit - 1) reach = Math.max(bound, limit) * (1 + nextReach)
      else if (learnt === 0 && gap === 0) break
      gap = learnt < enoughCuts || gap < firstGap ? 0 : this.#isLight ? gap / 5 : gap
    }
  }

  get #isLight(): boolean {
    return this.#lightRounds > 0
  }

  #isOn(): boolean {
    return this.#search.secondsLeft() > 0 && this.#bound < this.#best.cost - 1e-6
  }

  #atLeast(bound: number): void {
    this.#bound = Math.max(this.#bound, Math.min(this.#roundUp(bound), this.#best.cost))
    this.#search.tell({ cost: this.#best.cost, bound: this.#bound })
  }

  #cutsAt(shares: ArrayLike<number>, enough: number): readonly Cut[] {
    return this.#separator.cutsAt(shares, this.#master.mayHide, enough)
  }

  #relaxed(): Relaxed | undefined {
    const relaxed = this.#master.relax(this.#search.secondsLeft())
    if (relaxed === 'none') this.#atLeast(this.#best.cost)
    if (relaxed === 'none' || relaxed === 'stopped') return undefined
    this.#atLeast(relaxed.objective)
    this.#master.leaveOpen(relaxed, this.#best.cost)
    return relaxed
  }

  #learnLone({ shares }: Relaxed): boolean {
    return this.#master.learn(this.#lone.filter((cut) => missing(cut, shares) > 0.01)) > 0
  }

  #relaxedAgain(): Relaxed | undefined {
    let relaxed = this.#relaxed()
    for (let round = 0; relaxed && round < (this.#isLight ? 0 : roundsBetween); round += 1) {
      if (!this.#learnLone(relaxed) && this.#master.learn(this.#cutsAt(relaxed.shares, enoughCuts)) === 0) break
      relaxed = this.#relaxed()
    }
    return relaxed
  }

  /** Makes a safe choice of one that is not; what the master would hide anyway costs little. */
  #mendNear({ shares }: Relaxed, hidden: ReadonlySet<number>): number {
    const { web, mender } = this.#search
    if (web.values.length > mendUpTo) return 0
    return this.#offer(mender.mend(hidden, web.costs.map((cost, figure) => cost * Math.max(0.01, 1 - (shares[figure] ?? 0)))))
  }

  /** A safe choice counts when it is cheaper, and whole persons leave every wish possible too. How many cuts it taught. */
  #offer(choice: Choice): number {
    const { mender, attacker, secondsLeft } = this.#search
    const tidied = mender.tidy(choice, secondsLeft)
    if (tidied.cost < this.#best.cost && attacker.openInWholes(tidied.hidden, tidied.perhapsInShares).length === 0) this.#best = tidied
    return this.#master.learn(tidied.cuts)
  }

  /** Looks at a choice of whole figures, and at wider ones as long as it is not safe. How many cuts that taught. */
  #try(hidden: ReadonlySet<number>, relaxed: Relaxed): number {
    const { web, wishes, attacker } = this.#search
    const wider = new Set(hidden)
    let learnt = 0
    for (let step = 0; step < (this.#isLight ? 1 : widenings); step += 1) {
      const near = this.#isLight ? [] : this.#cutsAt(web.values.map((_, figure) => (wider.has(figure) ? 1 : 0)), 1)
      const cuts = near.length > 0 ? near : attacker.unmetBy(wider, wishes)
      if (cuts.length === 0) return learnt + this.#trySafe(wider, hidden)
      const fresh = this.#master.learn(cuts)
      // What cannot be said more sharply: this choice is not enough.
      learnt += fresh > 0 || step > 0 ? fresh : this.#master.learn([hideMore(web, wider)])
      for (const cut of cuts) this.#widen(wider, cut, relaxed)
    }
    return this.#isLight ? learnt : learnt + this.#mendNear(relaxed, wider)
  }

  #trySafe(safe: ReadonlySet<number>, hidden: ReadonlySet<number>): number {
    const { web, wishes, attacker } = this.#search
    const cost = costOf(web, safe)
    if (!this.#isLight && web.values.length <= mendUpTo && (safe.size > hidden.size || cost < this.#best.cost)) {
      const learnt = this.#offer({ hidden: safe, cost })
      if (learnt > 0 || this.#best.cost <= cost) return learnt
    }
    if (attacker.openInWholes(safe, wishes).length > 0) return this.#master.learn([hideMore(web, safe)])
    if (cost < this.#best.cost) this.#best = { hidden: safe, cost }
    return 0
  }

  #widen(wider: Set<number>, { figures, weights }: Cut, { reduced }: Relaxed): void {
    const { web, forced } = this.#search
    if (figures.some((figure, index) => wider.has(figure) && !forced.has(figure) && (weights[index] ?? 0) > 0)) return
    const priceOf = (figure: number) => (reduced[figure] ?? 0) + ownCost * (web.costs[figure] ?? 0)
    const cheapest = figures.filter((figure) => this.#master.mayHide(figure)).toSorted((a, b) => priceOf(a) - priceOf(b))[0]
    if (cheapest !== undefined) wider.add(cheapest)
  }
}
