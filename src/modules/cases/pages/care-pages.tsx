import type { ComponentChildren } from 'preact'
import { AppPage, Button, ButtonLink, Card, Chip, Form, formatInstant, formatShortDay, MorePages, Notice, Radios, Select, TextArea } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { Day } from '#vocabulary/day'
import { addCareNote, endMember, nameMember, showCare, type CareView } from '../actions/care-acts.ts'
import type { CareNote } from '../store/care-rows.ts'
import { FileHeader, FileTabs } from './file-header.tsx'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly view: CareView; readonly form: FormState }
const untouched = (form: FormState): FormState => ({ ...form, values: {}, errors: {}, kept: false })

/** Notes, the newest first: a note that corrects says which, and the one that was wrong stays readable. */
export function Notes({ call, notes, withKind, correct }: { readonly call: PageCall; readonly notes: readonly CareNote[]; readonly withKind: boolean; readonly correct: (note: CareNote) => string }) {
  const say = words(call.language)
  const moment = (at: CareNote['at']) => formatInstant(at, call.language, call.installation.zone)
  const byId = new Map(notes.map((note) => [note.id, note]))
  if (notes.length === 0) return <p>{say('care.none')}</p>
  return (
    <>
      {notes.map((note) => {
        const earlier = note.corrects === null ? undefined : byId.get(note.corrects)
        return (
          <article class="block" id={`note-${note.id}`}>
            <p class="small quiet">{note.author ?? '–'}, {moment(note.at)} {withKind && <Chip tone="calm">{say(`care.${note.kind}`)}</Chip>} {note.isCorrected && <Chip>{say('care.is-corrected')}</Chip>}</p>
            {note.corrects !== null && <p class="small quiet">{earlier ? <a href={`#note-${earlier.id}`}>{say('care.corrects', { when: moment(earlier.at) })}</a> : say('care.corrects-earlier')}</p>}
            {note.text.split(/\n+/).map((line) => <p class="measure">{line}</p>)}
            {!note.isCorrected && <p class="small"><a href={correct(note)} aria-label={say('care.correct-label', { when: moment(note.at) })}>{say('care.correct')}</a></p>}
          </article>
        )
      })}
    </>
  )
}

/** Says that a note is written to correct another, until one turns back. */
export function Correcting({ call, corrects, back }: { readonly call: PageCall; readonly corrects: CareNote | undefined; readonly back: string }) {
  const say = words(call.language)
  if (!corrects) return null
  return (
    <Notice tone="calm">
      <p>{say('care.correcting', { when: formatInstant(corrects.at, call.language, call.installation.zone) })} <a href={back}>{say('care.not-correcting')}</a></p>
      <input type="hidden" name="corrects" value={corrects.id} />
    </Notice>
  )
}

/** The page of notes of one file, with its tabs. */
export function FilePage({ call, header, current, children }: { readonly call: PageCall; readonly header: CareView['header']; readonly current: 'notes'; readonly children: ComponentChildren }) {
  return (
    <AppPage call={call} title={words(call.language)('header.file', { reference: header.reference })}>
      <FileHeader call={call} header={header} />
      <FileTabs call={call} file={header.id} current={current} />
      {children}
    </AppPage>
  )
}

function Team({ call, view: { header, team, inTeam, mayName } }: Omit<Shown, 'form'>) {
  const say = words(call.language)
  return (
    <Card title={say('care.team')}>
      <p class="measure">{say('care.team-about')}</p>
      {team.length === 0 ? <p class="strong">{say('care.nobody')}</p> : <ul class="list">{team.map(({ name, namedAt }) => <li>{name} <span class="quiet small">{say('care.since', { day: formatShortDay(Day.parse(namedAt.slice(0, 10)), call.language) })}</span></li>)}</ul>}
      <p>{inTeam && <ButtonLink kind="secondary" href={`/files/${header.id}/medical`}>{say('medical.title')}</ButtonLink>} {(mayName || inTeam) && <ButtonLink kind="secondary" href={`/files/${header.id}/care-team`}>{say('care.change-team')}</ButtonLink>}</p>
      {!mayName && !inTeam && <p class="quiet">{say('care.who-names')}</p>}
    </Card>
  )
}

