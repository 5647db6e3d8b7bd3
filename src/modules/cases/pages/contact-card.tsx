import { Button, Card, Checkboxes, Chip, Details, FactList, Form, Radios, Select, TextField } from '#design'
import type { FormState, PageCall } from '#platform/doors/page'
import { mayAt, writes } from '#vocabulary/place'
import type { PersonView } from '../actions/person-acts.ts'
import { answerers, channels, confirmations, sayings } from '../domain/may-contact.ts'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly person: PersonView; readonly form: FormState }
type Way = PersonView['contacts'][number]

/** The days of the week in the reader's language; the first of January 2024 was a Monday. */
export const weekdayName = (language: PageCall['language'], weekday: number): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday))

/** What she said of a way, in one paragraph. */
export function RuleNote({ call, rule }: { readonly call: PageCall; readonly rule: NonNullable<Way['rule']> }) {
  const say = words(call.language)
  const days = rule.weekdays.length === 7 ? say('contact.every-day') : rule.weekdays.map((weekday) => weekdayName(call.language, weekday)).join(', ')
  return (
    <div class="quiet small">
      {say('contact.when', { days, from: rule.from, until: rule.until })} · {say(`answers.${rule.answeredBy}`)} · {say(`may-say.${rule.maySay}`)}
      {rule.codeWord !== '' && <> · {say('contact.code-is', { word: rule.codeWord })}</>}
    </div>
  )
}

function State({ call, way }: { readonly call: PageCall; readonly way: Way }) {
  const say = words(call.language)
  if (!way.isSafe) return <Chip tone="late">{say('contact.no')}</Chip>
  return way.rule ? <Chip tone="good">{say('contact.yes')}</Chip> : <Chip tone="soon">{say('contact.not-confirmed')}</Chip>
}

/** How the person may be reached, as she said it, and the form to note it. */
export function ContactCard({ call, person: { header, contacts }, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('contact.title')}>
      {contacts.length === 0 ? <p class="quiet">{say('contact.none')}</p> : (
        <FactList facts={contacts.map((way) => [
          <>{say(`channel.${way.channel}`)}: <span class="strong">{way.value}</span>{way.rule && <RuleNote call={call} rule={way.rule} />}{way.note && <div class="quiet small">{way.note}</div>}</>,
          <State call={call} way={way} />,
        ])} />
      )}
      {mayAt(writes('safe-contact', 'centre'), call.actor?.officeKind) && (
        <>
          <Details summary={say('contact.add')} open={Object.keys(state.errors).length > 0}><ContactForm call={call} file={header.id} form={state} /></Details>
          <p><a href={`/files/${header.id}/letter`}>{say('letter.link')}</a> · <a href={`/files/${header.id}/rights`}>{say('rights.link')}</a></p>
        </>
      )}
    </Card>
  )
}

function ContactForm({ call, file, form: state }: { readonly call: PageCall; readonly file: string; readonly form: FormState }) {
  const say = words(call.language)
  const choice = <Group extends string, Value extends string>(group: Group, values: readonly Value[]) => values.map((value) => ({ value, label: say(`${group}.${value}` as 'channel.call') }))
  return (
    <Form call={call} form={state} action={`/files/${file}/contact`}>
      <Select form={state} name="channel" label={say('contact.channel')} empty="" choices={choice('channel', channels)} />
      <TextField form={state} name="value" label={say('contact.value')} />
      <Radios form={state} name="isSafe" label={say('contact.safe')} choices={[{ value: 'yes', label: say('contact.yes') }, { value: 'no', label: say('contact.no') }]} />
      <p class="quiet">{say('contact.rule-about')}</p>
      <Select form={state} name="confirmedHow" label={say('contact.how')} empty="" choices={choice('confirmed', confirmations)} />
      <Checkboxes form={state} name="weekdays" label={say('contact.days')} choices={[1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ value: String(weekday), label: weekdayName(call.language, weekday) }))} />
      <TextField form={state} name="from" label={say('contact.from')} hint={say('contact.time-hint')} width="short" />
      <TextField form={state} name="until" label={say('contact.until')} hint={say('contact.until-hint')} width="short" />
      <Radios form={state} name="answeredBy" label={say('contact.answered-by')} choices={choice('answers', answerers)} />
      <Radios form={state} name="maySay" label={say('contact.may-say')} choices={choice('may-say', sayings)} />
      <TextField form={state} name="codeWord" label={say('contact.code-word')} hint={say('contact.code-hint')} width="medium" optional={call.language} />
      <TextField form={state} name="note" label={say('contact.note')} optional={call.language} />
      <Button kind="secondary">{say('contact.add')}</Button>
    </Form>
  )
}

const given = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** Makes what is sent of the fields: a choice that was not made is left out, so that it is missing and not empty. */
export function contactFrom({ params }: PageCall, { confirmedHow, answeredBy, maySay, weekdays = [], ...fields }: Readonly<Record<string, string | readonly string[]>>) {
  return {
    ...fields, file: params['file'], weekdays: [weekdays].flat(),
    ...(given(confirmedHow) ? { confirmedHow } : {}), ...(given(answeredBy) ? { answeredBy } : {}), ...(given(maySay) ? { maySay } : {}),
  }
}
