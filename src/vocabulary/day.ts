import { z } from 'zod'

/** A calendar day in the country's own zone, as `YYYY-MM-DD`. It has no time and no zone, so it cannot slip to the day before. */
export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(isRealDay, { params: { refused: 'no-such-day' } })
  .brand<'Day'>()
export type Day = z.infer<typeof Day>

// By the calendar's own arithmetic: a Date for every day of a million files is what replaying them spent most on.
function isRealDay(text: string): boolean {
  const [year, month, dayOfMonth] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))]
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && isLeapYear ? 29 : (daysOfMonth[month - 1] ?? 0)
  // The calendar has no year zero.
  return year > 0 && dayOfMonth >= 1 && dayOfMonth <= last
}
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A day written in the code or in a table of facts; throws a RangeError when no such day exists. */
export function day(text: string): Day {
  const parsed = Day.safeParse(text)
  if (!parsed.success) throw new RangeError(`no such day: ${text}`)
  return parsed.data
}

const millisecondsInADay = 86_400_000
const toNumber = (on: Day) => Date.parse(`${on}T00:00:00Z`) / millisecondsInADay
const fromNumber = (number: number) => new Date(number * millisecondsInADay).toISOString().slice(0, 10) as Day

/** The day `days` later; negative counts go back. */
export const addDays = (on: Day, days: number): Day => fromNumber(toNumber(on) + days)

/** The same day of the month `months` later, or the last day of that month where it has no such day. */
export function addMonths(on: Day, months: number): Day {
  const [year, month, dayOfMonth] = on.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(dayOfMonth, last))
  return first.toISOString().slice(0, 10) as Day
}

/** Days from the first to the second; negative when the second is earlier. */
export const daysBetween = (from: Day, to: Day): number => toNumber(to) - toNumber(from)

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export const dayOfWeek = (on: Day): number => ((((toNumber(on) + 3) % 7) + 7) % 7) + 1

/** Full years of age on a day. Someone born on 29 February grows older on 1 March in a common year. */
export function ageOn(born: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4))
  return on.slice(5) >= born.slice(5) ? years : years - 1
}

export const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b)
export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b)