function NotesPage({ call, view, form: state }: Shown) {
  const say = words(call.language)
  const { header, notes } = view
  const at = `/files/${header.id}/notes`
  const corrects = notes.find(({ id }) => id === (state.values['corrects'] ?? call.query['corrects']))
  return (
    <FilePage call={call} header={header} current="notes">
      <Team call={call} view={view} />
      <Card title={say('care.title')}>
        <p class="measure">{say('care.about')}</p>
        <Form call={call} form={state} action={at}>
          <Correcting call={call} corrects={corrects} back={at} />
          {corrects ? <input type="hidden" name="kind" value={corrects.kind} /> : <Radios form={state} name="kind" label={say('care.kind')} value="social" inline choices={(['social', 'psychological'] as const).map((value) => ({ value, label: say(`care.${value}`) }))} />}
          <TextArea form={state} name="text" label={say('care.text')} hint={say('care.text-hint')} />
          <Button>{say(corrects ? 'care.add-correction' : 'care.add')}</Button>
        </Form>
      </Card>
      <Card title={say('care.newest')}>
        <Notes call={call} notes={notes} withKind correct={({ id }) => `${at}?corrects=${id}`} />
        <MorePages language={call.language} list={view} href={(page) => `${at}?page=${page}`} />
      </Card>
    </FilePage>
  )
}

function TeamPage({ call, view, form: state }: Shown) {
  const say = words(call.language)
  const { header, team, mayName, colleagues } = view
  const at = `/files/${header.id}/care-team`
  return (
    <FilePage call={call} header={header} current="notes">
      <Card title={say('care.team')}>
        <p class="measure">{say('care.team-about')}</p>
        {team.length === 0 && <p class="strong">{say('care.nobody')}</p>}
        {team.map(({ id, name, namedAt, isOwn }) => (
          <Form call={call} form={untouched(state)} action={`${at}/${id}/end`}>
            <p>{name} <span class="quiet small">{say('care.since', { day: formatShortDay(Day.parse(namedAt.slice(0, 10)), call.language) })}</span>{' '}
              {(mayName || isOwn) && <button class="ari-button ari-button--secondary" type="submit" aria-label={say('care.end-of', { name })}>{say(isOwn ? 'care.leave' : 'care.end')}</button>}</p>
          </Form>
        ))}
        {!mayName && <p class="quiet">{say('care.who-names')}</p>}
        {mayName && colleagues.length > 0 && (
          <Form call={call} form={state} action={at}>
            <Select form={state} name="account" label={say('care.whom')} empty={say('care.choose')} choices={colleagues.map(({ id, name }) => ({ value: id, label: name }))} />
            <Button>{say('care.name')}</Button>
          </Form>
        )}
        <p><a href={`/files/${header.id}/notes`}>{say('care.back')}</a></p>
      </Card>
    </FilePage>
  )
}

const shared = { asks: showCare, input: ({ params, query }: PageCall) => ({ file: params['file'], page: query['page'] }) } as const
const team = { ...shared, view: (call: PageCall, view: CareView, state: FormState) => <TeamPage call={call} view={view} form={state} /> } as const

export const notesForm = form({
  ...shared, at: '/files/:file/notes', view: (call, view, state) => <NotesPage call={call} view={view} form={state} />, does: addCareNote,
  sends: ({ params }, { kind, text, corrects }) => ({ file: params['file'], kind, text, corrects }),
  leadsTo: ({ params }) => `/files/${params['file'] ?? ''}/notes`, says: ({ language }) => words(language)('care.added'),
})
export const careTeamForm = form({
  ...team, at: '/files/:file/care-team', does: nameMember, sends: ({ params }, { account }) => ({ file: params['file'], account }),
  leadsTo: ({ params }) => `/files/${params['file'] ?? ''}/care-team`, says: ({ language }) => words(language)('care.named'),
})
export const endMemberForm = form({
  ...team, at: '/files/:file/care-team/:member/end', does: endMember, sends: ({ params }) => ({ file: params['file'], member: params['member'] }),
  leadsTo: ({ params }) => `/files/${params['file'] ?? ''}/notes`, says: ({ language }) => words(language)('care.ended'),
})
