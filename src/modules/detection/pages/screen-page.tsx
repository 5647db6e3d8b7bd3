import { AppPage, Button, Form } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { saveScreen, showReport } from '../actions/report-acts.ts'
import type { ReportView } from '../actions/report-views.ts'
import { screenOf } from '../domain/fill-screen.ts'
import { screenKeys, type ReportDraft, type ScreenKey } from '../domain/report.ts'
import { answerInWords } from './answer-in-words.ts'
import { saidFrom } from './said-from-fields.ts'
import { SentPage } from './report-pages.tsx'
import { ScreenField } from './screen-fields.tsx'
import { SeenFields, seenFrom, TypedMeanwhile } from './seen-fields.tsx'
import { SoFar } from './screening.tsx'
import { words } from './words.ts'

const keyOf = (call: PageCall): ScreenKey => screenKeys.find((key) => key === call.params['screen']) ?? 'safety'

function ScreenPage({ call, view, state }: { readonly call: PageCall; readonly view: ReportView; readonly state: FormState }) {
  if (view.state !== 'draft' && Object.keys(state.errors).length === 0) return <SentPage call={call} view={view} />
  const say = words(call.language)
  const key = keyOf(call)
  const at = view.screens.indexOf(key)
  const screen = screenOf(view.draft, key)
  const before = view.screens[at - 1]
  const base = `/reports/${view.report}`
  const typed = saidFrom(state.values) as Partial<ReportDraft>
  const { helpline } = call.installation.pack.country.emergency
  return (
    <AppPage call={call} title={say(`screen.${key}`)} narrow back={{ href: before ? `${base}/${before}` : '/reports' }}>
      <p class="progress-line">{say('progress', { at: at + 1, of: view.screens.length })}</p>
      {key !== 'signs' && <h1>{say(`screen.${key}`)}</h1>}
      {key === 'notification' && <p>{say('hint.notification')}</p>}
      {key === 'child' && <p>{say('hint.child')}</p>}
      <TypedMeanwhile call={call} form={state} again={`${base}/${key}`}
        fields={(screen?.fields ?? []).map((field) => ({ field, label: say(`field.${field}`), yours: answerInWords(call, field, { ...view.draft, [field]: undefined, ...typed }), stands: answerInWords(call, field, view.draft) }))} />
      <Form call={call} form={state} action={`${base}/${key}`} autosave={{ to: `${base}/${key}/keep`, saved: say('saved'), unsaved: say('not-saved'), meanwhile: say('meanwhile.not-saved') }}>
        <SeenFields form={state} version={view.version} />
        {screen?.fields.map((field) => <ScreenField call={call} draft={view.draft} field={field} name={field} label={say(`field.${field}`)} form={state} isRequired={screen.required.includes(field) || key === 'exploitation'} />)}
        {(key === 'signs' || key === 'notification') && Object.keys(view.draft.signs ?? {}).length > 0 && <SoFar call={call} screening={view.screening} />}
        <Button>{say('continue')}</Button>
      </Form>
      <p><a href="/rights">{say('rights-link')}</a> · <a href={`tel:${helpline.replaceAll(' ', '')}`}>{say('urgent-link', { number: helpline })}</a></p>
    </AppPage>
  )
}

const shared = {
  asks: showReport,
  input: ({ params }: PageCall) => ({ report: params['report'] }),
  view: (call: PageCall, view: ReportView, state: FormState) => <ScreenPage call={call} view={view} state={state} />,
  does: saveScreen,
}

export const screenForm = form({
  ...shared,
  at: '/reports/:report/:screen',
  sends: ({ params }, fields) => ({ report: params['report'], screen: params['screen'], ...seenFrom(fields), said: saidFrom(fields) }),
  leadsTo: ({ params }, { next }) => (next === 'check' ? `/reports/${params['report'] ?? ''}/send` : `/reports/${params['report'] ?? ''}/${next}`),
})

/** Where a draft saves itself while somebody types: nothing is asked for that is not there yet. */
export const keepForm = form({
  ...shared,
  at: '/reports/:report/:screen/keep',
  sends: ({ params }, fields) => ({ report: params['report'], screen: params['screen'], finish: false, ...seenFrom(fields), said: saidFrom(fields) }),
  leadsTo: ({ params }) => `/reports/${params['report'] ?? ''}/${params['screen'] ?? ''}`,
})
