import { AppPage, Button, Form } from '#design'
import { form } from '#platform/doors/page'
import { endOwnSession } from '../actions/end-session.ts'
import { words } from './words.ts'

export const signOutPage = form({
  at: '/sign-out',
  asks: null,
  does: endOwnSession,
  sends: () => ({}),
  view: (call, _nothing, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('sign-out.title')} narrow>
        <h1>{say('sign-out.title')}</h1>
        <p>{say('sign-out.about')}</p>
        <Form call={call} form={state}><Button>{say('sign-out.do')}</Button></Form>
      </AppPage>
    )
  },
  leadsTo: (_call, { provider, known }) => (provider || known ? '/signed-out' : '/sign-in'),
  says: (call, { known }) => (known ? undefined : words(call.language)('sign-out.done')),
})
