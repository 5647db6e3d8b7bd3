import { AppPage, Button, DateField, Form, Notice, Radios, TextArea, TextField } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { sayFrom } from '#platform/words'
import { saveLater, showLater, type LaterView } from '../actions/later-acts.ts'
import { answersFrom, fieldOf } from './answers-from-fields.ts'
import { SeenFields, seenFrom, TypedMeanwhile } from './seen-fields.tsx'
import { words } from './words.ts'

const isOpen = ({ refused }: LaterView['faults'][number]): boolean => refused === 'report.missing-answer'

/** What is wrong with answers that lie there already; what is only open is said beside its field when it was asked for. */
function errorsOf(call: PageCall, { faults }: LaterView, state: FormState): FormState['errors'] {
  if (Object.keys(state.errors).length > 0) return state.errors
  const said = faults.filter((fault) => call.query['check'] === 'yes' || !isOpen(fault))
  return Object.fromEntries(said.map(({ field, refused, with: gaps }) => [field, sayFrom('detection', call.language, `refusal.${refused}`, gaps) ?? '']))
}

function LaterPage({ call, view, state }: { readonly call: PageCall; readonly view: LaterView; readonly state: FormState }) {
  const say = words(call.language)
  const shown: FormState = { ...state, errors: errorsOf(call, view, state) }
  const open = view.faults.filter(isOpen).length
  return (
    <AppPage call={call} title={say('later.title')} narrow back={{ href: view.state === 'draft' ? `/reports/${view.report}/send` : `/reports/${view.report}/sent` }}>
      {view.reference && <p class="progress-line">{view.reference}</p>}
      <h1>{say('later.title')}</h1>
      <p>{say('later.intro')}</p>
      {view.sector === null && <Notice tone="soon"><p>{say('later.no-sector')}</p></Notice>}
      <p class="quiet">{open === 0 ? say('later.complete') : say('later.open', { count: open })}{view.aside > 0 && <> {say('later.aside', { count: view.aside })}</>}</p>
      <TypedMeanwhile call={call} form={state} again={`/reports/${view.report}/later`} fields={view.questions.map((question) => ({ field: fieldOf(question.key), label: question.label, yours: inWords(call, question, answersFrom(state.values, [question])[question.key]), stands: inWords(call, question, question.answer) }))} />
      <Form call={call} form={shown} action={`/reports/${view.report}/later`}>
        <SeenFields form={state} version={view.version} />
        {view.questions.map((question) => <Question call={call} question={question} form={shown} />)}
        <div class="buttons"><Button>{say('later.save')}</Button><Button kind="secondary" name="check" value="yes">{say('later.check')}</Button></div>
      </Form>
    </AppPage>
  )
}

/** An answer in the words of its question. */
function inWords({ language }: PageCall, { kind, choices }: LaterView['questions'][number], answer: unknown): string {
  const value = typeof answer === 'object' && answer !== null && 'value' in answer ? String(answer.value) : ''
  if (kind === 'choice') return choices.find(({ key }) => key === value)?.label ?? value
  return kind === 'yes-no-unknown' && value !== '' ? words(language)(`option.${value}` as 'option.yes') : value
}

function Question({ call, question, form: state }: { readonly call: PageCall; readonly question: LaterView['questions'][number]; readonly form: FormState }) {
  const say = words(call.language)
  const { kind, label, answer, choices } = question
  const hint = [question.hint, question.unit].filter((part) => part !== null).join(' · ')
  const props = { form: state, name: fieldOf(question.key), label, ...(hint ? { hint } : {}), ...(answer ? { value: String(answer.value) } : {}) }
  switch (kind) {
    case 'yes-no-unknown':
      return <Radios {...props} choices={(['yes', 'no', 'unknown'] as const).map((option) => ({ value: option, label: say(`option.${option}`) }))} />
    case 'choice':
      return <Radios {...props} choices={choices.map((choice) => ({ value: choice.key, label: choice.label }))} />
    case 'number':
      return <TextField {...props} width="short" inputmode="numeric" />
    case 'day':
      return <DateField {...props} language={call.language} />
    case 'text':
      return <TextArea {...props} />
  }
}

export const laterForm = form({
  at: '/reports/:report/later', asks: showLater,
  input: ({ params }) => ({ report: params['report'] }),
  view: (call, view, state) => <LaterPage call={call} view={view} state={state} />,
  does: saveLater,
  sends: ({ params, installation }, fields) => ({ report: params['report'], ...seenFrom(fields), answers: answersFrom(fields, installation.detection.questions.questions) }),
  leadsTo: ({ params }, _saved, fields) => `/reports/${params['report'] ?? ''}/later${fields['check'] === 'yes' ? '?check=yes' : ''}`,
  says: ({ language }, { open }) => (open === 0 ? words(language)('later.saved') : words(language)('later.saved-open', { count: open })),
})
