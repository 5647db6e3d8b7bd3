import { AppPage, Button, ButtonLink, Form, TextField } from '#design'
import { form } from '#platform/doors/page'
import { acceptInvitation, showInvitation } from '../actions/accept-invitation.ts'
import { words } from './words.ts'

export const invitationPage = form({
  at: '/invitation/:code',
  asks: showInvitation,
  input: ({ params }) => params,
  does: acceptInvitation,
  view: (call, { login, name }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('invitation.title', { name })} narrow>
        <h1>{say('invitation.title', { name })}</h1>
        <p>{say('invitation.about', { login })}</p>
        <Form call={call} form={state}>
          {/* For the browser's keeper of passwords, which wants to know whose it is. */}
          <input type="text" name="username" value={login} autocomplete="username" hidden readOnly />
          <TextField form={state} name="password" type="password" label={say('invitation.password')} hint={say('invitation.hint')} width="medium" autocomplete="new-password" />
          <TextField form={state} name="again" type="password" label={say('invitation.again')} width="medium" autocomplete="new-password" />
          <Button>{say('invitation.do')}</Button>
        </Form>
        {call.installation.signIn.provider && <p><ButtonLink kind="secondary" href={`/invitation/${call.params['code']}/provider`}>{say('invitation.by-provider', { name: call.installation.signIn.provider.name })}</ButtonLink></p>}
      </AppPage>
    )
  },
  sends: ({ params }, { password, again }) => ({ code: params['code'], password, again: again ?? '' }),
  leadsTo: () => '/sign-in',
  says: (call) => words(call.language)('invitation.done'),
})
