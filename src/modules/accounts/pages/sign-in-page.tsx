import type { z } from 'zod'
import { AppPage, Button, Card, Details, Form, TextField } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import type { OfficeKind } from '#vocabulary/office-kind'
import { listDemoAccounts, type ListedAccounts } from '../actions/list-demonstration-accounts.ts'
import { openDemoSession } from '../actions/open-demonstration-session.ts'
import { openSessionWithPasskey } from '../actions/open-session-with-passkey.ts'
import { openPasswordSession } from '../actions/open-session.ts'
import { failedBefore } from './failed-before.ts'
import { carrying, localPath } from './local-path.ts'
import { PasskeyForm } from './passkey-form.tsx'
import { ProviderPart } from './provider-pages.tsx'
import { words } from './words.ts'

type Listed = z.infer<typeof ListedAccounts>
type Person = Listed['accounts'][number]
type Shown = { readonly call: PageCall; readonly form: FormState }

const groups = ['detect', 'accompany', 'decide', 'oversee'] as const
const groupOf: Partial<Record<OfficeKind, (typeof groups)[number]>> = {
  'first-line': 'detect', 'reception-centre': 'accompany', guardian: 'accompany', 'immigration-office': 'decide', magistrate: 'decide',
}
const comesFor = ({ profession, officeKind }: Person) =>
  profession === 'police' || profession === 'inspection' || profession === 'public-prosecutor' || profession === 'labour-auditor'
    ? (`comes.${profession}` as const)
    : (`comes.${officeKind}` as const)

function SignInPage({ call, form: state, listed }: Shown & { readonly listed: Listed }) {
  const say = words(call.language)
  const isOpen = call.installation.mode === 'evaluation' && listed.accounts.length > 0
  const passkey = <PasskeyForm call={call} form={state} action={carrying('/sign-in/passkey', call.query)} asks="get" begin="/api/v1/session.begin-passkey" label={say('passkeys.sign-in')} secondary />
  const password = <><PasswordForm call={call} form={state} />{passkey}<ProviderPart call={call} /></>
  return (
    <AppPage call={call} title={say('sign-in.title')} narrow={!isOpen}>
      <h1>{say('sign-in.title')}</h1>
      {isOpen ? (
        <>
          <h2>{say('sign-in.demo')}</h2>
          <p>{say('sign-in.demo-about')}</p>
          {groups.map((group) => {
            const people = listed.accounts.filter(({ officeKind }) => (groupOf[officeKind] ?? 'oversee') === group)
            return people.length > 0 && <Card title={say(`group.${group}`)}><ul class="plain">{people.map((person) => <DemoPerson call={call} person={person} />)}</ul></Card>
          })}
          <Details summary={say('sign-in.with-password')} open={Object.keys(state.errors).length > 0 || call.query['trouble'] !== undefined}>{password}</Details>
        </>
      ) : password}
    </AppPage>
  )
}

function DemoPerson({ call, person }: { readonly call: PageCall; readonly person: Person }) {
  const say = words(call.language)
  return (
    <li>
      <form method="post" action={carrying('/sign-in/demo', call.query)}>
        <input type="hidden" name="account" value={person.login} />
        <p><span class="strong">{person.officeName}</span> <span class="quiet">· {say(comesFor(person))}</span></p>
        <Button kind="secondary">{say('sign-in.as', { name: person.name })}</Button>
      </form>
    </li>
  )
}

function PasswordForm({ call, form: state }: Shown) {
  const say = words(call.language)
  return (
    <>
      <Form call={call} form={state} action={carrying('/sign-in', call.query)}>
        <TextField form={state} name="login" label={say('sign-in.login')} width="medium" autocomplete="username" />
        <TextField form={state} name="password" type="password" label={say('sign-in.password')} width="medium" autocomplete="current-password" />
        <Button>{say('sign-in.do')}</Button>
      </Form>
      <p class="quiet small">{say('sign-in.lost')}</p>
    </>
  )
}

const shared = {
  asks: listDemoAccounts,
  input: () => ({}),
  view: (call: PageCall, listed: Listed, state: FormState) => <SignInPage call={call} form={state} listed={listed} />,
} as const

export const signInPage = form({
  ...shared, at: '/sign-in', does: openPasswordSession,
  leadsTo: (call, done) => ('started' in done ? carrying(done.needs === 'code' ? '/sign-in/code' : '/sign-in/enrol', call.query) : localPath(call.query)),
  says: failedBefore,
})
export const passkeySignInPage = form({
  ...shared, at: '/sign-in/passkey', does: openSessionWithPasskey, sends: (_call, { ceremony, answer }) => ({ ceremony, answer }),
  leadsTo: (call) => localPath(call.query), says: failedBefore,
})
export const demoSignInPage = form({ ...shared, at: '/sign-in/demo', does: openDemoSession, leadsTo: (call) => localPath(call.query) })
