import { inPart } from './parts.ts'

/** Waits of the same length that ended in the same way, or that go on. */
export type WaitRow = { readonly part: string; readonly wait: string; readonly fate: 'met' | 'left' | 'waiting'; readonly days: number; readonly waited: number }

/** A wait so many days long for so many; `isOver` where what was waited for came. */
export type Lasted = { readonly days: number; readonly count: number; readonly isOver: boolean }

/**
 * The days within which a share of all waits is over, by the product-limit estimate (Kaplan and Meier 1958, JASA 53:457): whoever still waits, or left
 * without what she waited for, counts among those who wait for as long as she did. The earliest such day; null where it lies beyond the longest wait.
 */
export function daysUntil(share: number, waits: readonly Lasted[]): number | null {
  const byDay = new Map<number, { over: number; gone: number }>()
  for (const { days, count, isOver } of waits) {
    const day = byDay.get(days) ?? { over: 0, gone: 0 }
    if (isOver) day.over += count
    else day.gone += count
    byDay.set(days, day)
  }
  let atRisk = waits.reduce((total, { count }) => total + count, 0)
  let surviving = 1
  for (const [days, { over, gone }] of [...byDay].toSorted(([one], [other]) => one - other)) {
    // Who leaves on a day was still waiting when others on that day no longer did.
    surviving *= (atRisk - over) / atRisk
    if (over > 0 && surviving <= 1 - share + rounding) return days
    atRisk -= over + gone
  }
  return null
}

/** Products of fractions miss their sum by less than this. */
const rounding = 1e-9

/** How long something is waited for. */
export type Wait = {
  readonly met: number
  readonly waiting: number
  /** Left without what was waited for: the request was refused or withdrawn, or the procedure ended. */
  readonly left: number
  readonly quartile: number | null
  readonly median: number | null
  readonly threeQuarters: number | null
  readonly nineTenths: number | null
  /** The longest that somebody still waits. */
  readonly longest: number | null
  /** The longest wait of all, beyond which nothing is known. */
  readonly horizon: number | null
}

/** What is known of one wait in one part of the people. */
export function waitOf(rows: readonly WaitRow[], part: string, wait: string): Wait {
  const own = inPart(rows, part).filter((row) => row.wait === wait)
  const lasted = own.map(({ days, waited, fate }): Lasted => ({ days, count: waited, isOver: fate === 'met' }))
  const [met, waiting, left] = (['met', 'waiting', 'left'] as const).map((fate) => own.filter((row) => row.fate === fate).reduce((total, { waited }) => total + waited, 0)) as [number, number, number]
  const most = (some: readonly WaitRow[]) => (some.length === 0 ? null : Math.max(...some.map(({ days }) => days)))
  return {
    met, waiting, left, quartile: daysUntil(0.25, lasted), median: daysUntil(0.5, lasted), threeQuarters: daysUntil(0.75, lasted), nineTenths: daysUntil(0.9, lasted),
    longest: most(own.filter(({ fate }) => fate === 'waiting')), horizon: most(own),
  }
}
