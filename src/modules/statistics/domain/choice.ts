import type { CellWeb } from './cell-web.ts'

/** Which figures are hidden. */
export type Choice = { readonly hidden: ReadonlySet<number>; readonly cost: number }

export const costOf = (web: CellWeb, hidden: ReadonlySet<number>): number => [...hidden].reduce((sum, figure) => sum + (web.costs[figure] ?? 0), 0)

/** Costs that are whole leave no room between a bound and the next whole number. */
export function roundingUp({ costs }: CellWeb): (bound: number) => number {
  const isWhole = costs.every((cost) => Number.isInteger(cost))
  return (bound) => (isWhole ? Math.ceil(bound - 1e-6) : bound)
}
