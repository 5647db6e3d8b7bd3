import { AppPage, Button, Card, Chip, DateField, dayFrom, FactList, Form, formatShortDay, MorePages, Radios, TextArea, TextField, Details } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { changeExploitation } from '../actions/exploitation-acts.ts'
import { changeForms } from '../actions/form-acts.ts'
import { addTask, changeIdentity, finishTaskRoute, setSafeContact, showPerson, type PersonView } from '../actions/person-acts.ts'
import { saidOfExploitation } from '#vocabulary/place-of-exploitation'
import { ContactCard, contactFrom } from './contact-card.tsx'
import { ExploitationFields, exploitationFrom, exploitedInWords } from './exploitation-fields.tsx'
import { FileHeader, FileTabs } from './file-header.tsx'
import { FormsCard, formsFrom } from './forms-card.tsx'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly person: PersonView; readonly form: FormState; readonly sent: 'identity' | 'forms' | 'exploitation' | 'contact' | 'task' }
const untouched = (form: FormState): FormState => ({ ...form, values: {}, errors: {}, kept: false })

function PersonPage({ call, person, form: state, sent }: Shown) {
  const say = words(call.language)
  const stateOf = (part: Shown['sent']) => (sent === part ? state : untouched(state))
  const { header } = person
  return (
    <AppPage call={call} title={say('header.file', { reference: header.reference })}>
      <FileHeader call={call} header={header} />
      <FileTabs call={call} file={header.id} current="person" />
      <div class="columns">
        <div>
          <Card title={say('person.title')}>
            <FactList facts={[
              [say('person.given'), person.identity.givenNames], [say('person.family'), person.identity.familyNames],
              [say('person.born'), person.identity.birthDate ? `${formatShortDay(person.identity.birthDate, call.language)} (${say(`precision.${person.identity.birthPrecision}`)})` : say('precision.unknown')],
              [say('person.papers'), person.identity.identityPapers || '—'],
            ]} />
            {header.mayChange && <Details summary={say('person.change')} open={sent === 'identity' && Object.keys(state.errors).length > 0}><IdentityForm call={call} person={person} form={stateOf('identity')} sent={sent} /></Details>}
          </Card>
          <FormsCard call={call} person={person} form={stateOf('forms')} isOpen={sent === 'forms' && Object.keys(state.errors).length > 0} />
          <Card title={say('exploited.title')}>
            <p>{exploitedInWords(call, person.exploitedIn)}</p>
            {header.mayChange && (
              <Details summary={say('exploited.change')} open={sent === 'exploitation' && Object.keys(state.errors).length > 0}>
                <p class="quiet">{say('exploited.for-figures')}</p>
                <Form call={call} form={stateOf('exploitation')} action={`/files/${header.id}/exploitation`}>
                  <input type="hidden" name="version" value={header.version} />
                  <ExploitationFields call={call} form={stateOf('exploitation')} said={saidOfExploitation(person.exploitedIn)} />
                  <Button>{say('person.save')}</Button>
                </Form>
              </Details>
            )}
          </Card>
          <Tasks call={call} person={person} form={stateOf('task')} sent={sent} />
        </div>
        {header.contact !== null && <ContactCard call={call} person={person} form={stateOf('contact')} />}
      </div>
    </AppPage>
  )
}

function IdentityForm({ call, person: { header, identity }, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Form call={call} form={state} action={`/files/${header.id}/person`}>
      <input type="hidden" name="version" value={header.version} />
      <TextField form={state} name="givenNames" label={say('person.given')} hint={say('person.names-hint')} value={identity.givenNames} />
      <TextField form={state} name="familyNames" label={say('person.family')} value={identity.familyNames} />
      <DateField form={state} name="birthDate" label={say('person.born')} language={call.language} value={identity.birthDate ?? undefined} optional={call.language} />
      <Radios form={state} name="birthPrecision" label={say('person.precision')} value={identity.birthPrecision} choices={(['day', 'year', 'unknown'] as const).map((value) => ({ value, label: say(`precision.${value}`) }))} />
      <TextArea form={state} name="identityPapers" label={say('person.papers')} rows={2} value={identity.identityPapers} optional={call.language} />
      <Button>{say('person.save')}</Button>
    </Form>
  )
}

