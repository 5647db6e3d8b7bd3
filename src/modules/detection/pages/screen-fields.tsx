import { Checkboxes, countryChoices, DateField, Details, languageName, Radios, Select, TextField } from '#design'
import type { FormState, PageCall } from '#platform/doors/page'
import type { Language } from '#vocabulary/language'
import { smugglingCircumstancesOn } from '../domain/detection-rules.ts'
import { signsOf } from '../domain/indicator-pack.ts'
import type { ReportDraft, ReportField } from '../domain/report.ts'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly draft: ReportDraft; readonly field: ReportField; readonly form: FormState; readonly isRequired: boolean }
type Named = Shown & { readonly name: string; readonly label: string }

const ownLanguages = ['nl', 'fr', 'de', 'en']
const languagesHeard = ['am', 'ar', 'bg', 'bn', 'es', 'fa', 'ha', 'hi', 'hu', 'it', 'ku', 'pa', 'pl', 'ps', 'pt', 'ro', 'ru', 'sq', 'sr', 'th', 'ti', 'tl', 'tr', 'uk', 'ur', 'vi', 'yo', 'zh']
const options = {
  immediateDanger: ['yes', 'no', 'unknown'], contactBroken: ['yes', 'no', 'unknown'], age: ['adult', 'child', 'unsure'], unaccompanied: ['yes', 'no', 'unknown'],
  consent: ['yes', 'no'], interpreterNeeded: ['yes', 'no', 'unknown'], sex: ['female', 'male', 'other', 'unknown'], exploitedWhere: ['here', 'abroad', 'both', 'unknown'],
  stay: ['asylum-applicant', 'closed-centre', 'neither', 'unknown'], diplomaticHousehold: ['yes', 'no', 'unknown'],
} as const

/** The languages of the screens first, then the others as the reader's alphabet has them. */
function languageChoices(language: Language) {
  const choice = (code: string) => ({ value: code, label: languageName(code, language) })
  return [...ownLanguages.map(choice), ...languagesHeard.map(choice).toSorted((one, other) => one.label.localeCompare(other.label, language))]
}

/** The field of one question of the report, with what the draft already says. */
export function ScreenField({ call, draft, field, name, label, form, isRequired }: Named) {
  const say = words(call.language)
  const props = { form, name, label, ...(isRequired ? {} : { optional: call.language }) }
  const said = draft[field]
  const value = typeof said === 'string' ? said : undefined
  switch (field) {
    case 'bornOn':
    case 'seenOn':
      return <DateField {...props} language={call.language} value={value ?? (field === 'seenOn' ? call.today : undefined)} />
    case 'place':
    case 'familyName':
    case 'givenName':
      return <TextField {...props} value={value} />
    case 'district':
      return <Select {...props} value={value} empty="" choices={call.installation.pack.offices.districts.map(({ key, label: called }) => ({ value: key, label: called[call.language] }))} />
    case 'exploitedDistrict':
      return <div class="only-here"><Select {...props} value={value} empty="" choices={[...call.installation.pack.offices.districts.map(({ key, label: called }) => ({ value: key, label: called[call.language] })), { value: 'several', label: say('option.several-districts') }, { value: 'unknown', label: say('option.unknown') }]} /></div>
    case 'exploitedCountry':
      return <div class="only-abroad"><Select {...props} value={value} empty="" choices={[...countryChoices(call.language).filter(({ value: code }) => code !== call.installation.detection.rules.homeCitizenship), { value: 'several', label: say('option.several-countries') }, { value: 'unknown', label: say('option.unknown') }]} /></div>
    case 'sector':
      return <Select {...props} value={value} empty="" choices={call.installation.detection.questions.sectors.map(({ key, label: called }) => ({ value: key, label: called[call.language] }))} />
    case 'language':
      return <Select {...props} value={value} empty="" choices={languageChoices(call.language)} />
    case 'citizenships':
      return <Select {...props} value={draft.citizenships?.[0]} empty="" choices={countryChoices(call.language)} />
    case 'smuggling':
      return <Smuggling call={call} draft={draft} field={field} form={form} isRequired={isRequired} />
    case 'signs':
      return <Signs call={call} draft={draft} field={field} form={form} isRequired={isRequired} isTitle={call.params['screen'] === 'signs'} />
    default:
      return <Radios {...props} value={value} choices={options[field].map((option) => ({ value: option, label: say(`option.${option}`) }))} />
  }
}

function Smuggling({ call, draft, form }: Shown) {
  const say = words(call.language)
  const circumstances = smugglingCircumstancesOn(call.installation.detection.rules, call.today).map(({ key, label }) => ({ value: key, label: label[call.language] }))
  const said = draft.smuggling
  return (
    <Checkboxes form={form} name="smuggling" label={say('field.smuggling')} checked={typeof said === 'string' ? [said] : (said ?? [])}
      choices={[{ value: 'no', label: say('option.no') }, ...circumstances, { value: 'unknown', label: say('option.unknown') }]} />
  )
}

/** The country's own lists first; the long international ones are one touch away. */
function Signs({ call, draft, form, isTitle }: Shown & { readonly isTitle: boolean }) {
  const say = words(call.language)
  const audience = draft.age === 'adult' ? 'adult' : 'child'
  const all = signsOf(call.installation.detection.packs, { audience, today: call.today, ...(draft.sector ? { sector: draft.sector } : {}) })
  const checked = Object.entries(draft.signs ?? {}).filter(([, seen]) => seen === 'seen').map(([sign]) => sign)
  const choice = ({ sign, text, hint }: (typeof all)[number]) => ({ value: sign, label: text[call.language], hint: hint?.[call.language] })
  const isLong = ({ lists }: (typeof all)[number]) => lists.every((list) => list.startsWith('ilo') || list.startsWith('unodc'))
  const short = all.filter((sign) => !isLong(sign))
  const long = all.filter(isLong)
  const isOpen = long.some(({ sign }) => checked.includes(sign))
  return (
    <>
      <Checkboxes form={form} name="signs" label={say('field.signs')} legendIsTitle={isTitle} hint={say('hint.signs')} checked={checked} choices={short.map(choice)} />
      {long.length > 0 && <Details summary={say('more-signs')} open={isOpen}><Checkboxes form={{ ...form, errors: {} }} name="signs" id="more-signs" label={say('more-signs')} checked={checked} choices={long.map(choice)} /></Details>}
    </>
  )
}
