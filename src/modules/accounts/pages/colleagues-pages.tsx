import type { z } from 'zod'
import { AppPage, Button, ButtonLink, Card, DataTable, FactList, Form, languageName, MorePages, Notice, Select, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { languages } from '#vocabulary/language'
import { createColleague, inviteColleague, listOwnColleagues, setColleagueActive, showColleague } from '../actions/colleagues.ts'

import { AccountState, handOver } from './people-pages.tsx'
import { AskBeside, AskBesidePage, AskOpening, AskReset, OpeningReason } from './ask-second.tsx'
import { words } from './words.ts'

export const colleaguesPage = page({
  at: '/office/people',
  asks: listOwnColleagues,
  menu: { order: 91, label: (language) => words(language)('office-people.menu'), only: [], leads: true },
  view: (call, { accounts, page: shown, hasMore }) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('office-people.title')}>
        <h1>{say('office-people.title')}</h1>
        <p>{say('office-people.about')}</p>
        <ButtonLink href="/office/people/new">{say('people.new')}</ButtonLink>
        <DataTable caption={say('office-people.title')} empty={say('people.none')}
          columns={[{ heading: say('people.name') }, { heading: say('people.login') }, { heading: say('people.state') }]}
          rows={accounts.map((person) => ({ cells: [<a href={`/office/people/${person.id}`}>{person.name}</a>, person.login, <AccountState call={call} person={person} />] }))} />
        <MorePages language={call.language} list={{ page: shown, hasMore }} href={(number) => `/office/people?page=${number}`} />
      </AppPage>
    )
  },
})

export const newColleaguePage = form({
  at: '/office/people/new',
  // The list is asked for its answer to who does not lead: nothing is here.
  asks: listOwnColleagues,
  input: () => ({}),
  does: createColleague,
  view: (call, { needsSecond }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('people.new')} narrow back={{ href: '/office/people' }}>
        <h1>{say('people.new')}</h1>
        {needsSecond && <Notice tone="calm">{say('opening.rule-in-office')}</Notice>}
        <Form call={call} form={state}>
          <TextField form={state} name="name" label={say('people.name')} />
          <TextField form={state} name="login" label={say('people.login')} hint={say('people.login-hint')} width="medium" />
          <Select form={state} name="language" label={say('account.language')} value={call.language} choices={languages.map((value) => ({ value, label: languageName(value, value) }))} />
          <OpeningReason call={call} form={state} isAsked={needsSecond} />
          <Button>{say('people.create')}</Button>
        </Form>
      </AppPage>
    )
  },
  leadsTo: () => '/office/people',
  says: handOver,
})

type Shown = { readonly call: PageCall; readonly person: z.infer<(typeof showColleague)['gives']>; readonly form: FormState }

function ColleaguePage({ call, person, form: state }: Shown) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={person.name} narrow back={{ href: '/office/people' }}>
      <h1>{person.name}</h1>
      <FactList facts={[[say('people.login'), person.login], [say('people.state'), <AccountState call={call} person={person} />]]} />
      <AskOpening call={call} state={person.opening} form={state} to={`/office/people/${person.id}/ask-opening`} />
      {(person.opening === 'open' || person.opening === 'free') && <Card title={say(person.active ? 'person.close' : 'person.open')}>
        {person.active && <p>{say('person.close-about')}</p>}
        <Form call={call} form={state} action={`/office/people/${person.id}`}>
          <input type="hidden" name="active" value={person.active ? 'no' : 'yes'} />
          <Button kind={person.active ? 'danger' : 'primary'}>{say(person.active ? 'person.close' : 'person.open')}</Button>
        </Form>
      </Card>}
      <AskReset call={call} state={person.reset} form={state} to={`/office/people/${person.id}/ask-reset`} />
      {person.active && (
        <Card title={say('person.invite')}>
          <p>{say('person.invite-about')}</p>
          <AskBeside call={call} state={person.inviting} to={`/office/people/${person.id}/invitation`} label={say('person.invite')} />
        </Card>
      )}
    </AppPage>
  )
}

/** What every form about one colleague shows. */
export const colleagueForm = {
  asks: showColleague,
  input: ({ params }: PageCall) => params,
  view: (call: PageCall, person: Shown['person'], state: FormState) => <ColleaguePage call={call} person={person} form={state} />,
  leadsTo: (_call: PageCall, { account }: { readonly account: string }) => `/office/people/${account}`,
} as const

export const colleaguePage = form({
  ...colleagueForm,
  at: '/office/people/:account',
  does: setColleagueActive,
  sends: ({ params }, { active }) => ({ account: params['account'], active }),
  says: (call, { active }) => words(call.language)(active ? 'person.opened' : 'person.closed'),
})

export const inviteColleaguePage = form({
  ...colleagueForm,
  at: '/office/people/:account/invitation',
  view: (call, person, state) => <AskBesidePage call={call} form={state} state={person.inviting} title={words(call.language)('person.invite')} about={words(call.language)('person.invite-about')} name={person.name} back={`/office/people/${person.id}`} />,
  does: inviteColleague, sends: ({ params }, { reason = '' }) => ({ account: params['account'], reason }), says: handOver,
})
