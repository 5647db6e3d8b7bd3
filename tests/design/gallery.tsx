import {
  AppPage, BarChart, Button, ButtonLink, Card, Checkboxes, Chip, ClockList, ClockRow, DataTable, DateField, Details, FactList, Form, formatDay, formatShortDay, LawNote, Notice,
  Pagination, ProcedurePicture, Radios, renderPage, Select, Tabs, TextArea, TextField, Tiles, Timeline,
} from '#design'
import type { Actor } from '#platform/doors/actor'
import type { FormState, PageCall } from '#platform/doors/page'
import { day } from '#vocabulary/day'
import { AccountId, OfficeId, SessionId } from '#vocabulary/ids'
import { instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import { galleryWords } from './gallery-words.ts'

const today = day('2026-11-23')
const someone = (language: Language): Actor => ({
  account: AccountId.parse('6f0c3f9e-0d0a-4b52-9d35-1f6f4a1f0001'), name: 'L. Voorbeeld', office: OfficeId.parse('6f0c3f9e-0d0a-4b52-9d35-1f6f4a1f0002'), officeName: 'Specimen',
  officeKind: 'reception-centre', profession: 'reception-centre', language, session: SessionId.parse('6f0c3f9e-0d0a-4b52-9d35-1f6f4a1f0003'), sessionEndsAt: '2126-11-23T10:00:00.000Z',
})

/** The modules hang their country's rules on the installation; the design reads none of them, so the gallery has none. */
const installation = { mode: 'evaluation', zone: 'Europe/Brussels', publicUrl: 'http://gallery.invalid' } as PageCall['installation']

const callIn = (language: Language): PageCall => {
  const w = galleryWords[language]
  return {
    actor: someone(language), language, installation, now: instant(new Date('2026-11-23T10:00:00Z')), today,
    address: '/gallery?page=2', params: {}, query: {}, flash: `${w.go}.`,
    menu: [{ href: '/a', label: w.waits, current: true }, { href: '/b', label: w.file, current: false }, { href: '/c', label: w.clocks, current: false }, { href: '/d', label: w.history, current: false }],
  }
}

const untouched: FormState = { values: {}, errors: {}, once: 'once', kept: false }
const refused = (language: Language): FormState => {
  const wrong = galleryWords[language].wrong
  return { values: { 'bad-born-day': '31', 'bad-born-month': '2', 'bad-signs': ['pay'] }, errors: { '': wrong, 'bad-name': wrong, 'bad-story': wrong, 'bad-born': wrong, 'bad-contact': wrong, 'bad-signs': wrong, 'bad-waits': wrong }, once: 'twice', kept: true }
}

type Shown = { readonly language: Language }

function Showing({ language }: Shown) {
  const w = galleryWords[language]
  const law = [{ title: 'Art. 61/3 § 2', about: w.certificate, url: 'https://law.invalid/61-3', verified: true }, { title: 'Art. 61/2', about: w.waiting, url: null, verified: false }]
  const columns = [{ heading: w.file }, { heading: w.waits }, { heading: w.act }, { heading: w.by }, { heading: w.numbers, number: true }]
  const line = (reference: string, tone: 'late' | 'soon' | undefined, on: string, words: string) => ({
    tone, cells: [<a class="strong" href="/f">{reference}</a>, <>{w.certificate}<div class="small"><LawNote language={language} law={law} /></div></>, w.auditor, <>{formatShortDay(on, language)} <Chip tone={tone ?? 'calm'}>{words}</Chip></>, '1 204'],
  })
  return (
    <>
      <Tiles tiles={[{ count: 2, label: w.late, tone: 'late', href: '/late' }, { count: 5, label: w.soon, tone: 'soon', href: '/soon' }, { count: 11, label: w.expected }, { count: 0, label: w.fresh, tone: 'late' }]} />
      <Tabs label={w.title} tabs={[{ href: '/1', label: w.stands, current: true }, { href: '/2', label: w.history, current: false }, { href: '/3', label: w.conditions, current: false }]} />
      <Card><DataTable caption={w.waits} empty={w.none} columns={columns} rows={[line('XX-2026-0417', 'late', '2026-11-19', w.late), line('XX-2026-0455', 'soon', '2026-11-25', w.soon), line('XX-2026-0461', undefined, '2026-12-04', w.fresh)]} /><Pagination language={language} page={2} pages={5} href={(page) => `/gallery?page=${page}`} /></Card>
      <Card title={w.numbers}><DataTable caption={w.expected} showCaption empty={w.none} columns={columns} rows={[]} /></Card>
      <Card title={w.stands}><Picture language={language} /></Card>
      <div class="columns">
        <div>
          <Card title={w.act} tone="now"><p><span class="strong">{w.auditor}</span> <Chip tone="late">{w.late}</Chip></p><p class="quiet">{w.because} <a href="/x">{w.more}</a></p></Card>
          <Card title={w.waits} tone="late"><p>{w.certificate}</p></Card>
          <Card title={w.history}><Timeline items={[{ when: formatShortDay('2026-11-16', language), what: w.certificate, note: w.auditor }, { when: formatShortDay('2026-08-19', language), what: w.waiting }, { when: formatDay('2026-08-14', language), what: w.fresh, note: <LawNote language={language} law={law} /> }]} /></Card>
          <Details summary={w.more}>{w.because}</Details>
          <Details summary={w.more} open>{w.because}</Details>
        </div>
        <div>
          <Card title={w.clocks}><Clocks language={language} law={law} /></Card>
          <Card title={w.conditions}><FactList facts={[[w.papers, <Chip tone="good">{formatShortDay('2026-08-14', language)}</Chip>], [w.sleeps, <Chip tone="soon">{w.waiting}</Chip>], [w.pay, <Chip tone="plain">—</Chip>], [w.name, 'Linh Invented']]} /></Card>
        </div>
      </div>
      {(['calm', 'good', 'soon', 'late'] as const).map((tone) => <Notice tone={tone}><p class="strong">{w.act}</p><p>{w.because} <a href="/x">{w.more}</a></p></Notice>)}
      <Card title={w.chart}><BarChart title={w.chart} language={language} headings={{ category: w.chart, figure: w.pay }} bars={[{ label: w.sleeps, value: 120, says: '120' }, { label: w.pay, value: 44, says: '44' }, { label: w.papers, value: 'hidden', says: '< 5' }, { label: w.fresh, value: 0, says: '0' }, { label: w.waiting, value: null, says: '–' }]} /></Card>
    </>
  )
}

function Picture({ language }: Shown) {
  const w = galleryWords[language]
  const place = (label: string, standing: 'passed' | 'present' | 'ahead', entered: string | null, until: string | null, optional = false) => ({ label, entered, until, present: standing === 'present', passed: standing === 'passed', optional })
  return <ProcedurePicture language={language} places={[place(w.fresh, 'passed', '2026-08-14', null), place(w.waiting, 'passed', '2026-08-19', '2026-10-03'), place(w.certificate, 'present', '2026-08-19', '2026-11-19'), place(w.conditions, 'ahead', null, null, true), place(w.stands, 'ahead', null, null)]} />
}

function Clocks({ language, law }: Shown & { readonly law: Parameters<typeof LawNote>[0]['law'] }) {
  const w = galleryWords[language]
  const clock = (level: 'quiet' | 'warning' | 'due' | 'late' | 'suspended', days: number, endsOn: string) => (
    <ClockRow language={language} title={w.certificate} note={<LawNote language={language} law={law} />} level={level} days={days} startsOn="2026-08-19" endsOn={endsOn} today={today} />
  )
  return <ClockList>{clock('late', 4, '2026-11-19')}{clock('due', 0, today)}{clock('warning', 4, '2026-11-27')}{clock('quiet', 31, '2026-12-24')}{clock('suspended', 9, '2026-12-02')}</ClockList>
}

function Fields({ call, state, prefix }: { readonly call: PageCall; readonly state: FormState; readonly prefix: string }) {
  const w = galleryWords[call.language]
  const signs = [{ value: 'papers', label: w.papers }, { value: 'sleeps', label: w.sleeps, hint: w.because }, { value: 'pay', label: w.pay }]
  return (
    <Form call={call} form={state} autosave={{ to: '/draft', saved: w.go, unsaved: w.back }}>
      <TextField form={state} name={`${prefix}-name`} label={w.name} hint={w.nameHint} value="Linh" optional={call.language} />
      <TextField form={state} name={`${prefix}-short`} label={w.numbers} width="short" inputmode="numeric" />
      <TextField form={state} name={`${prefix}-secret`} label={w.file} type="password" autocomplete="off" />
      <TextArea form={state} name={`${prefix}-story`} label={w.story} hint={w.because} />
      <DateField form={state} name={`${prefix}-born`} label={w.born} hint={w.nameHint} language={call.language} value="1999-02-07" />
      <Radios form={state} name={`${prefix}-contact`} label={w.contact} choices={signs} value="sleeps" />
      <Radios form={state} name={`${prefix}-inline`} label={w.act} choices={[{ value: 'a', label: w.late }, { value: 'b', label: w.go }]} inline />
      <Checkboxes form={state} name={`${prefix}-signs`} label={w.signs} hint={w.signsHint} choices={signs} checked={['papers']} />
      <Select form={state} name={`${prefix}-waits`} label={w.waits} choices={signs} empty={w.none} value="pay" />
      <div class="buttons"><Button>{w.go}</Button><Button kind="secondary">{w.back}</Button><Button kind="danger">{w.remove}</Button><ButtonLink href="/x" kind="secondary">{w.more}</ButtonLink></div>
    </Form>
  )
}

function Filters({ language }: Shown) {
  const w = galleryWords[language]
  return (
    <form method="get" action="/gallery" class="filters" role="search" aria-label={w.waits}>
      <TextField form={untouched} name="search" label={w.file} hint={w.nameHint} width="medium" />
      <Select form={untouched} name="state" label={w.stands} choices={[{ value: 'a', label: w.waiting }]} empty={w.none} />
      <Button kind="secondary">{w.go}</Button>
    </form>
  )
}

/** Everything that shows, as somebody at work sees it. */
export function showingPage(language: Language): string {
  const w = galleryWords[language]
  return renderPage(<AppPage call={callIn(language)} title={w.title}><h1>{w.title}</h1><p class="page__lead">{w.lead} <Chip tone="good">{w.contact}</Chip></p><Card><Filters language={language} /></Card><Showing language={language} /></AppPage>)
}

/** Every field, untouched and refused. */
export function fieldsPage(language: Language): string {
  const w = galleryWords[language]
  const call = callIn(language)
  return renderPage(<AppPage call={call} title={w.signs} narrow back={{ href: '/x' }}><h1>{w.title}</h1><Fields call={call} state={refused(language)} prefix="bad" /><Card title={w.back}><Fields call={call} state={untouched} prefix="new" /></Card></AppPage>)
}

/** One question, for a person who may be watched. */
export function dangerPage(language: Language): string {
  const w = galleryWords[language]
  const call = { ...callIn(language), actor: null, flash: undefined }
  return renderPage(
    <AppPage call={call} title={w.signs} narrow quickExit back={{ href: '/x' }}>
      <p class="progress-line">3 / 7</p>
      <Form call={call} form={untouched}>
        <Checkboxes form={untouched} name="signs" label={w.signs} hint={w.signsHint} legendIsTitle choices={[{ value: 'papers', label: w.papers }, { value: 'sleeps', label: w.sleeps }, { value: 'pay', label: w.pay }]} checked={['papers']} />
        <Notice><p class="strong">{w.act}</p><p>{w.because} <a href="/x">{w.more}</a></p></Notice>
        <div class="buttons"><Button>{w.go}</Button></div>
      </Form>
    </AppPage>,
  )
}
