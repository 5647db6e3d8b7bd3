import { Day } from './day.ts'
import type { Language } from './language.ts'

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE' }
const made = new Map<Language, Intl.DateTimeFormat>()

/** A calendar day as its reader writes it where room is scarce, such as `14 Aug 2026`. */
export function writtenDay(day: string, language: Language): string {
  const known = made.get(language) ?? new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  made.set(language, known)
  return known.format(new Date(`${day}T00:00:00Z`))
}

/** What fills the gaps of a sentence, with its calendar days written for the reader; a text that only looks like a day stays as it was typed. */
export const withWrittenDays = (values: Readonly<Record<string, string | number>>, language: Language): Record<string, string | number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Day.safeParse(value).success ? writtenDay(String(value), language) : value]))
