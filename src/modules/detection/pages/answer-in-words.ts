import { countryChoices, formatDay, languageName } from '#design'
import type { PageCall } from '#platform/doors/page'
import { Day } from '#vocabulary/day'
import { smugglingCircumstancesOn } from '../domain/detection-rules.ts'
import { signsOf } from '../domain/indicator-pack.ts'
import type { ReportDraft, ReportField } from '../domain/report.ts'
import { words } from './words.ts'

/** What a field of a report says, in the words of its form; nothing for what was left open. */
export function answerInWords(call: PageCall, field: ReportField, draft: Partial<ReportDraft>): string {
  const { language, installation: { pack, detection } } = call
  const say = words(language)
  const said = draft[field]
  if (said === undefined) return ''
  switch (field) {
    case 'bornOn':
    case 'seenOn':
      return Day.safeParse(said).success ? formatDay(Day.parse(said), language) : String(said)
    case 'place':
    case 'familyName':
    case 'givenName':
      return String(said)
    case 'district':
      return pack.offices.districts.find(({ key }) => key === said)?.label[language] ?? String(said)
    case 'exploitedDistrict':
      return pack.offices.districts.find(({ key }) => key === said)?.label[language] ?? say(said === 'several' ? 'option.several-districts' : 'option.unknown')
    case 'exploitedCountry':
      return countryChoices(language).find(({ value }) => value === said)?.label ?? say(said === 'several' ? 'option.several-countries' : 'option.unknown')
    case 'sector':
      return detection.questions.sectors.find(({ key }) => key === said)?.label[language] ?? String(said)
    case 'language':
      return languageName(String(said), language)
    case 'citizenships':
      return (draft.citizenships ?? []).map((code) => countryChoices(language).find(({ value }) => value === code)?.label ?? code).join(', ')
    case 'smuggling':
      return [draft.smuggling ?? []].flat().map((key) => (key === 'no' || key === 'unknown' ? say(`option.${key}`) : (smugglingCircumstancesOn(detection.rules, call.today).find((one) => one.key === key)?.label[language] ?? key))).join(', ')
    case 'signs': {
      const all = signsOf(detection.packs, { audience: draft.age === 'adult' ? 'adult' : 'child', today: call.today, ...(draft.sector ? { sector: draft.sector } : {}) })
      return Object.keys(draft.signs ?? {}).map((sign) => all.find((one) => one.sign === sign)?.text[language] ?? sign).join('; ')
    }
    default:
      return say(`option.${String(said)}` as 'option.yes')
  }
}
