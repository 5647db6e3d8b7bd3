import type { z } from 'zod'
import { AppPage, Button, ButtonLink, Card, Form, Notice, TextArea } from '#design'
import type { FormState, PageCall } from '#platform/doors/page'
import type { Second } from '../actions/list-offices.ts'
import type { AskedState, OpeningState } from '../actions/open-account.ts'
import type { ResetState } from '../actions/reset-sign-in.ts'
import { words } from './words.ts'

type Props<State> = { readonly call: PageCall; readonly state: State; readonly form: FormState; readonly to: string }

function AskSecond({ call, about, isWaiting, form: filled, to }: Omit<Props<never>, 'state'> & { readonly about: 'reset' | 'opening'; readonly isWaiting: boolean }) {
  const say = words(call.language)
  return (
    <Card title={say(`${about}.title`)}>
      <p>{say(`${about}.about`)}</p>
      {isWaiting ? <p class="strong">{say(`${about}.waiting`)}</p> : (
        <Form call={call} form={filled} action={to}>
          <TextArea form={filled} name="reason" label={say(`${about}.reason`)} hint={say(`${about}.reason-hint`)} />
          <Button kind="secondary">{say(`${about}.ask`)}</Button>
        </Form>
      )}
    </Card>
  )
}

/** Where a second person has to agree before somebody gets a new way in: what stands in the place of the buttons until then. */
export const AskReset = ({ state, ...rest }: Props<z.infer<typeof ResetState>>) =>
  (state === 'free' || state === 'approved' ? null : <AskSecond {...rest} about="reset" isWaiting={state === 'waiting'} />)

/** Where a second person has to agree before a closed account opens. */
export const AskOpening = ({ state, ...rest }: Props<z.infer<typeof OpeningState>>) =>
  (state === 'free' || state === 'open' ? null : <AskSecond {...rest} about="opening" isWaiting={state === 'waiting'} />)

type Hidden = { readonly hidden?: Readonly<Record<string, string>> }
type Beside = Omit<Props<z.infer<typeof AskedState>>, 'form'> & Hidden & { readonly label: string }
const fieldsOf = (hidden: Readonly<Record<string, string>>) => Object.entries(hidden).map(([name, value]) => <input type="hidden" name={name} value={value} />)

/** What is done at once where nobody has to be asked; else the way to the page that asks, or that the second person has not answered yet. */
export function AskBeside({ call, state, to, label, hidden = {} }: Beside) {
  if (state === 'waiting') return <p class="strong">{words(call.language)('beside.waiting')}</p>
  if (state === 'to-ask') return <ButtonLink kind="secondary" href={to}>{label}</ButtonLink>
  return <form method="post" action={to}>{fieldsOf(hidden)}<Button kind="secondary">{label}</Button></form>
}

type Asking = Hidden & { readonly call: PageCall; readonly form: FormState; readonly state: z.infer<typeof AskedState>; readonly title: string; readonly about: string; readonly name: string; readonly back: string }

/** The page that asks a second person for one thing. */
export function AskBesidePage({ call, form: filled, state, title, about, name, back, hidden = {} }: Asking) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={title} narrow back={{ href: back }}>
      <h1>{title}</h1>
      <p class="strong">{name}</p>
      <p>{about}</p>
      {state === 'waiting' ? <p class="strong">{say('beside.waiting')}</p> : (
        <Form call={call} form={filled}>
          {fieldsOf(hidden)}
          {state === 'to-ask' && <TextArea form={filled} name="reason" label={say('beside.reason')} hint={say('beside.reason-hint')} />}
          <Button>{state === 'to-ask' ? say('beside.ask') : title}</Button>
        </Form>
      )}
    </AppPage>
  )
}

/** The reason that a second person reads before an account opens; nothing where the country asks nobody. */
export const OpeningReason = ({ call, form, isAsked }: { readonly call: PageCall; readonly form: FormState; readonly isAsked: boolean }) => {
  const say = words(call.language)
  return isAsked ? <TextArea form={form} name="reason" label={say('opening.reason')} hint={say('opening.reason-hint')} /> : null
}

/** Who can agree, and what makes it possible where nobody can. */
export function WhoAgrees({ call, second: { isAsked, administrators, led } }: { readonly call: PageCall; readonly second: z.infer<typeof Second> }) {
  const say = words(call.language)
  if (!isAsked) return null
  return (
    <Notice tone={administrators === 0 ? 'soon' : 'calm'}>
      <p>{say('opening.rule')}</p>
      {administrators === 0 && <p>{say(led.length > 0 ? 'opening.alone-but-leads' : 'opening.alone')} <code>ariadne admin create</code></p>}
    </Notice>
  )
}
