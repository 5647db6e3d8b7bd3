import type { z } from 'zod'
import { Button, Card, Form, TextArea } from '#design'
import type { FormState, PageCall } from '#platform/doors/page'
import type { ResetState } from '../actions/reset-sign-in.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly state: z.infer<typeof ResetState>; readonly form: FormState; readonly to: string }

/** Where a second person has to agree before somebody gets a new way in: what stands in the place of the buttons until then. */
export function AskReset({ call, state, form: filled, to }: Props) {
  const say = words(call.language)
  if (state === 'free' || state === 'approved') return null
  return (
    <Card title={say('reset.title')}>
      <p>{say('reset.about')}</p>
      {state === 'waiting' ? <p class="strong">{say('reset.waiting')}</p> : (
        <Form call={call} form={filled} action={to}>
          <TextArea form={filled} name="reason" label={say('reset.reason')} hint={say('reset.reason-hint')} />
          <Button kind="secondary">{say('reset.ask')}</Button>
        </Form>
      )}
    </Card>
  )
}
