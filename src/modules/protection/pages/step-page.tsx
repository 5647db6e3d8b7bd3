import { actorNames } from '#law'
import { AppPage, Button, Checkboxes, DateField, Form, formatShortDay, LawNote, Notice, Radios, Select, TextField, countryChoices, dayFrom } from '#design'
import type { FormState, PageCall } from '#platform/doors/page'
import { form } from '#platform/doors/page'
import { showStep, type StepForm } from '../actions/show-step.ts'
import { takeStep } from '../actions/take-step.ts'
import { needSentence } from './need-sentence.ts'
import { inputFrom } from './step-inputs.ts'
import { words } from './words.ts'

type FieldOfStep = StepForm['fields'][number]

/** The words of a field whose name belongs to the screens and not to the law. */
function fieldLabel(call: PageCall, field: FieldOfStep): string {
  if (field.label !== null) return field.label
  const say = words(call.language)
  return say(`field.${field.name}` as Parameters<typeof say>[0])
}

function optionLabel(call: PageCall, field: FieldOfStep, option: FieldOfStep['options'][number]): string {
  if (option.label !== null) return option.label
  if (field.name === 'askedOf') return actorNames[option.value as keyof typeof actorNames]?.[call.language] ?? option.value
  const say = words(call.language)
  return say(`option.${option.value}` as Parameters<typeof say>[0])
}

const nameOf = (step: StepForm, field: string): string => (step.input === 'answers' ? `answer-${field}` : field)

/** What is wrong by the name of the field on this page, so that each sentence of the summary leads to it. */
const withOwnNames = (step: StepForm, state: FormState): FormState => ({
  ...state,
  errors: Object.fromEntries(Object.entries(state.errors).map(([path, sentence]) => {
    const field = path.split('.').at(-1) ?? ''
    return [step.fields.some(({ name }) => name === field) ? nameOf(step, field) : path, sentence]
  })),
})

type StepFieldProps = { readonly call: PageCall; readonly step: StepForm; readonly field: FieldOfStep; readonly state: FormState; readonly name: string; readonly label: string }

function StepField({ call, field, state, name, label }: StepFieldProps) {
  const props = { form: state, name, label, ...(field.required ? {} : { optional: call.language }) }
  const choices = field.options.map((option) => ({ value: option.value, label: optionLabel(call, field, option) }))
  switch (field.kind) {
    case 'choice': return choices.length > 7 ? <Select {...props} choices={choices} empty="" /> : <Radios {...props} choices={choices} />
    case 'choices': return choices.length > 0 ? <Checkboxes {...props} choices={choices} /> : null
    case 'day': return <DateField {...props} language={call.language} />
    case 'country': return <Select {...props} choices={countryChoices(call.language)} empty="" />
    case 'text': return <TextField {...props} width="medium" />
  }
}

function StepPage({ call, step, state: sent }: { readonly call: PageCall; readonly step: StepForm; readonly state: FormState }) {
  const { language } = call
  const state = withOwnNames(step, sent)
  const say = words(language)
  return (
    <AppPage call={call} title={step.label} narrow back={{ href: `/files/${step.file}`, label: say('step.back') }}>
      <h1>{step.label}</h1>
      <p><LawNote language={language} law={step.law} /></p>
      {step.leadsTo && <p>{say('step.leads-to', { state: step.leadsTo })}</p>}
      {step.needs.length > 0 ? <Needs call={call} step={step} /> : step.first && !step.first.chosen ? <ChooseFirst call={call} step={step} first={step.first} /> : (
        <Form call={call} form={state}>
          <input type="hidden" name="version" value={typeof state.values['version'] === 'string' && Object.keys(state.errors).length === 0 ? state.values['version'] : step.version} />
          <input type="hidden" name="kind" value={step.input} />
          {step.first?.chosen && <Chosen call={call} step={step} first={step.first} />}
          {step.fields.filter((field) => field.name !== step.first?.name).map((field) => <StepField call={call} step={step} field={field} state={state} name={nameOf(step, field.name)} label={fieldLabel(call, field)} />)}
          {step.offices.length > 0 && (
            <Select form={state} name="office" label={say('field.office')} empty="" choices={step.offices.map(({ id, name, isOfDistrict }) => ({ value: id, label: isOfDistrict ? say('step.of-district', { name }) : name }))} />
          )}
          <DateField form={state} name="on" label={say('step.on')} hint={say('step.on-hint', { from: formatShortDay(step.notBefore, language) })} language={language} value={step.today} />
          <p class="quiet">{say('step.cannot-undo')}</p>
          <Button>{say('step.take')}</Button>
        </Form>
      )}
    </AppPage>
  )
}

type First = NonNullable<StepForm['first']>

/** The evidence of one condition proves no other, and each ground has elements of its own: so this is chosen on a page before. */
const ChooseFirst = ({ call, step, first }: { readonly call: PageCall; readonly step: StepForm; readonly first: First }) => (
  <>
    <h2>{words(call.language)(`field.${first.name}` as 'field.ground')}</h2>
    <ul class="list">
      {first.options.map(({ value, label }) => <li><p><a href={`/files/${step.file}/steps/${step.step}?chosen=${encodeURIComponent(value)}`}>{label ?? value}</a></p></li>)}
    </ul>
  </>
)

const Chosen = ({ call, step, first }: { readonly call: PageCall; readonly step: StepForm; readonly first: First }) => (
  <>
    <input type="hidden" name={first.name} value={first.chosen?.value} />
    <p>
      <span class="quiet">{words(call.language)(`field.${first.name}` as 'field.ground')}:</span> <span class="strong">{first.chosen?.label}</span>
      {first.options.length > 1 && <> · <a href={`/files/${step.file}/steps/${step.step}`}>{words(call.language)('step.choose-another')}</a></>}
    </p>
  </>
)

const Needs = ({ call, step }: { readonly call: PageCall; readonly step: StepForm }) => (
  <Notice tone="soon">
    <p class="strong">{words(call.language)('step.needs')}</p>
    <ul class="list">{step.needs.map((need) => <li>{needSentence(call.language, need)}</li>)}</ul>
  </Notice>
)

export const stepPage = form({
  at: '/files/:file/steps/:step',
  asks: showStep,
  input: ({ params, query }) => ({ file: params['file'], step: params['step'], ...(query['chosen'] ? { chosen: query['chosen'] } : {}) }),
  view: (call, step, state) => <StepPage call={call} step={step} state={state} />,
  does: takeStep,
  sends: ({ params }, fields) => ({
    file: params['file'], step: params['step'], version: fields['version'], input: inputFrom(String(fields['kind'] ?? 'plain'), fields),
    ...(dayFrom(fields, 'on') ? { on: dayFrom(fields, 'on') } : {}),
    ...(fields['office'] ? { office: fields['office'] } : {}),
  }),
  leadsTo: ({ params }) => `/files/${params['file'] ?? ''}`,
  says: ({ language }) => words(language)('step.done'),
})
