import { AppPage, Button, ButtonLink, Card, Checkboxes, Chip, DataTable, DateField, dayFrom, FactList, Form, formatInstant, Notice, Select, TextArea, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import type { ValueOf } from '#platform/doors/route'
import { listMachines, listOpenable, makeMachine, revokeMachine, showMachine, type MachineView } from '../actions/machines.ts'
import { OpeningReason, WhoAgrees } from './ask-second.tsx'
import { words } from './words.ts'

const stateOf = ({ revokedAt, until, waits }: MachineView, call: PageCall) => (revokedAt !== null ? 'revoked' : until <= call.now ? 'over' : waits ? 'waits' : 'open')
const moment = (call: PageCall, at: string) => formatInstant(at, call.language, call.installation.zone)

function State({ call, machine }: { readonly call: PageCall; readonly machine: MachineView }) {
  const state = stateOf(machine, call)
  return <Chip tone={state === 'open' ? 'good' : state === 'waits' ? 'soon' : 'plain'}>{words(call.language)(`machines.${state}`)}</Chip>
}

export const machinesPage = page({
  at: '/machines',
  asks: listMachines,
  input: () => ({}),
  menu: { order: 91, label: (language) => words(language)('machines.menu') },
  view: (call, { machines }) => {
    const say = words(call.language)
    const isKeeper = call.actor?.officeKind === 'administration'
    return (
      <AppPage call={call} title={say('machines.title')}>
        <h1>{say('machines.title')}</h1>
        <p class="measure">{say('machines.about')}</p>
        {isKeeper && <ButtonLink href="/machines/new">{say('machines.new')}</ButtonLink>}
        <DataTable caption={say('machines.title')} empty={say('machines.none')}
          columns={[{ heading: say('people.name') }, { heading: say('people.office') }, { heading: say('machines.until') }, { heading: say('machines.used') }, { heading: say('people.state') }]}
          rows={machines.map((machine) => ({
            cells: [isKeeper ? <a href={`/machines/${machine.id}`}>{machine.name}</a> : machine.name, machine.officeName, moment(call, machine.until),
              machine.lastUsedAt ? moment(call, machine.lastUsedAt) : say('passkeys.never'), <State call={call} machine={machine} />],
          }))} />
      </AppPage>
    )
  },
})

type Making = { readonly call: PageCall; readonly form: FormState; readonly open: ValueOf<typeof listOpenable> }

/** First the office, for it decides what a key may open; then the rest. */
function NewMachinePage({ call, form: state, open: { offices, office, routes, second } }: Making) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('machines.new')} narrow back={{ href: '/machines' }}>
      <h1>{say('machines.new')}</h1>
      <WhoAgrees call={call} second={second} />
      <form method="get" action="/machines/new">
        <Select form={{ ...state, errors: {} }} name="office" label={say('people.office')} empty={say('people.choose')} value={office?.id} choices={offices.map(({ id, name }) => ({ value: id, label: name }))} />
        <Button kind="secondary">{say('machines.choose')}</Button>
      </form>
      {office && routes.length === 0 && <p>{say('machines.nothing')}</p>}
      {office && routes.length > 0 && (
        <Form call={call} form={state} action={`/machines/new?office=${office.id}`}>
          <TextField form={state} name="name" label={say('machines.name')} hint={say('machines.name-hint')} />
          <Checkboxes form={state} name="routes" label={say('machines.routes')} choices={routes.map(({ name, about }) => ({ value: name, label: name, hint: about }))} />
          <DateField form={state} name="until" label={say('machines.until')} language={call.language} />
          <TextArea form={state} name="addresses" label={say('machines.from')} hint={say('machines.from-hint')} />
          <TextField form={state} name="perMinute" label={say('machines.pace')} width="short" value="120" />
          <OpeningReason call={call} form={state} isAsked={second.isAsked} />
          <Button>{say('machines.new')}</Button>
        </Form>
      )}
    </AppPage>
  )
}

export const newMachinePage = form({
  at: '/machines/new',
  asks: listOpenable,
  input: ({ query }) => (query['office'] ? { office: query['office'] } : {}),
  does: makeMachine,
  view: (call, open, state) => <NewMachinePage call={call} form={state} open={open} />,
  sends: ({ query }, fields) => ({
    name: fields['name'], routes: fields['routes'] ?? [], until: dayFrom(fields, 'until'), addresses: fields['addresses'] ?? '', perMinute: fields['perMinute'], reason: fields['reason'] ?? '', office: query['office'],
  }),
  leadsTo: () => '/machines',
  shows: (call, { key, waits }) => {
    const say = words(call.language)
    const title = say(waits ? 'machines.asked-title' : 'machines.made-title')
    return (
      <AppPage call={call} title={title} narrow back={{ href: '/machines' }}>
        <h1>{title}</h1>
        {waits ? <Notice tone="soon">{say('machines.made-waits')}</Notice> : (
          <>
            <p>{say('machines.made-about')}</p>
            <Card><FactList facts={[[say('machines.key'), <code>{key}</code>]]} /></Card>
          </>
        )}
      </AppPage>
    )
  },
})

export const machinePage = form({
  at: '/machines/:machine',
  asks: showMachine,
  input: ({ params }) => params,
  does: revokeMachine,
  sends: ({ params }) => params,
  view: (call, machine, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={machine.name} narrow back={{ href: '/machines' }}>
        <h1>{machine.name}</h1>
        <FactList facts={[
          [say('people.office'), machine.officeName], [say('people.state'), <State call={call} machine={machine} />], [say('machines.until'), moment(call, machine.until)],
          [say('machines.routes'), machine.routes.join(', ')], [say('machines.from'), machine.addresses.join(', ') || say('machines.any')], [say('machines.pace'), String(machine.perMinute)],
          [say('machines.made'), `${machine.madeBy ?? '–'}, ${moment(call, machine.madeAt)}`], [say('machines.used'), machine.lastUsedAt ? moment(call, machine.lastUsedAt) : say('passkeys.never')],
        ]} />
        {machine.revokedAt === null && (
          <Card title={say('machines.revoke')}>
            <p>{say('machines.revoke-about')}</p>
            <Form call={call} form={state}><Button kind="danger">{say('machines.revoke')}</Button></Form>
          </Card>
        )}
      </AppPage>
    )
  },
  leadsTo: () => '/machines',
  says: (call) => words(call.language)('machines.revoke-done'),
})
