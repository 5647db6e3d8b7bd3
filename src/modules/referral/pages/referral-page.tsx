import { formLabel } from '#cases'
import { AppPage, Button, ButtonLink, Card, FactList, Form, formatInstant, formatShortDay, languageName, Radios, TextArea, Timeline } from '#design'
import { form, page, type FormPage, type FormState, type PageCall } from '#platform/doors/page'
import type { Route } from '#platform/doors/route'
import { showReferral, showStatus } from '../actions/list-referrals.ts'
import { acceptReferral, answerMore, askMore, declineReferral, redirectReferral, sendAgain, withdrawReferral } from '../actions/move-referral.ts'
import type { PassedView, ReferralView, StatusView } from '../actions/referral-views.ts'
import { declineReasons, placesToGive, type ReferralStep } from '../domain/referral-steps.ts'
import { AnswerFact } from './answer-by.tsx'
import { StateChip } from './referral-lists.tsx'
import { words } from './words.ts'

const routes = { accept: acceptReferral, decline: declineReferral, redirect: redirectReferral, 'ask-more': askMore, 'answer-more': answerMore, withdraw: withdrawReferral, 'send-again': sendAgain } as const satisfies Record<ReferralStep, Route>

function Answers({ call, steps, base }: { readonly call: PageCall; readonly steps: readonly string[]; readonly base: string }) {
  const say = words(call.language)
  if (steps.length === 0) return null
  return (
    <Card title={say('referral.answer')} tone="now">
      <div class="buttons">{steps.map((step, index) => <ButtonLink href={`${base}/${step}`} kind={index === 0 ? 'primary' : 'secondary'}>{say(`step.${step}` as 'step.accept')}</ButtonLink>)}</div>
    </Card>
  )
}

function History({ call, events }: { readonly call: PageCall; readonly events: StatusView['events'] }) {
  const say = words(call.language)
  return (
    <Card title={say('referral.history')}>
      <Timeline items={events.map(({ step, at, office, reason, note }) => ({
        when: formatInstant(at, call.language, call.installation.zone),
        what: <>{say(`step.${step}` as 'step.send')}{reason && <>: {say(`reason.${reason}` as 'reason.other')}</>}</>,
        note: <>{office}{note && <><br />{note}</>}</>,
      }))} />
    </Card>
  )
}

type Fact = readonly [string, string]

/** What opened with acceptance. */
function openFacts(call: PageCall, view: ReferralView): readonly Fact[] {
  const say = words(call.language)
  return [[say('referral.name'), view.name || say('referral.unnamed')], ...(view.placeSeen ? [[say('handed.place'), view.placeSeen] as const] : [])]
}

/** Who she is, without telling who she is. */
function personFacts(call: PageCall, { isChild, ageGroup, sex, forms, language }: ReferralView): readonly Fact[] {
  const say = words(call.language)
  return [
    [say('column.who'), [say(isChild ? 'who.child' : 'who.adult'), ...(ageGroup ? [say(`age.${ageGroup}`)] : [])].join(', ')],
    ...(sex ? [[say('handed.sex'), say(`sex.${sex}` as 'sex.woman')] as const] : []),
    ...(language ? [[say('referral.language'), languageName(language, call.language)] as const] : []),
    ...(forms.length > 0 ? [[say('handed.forms'), forms.map((form) => formLabel(call, form)).join('; ')] as const] : []),
  ]
}

function handedFacts(call: PageCall, view: ReferralView): readonly Fact[] {
  const say = words(call.language)
  const { forOperations, pack } = call.installation
  const labelled: Readonly<Record<string, (code: string) => string | undefined>> = {
    signs: (code) => forOperations.signs.get(code)?.[call.language],
    sector: (code) => forOperations.sectors.find(({ key }) => key === code)?.label[call.language],
    district: (code) => pack.offices.districts.find(({ key }) => key === code)?.label[call.language],
  }
  const readable = (name: string, value: ReferralView['handedOn'][string]): string => [value].flat().map((part) => {
    const text = String(part)
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatShortDay(text, call.language)
    if (['yes', 'no', 'unknown'].includes(text)) return say(`value.${text}` as 'value.yes')
    return labelled[name]?.(text) ?? text
  }).join('; ')
  const known = new Set(['signs', 'sector', 'district', 'danger', 'contactBroken', 'interpreter', 'seenOn'])
  return Object.entries(view.handedOn).filter(([name, value]) => known.has(name) && value !== null && value !== '').map(([name, value]) => [say(`handed.${name}` as 'handed.signs'), readable(name, value)])
}

/** What a centre may know of a referral that it no longer has. */
function PassedPage({ call, view }: { readonly call: PageCall; readonly view: PassedView }) {
  const say = words(call.language)
  const title = say('referral.title', { reference: view.reference })
  return (
    <AppPage call={call} title={title} back={{ href: '/arrivals' }} narrow>
      <h1>{title}</h1>
      <Card>
        <p>{say(`passed.${view.step}`, { at: formatInstant(view.at, call.language, call.installation.zone) })}</p>
        <p class="quiet">{say('passed.only')}</p>
      </Card>
    </AppPage>
  )
}

