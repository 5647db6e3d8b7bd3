import { ExploitationFields, exploitationFrom, FormsField } from '#cases'
import { rulesFor } from '#law'
import { AppPage, Button, countryChoices, dayFrom, DateField, Details, Form, languageName, Radios, Select, TextField } from '#design'
import { form, type Fields, type FormState, type PageCall } from '#platform/doors/page'
import { openFile } from '../actions/open-file.ts'
import { Facts, type FactName } from '../domain/opening.ts'
import { labelOf } from '../domain/picture.ts'
import { variantsFor } from '../domain/variants.ts'
import { words } from './words.ts'

const choices = {
  minor: ['no', 'yes', 'in-doubt'], citizenshipGroup: ['other', 'eu', 'own', 'stateless', 'unknown'], unaccompanied: ['yes', 'no', 'unknown'],
  hasResidenceTitle: ['no', 'yes', 'unknown'], exploitedAbroad: ['no', 'yes', 'unknown'], phenomenon: ['trafficking', 'aggravated-smuggling'],
  diplomaticHousehold: ['no', 'yes', 'unknown'], detectedIn: ['other', 'workplace', 'public-space', 'dwelling', 'asylum', 'closed-centre', 'border', 'hospital', 'prison'],
  declines: ['no', 'yes'],
} as const satisfies { readonly [Name in FactName]: readonly Facts[Name][] }
/** What is true of nearly everybody stands ticked; age and citizenship decide the path and are always asked. */
const usual: Partial<Record<FactName, string>> = { unaccompanied: 'unknown', hasResidenceTitle: 'unknown', exploitedAbroad: 'unknown', phenomenon: 'trafficking', diplomaticHousehold: 'no', detectedIn: 'other', declines: 'no' }
const facts = Object.keys(choices) as readonly FactName[]
const sexes = ['woman', 'man', 'other', 'unknown'] as const
const languages = ['nl', 'fr', 'de', 'en', 'am', 'ar', 'bg', 'bn', 'es', 'fa', 'ha', 'hi', 'hu', 'it', 'ku', 'pa', 'pl', 'ps', 'pt', 'ro', 'ru', 'sq', 'sr', 'th', 'ti', 'tl', 'tr', 'uk', 'ur', 'vi', 'yo', 'zh']

const one = (fields: Fields, name: string): string | undefined => {
  const value = fields[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
/** Whether it was abroad follows from where it was. */
const abroadFrom = (fields: Fields) => ({ here: 'no', both: 'no', abroad: 'yes' })[one(fields, 'exploitedWhere') ?? ''] ?? 'unknown'
const factsFrom = (fields: Fields) => ({ exploitedAbroad: abroadFrom(fields), ...Object.fromEntries(facts.flatMap((name) => (one(fields, `facts.${name}`) === undefined ? [] : [[name, one(fields, `facts.${name}`)]]))) })

function Fact({ call, state, name }: { readonly call: PageCall; readonly state: FormState; readonly name: FactName }) {
  const say = words(call.language)
  const value = usual[name]
  return (
    <Radios form={state} name={`facts.${name}`} label={say(`fact.${name}`)} {...(value === undefined ? {} : { value })}
      choices={choices[name].map((option) => ({ value: option, label: say(`fact.is-${option}`) }))} />
  )
}

/** The paths that what was said opens, the suggested one first; there is nothing to choose before anything was said. */
function Path({ call, state }: { readonly call: PageCall; readonly state: FormState }) {
  const said = Facts.safeParse(factsFrom(state.values))
  if (!said.success) return null
  const rules = rulesFor(call.installation.pack, call.today)
  const [suggested, ...others] = variantsFor(rules, said.data)
  if (suggested === undefined) return null
  const say = words(call.language)
  const now = [suggested, ...others].includes(one(state.values, 'variant') ?? '') ? state : { ...state, values: { ...state.values, variant: suggested } }
  return (
    <Radios form={now} name="variant" label={say('open.path')} hint={say('open.path-hint')}
      choices={[suggested, ...others].map((key) => ({ value: key, label: labelOf(rules, 'variants', key)[call.language] }))} />
  )
}

function NewFilePage({ call, state }: { readonly call: PageCall; readonly state: FormState }) {
  const { language } = call
  const say = words(language)
  return (
    <AppPage call={call} title={say('open.title')} narrow>
      <h1>{say('open.title')}</h1>
      <p>{say('open.intro')}</p>
      <Form call={call} form={state}>
        <TextField form={state} name="givenNames" label={say('open.given-names')} optional={language} />
        <TextField form={state} name="familyNames" label={say('open.family-names')} optional={language} />
        <DateField form={state} name="birthDate" label={say('open.birth-date')} optional={language} language={language} />
        <Radios form={state} name="sex" label={say('open.sex')} choices={sexes.map((sex) => ({ value: sex, label: say(`sex.${sex}`) }))} />
        <Select form={state} name="citizenship" label={say('open.citizenship')} optional={language} choices={countryChoices(language)} empty="" />
        <Select form={state} name="language" label={say('open.language')} optional={language} choices={languages.map((code) => ({ value: code, label: languageName(code, language) }))} empty="" />
        <FormsField call={call} form={state} label={say('open.forms')} isOptional />
        <ExploitationFields call={call} form={state} isOptional />
        <Fact call={call} state={state} name="minor" />
        <Fact call={call} state={state} name="citizenshipGroup" />
        <Fact call={call} state={state} name="hasResidenceTitle" />
        <Fact call={call} state={state} name="declines" />
        <Details summary={say('open.rarer')}>
          {facts.filter((name) => !['minor', 'citizenshipGroup', 'hasResidenceTitle', 'declines', 'exploitedAbroad'].includes(name)).map((name) => <Fact call={call} state={state} name={name} />)}
        </Details>
        <Path call={call} state={state} />
        <Button>{say('open.do')}</Button>
      </Form>
    </AppPage>
  )
}

export const newFilePage = form({
  at: '/files/new',
  asks: null,
  view: (call, _, state) => <NewFilePage call={call} state={state} />,
  does: openFile,
  sends: (_, fields) => ({
    facts: factsFrom(fields), sex: one(fields, 'sex'),
    givenNames: one(fields, 'givenNames') ?? '', familyNames: one(fields, 'familyNames') ?? '', birthDate: dayFrom(fields, 'birthDate') ?? null,
    citizenship: one(fields, 'citizenship') ?? null, language: one(fields, 'language') ?? null, forms: [fields['forms'] ?? []].flat(), ...exploitationFrom(fields),
    ...(one(fields, 'variant') ? { variant: one(fields, 'variant') } : {}),
  }),
  leadsTo: (_, { file }) => `/files/${file}`,
  says: ({ language }, { reference }) => words(language)('open.done', { reference }),
  menu: { order: 20, only: ['reception-centre'], label: (language) => words(language)('menu.open') },
})
