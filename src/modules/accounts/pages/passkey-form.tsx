import type { ComponentChildren } from 'preact'
import { ErrorSummary, PasskeyScript } from '#design'
import type { FormState, PageCall } from '#platform/doors/page'
import { words } from './words.ts'

type Props = {
  readonly call: PageCall
  readonly form: FormState
  readonly action: string
  /** Whether the device makes a key or shows one, and where its question comes from. */
  readonly asks: 'create' | 'get'
  readonly begin: string
  readonly label: string
  readonly secondary?: boolean
  readonly children?: ComponentChildren
}

/** A form whose answer comes from the device. The button is there once the script is; until then a sentence says what is missing. */
export function PasskeyForm({ call, form, action, asks, begin, label, secondary = false, children }: Props) {
  const say = words(call.language)
  return (
    <form method="post" action={action} novalidate data-passkey={asks} data-passkey-begin={begin}>
      <input type="hidden" name="once" value={form.once} />
      <input type="hidden" name="ceremony" value="" />
      <input type="hidden" name="answer" value="" />
      {children}
      <p class="quiet" data-passkey-missing="">{say('passkeys.no-script')}</p>
      <p class="notice notice--soon" role="alert" hidden data-passkey-status="">{say('passkeys.failed')}</p>
      <button type="submit" class={`ari-button${secondary ? ' ari-button--secondary' : ''}`} hidden>{label}</button>
      <PasskeyScript />
    </form>
  )
}

/** What was wrong with the answer of the device, above everything else on the page. */
export const PasskeyErrors = ({ call, form }: { readonly call: PageCall; readonly form: FormState }) => <ErrorSummary call={call} errors={form.errors} />
