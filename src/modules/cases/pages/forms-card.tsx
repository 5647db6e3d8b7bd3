import { Button, Card, Checkboxes, Details, Form, formatShortDay, Radios, Timeline } from '#design'
import type { Fields, FormState, PageCall } from '#platform/doors/page'
import type { PersonView } from '../actions/person-acts.ts'
import { formsToChoose, reasonsForForms } from '../domain/forms.ts'
import { words } from './words.ts'

type Reader = Pick<PageCall, 'language' | 'installation'>

/** What the codebook calls a form of exploitation. */
export function formLabel({ language, installation: { codebook } }: Reader, form: string): string {
  const label = formsToChoose(codebook).find(({ key }) => key === form)?.label[language] ?? form
  return label.charAt(0).toLocaleUpperCase(language) + label.slice(1)
}

/** Every form of exploitation that the codebook has, to choose from; she may have been exploited in several. */
export function FormsField({ call, form, checked, label, isOptional = false }: { readonly call: PageCall; readonly form: FormState; readonly checked?: readonly string[]; readonly label: string; readonly isOptional?: boolean }) {
  const choices = formsToChoose(call.installation.codebook).map(({ key }) => ({ value: key, label: formLabel(call, key) }))
  return <Checkboxes form={form} name="forms" label={label} hint={words(call.language)('forms.several')} {...(isOptional ? { optional: call.language } : {})} {...(checked ? { checked } : {})} choices={choices} />
}

/** What the field says; nothing chosen is no form. */
export const formsFrom = (fields: Fields): readonly unknown[] => [fields['forms'] ?? []].flat().filter((form) => form !== '')

const listed = (call: Reader, forms: readonly string[]): string =>
  (forms.length === 0 ? words(call.language)('forms.none') : new Intl.ListFormat(call.language, { type: 'conjunction' }).format(forms.map((form) => formLabel(call, form))))

type Shown = { readonly call: PageCall; readonly person: PersonView; readonly form: FormState; readonly isOpen: boolean }

/** In which forms she was exploited, how the file comes to say so, what it said before, and how to say it anew. */
export function FormsCard({ call, person: { header, formsFrom: from, formChanges }, form: state, isOpen }: Shown) {
  const say = words(call.language)
  const about = from === 'sector' ? 'forms.from-sector' : from === 'said' ? undefined : header.forms.length === 0 ? 'forms.to-ask' : 'forms.from-before'
  return (
    <Card title={say('forms.title')}>
      <p>{header.forms.length === 0 && from !== 'said' ? say('forms.not-asked') : listed(call, header.forms)}</p>
      {about && <p class="quiet">{say(about)}</p>}
      {formChanges.length > 0 && (
        <Details summary={say('forms.history')}>
          <Timeline items={formChanges.map(({ on, office, before, after, because }) => ({
            when: formatShortDay(on, call.language), what: say('forms.became', { before: listed(call, before), after: listed(call, after) }), note: `${say(`forms.because-${because}` as 'forms.because-known-now')} · ${office}`,
          }))} />
        </Details>
      )}
      {header.mayChange && (
        <Details summary={say('exploited.change')} open={isOpen}>
          <p class="quiet">{say('exploited.for-figures')}</p>
          <Form call={call} form={state} action={`/files/${header.id}/forms`}>
            <input type="hidden" name="version" value={header.version} />
            <FormsField call={call} form={state} checked={header.forms} label={say('forms.which')} />
            <Radios form={state} name="because" label={say('forms.because')} choices={reasonsForForms.map((reason) => ({ value: reason, label: say(`forms.because-${reason}`) }))} />
            <Button>{say('person.save')}</Button>
          </Form>
        </Details>
      )}
    </Card>
  )
}
