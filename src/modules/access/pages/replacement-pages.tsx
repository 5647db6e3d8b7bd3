import { AppPage, Button, ButtonLink, Card, Chip, DataTable, DateField, dayFrom, Form, formatShortDay, Notice, Select, TextArea } from '#design'
import { form, page, type Fields, type FormState, type PageCall } from '#platform/doors/page'
import { endReplacementRoute, movePerson, setReplacementRoute, showReplacements, workForRoute, type ReplacementView } from '../actions/replacement-acts.ts'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly view: ReplacementView; readonly form: FormState }
const untouched: FormState = { values: {}, errors: {}, once: '', kept: false }

function ListPage({ call, view, form: state }: Shown) {
  const say = words(call.language)
  const act = (action: string, label: string, name: string) => <Form call={call} form={state} action={action}><button class="ari-button ari-button--secondary" type="submit" aria-label={name}>{label}</button></Form>
  return (
    <AppPage call={call} title={say('replace.title')}>
      <h1>{say('replace.title')}</h1>
      <p class="measure">{say('replace.intro')}</p>
      {view.standsFor !== null && <Notice tone="soon">{say('replace.now', { name: view.standsFor })} {act('/replacements/own', say('replace.back'), say('replace.back'))}</Notice>}
      <Card>
        <DataTable caption={say('replace.title')} empty={say('replace.none')}
          columns={[{ heading: say('replace.absent') }, { heading: say('replace.stand-in') }, { heading: say('replace.days') }, { heading: say('guard.act') }]}
          rows={view.replacements.map(({ id, absent, standIn, firstOn, lastOn, isMine, holds }) => ({ cells: [
            absent, standIn, <>{formatShortDay(firstOn, call.language)} – {formatShortDay(lastOn, call.language)} {holds && <Chip tone="good">{say('replace.today')}</Chip>}</>,
            <>{isMine && holds && view.standsFor === null && act(`/replacements/${id}/work`, say('replace.work'), say('replace.work-for', { name: absent }))}{act(`/replacements/${id}/end`, say('replace.end'), say('replace.end-of', { absent, standIn }))}</>,
          ] }))} />
        {view.maySet && <p><ButtonLink href="/replacements/new">{say('replace.set')}</ButtonLink></p>}
        {view.mayMove && <p><ButtonLink href="/people/move">{say('move.title')}</ButtonLink></p>}
      </Card>
    </AppPage>
  )
}

const peopleOf = ({ people }: ReplacementView) => people.map(({ id, name, office }) => ({ value: id, label: `${name}, ${office}` }))

function SetPage({ call, view, form: state }: Shown) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('replace.set')}>
      <h1>{say('replace.set')}</h1>
      <Form call={call} form={state}>
        <Select form={state} name="absent" label={say('replace.absent')} empty="" choices={peopleOf(view)} />
        <Select form={state} name="standIn" label={say('replace.stand-in')} hint={say('replace.hint')} empty="" choices={peopleOf(view)} />
        <DateField form={state} name="from" label={say('replace.first')} language={call.language} value={call.today} />
        <DateField form={state} name="until" label={say('replace.last')} language={call.language} />
        {view.needsSecond && <TextArea form={state} name="reason" label={say('second.reason')} hint={say('second.replace')} />}
        <Button>{say('replace.set')}</Button>
      </Form>
    </AppPage>
  )
}

function MovePage({ call, view, form: state }: Shown) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('move.title')}>
      <h1>{say('move.title')}</h1>
      <Form call={call} form={state}>
        <Select form={state} name="account" label={say('guard.person')} empty="" choices={peopleOf(view)} />
        <Select form={state} name="office" label={say('move.office')} empty="" choices={view.offices.map(({ id, name }) => ({ value: id, label: name }))} />
        <DateField form={state} name="from" label={say('move.from')} hint={say('move.hint')} language={call.language} value={call.today} />
        {view.needsSecond && <TextArea form={state} name="reason" label={say('second.reason')} hint={say('second.move')} />}
        <Button>{say('move.title')}</Button>
      </Form>
    </AppPage>
  )
}

const shared = { asks: showReplacements, input: () => ({}), leadsTo: () => '/replacements' } as const
const list = (call: PageCall, view: ReplacementView, state: FormState = untouched) => <ListPage call={call} view={view} form={state} />
const days = (fields: Fields, ...names: readonly string[]) => Object.fromEntries(names.flatMap((name) => { const on = dayFrom(fields, name); return on ? [[name, on]] : [] }))

export const replacementsPage = page({ at: '/replacements', asks: showReplacements, input: () => ({}), view: (call, view) => list(call, view) })
export const setReplacementForm = form({
  ...shared, at: '/replacements/new', view: (call, view, state) => <SetPage call={call} view={view} form={state} />, does: setReplacementRoute,
  sends: (_, fields) => ({ absent: fields['absent'], standIn: fields['standIn'], ...days(fields, 'from', 'until'), reason: fields['reason'] ?? '' }), says: ({ language }, { waits }) => words(language)(waits ? 'second.asked' : 'replace.done'),
})
export const endReplacementForm = form({ ...shared, at: '/replacements/:replacement/end', view: list, does: endReplacementRoute, sends: ({ params }) => ({ replacement: params['replacement'] }) })
export const workForForm = form({ ...shared, at: '/replacements/:replacement/work', view: list, does: workForRoute, sends: ({ params }) => ({ replacement: params['replacement'] }) })
export const workAsOneselfForm = form({ ...shared, at: '/replacements/own', view: list, does: workForRoute, sends: () => ({ replacement: null }) })
export const moveForm = form({
  ...shared, at: '/people/move', view: (call, view, state) => <MovePage call={call} view={view} form={state} />, does: movePerson,
  sends: (_, fields) => ({ account: fields['account'], office: fields['office'], ...days(fields, 'from'), reason: fields['reason'] ?? '' }), says: ({ language }, { waits }) => words(language)(waits ? 'second.asked' : 'move.done'),
})
