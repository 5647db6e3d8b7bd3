import type { z } from 'zod'
import { AppPage, Button, Card, Form, formatInstant } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { confirmSecondFactor, proposeOwnSecondFactor, removeOwnSecondFactor, renewRecoveryCodes, showSecondFactor } from '../actions/second-factor.ts'
import { RecoveryCodesPage } from './recovery-codes.tsx'
import { CodeField, SecretToEnrol } from './second-factor-parts.tsx'
import { words } from './words.ts'

type Shown = z.infer<(typeof showSecondFactor)['gives']>
type Props = { readonly call: PageCall; readonly shown: Shown; readonly form: FormState }

const at = '/account/second-factor'

function SecondFactorPage({ call, shown, form: state }: Props) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('factor.title')} narrow back={{ href: '/account' }}>
      <h1>{say('factor.title')}</h1>
      {shown.since !== null ? <Standing call={call} shown={shown} form={state} /> : shown.secret !== null ? <Proposed call={call} shown={shown} form={state} /> : <None call={call} form={state} />}
    </AppPage>
  )
}

function None({ call, form: state }: Omit<Props, 'shown'>) {
  const say = words(call.language)
  return (
    <>
      <p>{say('factor.none')}</p>
      <Form call={call} form={state} action={`${at}/new`}><Button>{say('factor.set-up')}</Button></Form>
    </>
  )
}

function Proposed({ call, shown, form: state }: Props) {
  const say = words(call.language)
  return (
    <>
      <SecretToEnrol call={call} secret={shown.secret ?? ''} picture={shown.picture} />
      <Form call={call} form={state} action={at}>
        <CodeField call={call} form={state} hint={say('code.hint-first')} />
        <Button>{say('enrol.do')}</Button>
      </Form>
    </>
  )
}

/** One field for a code and two buttons: what the code is for is said by the button. */
function Standing({ call, shown, form: state }: Props) {
  const say = words(call.language)
  return (
    <>
      <p>{say('factor.since', { day: formatInstant(shown.since ?? '', call.language, call.installation.zone) })} {say('factor.codes-left', { count: shown.codesLeft })}</p>
      <Card title={say('factor.change')}>
        <p>{say(shown.required ? 'factor.remove-required' : 'factor.remove-about')}</p>
        <Form call={call} form={state} action={`${at}/codes`}>
          <CodeField call={call} form={state} hint={say('code.hint')} />
          <div class="buttons">
            <Button>{say('factor.renew')}</Button>{' '}
            <button type="submit" class="ari-button ari-button--warning" formaction={`${at}/remove`}>{say('factor.remove')}</button>
          </div>
        </Form>
      </Card>
    </>
  )
}

const shared = {
  asks: showSecondFactor,
  input: () => ({}),
  view: (call: PageCall, shown: Shown, state: FormState) => <SecondFactorPage call={call} shown={shown} form={state} />,
  leadsTo: () => at,
} as const

export const secondFactorPage = form({
  ...shared, at,
  does: confirmSecondFactor,
  shows: (call, { codes }) => <RecoveryCodesPage call={call} codes={codes} next={at} />,
})

export const newSecondFactorPage = form({ ...shared, at: `${at}/new`, does: proposeOwnSecondFactor, sends: () => ({}) })

export const recoveryCodesPage = form({
  ...shared, at: `${at}/codes`,
  does: renewRecoveryCodes,
  shows: (call, { codes }) => <RecoveryCodesPage call={call} codes={codes} next={at} />,
})

export const removeSecondFactorPage = form({
  ...shared, at: `${at}/remove`,
  does: removeOwnSecondFactor,
  leadsTo: (_call, { required }) => (required ? '/sign-in' : '/account'),
  says: (call, { required }) => words(call.language)(required ? 'factor.removed-required' : 'factor.removed'),
})
