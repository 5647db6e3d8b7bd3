import { AppPage, Button, ButtonLink, Card, Checkboxes, Chip, DataTable, Form, formatInstant, formatShortDay, Select, TextArea, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { appointGuardianRoute, letInAgainRoute, sealRoute, showGuarded, shutOutRoute, unsealRoute, type GuardView } from '../actions/guard-acts.ts'
import { words } from './words.ts'

type Part = 'conflict' | 'seal' | 'ward'
type Shown = { readonly call: PageCall; readonly guarded: GuardView; readonly form: FormState }

function GuardedPage({ call, guarded, form: state }: Shown) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('guard.title')}>
      <h1>{say('guard.title')}</h1>
      <p class="measure">{say('guard.intro')}</p>
      {guarded.mayAppoint && (
        <Card title={say('ward.title')}>
          <DataTable caption={say('ward.title')} empty={say('ward.none')} columns={[{ heading: say('guard.reference') }, { heading: say('ward.guardian') }, { heading: say('guard.since') }]}
            rows={guarded.wards.map(({ reference, guardian, since }) => ({ cells: [<span class="strong">{reference}</span>, guardian ?? <Chip tone="soon">{say('ward.nobody')}</Chip>, since ? formatShortDay(since, call.language) : ''] }))} />
          <p><ButtonLink href="/guarded/guardians">{say('ward.appoint')}</ButtonLink></p>
        </Card>
      )}
      <Conflicts call={call} guarded={guarded} form={state} />
      {guarded.maySeal && <Sealed call={call} guarded={guarded} form={state} />}
    </AppPage>
  )
}

/** A button that does one thing to one row, with its own name for whoever does not see the row. */
const RowAct = ({ call, form: state, action, label, name }: { readonly call: PageCall; readonly form: FormState; readonly action: string; readonly label: string; readonly name: string }) => (
  <Form call={call} form={state} action={action}><button class="ari-button ari-button--secondary" type="submit" aria-label={name}>{label}</button></Form>
)

function Conflicts({ call, guarded, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('conflict.title')}>
      <DataTable caption={say('conflict.title')} empty={say('conflict.none')}
        columns={[{ heading: say('guard.reference') }, { heading: say('guard.person') }, { heading: say('guard.reason') }, { heading: say('guard.since') }, { heading: say('guard.act') }]}
        rows={guarded.conflicts.map(({ id, reference, person, reason, setAt }) => ({ cells: [
          <span class="strong">{reference}</span>, person, reason, formatInstant(setAt, call.language, call.installation.zone),
          <RowAct call={call} form={state} action={`/guarded/conflicts/${id}/end`} label={say('conflict.end')} name={say('conflict.end-of', { person, reference })} />,
        ] }))} />
      <p><ButtonLink href="/guarded/conflicts">{say('conflict.add')}</ButtonLink></p>
    </Card>
  )
}

function Sealed({ call, guarded, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('seal.title')}>
      <DataTable caption={say('seal.title')} empty={say('seal.none')}
        columns={[{ heading: say('guard.reference') }, { heading: say('seal.people') }, { heading: say('guard.reason') }, { heading: say('guard.since') }, { heading: say('guard.act') }]}
        rows={guarded.sealed.map(({ reference, people, reason, mayOpen, setAt }) => ({ cells: [
          <span class="strong">{reference}</span>, people.join(', '), reason, formatInstant(setAt, call.language, call.installation.zone),
          mayOpen ? <RowAct call={call} form={state} action={`/guarded/sealed/${reference}/open`} label={say('seal.open')} name={say('seal.open-of', { reference })} /> : '',
        ] }))} />
      <p><ButtonLink href="/guarded/sealed">{say('seal.add')}</ButtonLink></p>
    </Card>
  )
}

/** One thing to set, on a page of its own. */
function SetPage({ call, guarded, form: state, part }: Shown & { readonly part: Part }) {
  const say = words(call.language)
  const title = say(part === 'conflict' ? 'conflict.add' : part === 'seal' ? 'seal.add' : 'ward.appoint')
  const people = guarded.colleagues.map(({ id, name, office }) => ({ value: id, label: `${name}, ${office}` }))
  return (
    <AppPage call={call} title={title}>
      <h1>{title}</h1>
      <Form call={call} form={state}>
        <TextField form={state} name="reference" label={say('guard.reference')} width="medium" />
        {part === 'seal'
          ? <Checkboxes form={state} name="people" label={say('seal.people')} hint={say('seal.people-hint')} choices={people} />
          : <Select form={state} name="account" label={say(part === 'ward' ? 'ward.guardian' : 'guard.person')} hint={part === 'ward' ? say('ward.hint') : undefined} empty="" choices={people} />}
        {part !== 'ward' && <TextArea form={state} name="reason" label={say('guard.reason')} rows={2} />}
        <Button>{title}</Button>
      </Form>
    </AppPage>
  )
}

const shared = { asks: showGuarded, input: () => ({}), leadsTo: () => '/guarded' } as const
const untouched: FormState = { values: {}, errors: {}, once: '', kept: false }
const viewOf = (part: Part) => (call: PageCall, guarded: GuardView, state: FormState) => <SetPage call={call} guarded={guarded} form={state} part={part} />
const listOf = (call: PageCall, guarded: GuardView, state: FormState = untouched) => <GuardedPage call={call} guarded={guarded} form={state} />
const saying = (key: 'conflict.done' | 'conflict.ended' | 'seal.done' | 'seal.opened' | 'ward.done') => ({ language }: PageCall) => words(language)(key)

export const guardedPage = page({
  at: '/guarded', asks: showGuarded, input: () => ({}), view: (call, guarded) => listOf(call, guarded),
  menu: { order: 70, label: (language) => words(language)('guard.menu'), only: ['administration', 'data-protection'], leads: true },
})
export const conflictForm = form({ ...shared, at: '/guarded/conflicts', view: viewOf('conflict'), does: shutOutRoute, says: saying('conflict.done') })
export const endConflictForm = form({ ...shared, at: '/guarded/conflicts/:conflict/end', view: listOf, does: letInAgainRoute, sends: ({ params }) => ({ conflict: params['conflict'] }), says: saying('conflict.ended') })
export const sealForm = form({ ...shared, at: '/guarded/sealed', view: viewOf('seal'), does: sealRoute, says: saying('seal.done') })
export const unsealForm = form({ ...shared, at: '/guarded/sealed/:reference/open', view: listOf, does: unsealRoute, sends: ({ params }) => ({ reference: params['reference'] }), says: saying('seal.opened') })
export const guardianForm = form({ ...shared, at: '/guarded/guardians', view: viewOf('ward'), does: appointGuardianRoute, says: saying('ward.done') })
