import { addDays, dayOfWeek, type Day } from '#vocabulary/day'
import type { Country, Holiday } from './country-schema.ts'

/** The days on which a country's services work, from its dated holidays. */
export type Calendar = { isWorkingDay(on: Day): boolean; holidayOn(on: Day): Holiday | undefined }

export function calendarOf(country: Pick<Country, 'weekend' | 'holidays'>): Calendar {
  const years = new Map<string, ReadonlyMap<Day, Holiday>>()
  const holidayOn = (on: Day) => {
    const year = on.slice(0, 4)
    const known = years.get(year) ?? holidaysIn(Number(year), country.holidays)
    years.set(year, known)
    return known.get(on)
  }
  return { holidayOn, isWorkingDay: (on) => !country.weekend.includes(dayOfWeek(on)) && holidayOn(on) === undefined }
}

function holidaysIn(year: number, holidays: readonly Holiday[]): ReadonlyMap<Day, Holiday> {
  const days = holidays.map((holiday) => [dayOf(holiday, year), holiday] as const)
  return new Map(days.filter(([on, { from, to }]) => on.startsWith(`${year}-`) && from <= on && (to === undefined || on <= to)))
}

function dayOf({ rule }: Holiday, year: number): Day {
  switch (rule.kind) {
    case 'fixed':
      return `${year}-${twoDigits(rule.month)}-${twoDigits(rule.day)}` as Day
    case 'easter':
      return addDays(easterSunday(year), rule.offset)
    case 'once':
      return rule.on
  }
}

const twoDigits = (number: number) => String(number).padStart(2, '0')

/** Easter Sunday of the Gregorian calendar (the anonymous computus of 1876). */
export function easterSunday(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const leapCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - leapCorrection + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - ((year % 100) % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const fromMarch = epact + weekday - 7 * late + 114
  return `${year}-${twoDigits(Math.floor(fromMarch / 31))}-${twoDigits((fromMarch % 31) + 1)}` as Day
}
