import { addDays, addMonths, type Day } from '#vocabulary/day'
import type { Calendar } from '#law'

/** A length of time as the law counts it. */
export type Period = {
  readonly count: number
  readonly unit: 'days' | 'months' | 'working-days'
  /** `day-itself`: the day on which the period starts is its first; `day-after`: that day is not counted. */
  readonly firstDay: 'day-itself' | 'day-after'
  /** Where an end on a day that is not a working day moves to. */
  readonly roll: 'none' | 'next-working-day'
}

/**
 * The last day of a period: whoever acts on it is in time, and late the day after.
 *
 * @example dueOn({ count: 45, unit: 'days', firstDay: 'day-after', roll: 'none' }, day('2026-01-01'), calendar) // 2026-02-15
 */
export function dueOn(period: Period, from: Day, calendar: Calendar): Day {
  const end = endOf(period, period.firstDay === 'day-itself' ? addDays(from, -1) : from, calendar, from)
  return period.roll === 'next-working-day' ? firstWorkingDayFrom(end, calendar) : end
}

function endOf(period: Period, dayBefore: Day, calendar: Calendar, from: Day): Day {
  switch (period.unit) {
    case 'days':
      return addDays(dayBefore, period.count)
    case 'months':
      // Months are counted from the day itself and then shortened, since the day before the first has another month's end.
      return period.firstDay === 'day-itself' ? addDays(addMonths(from, period.count), -1) : addMonths(from, period.count)
    case 'working-days':
      return nthWorkingDayAfter(dayBefore, period.count, calendar)
  }
}

function nthWorkingDayAfter(start: Day, count: number, calendar: Calendar): Day {
  let on = start
  for (let left = count; left > 0; ) {
    on = addDays(on, 1)
    if (calendar.isWorkingDay(on)) left -= 1
  }
  return on
}

/** The day itself when it is a working day, or the next one. */
export function firstWorkingDayFrom(on: Day, calendar: Calendar): Day {
  let candidate = on
  while (!calendar.isWorkingDay(candidate)) candidate = addDays(candidate, 1)
  return candidate
}

/** The working days after the first day up to and including the last. */
export function workingDaysBetween(from: Day, to: Day, calendar: Calendar): number {
  let count = 0
  for (let on = addDays(from, 1); on <= to; on = addDays(on, 1)) if (calendar.isWorkingDay(on)) count += 1
  return count
}
