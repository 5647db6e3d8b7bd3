import { TextField } from '#design'
import type { FormState, PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** The secret for a telephone: a picture to point its camera at, and the same as text for who cannot. */
export function SecretToEnrol({ call, secret, picture }: { readonly call: PageCall; readonly secret: string; readonly picture: string | null }) {
  const say = words(call.language)
  return (
    <>
      <ol class="list">
        <li>{say('enrol.install')}</li>
        <li>{say('enrol.scan')}</li>
        <li>{say('enrol.type')}</li>
      </ol>
      {picture && <p><img src={`data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`} width="220" height="220" alt={say('enrol.picture')} /></p>}
      <p>{say('enrol.by-hand')} <code>{secret.match(/.{1,4}/g)?.join(' ')}</code></p>
    </>
  )
}

export const CodeField = ({ call, form, hint }: { readonly call: PageCall; readonly form: FormState; readonly hint: string }) => (
  <TextField form={form} name="code" label={words(call.language)('code.label')} hint={hint} width="medium" autocomplete="one-time-code" />
)
