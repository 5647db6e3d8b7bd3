import type { Day } from '#vocabulary/day'
import type { Language } from '#vocabulary/language'
import { writtenDay } from '#vocabulary/written-day'

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE' }
const made = new Map<string, Intl.DateTimeFormat>()

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  const known = made.get(key) ?? new Intl.DateTimeFormat(locales[language], options)
  made.set(key, known)
  return known
}

/** The name of a field before what it says: a question needs no colon, and French sets a space before one. */
export function withColon(label: string, language: Language): string {
  const name = label.replace(/(?<![\s:])[\s:]+$/, '')
  return name.endsWith('?') ? name : `${name}${language === 'fr' ? '\u00a0' : ''}:`
}

/** A calendar day for reading, such as `14 August 2026`; it never passes through the reader's time zone. */
export const formatDay = (day: Day | string, language: Language): string =>
  formatter(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** A calendar day where room is scarce, such as `14 Aug 2026`. */
export const formatShortDay = (day: Day | string, language: Language): string => writtenDay(day, language)

/** A moment on the clock of a zone, such as `14 Aug 2026, 14:02`. */
export const formatInstant = (at: string, language: Language, zone: string): string =>
  formatter(language, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone }).format(new Date(at))

const named = new Map<string, Intl.DisplayNames>()

/** What a language calls a code; the code itself where it has no name for it. */
function nameOf(code: string, type: 'region' | 'language', language: Language): string {
  const names = named.get(language + type) ?? new Intl.DisplayNames([locales[language]], { type })
  named.set(language + type, names)
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

/** A country's name for an ISO 3166 code; the code itself where it names none. */
export const countryName = (code: string, language: Language): string => nameOf(code, 'region', language)

/** A language's name for its code; the code itself where it names none. */
export const languageName = (code: string, language: Language): string => nameOf(code, 'language', language)

const choices = new Map<Language, readonly { value: string; label: string }[]>()

/** The codes that a choice of countries offers, sorted by their name in a language. */
export function countryChoices(language: Language): readonly { value: string; label: string }[] {
  const sorted = choices.get(language) ?? countryCodes.map((code) => ({ value: code, label: countryName(code, language) })).toSorted((a, b) => a.label.localeCompare(b.label, language))
  choices.set(language, sorted)
  return sorted
}

const countryCodes = (
  'AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KP KR KW KZ LA LB LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PS PT PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TW TZ UA UG US UY UZ VE VN YE XK ZA ZM ZW'
).split(' ')
