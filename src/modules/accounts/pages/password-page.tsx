import { AppPage, Button, Form, TextField } from '#design'
import { form } from '#platform/doors/page'
import { changePassword, showPassword } from '../actions/change-password.ts'
import { words } from './words.ts'

export const passwordPage = form({
  at: '/account/password',
  asks: showPassword,
  input: () => ({}),
  view: (call, { login, has }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('password.title')} narrow back={{ href: '/account' }}>
        <h1>{say('password.title')}</h1>
        {has ? (
          <>
            <p>{say('password.about')}</p>
            <Form call={call} form={state}>
              {/* For the browser's keeper of passwords, which wants to know whose it is. */}
              <input type="text" name="username" value={login} autocomplete="username" hidden readOnly />
              <TextField form={state} name="old" type="password" label={say('password.old')} width="medium" autocomplete="current-password" />
              <TextField form={state} name="password" type="password" label={say('invitation.password')} hint={say('invitation.hint')} width="medium" autocomplete="new-password" />
              <TextField form={state} name="again" type="password" label={say('invitation.again')} width="medium" autocomplete="new-password" />
              <Button>{say('password.do')}</Button>
            </Form>
          </>
        ) : <p>{say('password.none')}</p>}
      </AppPage>
    )
  },
  does: changePassword,
  sends: (_call, { old, password, again = '' }) => ({ old, password, again }),
  leadsTo: () => '/account',
  says: ({ language }) => words(language)('password.done'),
})
