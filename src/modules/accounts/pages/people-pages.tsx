import type { z } from 'zod'
import { AppPage, Button, ButtonLink, Card, Chip, DataTable, FactList, Form, formatInstant, languageName, MorePages, NewsTiles, Notice, Radios, Select, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { languages } from '#vocabulary/language'
import { createAccount, inviteAccount } from '../actions/create-account.ts'
import { type AccountView, listPeople, type PersonView, showPerson } from '../actions/list-accounts.ts'
import { listOfficesToJoin } from '../actions/list-offices.ts'
import { setAccountActive } from '../actions/set-account-active.ts'
import { setAccountLead } from '../actions/set-account-lead.ts'
import { PersonKeys } from './person-keys.tsx'
import { AskBeside, AskBesidePage, AskOpening, AskReset, OpeningReason, WhoAgrees } from './ask-second.tsx'
import { words } from './words.ts'

type Person = z.infer<typeof AccountView>
type Shown = z.infer<typeof PersonView>
const isKeeper = (call: PageCall) => call.actor?.officeKind === 'administration'

export function AccountState({ call, person }: { readonly call: PageCall; readonly person: Person }) {
  const say = words(call.language)
  return (
    <>
      <Chip tone={person.active ? 'good' : person.waits ? 'soon' : 'plain'}>{say(person.active ? 'people.active' : person.waits ? 'people.waits' : 'people.closed')}</Chip>{' '}
      {person.lead && <Chip tone="calm">{say('people.leads')}</Chip>}{' '}
      {person.invitedUntil && person.invitedUntil > call.now && <span class="quiet small">{say('people.invited', { day: formatInstant(person.invitedUntil, call.language, call.installation.zone) })}</span>}
    </>
  )
}

export const peoplePage = page({
  at: '/people',
  asks: listPeople,
  menu: { order: 90, label: (language) => words(language)('people.title') },
  view: (call, { accounts, withoutLead, administrators, news, page: shown, hasMore }) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('people.title')}>
        <h1>{say('people.title')}</h1>
        <NewsTiles call={call} news={news} />
        {isKeeper(call) && <ButtonLink href="/people/new">{say('people.new')}</ButtonLink>}
        {administrators === 1 && <Notice tone="soon">{say('people.one-administrator')}</Notice>}
        {withoutLead.length > 0 && <Notice tone="soon"><p class="strong">{say('people.without-lead')}</p><ul class="list">{withoutLead.map((office) => <li>{office}</li>)}</ul></Notice>}
        <DataTable caption={say('people.title')} empty={say('people.none')}
          columns={[{ heading: say('people.name') }, { heading: say('people.login') }, { heading: say('people.office') }, { heading: say('people.state') }]}
          rows={accounts.map((person) => ({
            cells: [isKeeper(call) ? <a href={`/people/${person.id}`}>{person.name}</a> : person.name, person.login, person.officeName, <AccountState call={call} person={person} />],
          }))} />
        <MorePages language={call.language} list={{ page: shown, hasMore }} href={(number) => `/people?page=${number}`} />
      </AppPage>
    )
  },
})

export const invitationAddress = (call: PageCall, code: string) => `${call.installation.publicUrl.replace(/\/$/, '')}/invitation/${code}`

/** The address for whoever may hand it over; where a second person has to agree, it is made with the yes and shown to her. */
export const handOver = (call: PageCall, { code }: { readonly code: string | null }) =>
  (code === null ? words(call.language)('people.asked-second') : words(call.language)('people.code', { address: invitationAddress(call, code) }))

export const newPersonPage = form({
  at: '/people/new',
  asks: listOfficesToJoin,
  input: () => ({}),
  does: createAccount,
  view: (call, { offices, second }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('people.new')} narrow back={{ href: '/people' }}>
        <h1>{say('people.new')}</h1>
        <WhoAgrees call={call} second={second} />
        <Form call={call} form={state}>
          <TextField form={state} name="name" label={say('people.name')} />
          <TextField form={state} name="login" label={say('people.login')} hint={say('people.login-hint')} width="medium" />
          <Select form={state} name="office" label={say('people.office')} empty={say('people.choose')} choices={offices.map(({ id, name }) => ({ value: id, label: name }))} />
          <Select form={state} name="language" label={say('account.language')} value={call.language} choices={languages.map((value) => ({ value, label: languageName(value, value) }))} />
          <Radios form={state} name="lead" label={say('people.lead')} value="no" inline choices={[{ value: 'no', label: say('people.no') }, { value: 'yes', label: say('people.yes') }]} />
          <OpeningReason call={call} form={state} isAsked={second.isAsked} />
          <Button>{say('people.create')}</Button>
        </Form>
      </AppPage>
    )
  },
  leadsTo: () => '/people',
  says: handOver,
})

