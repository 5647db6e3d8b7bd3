import { AppPage, Button, ButtonLink, Form } from '#design'
import { form } from '#platform/doors/page'
import { forgetThisBrowser } from '../actions/forget-browser.ts'
import { showProviderExit } from '../actions/open-provider-session.ts'
import { words } from './words.ts'

/** What is left to do on a device that others use, for whoever has signed out. */
export const signedOutPage = form({
  at: '/signed-out',
  asks: showProviderExit,
  input: () => ({}),
  view: (call, { address, name, known }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('signed-out.title')} narrow>
        <h1>{say('signed-out.title')}</h1>
        {address !== null && name !== null && (
          <>
            <p>{say('signed-out.provider', { name })}</p>
            <p><ButtonLink href={address} kind="secondary">{say('signed-out.leave', { name })}</ButtonLink></p>
          </>
        )}
        {known && (
          <>
            <h2>{say('signed-out.browser')}</h2>
            <p>{say('signed-out.browser-about')}</p>
            <Form call={call} form={state}><Button kind="secondary">{say('signed-out.forget')}</Button></Form>
          </>
        )}
        <p><a href="/sign-in">{say('signed-out.again')}</a></p>
      </AppPage>
    )
  },
  does: forgetThisBrowser,
  sends: () => ({}),
  leadsTo: () => '/sign-in',
  says: (call) => words(call.language)('signed-out.forgotten'),
})