function ReferralPage({ call, view }: { readonly call: PageCall; readonly view: ReferralView }) {
  const say = words(call.language)
  const title = say('referral.title', { reference: view.reference })
  const isOpen = view.standing === 'centre'
  return (
    <AppPage call={call} title={title} back={{ href: '/arrivals' }}>
      <h1>{title}</h1>
      <p class="page__lead">{view.from} · <StateChip call={call} state={view.state} /></p>
      <div class="columns">
        <div>
          <AnswerFact call={call} view={view} />
          <Answers call={call} steps={view.steps} base={`/arrivals/${view.id}`} />
          {view.standing === 'asked' && <Card title={say('referral.opens')}><p>{say('referral.opens-why')}</p></Card>}
          {isOpen && <p><ButtonLink href={`/files/${view.file}`}>{say('referral.open-file')}</ButtonLink></p>}
          <Card title={say('referral.handed')}>
            <FactList facts={[...(isOpen ? openFacts(call, view) : []), ...personFacts(call, view), ...handedFacts(call, view)]} />
          </Card>
        </div>
        <History call={call} events={view.events} />
      </div>
    </AppPage>
  )
}

function StatusPage({ call, view }: { readonly call: PageCall; readonly view: StatusView }) {
  const say = words(call.language)
  const title = say('referral.title', { reference: view.reference })
  return (
    <AppPage call={call} title={title} back={{ href: '/referrals' }} narrow>
      <h1>{title}</h1>
      <p class="page__lead">{view.to} · <StateChip call={call} state={view.state} /></p>
      <Card>
        <p>{say('status.receipt', { at: formatInstant(view.sentAt, call.language, call.installation.zone) })}</p>
        <AnswerFact call={call} view={view} />
        <p class="quiet">{say('status.only')}</p>
      </Card>
      <Answers call={call} steps={view.steps} base={`/referrals/${view.id}`} />
      <History call={call} events={view.events} />
    </AppPage>
  )
}

type StepForm = { readonly call: PageCall; readonly view: Pick<StatusView, 'reference' | 'version' | 'centres' | 'id'>; readonly step: ReferralStep; readonly state: FormState; readonly back: string }

function StepPage({ call, view, step, state, back }: StepForm) {
  const say = words(call.language)
  const noteIsAsked = ['ask-more', 'answer-more', 'withdraw'].includes(step)
  return (
    <AppPage call={call} title={say(`step.${step}`)} narrow back={{ href: back }}>
      <h1>{say(`step.${step}`)}</h1>
      <p class="page__lead">{say('referral.title', { reference: view.reference })}</p>
      <Form call={call} form={state}>
        <input type="hidden" name="version" value={view.version} />
        {step === 'accept' && <Radios form={state} name="place" label={say('referral.place')} hint={say('referral.place-hint')} value="none" choices={placesToGive.map((value) => ({ value, label: say(`place.${value}`) }))} />}
        {step === 'decline' && <Radios form={state} name="reason" label={say('referral.reason')} choices={declineReasons.map((value) => ({ value, label: say(`reason.${value}`) }))} />}
        {(step === 'redirect' || step === 'send-again') && <Radios form={state} name="centre" label={say('referral.centre')} value={view.centres.find(({ passedOn }) => passedOn === null)?.id} choices={view.centres.map(({ id, name, isNear, passedOn }) => ({ value: id, label: name, hint: passedOn ? say('centre.passed', { at: formatInstant(passedOn, call.language, call.installation.zone) }) : isNear ? say('centre.near') : undefined }))} />}
        <TextArea form={state} name="note" label={say('referral.note')} hint={say('referral.note-hint')} rows={4} {...(noteIsAsked ? {} : { optional: call.language })} />
        <Button kind={step === 'decline' || step === 'withdraw' ? 'danger' : 'primary'}>{say(`step.${step}`)}</Button>
      </Form>
    </AppPage>
  )
}

const input = ({ params }: PageCall) => ({ referral: params['referral'] })

export const arrivalPage = page({ at: '/arrivals/:referral', asks: showReferral, input, view: (call, view) => ('step' in view ? <PassedPage call={call} view={view} /> : <ReferralPage call={call} view={view} />) })
export const statusPage = page({ at: '/referrals/:referral', asks: showStatus, input, view: (call, view) => <StatusPage call={call} view={view} /> })

const sends = ({ params }: PageCall, fields: Parameters<FormPage['sends']>[1]) => ({ ...fields, referral: params['referral'] })

const centreForm = (step: 'accept' | 'decline' | 'redirect' | 'ask-more') => form({
  at: `/arrivals/:referral/${step}`, asks: showReferral, input,
  view: (call, view, state) => ('step' in view ? <PassedPage call={call} view={view} /> : <StepPage call={call} view={view} step={step} state={state} back={`/arrivals/${view.id}`} />),
  does: routes[step], sends,
  leadsTo: ({ params }) => (step === 'redirect' ? '/arrivals' : `/arrivals/${params['referral'] ?? ''}`),
  says: ({ language }) => words(language)(step === 'accept' ? 'done.accept' : 'done.other'),
})

const senderForm = (step: 'answer-more' | 'withdraw' | 'send-again') => form({
  at: `/referrals/:referral/${step}`, asks: showStatus, input,
  view: (call, view, state) => <StepPage call={call} view={view} step={step} state={state} back={`/referrals/${view.id}`} />,
  does: routes[step], sends, leadsTo: ({ params }) => `/referrals/${params['referral'] ?? ''}`, says: ({ language }) => words(language)('done.other'),
})

export const referralForms = [
  ...(['accept', 'decline', 'redirect', 'ask-more'] as const).map(centreForm),
  ...(['answer-more', 'withdraw', 'send-again'] as const).map(senderForm),
]
