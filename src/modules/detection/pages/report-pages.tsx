import { AppPage, Button, ButtonLink, Card, Chip, ClockChip, DataTable, FactList, Form, formatInstant, formatShortDay, languageName, MorePages, NewsTiles, Notice, Radios, withColon } from '#design'
import { ToldCard } from '#cases'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import type { ValueOf } from '#platform/doors/route'
import { signOf } from '../domain/indicator-pack.ts'
import { dropDraft, listOwnReports, sendReport, showReport, showSending, startReport } from '../actions/report-acts.ts'
import type { ReportView } from '../actions/report-views.ts'
import { daysBetween } from '#vocabulary/day'
import { languages } from '#vocabulary/language'
import type { ReportField } from '../domain/report.ts'
import { answerInWords } from './answer-in-words.ts'
import { DutiesCard, SoFar } from './screening.tsx'
import { words } from './words.ts'

/** Referrals on which the detector's office has to act again. */
function CameBack({ call, list }: { readonly call: PageCall; readonly list: ValueOf<typeof listOwnReports> }) {
  const say = words(call.language)
  if (list.cameBack.length === 0) return null
  return (
    <Card title={say('back.title')} tone="now">
      <DataTable caption={say('back.title')} empty="" columns={[{ heading: say('column.reference') }, { heading: say('column.state') }, { heading: say('column.by') }]}
        rows={list.cameBack.map(({ referral, reference, because, endsOn }) => {
          const left = endsOn === null ? 0 : daysBetween(call.today, endsOn)
          return {
            tone: left < 0 ? 'late' as const : 'soon' as const,
            cells: [
              <a class="strong" href={`/referrals/${referral}${because === 'declined' ? '/send-again' : because === 'more-asked' ? '/answer-more' : ''}`}>{reference}</a>, say(`back.${because}`),
              endsOn === null ? '' : <>{formatShortDay(endsOn, call.language)} <ClockChip language={call.language} level={left < 0 ? 'late' : left === 0 ? 'due' : 'warning'} days={Math.abs(left)} /></>,
            ],
          }
        })} />
    </Card>
  )
}

function ReportList({ call, list }: { readonly call: PageCall; readonly list: ValueOf<typeof listOwnReports> }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('list.title')}>
      <h1>{say('list.title')}</h1>
      <form method="post" action="/reports/start"><Button>{say('list.start')}</Button></form>
      <NewsTiles call={call} news={list.news} href="/referrals" />
      <ToldCard call={call} told={list.told} />
      <CameBack call={call} list={list} />
      <Card>
        <DataTable caption={say('list.title')} empty={say('list.none')} columns={[{ heading: say('column.what') }, { heading: say('column.state') }, { heading: say('column.act') }]}
          rows={list.reports.map((report) => ({
            tone: report.isReminded && report.state === 'draft' ? 'soon' : undefined,
            cells: [
              <><span class="strong">{report.reference ?? formatShortDay(report.startedOn, call.language)}</span>{report.sector && <> · {report.sector}</>}{report.isChild && <> · {say('list.child')}</>}</>,
              report.state === 'draft'
                ? <>{say('list.draft', { at: formatInstant(report.savedAt, call.language, call.installation.zone) })}<br /><Chip tone={report.isReminded ? 'soon' : 'plain'}>{say('list.expires', { day: formatShortDay(report.expiresOn, call.language) })}</Chip></>
                : <Chip tone="good">{say(`state.${report.state}` as 'state.referred')}</Chip>,
              report.state === 'draft'
                ? <div class="buttons"><ButtonLink href={`/reports/${report.report}/safety`}>{say('list.continue')}</ButtonLink><form method="post" action={`/reports/${report.report}/drop`}><Button kind="secondary">{say('list.drop')}</Button></form></div>
                : <><a href={`/reports/${report.report}/sent`}>{say('list.open')}</a>{report.state === 'referred' && <> · <a href={`/reports/${report.report}/later`}>{say('later.link')}</a></>}</>,
            ],
          }))} />
        <MorePages language={call.language} list={list} href={(number) => `/reports?page=${number}`} />
      </Card>
    </AppPage>
  )
}

const listing = { asks: listOwnReports, input: ({ query }: PageCall) => ({ page: query['page'] }), view: (call: PageCall, list: ValueOf<typeof listOwnReports>) => <ReportList call={call} list={list} /> }

export const reportsPage = page({ ...listing, at: '/reports', menu: { order: 1, only: ['first-line', 'guardian'], label: (language) => words(language)('menu.reports') } })
export const startForm = form({ ...listing, at: '/reports/start', does: startReport, sends: () => ({}), leadsTo: (_call, { report }) => `/reports/${report}/safety` })
export const dropForm = form({ ...listing, at: '/reports/:report/drop', does: dropDraft, sends: ({ params }) => ({ report: params['report'] }), leadsTo: () => '/reports' })

/** The signs themselves, as each list words them, and what was said of each. */
function Signs({ call, signs }: { readonly call: PageCall; readonly signs: Readonly<Record<string, string>> }) {
  const say = words(call.language)
  const texts = new Map(call.installation.detection.packs.flatMap((pack) => pack.items.map((item) => [signOf(pack, item), item.text[call.language]] as const)).toReversed())
  const of = (answer: string) => Object.entries(signs).filter(([, said]) => said === answer).map(([sign]) => texts.get(sign) ?? sign)
  const seen = of('seen')
  return (
    <>
      {seen.length === 0 ? <div class="quiet">{say('summary.no-signs')}</div> : <><div>{say('summary.seen')}</div><ul class="list">{seen.map((sign) => <li>{sign}</li>)}</ul></>}
      {Object.keys(signs).length > seen.length && <div class="quiet small">{say('summary.not-seen', { count: Object.keys(signs).length - seen.length })}</div>}
    </>
  )
}

