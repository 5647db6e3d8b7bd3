import { addDays, daysBetween, type Day } from '#vocabulary/day'

/** A legal period that runs, as far as warning and escalation need to know it. */
export type RunningClock = {
  readonly startsOn: Day
  /** The last day that is in time. */
  readonly endsOn: Day
  /** Days before the end on which the owner is warned. */
  readonly warnings: readonly number[]
  readonly escalation: { readonly superiorAfterDays: number; readonly coordinationAfterDays: number }
  /** Since when the clock stands still, where the law lets it. */
  readonly suspendedOn?: Day
  /** The day on which the owner said that the clock was seen. */
  readonly acknowledgedOn?: Day
}

/** How pressing a clock is: quiet, inside the warning of so many days, due today, late by so many days, or standing still. */
export type WarningLevel =
  | { readonly level: 'quiet'; readonly daysLeft: number }
  | { readonly level: 'warning'; readonly within: number; readonly daysLeft: number }
  | { readonly level: 'due' }
  | { readonly level: 'late'; readonly daysLate: number }
  | { readonly level: 'suspended'; readonly daysLeft: number }

/** How pressing a clock is today; due today is not late. */
export function warningLevel(clock: RunningClock, today: Day): WarningLevel {
  if (clock.suspendedOn !== undefined) return { level: 'suspended', daysLeft: daysBetween(clock.suspendedOn, clock.endsOn) }
  const daysLeft = daysBetween(today, clock.endsOn)
  if (daysLeft < 0) return { level: 'late', daysLate: -daysLeft }
  if (daysLeft === 0) return { level: 'due' }
  const within = Math.min(...clock.warnings.filter((days) => daysLeft <= days))
  return Number.isFinite(within) ? { level: 'warning', within, daysLeft } : { level: 'quiet', daysLeft }
}

/** The same clock, standing still from a day on. */
export const suspend = <C extends RunningClock>(clock: C, on: Day): C => ({ ...clock, suspendedOn: on })

/** The same clock running again, its end pushed by the days for which it stood still. */
export function resume<C extends RunningClock>(clock: C, on: Day): C {
  const { suspendedOn, ...running } = clock
  if (suspendedOn === undefined) return clock
  return { ...running, endsOn: addDays(clock.endsOn, daysBetween(suspendedOn, on)) } as C
}

/** What is to be said about a clock, to whom, with a key that is the same each time so that it is said once. */
export type Notice = {
  readonly key: string
  readonly kind: 'warning' | 'due' | 'late' | 'escalate-to-superior' | 'escalate-to-coordination'
  /** The day on which it was to be said. */
  readonly on: Day
  readonly days: number
}

/** What has to be said about a clock today and has not been said; of several missed warnings only the most pressing. */
export function noticesDue(clock: RunningClock, today: Day, alreadyGiven: readonly string[]): readonly Notice[] {
  if (clock.suspendedOn !== undefined) return []
  const reached = noticesOf(clock).filter((notice) => notice.on <= today && notice.on >= clock.startsOn)
  const latestWarning = reached.findLast((notice) => notice.kind === 'warning')
  const isMute = (notice: Notice) =>
    notice.kind === 'warning' && (notice !== latestWarning || clock.acknowledgedOn !== undefined || today >= clock.endsOn)
  const isStale = (notice: Notice) => notice.kind === 'due' && today > clock.endsOn
  return reached.filter((notice) => !isMute(notice) && !isStale(notice) && !alreadyGiven.includes(notice.key))
}

const keyOf = (kind: Notice['kind'], days: number, endsOn: Day): string => `${kind}:${days}:${endsOn}`

/** What coordination is told of a clock, by the same key whenever it is told, so that it is told once. */
export const coordinationNotice = (endsOn: Day, coordinationAfterDays: number): Pick<Notice, 'key' | 'kind'> =>
  ({ key: keyOf('escalate-to-coordination', coordinationAfterDays, endsOn), kind: 'escalate-to-coordination' })

/** Everything that will ever be said about a clock if nobody acts, in order of day. */
export function noticesOf(clock: RunningClock): readonly Notice[] {
  const at = (kind: Notice['kind'], days: number, on: Day): Notice => ({ key: keyOf(kind, days, clock.endsOn), kind, on, days })
  const { superiorAfterDays, coordinationAfterDays } = clock.escalation
  return [
    ...clock.warnings.toSorted((a, b) => b - a).map((days) => at('warning', days, addDays(clock.endsOn, -days))),
    at('due', 0, clock.endsOn),
    at('late', 1, addDays(clock.endsOn, 1)),
    at('escalate-to-superior', superiorAfterDays, addDays(clock.endsOn, Math.max(1, superiorAfterDays))),
    at('escalate-to-coordination', coordinationAfterDays, addDays(clock.endsOn, Math.max(1, coordinationAfterDays))),
  ]
}
