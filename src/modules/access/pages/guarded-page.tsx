import { AppPage, Button, ButtonLink, Card, Checkboxes, Chip, DataTable, Form, formatInstant, formatShortDay, Notice, Select, TextArea, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { appointGuardianRoute, letInAgainRoute, sealRoute, showGuarded, shutOutRoute, unsealRoute, type GuardView } from '../actions/guard-acts.ts'
import { askLettingInRoute, askLiftingRoute } from '../actions/guard-by-two.ts'
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
      {(guarded.maySeal || guarded.mayLift) && <Sealed call={call} guarded={guarded} form={state} />}
      {guarded.lifted.length > 0 && <Lifted call={call} guarded={guarded} form={state} />}
    </AppPage>
  )
}

/** A button that does one thing to one row, with its own name for whoever does not see the row. */
const RowAct = ({ call, form: state, action, label, name }: { readonly call: PageCall; readonly form: FormState; readonly action: string; readonly label: string; readonly name: string }) => (
  <Form call={call} form={state} action={action}><button class="ari-button ari-button--secondary" type="submit" aria-label={name}>{label}</button></Form>
)

/** What was asked already leads to the question, where it is answered or taken back. */
function Waits({ call, approval, about }: { readonly call: PageCall; readonly approval: string; readonly about: string }) {
  const waits = words(call.language)('second.waits')
  return <a href={`/approvals/${approval}`} aria-label={`${waits}: ${about}`}>{waits}</a>
}

function Conflicts({ call, guarded, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('conflict.title')}>
      <DataTable caption={say('conflict.title')} empty={say('conflict.none')}
        columns={[{ heading: say('guard.reference') }, { heading: say('guard.person') }, { heading: say('guard.reason') }, { heading: say('guard.since') }, { heading: say('guard.act') }]}
        rows={guarded.conflicts.map(({ id, reference, person, office, reason, setAt, ends, waits }) => ({ cells: [
          <span class="strong">{reference}</span>, <>{person}<br /><span class="quiet small">{office}</span></>, reason, formatInstant(setAt, call.language, call.installation.zone),
          ends === 'alone' ? <RowAct call={call} form={state} action={`/guarded/conflicts/${id}/end`} label={say('conflict.end')} name={say('conflict.end-of', { person, reference })} />
            : ends === 'by-two' && waits ? <Waits call={call} approval={waits} about={`${person}, ${reference}`} />
            : ends === 'by-two' ? <a href={`/guarded/conflicts/${id}/ask`} aria-label={say('conflict.ask-of', { person, reference })}>{say('conflict.ask')}</a>
              : <span class="quiet small">{say('conflict.not-here')}</span>,
        ] }))} />
      <p><ButtonLink href="/guarded/conflicts">{say('conflict.add')}</ButtonLink></p>
    </Card>
  )
}

function Sealed({ call, guarded, form: state }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('seal.title')}>
      {guarded.mayLift ? (
        <DataTable caption={say('seal.title')} empty={say('seal.none-anywhere')}
          columns={[{ heading: say('guard.reference') }, { heading: say('seal.office') }, { heading: say('guard.since') }, { heading: say('guard.act') }]}
          rows={guarded.sealed.map(({ id, reference, office, setAt, waits, nobodyLeft }) => ({ cells: [
            <span class="strong">{reference}</span>, <>{office}{nobodyLeft && <><br /><Chip tone="soon">{say('seal.nobody-left')}</Chip></>}</>, formatInstant(setAt, call.language, call.installation.zone),
            waits ? <Waits call={call} approval={waits} about={reference} /> : <a href={`/guarded/sealed/${id}/lift`} aria-label={say('seal.lift-of', { reference })}>{say('seal.lift')}</a>,
          ] }))} />
      ) : (
        <DataTable caption={say('seal.title')} empty={say('seal.none')}
          columns={[{ heading: say('guard.reference') }, { heading: say('seal.people') }, { heading: say('guard.reason') }, { heading: say('guard.since') }, { heading: say('guard.act') }]}
          rows={guarded.sealed.map(({ reference, people, reason, mayOpen, office, setAt }) => ({ cells: [
            <span class="strong">{reference}</span>, people.join(', '), mayOpen ? reason : <span class="quiet small">{say('seal.by', { office })}</span>, formatInstant(setAt, call.language, call.installation.zone),
            mayOpen ? <RowAct call={call} form={state} action={`/guarded/sealed/${reference}/open`} label={say('seal.open')} name={say('seal.open-of', { reference })} /> : '',
          ] }))} />
      )}
      {guarded.maySeal && <p><ButtonLink href="/guarded/sealed">{say('seal.add')}</ButtonLink></p>}
    </Card>
  )
}

