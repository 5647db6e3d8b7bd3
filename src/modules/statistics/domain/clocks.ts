import { inPart } from './parts.ts'

/** Clocks of one kind and one kind of owner that ended alike, so many days after they were due. */
export type ClockRow = { readonly part: string; readonly clock: string; readonly owner: string; readonly fate: 'kept' | 'late' | 'open' | 'open-late'; readonly withFile: boolean; readonly days: number; readonly clocks: number }

export type KeptClocks = {
  readonly clock: string
  readonly owner: string
  readonly kept: number
  /** Of those kept, closed on the day on which the file ended: perhaps for that alone. */
  readonly withFile: number
  readonly late: number
  /** By how many days those that are late were closed: half of them by at most so many, and the longest. */
  readonly lateMedian: number | null
  readonly lateMost: number | null
  readonly open: number
  readonly openLate: number
  readonly openLateMost: number | null
}

/** How clocks of one kind and owner were kept in one part. */
export function clocksOf(rows: readonly ClockRow[], part: string, { clock, owner }: { readonly clock: string; readonly owner: string }): KeptClocks {
  const own = inPart(rows, part).filter((row) => row.clock === clock && row.owner === owner)
  const of = (fate: ClockRow['fate']) => own.filter((row) => row.fate === fate)
  const most = (some: readonly ClockRow[]) => (some.length === 0 ? null : Math.max(...some.map(({ days }) => days)))
  return {
    clock, owner, kept: sum(of('kept')), withFile: sum(of('kept').filter(({ withFile }) => withFile)), late: sum(of('late')), lateMedian: medianOf(of('late')), lateMost: most(of('late')),
    open: sum(of('open')), openLate: sum(of('open-late')), openLateMost: most(of('open-late')),
  }
}

/** The kinds of clock with their owners that were met, in the order of the country's periods. */
export function clockKinds(rows: readonly ClockRow[], order: readonly string[]): readonly { readonly clock: string; readonly owner: string }[] {
  const kinds = new Map(rows.map(({ clock, owner }) => [JSON.stringify([clock, owner]), { clock, owner }]))
  const place = (clock: string) => (order.includes(clock) ? order.indexOf(clock) : order.length)
  return [...kinds.values()].toSorted((one, other) => place(one.clock) - place(other.clock) || one.clock.localeCompare(other.clock) || one.owner.localeCompare(other.owner))
}

const sum = (rows: readonly ClockRow[]): number => rows.reduce((total, { clocks }) => total + clocks, 0)

/** The fewest days by which at least half of them were late. */
function medianOf(rows: readonly ClockRow[]): number | null {
  const all = sum(rows)
  let below = 0
  for (const { days, clocks } of rows.toSorted((one, other) => one.days - other.days)) {
    below += clocks
    if (2 * below >= all) return days
  }
  return null
}
