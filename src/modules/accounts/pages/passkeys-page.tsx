import { AppPage, Button, Card, Chip, DataTable, Form, formatInstant, Notice, TextField } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import type { ValueOf } from '#platform/doors/route'
import { addPasskey, listPasskeys, removePasskey } from '../actions/own-passkeys.ts'
import { PasskeyErrors, PasskeyForm } from './passkey-form.tsx'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly form: FormState; readonly own: ValueOf<typeof listPasskeys> }

function PasskeysPage({ call, form: state, own: { passkeys } }: Shown) {
  const say = words(call.language)
  const moment = (at: string | null) => (at === null ? say('passkeys.never') : formatInstant(at, call.language, call.installation.zone))
  return (
    <AppPage call={call} title={say('passkeys.title')} back={{ href: '/account' }}>
      <PasskeyErrors call={call} form={state} />
      <h1>{say('passkeys.title')}</h1>
      <p class="measure">{say('passkeys.about')}</p>
      {passkeys.some(({ copiedAt }) => copiedAt !== null) && <Notice tone="late">{say('passkeys.copied-about')}</Notice>}
      <Card>
        <DataTable caption={say('passkeys.title')} empty={say('passkeys.none')}
          columns={[{ heading: say('passkeys.name') }, { heading: say('passkeys.added') }, { heading: say('passkeys.used') }, { heading: '' }]}
          rows={passkeys.map(({ id, name, addedAt, lastUsedAt, copiedAt }) => ({
            cells: [<>{name} {copiedAt !== null && <Chip tone="late">{say('passkeys.copied')}</Chip>}</>, moment(addedAt), moment(lastUsedAt), <a href={`/account/passkeys/${id}`}>{say('passkeys.remove')}</a>],
          }))} />
      </Card>
      <Card title={say('passkeys.add')}>
        <PasskeyForm call={call} form={state} action="/account/passkeys" asks="create" begin="/api/v1/account.begin-passkey" label={say('passkeys.add')}>
          <TextField form={state} name="name" label={say('passkeys.name')} hint={say('passkeys.name-hint')} width="medium" />
        </PasskeyForm>
      </Card>
    </AppPage>
  )
}

export const passkeysPage = form({
  at: '/account/passkeys',
  asks: listPasskeys,
  input: () => ({}),
  does: addPasskey,
  view: (call, own, state) => <PasskeysPage call={call} form={state} own={own} />,
  sends: (_call, { name, ceremony, answer }) => ({ name, ceremony, answer }),
  leadsTo: () => '/account/passkeys',
  says: (call) => words(call.language)('passkeys.done'),
})

export const removePasskeyPage = form({
  at: '/account/passkeys/:passkey',
  asks: null,
  does: removePasskey,
  sends: ({ params }) => params,
  view: (call, _nothing, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('passkeys.remove-title')} narrow back={{ href: '/account/passkeys' }}>
        <h1>{say('passkeys.remove-title')}</h1>
        <p>{say('passkeys.remove-about')}</p>
        <Form call={call} form={state}><Button kind="danger">{say('passkeys.remove')}</Button></Form>
      </AppPage>
    )
  },
  leadsTo: () => '/account/passkeys',
  says: (call) => words(call.language)('passkeys.removed'),
})
