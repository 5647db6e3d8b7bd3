import { AppPage, Button, Form, TextField } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import type { ValueOf } from '#platform/doors/route'
import { confirmAsInvented, confirmWithCode, confirmWithPasskey, confirmWithPassword, showConfirming } from '../actions/confirm-session.ts'
import { carrying, localPath } from './local-path.ts'
import { PasskeyErrors, PasskeyForm } from './passkey-form.tsx'
import { words } from './words.ts'

type Ways = ValueOf<typeof showConfirming>
type Shown = { readonly call: PageCall; readonly form: FormState; readonly ways: Ways }

/** One thing at a time: what is typed into one of the forms says nothing about the others, so only one shows what was wrong. */
function ConfirmPage({ call, form: state, ways }: Shown) {
  const say = words(call.language)
  const at = (path: string) => carrying(path, call.query)
  const quiet: FormState = { ...state, errors: {} }
  const hasNone = !ways.passkey && !ways.code && !ways.password && !ways.demonstration
  return (
    <AppPage call={call} title={say('confirm.title')} narrow>
      <PasskeyErrors call={call} form={state} />
      <h1>{say('confirm.title')}</h1>
      <p>{say('confirm.about')}</p>
      {hasNone && <p>{say('confirm.none')}</p>}
      {ways.demonstration && (
        <Form call={call} form={quiet} action={at('/confirm/demo')}>
          <p class="quiet">{say('confirm.demo-about')}</p>
          <Button>{say('confirm.demo')}</Button>
        </Form>
      )}
      {ways.passkey && <PasskeyForm call={call} form={quiet} action={at('/confirm/passkey')} asks="get" begin="/api/v1/session.begin-confirming" label={say('passkeys.confirm')} secondary={ways.demonstration} />}
      {ways.code && (
        <Form call={call} form={quiet} action={at('/confirm/code')}>
          <TextField form={state} name="code" label={say('confirm.code')} width="medium" autocomplete="one-time-code" />
          <Button kind={ways.passkey ? 'secondary' : 'primary'}>{say('confirm.do')}</Button>
        </Form>
      )}
      {ways.password && (
        <Form call={call} form={quiet} action={at('/confirm')}>
          <TextField form={state} name="password" type="password" label={say('confirm.password')} width="medium" autocomplete="current-password" />
          <Button>{say('confirm.do')}</Button>
        </Form>
      )}
    </AppPage>
  )
}

const shared = {
  asks: showConfirming,
  input: () => ({}),
  view: (call: PageCall, ways: Ways, state: FormState) => <ConfirmPage call={call} form={state} ways={ways} />,
  leadsTo: (call: PageCall) => localPath(call.query),
  says: (call: PageCall) => words(call.language)('confirm.done'),
} as const

export const confirmPage = form({ ...shared, at: '/confirm', does: confirmWithPassword, sends: (_call, { password }) => ({ password }) })
export const confirmCodePage = form({ ...shared, at: '/confirm/code', does: confirmWithCode, sends: (_call, { code }) => ({ code }) })
export const confirmDemoPage = form({ ...shared, at: '/confirm/demo', does: confirmAsInvented, sends: () => ({}) })
export const confirmPasskeyPage = form({ ...shared, at: '/confirm/passkey', does: confirmWithPasskey, sends: (_call, { ceremony, answer }) => ({ ceremony, answer }) })
