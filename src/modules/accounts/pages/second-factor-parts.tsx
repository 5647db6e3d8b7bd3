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
      {picture && <p><Picture picture={picture} label={say('enrol.picture')} /></p>}
      <p>{say('enrol.by-hand')} <code>{secret.match(/.{1,4}/g)?.join(' ')}</code></p>
    </>
  )
}

/** The dark squares of the code, drawn into the page itself: a picture as an address of data would need an exception in the content policy. */
function Picture({ picture, label }: { readonly picture: string; readonly label: string }) {
  const box = /viewBox="([\d ]+)"/.exec(picture)?.[1]
  const squares = /stroke="[^"]*" d="([^"]+)"/.exec(picture)?.[1]
  return (
    <svg role="img" aria-label={label} viewBox={box} width="220" height="220" shape-rendering="crispEdges">
      <rect width="100%" height="100%" fill="#ffffff" />
      <path stroke="#000000" d={squares} />
    </svg>
  )
}

export const CodeField = ({ call, form, hint }: { readonly call: PageCall; readonly form: FormState; readonly hint: string }) => (
  <TextField form={form} name="code" label={words(call.language)('code.label')} hint={hint} width="medium" autocomplete="one-time-code" />
)
