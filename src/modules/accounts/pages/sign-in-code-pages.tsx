import { AppPage, Button, Form } from '#design'
import { form, type PageCall } from '#platform/doors/page'
import { openSessionByEnrolling, openSessionWithCode, showStartedSignIn } from '../actions/open-session-with-code.ts'
import { failedBefore } from './failed-before.ts'
import { carrying, localPath } from './local-path.ts'
import { RecoveryCodesPage } from './recovery-codes.tsx'
import { CodeField, SecretToEnrol } from './second-factor-parts.tsx'
import { words } from './words.ts'

const started = (call: PageCall) => ({ started: call.holds?.started ?? '' })

export const signInCodePage = form({
  at: '/sign-in/code',
  asks: showStartedSignIn,
  input: started,
  does: openSessionWithCode,
  sends: (call, { code }) => ({ ...started(call), code }),
  view: (call, { name }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('code.title')} narrow back={{ href: carrying('/sign-in', call.query) }}>
        <h1>{say('code.title')}</h1>
        <p>{say('code.about', { name })}</p>
        <Form call={call} form={state}>
          <CodeField call={call} form={state} hint={say('code.hint')} />
          <Button>{say('sign-in.do')}</Button>
        </Form>
        <p class="quiet small">{say('code.lost')}</p>
      </AppPage>
    )
  },
  leadsTo: (call) => localPath(call.query),
  says: failedBefore,
})

export const signInEnrolPage = form({
  at: '/sign-in/enrol',
  asks: showStartedSignIn,
  input: started,
  does: openSessionByEnrolling,
  sends: (call, { code }) => ({ ...started(call), code }),
  view: (call, { secret, picture }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('enrol.title')} narrow back={{ href: carrying('/sign-in', call.query) }}>
        <h1>{say('enrol.title')}</h1>
        <p>{say('enrol.required')}</p>
        {secret && <SecretToEnrol call={call} secret={secret} picture={picture} />}
        <Form call={call} form={state}>
          <CodeField call={call} form={state} hint={say('code.hint-first')} />
          <Button>{say('enrol.do')}</Button>
        </Form>
      </AppPage>
    )
  },
  leadsTo: (call) => localPath(call.query),
  shows: (call, { codes }) => <RecoveryCodesPage call={call} codes={codes} next={localPath(call.query)} />,
})