function Tasks({ call, person: { header, tasks, page: shown, hasMore }, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('tasks.title')}>
      {tasks.length === 0 ? <p class="quiet">{say('tasks.none')}</p> : (
        <FactList facts={tasks.map(({ id, what, dueOn, doneOn }) => [
          <>{what}{dueOn && <span class="quiet"> · {say('tasks.due')} {formatShortDay(dueOn, call.language)}</span>}</>,
          doneOn ? <Chip tone="good">{say('tasks.done')}</Chip> : <form method="post" action={`/files/${header.id}/tasks/${id}/finish`}><button class="ari-button ari-button--secondary" type="submit" aria-label={say('tasks.finish', { what })}>{say('tasks.done')}</button></form>,
        ])} />
      )}
      <MorePages language={call.language} list={{ page: shown, hasMore }} href={(page) => `/files/${header.id}/person?page=${page}`} />
      <Form call={call} form={state} action={`/files/${header.id}/tasks`}>
        <TextField form={state} name="what" label={say('tasks.what')} />
        <DateField form={state} name="dueOn" label={say('tasks.due')} language={call.language} optional={call.language} />
        <Button kind="secondary">{say('tasks.add')}</Button>
      </Form>
    </Card>
  )
}

const shared = {
  asks: showPerson,
  input: ({ params, query }: PageCall) => ({ file: params['file'], page: query['page'] }),
  leadsTo: ({ params }: PageCall) => `/files/${params['file'] ?? ''}/person`,
  says: ({ language }: PageCall) => words(language)('person.saved'),
}

export const personForm = form({
  ...shared,
  at: '/files/:file/person',
  view: (call, person, state) => <PersonPage call={call} person={person} form={state} sent="identity" />,
  does: changeIdentity,
  sends: ({ params }, { givenNames, familyNames, birthPrecision, identityPapers, version, ...fields }) => ({
    file: params['file'], givenNames, familyNames, birthPrecision, identityPapers, version, birthDate: dayFrom(fields, 'birthDate') ?? null,
  }),
})

export const exploitationForm = form({
  ...shared,
  at: '/files/:file/exploitation',
  view: (call, person, state) => <PersonPage call={call} person={person} form={state} sent="exploitation" />,
  does: changeExploitation,
  sends: ({ params }, { version, ...fields }) => ({ file: params['file'], version, ...exploitationFrom(fields) }),
})

export const formsForm = form({
  ...shared,
  at: '/files/:file/forms',
  view: (call, person, state) => <PersonPage call={call} person={person} form={state} sent="forms" />,
  does: changeForms,
  sends: ({ params }, { version, because, ...fields }) => ({ file: params['file'], version, because, forms: formsFrom(fields) }),
})

export const contactForm = form({
  ...shared,
  at: '/files/:file/contact',
  view: (call, person, state) => <PersonPage call={call} person={person} form={state} sent="contact" />,
  does: setSafeContact,
  sends: contactFrom,
})

export const taskForm = form({
  ...shared,
  at: '/files/:file/tasks',
  view: (call, person, state) => <PersonPage call={call} person={person} form={state} sent="task" />,
  does: addTask,
  sends: ({ params }, fields) => ({ file: params['file'], what: fields['what'], ...(dayFrom(fields, 'dueOn') ? { dueOn: dayFrom(fields, 'dueOn') } : {}) }),
})

export const finishTaskForm = form({
  ...shared,
  at: '/files/:file/tasks/:task/finish',
  view: (call, person, state) => <PersonPage call={call} person={person} form={state} sent="task" />,
  does: finishTaskRoute,
  sends: ({ params }) => ({ file: params['file'], task: params['task'] }),
})
