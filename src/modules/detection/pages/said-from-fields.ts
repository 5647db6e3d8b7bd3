import { dayFrom } from '#design'
import type { Fields } from '#platform/doors/page'

const one = (value: Fields[string] | undefined): string | undefined => {
  const text = (typeof value === 'string' ? value : value?.[0])?.trim()
  return text === '' ? undefined : text
}
const many = (value: Fields[string] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value)

/** What a screen's form says, as a part of a draft; what was left open is left out. */
export function saidFrom(fields: Fields): Record<string, unknown> {
  const signs = [...many(fields['signs'])]
  const smuggling = many(fields['smuggling'])
  const said: Record<string, unknown> = {
    ...Object.fromEntries(['immediateDanger', 'contactBroken', 'age', 'unaccompanied', 'consent', 'place', 'district', 'sector', 'language', 'interpreterNeeded', 'sex', 'familyName', 'givenName', 'exploitedWhere', 'exploitedDistrict', 'exploitedCountry', 'stay', 'diplomaticHousehold'].map((name) => [name, one(fields[name])])),
    bornOn: dayFrom(fields, 'bornOn'), seenOn: dayFrom(fields, 'seenOn'),
    signs: signs.length > 0 ? Object.fromEntries(signs.map((sign) => [sign, 'seen'])) : undefined,
    citizenships: one(fields['citizenships']) ? [one(fields['citizenships'])] : undefined,
    smuggling: smuggling.length > 1 ? smuggling : smuggling.includes('no') ? 'no' : smuggling.includes('unknown') ? 'unknown' : smuggling.length > 0 ? smuggling : undefined,
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}
