import { AppPage, Button, Card, Checkboxes, Chip, DataTable, DateField, dayFrom, Details, Form, formatInstant, formatShortDay, languageName, Notice, Radios, Select, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { sayFrom } from '#platform/words'
import { languages } from '#vocabulary/language'
import { giveConsent, listLedger, listSharedFiles, handOut, withdrawConsent, type Ledger } from '../actions/consent-acts.ts'
import type { SharedView } from '../actions/consent-view.ts'
import { agreements } from '../domain/consent.ts'
import { weekdayName } from './contact-card.tsx'
import { FileHeader, FileTabs } from './file-header.tsx'
import { words } from './words.ts'

type Part = 'give' | 'hand-out'
type Shown = { readonly call: PageCall; readonly ledger: Ledger; readonly form: FormState; readonly sent: Part }
const untouched = (form: FormState): FormState => ({ ...form, values: {}, errors: {}, kept: false })
const tones = { stands: 'good', ended: 'plain', withdrawn: 'late' } as const

function ConsentPage({ call, ledger, form: state, sent }: Shown) {
  const say = words(call.language)
  const { header } = ledger
  const stateOf = (part: Part) => (part === sent ? state : untouched(state))
  const isOpen = (part: Part) => part === sent && Object.keys(state.errors).length > 0
  return (
    <AppPage call={call} title={say('header.file', { reference: header.reference })}>
      <FileHeader call={call} header={header} />
      <FileTabs call={call} file={header.id} current="consent" />
      <p class="measure">{say('consent.about')}</p>
      <Card title={say('consent.title')}>
        <Consents call={call} ledger={ledger} />
        {ledger.mayWrite && <Details summary={say('consent.give')} open={isOpen('give')}><GiveForm call={call} ledger={ledger} form={stateOf('give')} sent={sent} /></Details>}
      </Card>
      <Card title={say('disclosure.title')}>
        <p class="quiet">{say('disclosure.about')}</p>
        <Disclosures call={call} disclosures={ledger.disclosures} />
        {ledger.mayWrite && <Details summary={say('disclosure.add')} open={isOpen('hand-out')}><HandOutForm call={call} ledger={ledger} form={stateOf('hand-out')} sent={sent} /></Details>}
        <p>{say('disclosure.print')}: {languages.map((language) => <><a href={`/files/${header.id}/record/${language}`} hreflang={language}>{languageName(language, call.language)} (PDF)</a>{' '}</>)}</p>
      </Card>
    </AppPage>
  )
}

function Consents({ call, ledger }: { readonly call: PageCall; readonly ledger: Ledger }) {
  const say = words(call.language)
  const day = (on: string | null) => (on === null ? '' : formatShortDay(on, call.language))
  return (
    <DataTable caption={say('consent.title')} empty={say('consent.none')}
      columns={[{ heading: say('consent.purpose') }, { heading: say('consent.recipient') }, { heading: say('consent.scope') }, { heading: say('consent.how') }, { heading: say('consent.period') }, { heading: say('consent.state') }]}
      rows={ledger.consents.map(({ id, purpose, recipient, scope, how, explainedIn, fromOn, untilOn, withdrawnOn, state }) => ({
        cells: [
          <span class="strong">{purpose}</span>, recipient, scope.join(', '), <>{say(`agreed.${how}`)}<br /><span class="quiet small">{say('consent.explained', { language: languageName(explainedIn, call.language) })}</span></>,
          untilOn ? `${day(fromOn)} – ${day(untilOn)}` : say('consent.since', { day: day(fromOn) }),
          <><Chip tone={tones[state]}>{say(`consent.${state}`, { day: day(withdrawnOn ?? untilOn) })}</Chip>
            {ledger.mayWrite && state === 'stands' && <><br /><a href={`/files/${ledger.header.id}/consents/${id}/withdraw`} aria-label={say('consent.withdraw-of', { purpose, recipient })}>{say('consent.withdraw')}</a></>}</>,
        ],
      }))} />
  )
}

export function Disclosures({ call, disclosures }: { readonly call: PageCall; readonly disclosures: Ledger['disclosures'] }) {
  const say = words(call.language)
  return (
    <DataTable caption={say('disclosure.title')} empty={say('disclosure.none')}
      columns={[{ heading: say('disclosure.when') }, { heading: say('consent.recipient') }, { heading: say('disclosure.what') }, { heading: say('disclosure.basis') }]}
      rows={disclosures.map(({ at, about, recipient, fields, consent, law, verified }) => ({
        cells: [
          formatInstant(at, call.language, call.installation.zone), recipient === 'person' ? say('disclosure.herself') : recipient,
          <>{say(`disclosure.of-${about}` as 'disclosure.of-referral')}<br /><span class="quiet small">{fields.map((field) => sayFrom('cases', call.language, `field.${field}`) ?? field).join(', ')}</span></>,
          consent !== null ? say('disclosure.by-consent') : law !== null ? <>{law}{!verified && <> <Chip>{say('disclosure.unverified')}</Chip></>}</> : '',
        ],
      }))} />
  )
}

function Recipient({ call, ledger, form: state, id }: { readonly call: PageCall; readonly ledger: Ledger; readonly form: FormState; readonly id: string }) {
  const say = words(call.language)
  return (
    <>
      <Select form={state} name="recipient" label={say('consent.recipient')} empty="" choices={ledger.recipients} />
      <Checkboxes form={state} name="scope" id={id} label={say('consent.scope')} choices={ledger.scopes} />
    </>
  )
}

function GiveForm({ call, ledger, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Form call={call} form={state} action={`/files/${ledger.header.id}/consents`}>
      <Select form={state} name="purpose" label={say('consent.purpose')} empty="" choices={ledger.purposes} />
      <Recipient call={call} ledger={ledger} form={state} id="scope" />
      <TextField form={state} name="explainedIn" label={say('consent.explained-in')} hint={say('consent.language-hint')} value={ledger.header.language ?? ''} width="short" />
      <Radios form={state} name="how" label={say('consent.how')} choices={agreements.map((value) => ({ value, label: say(`agreed.${value}`) }))} />
      <DateField form={state} name="untilOn" label={say('consent.until')} language={call.language} optional={call.language} />
      <Button kind="secondary">{say('consent.give')}</Button>
    </Form>
  )
}

function HandOutForm({ call, ledger, form: state }: Shown) {
  const say = words(call.language)
  return (
    <form method="post" action={`/files/${ledger.header.id}/disclosures`} novalidate>
      <input type="hidden" name="once" value={state.once} />
      <div class="ari-form-group">
        <label class="ari-label" for="told">{say('consent.recipient')}</label>
        <select class="ari-select" id="told" name="recipient"><option value="" />{ledger.recipients.map(({ value, label }) => <option value={value} selected={state.values['recipient'] === value}>{label}</option>)}</select>
        {state.errors['recipient'] && <p class="ari-error-message">{state.errors['recipient']}</p>}
      </div>
      <Checkboxes form={state} name="scope" id="told-scope" label={say('disclosure.what')} choices={ledger.scopes} />
      <Radios form={state} name="basis" label={say('disclosure.basis')} choices={[{ value: 'consent', label: say('disclosure.by-consent') }, { value: 'law', label: say('disclosure.by-law') }]} />
      <Button kind="secondary">{say('disclosure.add')}</Button>
    </form>
  )
}

const ofFile = ({ params }: PageCall) => ({ file: params['file'] })
const many = (value: unknown) => (value === undefined || value === '' ? [] : [value].flat())
const backToLedger = ({ params }: PageCall) => `/files/${params['file'] ?? ''}/consents`

export const consentForm = form({
  at: '/files/:file/consents', asks: listLedger, input: ofFile,
  view: (call, ledger, state) => <ConsentPage call={call} ledger={ledger} form={state} sent="give" />,
  does: giveConsent,
  sends: ({ params }, { purpose = '', recipient = '', scope, explainedIn = '', how, ...fields }) => ({
    file: params['file'], purpose, recipient, scope: many(scope), explainedIn, how, ...(dayFrom(fields, 'untilOn') ? { untilOn: dayFrom(fields, 'untilOn') } : {}),
  }),
  leadsTo: backToLedger, says: ({ language }) => words(language)('consent.given'),
})

export const disclosureForm = form({
  at: '/files/:file/disclosures', asks: listLedger, input: ofFile,
  view: (call, ledger, state) => <ConsentPage call={call} ledger={ledger} form={state} sent="hand-out" />,
  does: handOut,
  sends: ({ params }, { recipient = '', scope, basis }) => ({ file: params['file'], recipient, scope: many(scope), basis }),
  leadsTo: backToLedger, says: ({ language }) => words(language)('disclosure.added'),
})

function WithdrawPage({ call, ledger, state }: { readonly call: PageCall; readonly ledger: Ledger; readonly state: FormState }) {
  const say = words(call.language)
  const consent = ledger.consents.find(({ id }) => id === call.params['consent'])
  const had = ledger.disclosures.filter((line) => line.consent !== null && line.consent === consent?.id)
  return (
    <AppPage call={call} title={say('consent.withdraw')} narrow back={{ href: backToLedger(call) }}>
      <h1>{say('consent.withdraw')}</h1>
      {consent && <p class="page__lead">{consent.purpose}: {consent.recipient} ({consent.scope.join(', ')})</p>}
      <Notice tone="soon"><p>{say('consent.withdraw-about')}</p></Notice>
      <h2>{say('consent.had')}</h2>
      <Disclosures call={call} disclosures={had} />
      <Form call={call} form={state}>
        <Radios form={state} name="how" label={say('consent.how-withdrawn')} choices={agreements.map((value) => ({ value, label: say(`agreed.${value}`) }))} />
        <Button kind="danger">{say('consent.withdraw')}</Button>
      </Form>
    </AppPage>
  )
}

export const withdrawForm = form({
  at: '/files/:file/consents/:consent/withdraw', asks: listLedger, input: ofFile,
  view: (call, ledger, state) => <WithdrawPage call={call} ledger={ledger} state={state} />,
  does: withdrawConsent,
  sends: ({ params }, { how }) => ({ file: params['file'], consent: params['consent'], how }),
  leadsTo: backToLedger,
  says: ({ language }, { had }) => words(language)('consent.withdrawn-now', { count: had.length }),
})

function SharedPage({ call, view }: { readonly call: PageCall; readonly view: SharedView }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('shared.title')}>
      <h1>{say('shared.title')}</h1>
      <p class="measure">{say('shared.about')}</p>
      <Card>
        <DataTable caption={say('shared.title')} empty={say('shared.none')}
          columns={[{ heading: say('column.file') }, { heading: say('shared.name') }, { heading: say('contact.title') }, { heading: say('shared.until') }]}
          rows={view.files.map(({ reference, name, birthDate, ways, until }) => ({
            cells: [
              <span class="strong">{reference}</span>, <>{name ?? ''}{birthDate && <><br />{formatShortDay(birthDate, call.language)}</>}</>,
              <>{ways.map((way) => <div>{say(`channel.${way.channel}` as 'channel.call')}: {way.value}<br /><span class="quiet small">{way.weekdays.map((weekday) => weekdayName(call.language, weekday)).join(', ')}, {way.from}–{way.until} · {say(`may-say.${way.maySay}` as 'may-say.nothing')}</span></div>)}</>,
              until === null ? say('shared.no-end') : formatInstant(until, call.language, call.installation.zone),
            ],
          }))} />
      </Card>
    </AppPage>
  )
}

export const sharedPage = page({
  at: '/shared', asks: listSharedFiles, input: () => ({}), view: (call, view) => <SharedPage call={call} view={view} />,
  menu: { order: 70, label: (language) => words(language)('shared.menu') },
})
