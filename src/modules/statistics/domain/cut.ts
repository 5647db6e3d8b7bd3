import type { CellWeb } from './cell-web.ts'
import type { Row } from './solver.ts'

/** What must stay possible for one figure, on one side of what it is: that it were higher, or lower, by a level. */
export type Wish = { readonly figure: number; readonly side: 'up' | 'down'; readonly level: number }

/** Some of these figures must be hidden too: their weights add up to the level at least. */
export type Cut = { readonly figures: readonly number[]; readonly weights: readonly number[]; readonly level: number }

export const rowOf = ({ figures, weights, level }: Cut): Row => ({ columns: figures, values: weights, lower: level, upper: Infinity })

export const keyOf = ({ figures, weights, level }: Cut): string => `${figures.join(',')}:${weights.join(',')}:${level}`

export const distinct = (cuts: readonly Cut[]): Cut[] => [...new Map(cuts.map((cut) => [keyOf(cut), cut])).values()]

/** By how much a choice, or shares of figures, fall short of a cut. */
export const missing = ({ figures, weights, level }: Cut, shares: ArrayLike<number>): number =>
  level - figures.reduce((sum, figure, index) => sum + (weights[index] ?? 0) * (shares[figure] ?? 0), 0)

/** Whatever hides only what is hidden now is not enough. */
export function hideMore(web: CellWeb, hidden: ReadonlySet<number>): Cut {
  const figures = [...web.values.keys()].filter((figure) => !hidden.has(figure) && !web.open.has(figure))
  return { figures, weights: figures.map(() => 1), level: 1 }
}

/**
 * For any weights of the lines, the distance of the figure from the truth is a sum over the other figures' distances; a figure that is
 * open has none. So the hidden ones must be able to carry the level: without end where they may grow, by their value where they shrink.
 */
export function cutFrom(web: CellWeb, { figure, side, level }: Wish, weightOfLine: ArrayLike<number>): Cut | undefined {
  const pullOf = (index: number) => (web.linesOf[index] ?? []).reduce((sum, each) => sum - each.sign * (weightOfLine[each.line] ?? 0), 0)
  // The figure's own distance may stand on both sides of the sum.
  const own = -pullOf(figure)
  if (own < 1e-8) return undefined
  const figures: number[] = []
  const weights: number[] = []
  for (const index of web.values.keys()) {
    const pull = pullOf(index) / own
    if (index === figure || Math.abs(pull) < 1e-8) continue
    const grows = (pull > 0) === (side === 'up')
    const weight = grows ? level : Math.min(level, Math.abs(pull) * (web.values[index] ?? 0))
    if (weight > 0) { figures.push(index); weights.push(weight) }
  }
  return { figures, weights, level }
}

/** What the sensitive figures carry already is taken off the level, and nothing else counts for more than what is left of it. Nothing where nothing is left. */
export function besideForced({ figures, weights, level }: Cut, forced: ReadonlySet<number>): Cut | undefined {
  const rest = figures.reduce((left, figure, index) => (forced.has(figure) ? left - (weights[index] ?? 0) : left), level)
  if (rest < 1e-4 * level) return undefined
  const free = figures.flatMap((figure, index) => (forced.has(figure) ? [] : [{ figure, weight: Math.min(1, settled((weights[index] ?? 0) / rest)) }]))
  return { figures: free.map(({ figure }) => figure), weights: free.map(({ weight }) => weight), level: 1 }
}

/** The solver's weights are whole or simple fractions, give or take its last digits. */
export function settled(weight: number): number {
  const simple = Math.round(weight * 60) / 60
  return Math.abs(simple - weight) < 1e-6 ? simple : weight
}
