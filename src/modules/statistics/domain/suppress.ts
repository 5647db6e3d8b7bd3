import { Attacker } from './attacker.ts'
import { cellWeb, hiddenCells, NothingIsSafe, withSums, type CellWeb, type CostRule } from './cell-web.ts'
import { costOf } from './choice.ts'
import type { Wish } from './cut.ts'
import { hideAtLeastCost, mendUpTo } from './hide-at-least-cost.ts'
import { Mender } from './mend.ts'
import type { Demand } from './sensitive-cells.ts'
import type { Solver } from './solver.ts'
import type { CellPlace, Table } from './table.ts'

export type Suppression = {
  /** For each table the cells that are hidden: the sensitive ones, and those that keep them from being worked out. */
  readonly hidden: readonly ReadonlySet<number>[]
  readonly cost: number
  /** No safe choice costs less than this. */
  readonly bound: number
  readonly isProvenLeast: boolean
  /** How many figures had to be hidden, and how many for their sake. */
  readonly sensitive: number
  readonly secondary: number
  readonly rounds: number
  readonly cuts: number
}

/** A table as it was released. */
export type Standing = { readonly table: Table; readonly hidden: ReadonlySet<number> }

export type SuppressionCall = {
  readonly tables: readonly Table[]
  readonly demands: readonly Demand[]
  /** What was released before of these people: what it shows cannot be hidden any more, and what it hides stays hidden. */
  readonly standing?: readonly Standing[]
  /** What is hidden whatever it costs, since the same was hidden on another day. */
  readonly hiddenBefore?: readonly CellPlace[]
  readonly cost: CostRule
  readonly solver: Solver
  /** Milliseconds of any clock that only goes forward. */
  readonly clock: () => number
  readonly seconds: number
  /** Above so many figures the least cost is not looked for; the bound is shown all the same. */
  readonly exactUpTo?: number
  readonly tell?: (progress: { readonly cost: number; readonly bound: number }) => void
}

/** What is kept for showing again what a choice hides in vain, where the least cost was not found in time. */
const shareForSearch = 0.85
/** The share of the time in which a large table is made safe and tidied, before its bound is worked out. */
const shareForTidying = 0.6

/** Hides the sensitive figures of some tables, and as few others as it takes for nobody to work them out. Throws {@link NothingIsSafe} where earlier releases leave no way. */
export function suppress({ tables, demands, standing = [], hiddenBefore = [], cost: costRule, solver, clock, seconds, exactUpTo = 50_000, tell = () => undefined }: SuppressionCall): Suppression {
  const whole = cellWeb([...tables, ...standing.map(({ table }) => table)], costRule)
  const before = standing.map(({ hidden, table: { cells } }, index) => {
    const figureAt = (cell: number) => whole.figureOf({ table: tables.length + index, cell })
    const gone = new Set([...hidden].flatMap((cell) => figureAt(cell) ?? []))
    return { shown: [...cells.keys()].flatMap((cell) => figureAt(cell) ?? []).filter((figure) => !gone.has(figure)), hidden: [...gone] }
  })
  const lines = othersOf(whole, demands)
  const web = withSums({ ...whole, open: new Set(before.flatMap(({ shown }) => shown)) }, lines.map(({ figures }) => figures))
  const sums = lines.map((_, index) => whole.values.length + index)
  const gone = [...[...demands, ...hiddenBefore].flatMap((place) => web.figureOf(place) ?? []), ...before.flatMap(({ hidden }) => hidden)]
  const forced = new Set([...gone, ...sums])
  if ([...forced].some((figure) => web.open.has(figure))) throw new NothingIsSafe()
  const wishes = [...wishesOf(web, demands), ...lines.map(({ atLeast }, index): Wish => ({ figure: sums[index] ?? 0, side: 'up', level: atLeast }))]
  if (wishes.length === 0) return withoutSearch(tables, web, forced)
  const began = clock()
  const left = (share: number) => () => seconds * share - (clock() - began) / 1000
  const attacker = new Attacker(web, solver)
  const mender = new Mender({ web, solver, attacker, wishes, forced })
  try {
    const isExact = web.values.length <= exactUpTo
    // What gives somebody away is hidden whatever comes.
    tell({ cost: costOf(web, forced), bound: costOf(web, forced) })
    const first = mender.mendAtOnce(forced, web.costs)
    // What is known bounds the search, so it must hold for whole persons as well; where that takes long, it is looked at in the end.
    const known = !isExact ? mender.tidy(first, left(shareForTidying)) : web.values.length > mendUpTo ? first : mender.inWholes(first)
    tell({ cost: known.cost, bound: costOf(web, forced) })
    const found = hideAtLeastCost({ web, wishes, forced, solver, attacker, mender, secondsLeft: left(isExact ? shareForSearch : 1), known, tell }, isExact)
    const { bound, rounds, cuts } = found
    const isLeast = bound >= found.choice.cost - 1e-6
    // What the search decided was looked at in whole persons; the first choice, and one that is tidied here, was not.
    const choice = isLeast && found.choice !== known ? found.choice : mender.inWholes(isLeast || !isExact ? found.choice : mender.tidy(found.choice, left(1)))
    return {
      hidden: hiddenCells(tables, web, choice.hidden), cost: choice.cost, bound: Math.min(bound, choice.cost), isProvenLeast: bound >= choice.cost - 1e-6,
      sensitive: forced.size - sums.length, secondary: choice.hidden.size - forced.size, rounds, cuts,
    }
  } finally {
    attacker.close()
    mender.close()
  }
}

function withoutSearch(tables: readonly Table[], web: CellWeb, forced: ReadonlySet<number>): Suppression {
  const cost = costOf(web, forced)
  return { hidden: hiddenCells(tables, web, forced), cost, bound: cost, isProvenLeast: true, sensitive: forced.size, secondary: 0, rounds: 0, cuts: 0 }
}

/** What stands beside everybody of a line, each line once in however many tables it stands. */
function othersOf(web: CellWeb, demands: readonly Demand[]): readonly { readonly figures: readonly number[]; readonly atLeast: number }[] {
  const all = demands.flatMap(({ table, others = [] }) => others.map(({ cells, atLeast }) => ({ figures: cells.flatMap((cell) => web.figureOf({ table, cell }) ?? []).toSorted((a, b) => a - b), atLeast })))
  return [...new Map(all.toSorted((a, b) => a.atLeast - b.atLeast).map((each) => [each.figures.join(), each])).values()]
}

function wishesOf(web: CellWeb, demands: readonly Demand[]): readonly Wish[] {
  const wishes = demands.flatMap((demand): Wish[] => {
    const figure = web.figureOf(demand)
    if (figure === undefined) return []
    const value = web.values[figure] ?? 0
    return [
      ...(demand.high > value ? [{ figure, side: 'up' as const, level: demand.high - value }] : []),
      ...(demand.low < value ? [{ figure, side: 'down' as const, level: value - demand.low }] : []),
    ]
  })
  return [...new Map(wishes.toSorted((a, b) => a.level - b.level).map((wish) => [`${wish.figure} ${wish.side}`, wish])).values()]
}
