import type { CellWeb } from './cell-web.ts'
import { roundingUp } from './choice.ts'
import { besideForced, keyOf, missing, rowOf, type Cut } from './cut.ts'
import type { Answer, Model, Solver } from './solver.ts'

/** What the master program says: which shares of figures to hide, and what it costs at least. */
export type Relaxed = { readonly objective: number; readonly shares: Float64Array; readonly reduced: Float64Array }

/** Cuts that shares keep by more than this are left out where whole figures are chosen, as long as the choice keeps them. */
const nearRows = 1

const nothingToChoose: Answer = { status: 'infeasible', objective: 0, bound: 0, values: new Float64Array(), rowDuals: new Float64Array(), columnDuals: new Float64Array() }

/** The program that chooses what to hide, and the cuts that it has learnt. */
export class Master {
  readonly #web: CellWeb
  readonly #forced: ReadonlySet<number>
  readonly #solver: Solver
  readonly #model: Model
  readonly #free: Set<number>
  readonly #cuts = new Map<string, Cut>()
  readonly #roundUp: (bound: number) => number
  rounds = 0

  constructor({ web, forced, solver }: { readonly web: CellWeb; readonly forced: ReadonlySet<number>; readonly solver: Solver }) {
    this.#web = web
    this.#forced = forced
    this.#solver = solver
    this.#roundUp = roundingUp(web)
    const every = [...web.values.keys()]
    this.#free = new Set(every.filter((figure) => !forced.has(figure) && !web.open.has(figure)))
    this.#model = solver.open({ costs: web.costs, lower: every.map((figure) => (forced.has(figure) ? 1 : 0)), upper: every.map((figure) => (web.open.has(figure) ? 0 : 1)), rows: [] })
  }

  /** Whether a choice that costs less than the known one may hide a figure that need not be hidden. */
  mayHide = (figure: number): boolean => this.#free.has(figure)

  get cuts(): number {
    return this.#cuts.size
  }

  /** How many of them it did not know. */
  learn(cuts: readonly Cut[]): number {
    const fresh = cuts.flatMap((cut) => (cut.level > 0 ? besideForced(cut, this.#forced) : cut) ?? []).filter((cut) => {
      const isNew = !this.#cuts.has(keyOf(cut))
      if (isNew) this.#cuts.set(keyOf(cut), cut)
      return isNew
    })
    this.#model.addRows(fresh.map(rowOf))
    if (fresh.length > 0) this.rounds += 1
    return fresh.length
  }

  /** `none`: no choice that costs less than the known one. */
  relax(seconds: number): Relaxed | 'none' | 'stopped' {
    const { status, objective, values, columnDuals } = this.#model.solve({ seconds })
    if (status === 'infeasible') return 'none'
    return status === 'optimal' ? { objective, shares: values, reduced: columnDuals } : 'stopped'
  }

  /** Figures whose hiding would cost as much as the known choice, or more, are left open from now on. */
  leaveOpen({ objective, reduced }: Relaxed, known: number): void {
    const dear = [...this.#free].filter((figure) => this.#roundUp(objective + (reduced[figure] ?? 0)) >= known - 1e-6)
    for (const figure of dear) this.#free.delete(figure)
    this.#model.setBounds(dear, dear.map(() => 0), dear.map(() => 0))
  }

  /** Figures that a choice below a cost may hide. */
  below({ objective, reduced }: Relaxed, cost: number): readonly number[] {
    return [...this.#free].filter((figure) => objective + (reduced[figure] ?? 0) < cost)
  }

  /** Chooses whole figures among some; the objective and the bound are without those that must be hidden. */
  choose(among: readonly number[], { shares }: Relaxed, { seconds, gap }: { readonly seconds: () => number; readonly gap: number }): Answer & { readonly hidden: ReadonlySet<number> } {
    if (among.length === 0) return { ...nothingToChoose, hidden: this.#forced }
    const every = [...this.#cuts.values()]
    const used = new Set(every.filter((cut) => missing(cut, shares) > -nearRows))
    for (;;) {
      const answer = this.#solve(among, [...used], { seconds: seconds(), gap })
      const hidden = new Set([...this.#forced, ...among.filter((_, column) => (answer.values[column] ?? 0) > 0.5)])
      const chosen = this.#web.values.map((_, figure) => (hidden.has(figure) ? 1 : 0))
      const broken = answer.values.length === 0 ? [] : every.filter((cut) => !used.has(cut) && missing(cut, chosen) > 1e-6)
      if (broken.length === 0 || seconds() <= 0) return { ...answer, hidden }
      for (const cut of broken) used.add(cut)
    }
  }

  #solve(among: readonly number[], cuts: readonly Cut[], limits: { readonly seconds: number; readonly gap: number }): Answer {
    const columnOf = new Map(among.map((figure, column) => [figure, column]))
    const rows = cuts.map(({ figures, weights, level }) => {
      const terms = figures.flatMap((figure, index) => {
        const column = columnOf.get(figure)
        return column === undefined ? [] : [{ column, weight: weights[index] ?? 0 }]
      })
      return { columns: terms.map(({ column }) => column), values: terms.map(({ weight }) => weight), lower: level, upper: Infinity }
    })
    const model = this.#solver.open({ costs: among.map((figure) => this.#web.costs[figure] ?? 0), lower: among.map(() => 0), upper: among.map(() => 1), whole: among.map(() => true), rows }, { heuristics: false })
    try {
      return model.solve(limits)
    } finally {
      model.close()
    }
  }

  close(): void {
    this.#model.close()
  }
}