/** What data protection opened again, for the office whose seal it was. */
function Lifted({ call, guarded }: Shown) {
  const say = words(call.language)
  const moment = (at: string) => formatInstant(at, call.language, call.installation.zone)
  return (
    <Card title={say('lifted.title')}>
      <DataTable caption={say('lifted.title')} empty="" columns={[{ heading: say('guard.reference') }, { heading: say('lifted.sealed') }, { heading: say('lifted.at') }]}
        rows={guarded.lifted.map(({ reference, sealedAt, liftedAt }) => ({ cells: [<span class="strong">{reference}</span>, moment(sealedAt), moment(liftedAt)] }))} />
    </Card>
  )
}

/** What data protection changes with a second person: one reason for her, and nothing happens before she says yes. */
function AskPage({ call, guarded, form: state, part }: Shown & { readonly part: 'conflict' | 'seal' }) {
  const say = words(call.language)
  const about = part === 'conflict' ? guarded.conflicts.find(({ id }) => id === call.params['conflict']) : guarded.sealed.find(({ id }) => id === call.params['seal'])
  const title = say(part === 'conflict' ? 'conflict.ask' : 'seal.lift')
  return (
    <AppPage call={call} title={title}>
      <h1>{title}</h1>
      {about && <p class="measure"><span class="strong">{about.reference}</span>, {'person' in about ? about.person : about.office}</p>}
      <p class="measure">{say(part === 'conflict' ? 'conflict.ask-hint' : 'seal.lift-hint')}</p>
      {about?.waits ? <Notice tone="soon"><p><Waits call={call} approval={about.waits} about={about.reference} /></p></Notice> : (
        <Form call={call} form={state}>
          <TextArea form={state} name="reason" label={say('second.reason')} rows={3} />
          <Button>{title}</Button>
        </Form>
      )}
    </AppPage>
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
const askOf = (part: 'conflict' | 'seal') => (call: PageCall, guarded: GuardView, state: FormState) => <AskPage call={call} guarded={guarded} form={state} part={part} />
const saying = (key: 'conflict.done' | 'conflict.ended' | 'seal.done' | 'seal.opened' | 'ward.done' | 'second.asked') => ({ language }: PageCall) => words(language)(key)

export const guardedPage = page({
  at: '/guarded', asks: showGuarded, input: () => ({}), view: (call, guarded) => listOf(call, guarded),
  menu: { order: 70, label: (language) => words(language)('guard.menu'), only: ['administration', 'data-protection'], leads: true },
})
export const conflictForm = form({ ...shared, at: '/guarded/conflicts', view: viewOf('conflict'), does: shutOutRoute, says: saying('conflict.done') })
export const endConflictForm = form({ ...shared, at: '/guarded/conflicts/:conflict/end', view: listOf, does: letInAgainRoute, sends: ({ params }) => ({ conflict: params['conflict'] }), says: saying('conflict.ended') })
export const askLettingInForm = form({
  ...shared, at: '/guarded/conflicts/:conflict/ask', view: askOf('conflict'), does: askLettingInRoute, sends: ({ params }, { reason }) => ({ conflict: params['conflict'], reason }), says: saying('second.asked'),
})
export const askLiftingForm = form({
  ...shared, at: '/guarded/sealed/:seal/lift', view: askOf('seal'), does: askLiftingRoute, sends: ({ params }, { reason }) => ({ seal: params['seal'], reason }), says: saying('second.asked'),
})
export const sealForm = form({ ...shared, at: '/guarded/sealed', view: viewOf('seal'), does: sealRoute, says: saying('seal.done') })
export const unsealForm = form({ ...shared, at: '/guarded/sealed/:reference/open', view: listOf, does: unsealRoute, sends: ({ params }) => ({ reference: params['reference'] }), says: saying('seal.opened') })
export const guardianForm = form({ ...shared, at: '/guarded/guardians', view: viewOf('ward'), does: appointGuardianRoute, says: saying('ward.done') })