function PersonPage({ call, person, form: state }: { readonly call: PageCall; readonly person: Shown; readonly form: FormState }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={person.name} narrow back={{ href: '/people' }}>
      <h1>{person.name}</h1>
      <FactList facts={[[say('people.login'), person.login], [say('people.office'), person.officeName], [say('people.state'), <AccountState call={call} person={person} />]]} />
      <AskOpening call={call} state={person.opening} form={state} to={`/people/${person.id}/ask-opening`} />
      {(person.opening === 'open' || person.opening === 'free') && <Card title={say(person.active ? 'person.close' : 'person.open')}>
        {person.active && <p>{say('person.close-about')}</p>}
        <Form call={call} form={state} action={`/people/${person.id}`}>
          <input type="hidden" name="active" value={person.active ? 'no' : 'yes'} />
          <Button kind={person.active ? 'danger' : 'primary'}>{say(person.active ? 'person.close' : 'person.open')}</Button>
        </Form>
      </Card>}
      {(person.active || person.lead) && (
        <Card title={say(person.lead ? 'person.unlead' : 'person.lead')}>
          <p>{say(person.lead ? 'person.unlead-about' : 'person.lead-about', { office: person.officeName })}</p>
          <AskBeside call={call} state={person.leading} to={`/people/${person.id}/lead`} label={say(person.lead ? 'person.unlead' : 'person.lead')} hidden={{ lead: person.lead ? 'no' : 'yes' }} />
        </Card>
      )}
      <AskReset call={call} state={person.reset} form={state} to={`/people/${person.id}/ask-reset`} />
      {person.active && (
        <Card title={say('person.invite')}>
          <p>{say('person.invite-about')}</p>
          <AskBeside call={call} state={person.inviting} to={`/people/${person.id}/invitation`} label={say('person.invite')} />
        </Card>
      )}
      <PersonKeys call={call} person={person} />
    </AppPage>
  )
}

/** What every form about one account shows. */
export const personForm = {
  asks: showPerson,
  input: ({ params }: PageCall) => params,
  view: (call: PageCall, shown: Shown, state: FormState) => <PersonPage call={call} person={shown} form={state} />,
} as const

export const personPage = form({
  ...personForm,
  at: '/people/:account',
  does: setAccountActive,
  sends: ({ params }, { active }) => ({ account: params['account'], active }),
  leadsTo: (_call, { account }) => `/people/${account}`,
  says: (call, { active }) => words(call.language)(active ? 'person.opened' : 'person.closed'),
})

export const leadPersonPage = form({
  ...personForm,
  at: '/people/:account/lead',
  view: (call, person, state) => {
    const say = words(call.language)
    return <AskBesidePage call={call} form={state} state={person.leading} title={say(person.lead ? 'person.unlead' : 'person.lead')} about={say(person.lead ? 'person.unlead-about' : 'person.lead-about', { office: person.officeName })}
      name={person.name} back={`/people/${person.id}`} hidden={{ lead: person.lead ? 'no' : 'yes' }} />
  },
  does: setAccountLead,
  sends: ({ params }, { lead, reason = '' }) => ({ account: params['account'], lead, reason }),
  leadsTo: (_call, { account }) => `/people/${account}`,
  says: (call, { lead, waits }) => words(call.language)(waits ? 'person.lead-asked' : lead ? 'person.leads' : 'person.leads-no-longer'),
})

export const invitePersonPage = form({
  ...personForm,
  at: '/people/:account/invitation',
  view: (call, person, state) => <AskBesidePage call={call} form={state} state={person.inviting} title={words(call.language)('person.invite')} about={words(call.language)('person.invite-about')} name={person.name} back={`/people/${person.id}`} />,
  does: inviteAccount,
  sends: ({ params }, { reason = '' }) => ({ account: params['account'], reason }),
  leadsTo: (_call, { account }) => `/people/${account}`,
  says: handOver,
})