/** What a report says, question by question, with a way back to each. */
function Summary({ call, view }: { readonly call: PageCall; readonly view: ReportView }) {
  const say = words(call.language)
  return (
    <FactList facts={view.screens.filter((key) => key !== 'check').map((key) => [
      <a href={`/reports/${view.report}/${key}`}>{say(`screen.${key}`)}</a>,
      <>{(fieldsOf[key] ?? []).filter((field) => view.draft[field] !== undefined).map((field) => field === 'signs' ? <Signs call={call} signs={view.draft.signs ?? {}} /> : <div>{withColon(say(`field.${field}`), call.language)} {answerInWords(call, field, view.draft)}</div>)}</>,
    ])} />
  )
}

const fieldsOf: Readonly<Record<string, readonly ReportField[]>> = {
  safety: ['immediateDanger', 'contactBroken'], age: ['age', 'bornOn'], child: ['unaccompanied'], consent: ['consent'], place: ['seenOn', 'place', 'district', 'sector'], signs: ['signs'],
  language: ['language', 'interpreterNeeded'], person: ['sex', 'familyName', 'givenName', 'citizenships'], exploitation: ['exploitedWhere', 'exploitedDistrict', 'exploitedCountry'], stay: ['stay'],
  circumstances: ['diplomaticHousehold', 'smuggling'], notification: ['seenOn', 'district', 'sector', 'sex', 'signs'],
}

function SendPage({ call, sending, state }: { readonly call: PageCall; readonly sending: ValueOf<typeof showSending>; readonly state: FormState }) {
  const say = words(call.language)
  const { view, missing, centres } = sending
  if (view.state !== 'draft') return <SentPage call={call} view={view} />
  return (
    <AppPage call={call} title={say('send.title')} narrow back={{ href: `/reports/${view.report}/${view.screens.at(-2) ?? 'safety'}` }}>
      <h1>{say('send.title')}</h1>
      <SoFar call={call} screening={view.screening} />
      {missing.length > 0 && <Notice tone="soon"><p class="strong">{say('send.missing')}</p><ul class="list">{missing.map((field) => <li>{say(`field.${field}` as 'field.age')}</li>)}</ul></Notice>}
      <Card title={sending.isAnonymised ? say('send.anonymised') : ''}><Summary call={call} view={view} /></Card>
      {!sending.isAnonymised && <p class="quiet">{say('send.variant', { variant: sending.variant })}</p>}
      <Form call={call} form={state}>
        {!sending.isAnonymised && (
          <Radios form={state} name="centre" label={say('send.centre')} value={centres.find(({ isNear }) => isNear)?.id} choices={centres.map(({ id, name, isNear }) => ({ value: id, label: name, hint: isNear ? say('send.near') : undefined }))} />
        )}
        <Button>{say(sending.isAnonymised ? 'send.notify' : 'send.refer')}</Button>
      </Form>
      {!sending.isAnonymised && <p><a href={`/reports/${view.report}/later`}>{say('later.link')}</a></p>}
    </AppPage>
  )
}

const ofReport = ({ params }: PageCall) => ({ report: params['report'] })

export const sendForm = form({
  at: '/reports/:report/send', asks: showSending, input: ofReport,
  view: (call, sending, state) => <SendPage call={call} sending={sending} state={state} />,
  does: sendReport,
  sends: ({ params }, fields) => ({ report: params['report'], ...(typeof fields['centre'] === 'string' ? { centre: fields['centre'] } : {}) }),
  leadsTo: ({ params }) => `/reports/${params['report'] ?? ''}/sent`,
})

/** Also what stands wherever a report that has left is opened again, since nothing can be changed there. */
export function SentPage({ call, view }: { readonly call: PageCall; readonly view: ReportView }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('sent.title')} narrow back={{ href: '/reports' }}>
      <h1>{say('sent.title')}</h1>
      <Notice tone="good"><p class="large" role="status">{say(view.state === 'notified' ? 'sent.notified' : 'sent.referred', { reference: view.reference ?? '' })}</p></Notice>
      <DutiesCard call={call} screening={view.screening} />
      <Papers call={call} view={view} />
      <div class="buttons">{view.state === 'referred' && <ButtonLink href="/referrals">{say('sent.status')}</ButtonLink>}{view.state === 'referred' && <ButtonLink href={`/reports/${view.report}/later`} kind="secondary">{say('later.link')}</ButtonLink>}<ButtonLink href="/rights" kind="secondary">{say('rights-link')}</ButtonLink><ButtonLink href={`/reports/${view.report}/rights`} kind="secondary">{say('rights-send')}</ButtonLink></div>
    </AppPage>
  )
}

/** The paper that the person takes home, or the notification as it went out, in each language. */
function Papers({ call, view }: { readonly call: PageCall; readonly view: ReportView }) {
  const say = words(call.language)
  const paper = view.state === 'notified' ? 'notification' : 'record'
  return (
    <Card title={say(`papers.${paper}`)}>
      <p>{languages.map((language) => <><a href={`/reports/${view.report}/${paper}/${language}`} hreflang={language}>{languageName(language, call.language)} (PDF)</a>{' '}</>)}</p>
    </Card>
  )
}

export const sentPage = page({ at: '/reports/:report/sent', asks: showReport, input: ofReport, view: (call, view) => <SentPage call={call} view={view} /> })
