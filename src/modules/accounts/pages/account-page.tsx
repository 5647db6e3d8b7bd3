import type { z } from 'zod'
import { AppPage, Button, Card, Chip, DataTable, FactList, Form, formatInstant, languageName, Select } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { languages } from '#vocabulary/language'
import { endEverySession } from '../actions/end-session.ts'
import { forgetBrowser } from '../actions/forget-browser.ts'
import { listOwnSessions, type OwnSessions } from '../actions/list-sessions.ts'
import { revokeSession } from '../actions/revoke-session.ts'
import { setLanguage } from '../actions/set-language.ts'
import { deviceInWords } from './device-in-words.ts'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly form: FormState; readonly own: z.infer<typeof OwnSessions> }

function AccountPage({ call, form: state, own }: Shown) {
  const say = words(call.language)
  const moment = (at: string) => formatInstant(at, call.language, call.installation.zone)
  return (
    <AppPage call={call} title={say('account.title')}>
      <h1>{say('account.title')}</h1>
      <Card><FactList facts={[[say('account.name'), call.actor?.name], [say('account.office'), call.actor?.officeName]]} /><p><a href="/account/password">{say('password.title')}</a></p><p><a href="/account/second-factor">{say('factor.title')}</a></p><p><a href="/account/passkeys">{say('passkeys.link')}</a></p><p><a href="/replacements">{say('account.replacements')}</a></p><p><a href="/approvals">{say('approvals.title')}</a></p><p><a href="/account/acts">{say('account.acts')}</a></p><p><a href="/account/notices">{say('notices.title')}</a></p></Card>
      <Card title={say('account.language')}>
        <Form call={call} form={state}>
          <Select form={state} name="language" label={say('account.language')} value={call.actor?.language}
            choices={languages.map((value) => ({ value, label: languageName(value, value) }))} />
          <Button>{say('account.save')}</Button>
        </Form>
      </Card>
      <Card title={say('account.sessions')}>
        <p class="quiet">{say('account.rule')}</p>
        <DataTable caption={say('account.sessions')} empty={say('account.none')}
          columns={[{ heading: say('account.device') }, { heading: say('account.started') }, { heading: say('account.last-used') }, { heading: say('account.ends') }, { heading: '' }]}
          rows={own.sessions.map(({ id, startedAt, lastUsedAt, endsAt, current, device, way }) => ({
            cells: [<>{deviceInWords(call, device)} <span class="quiet small">{say(`way.${way}`)}</span></>, moment(startedAt), moment(lastUsedAt), moment(endsAt),
              current ? <Chip>{say('account.this-one')}</Chip> : <a href={`/account/sessions/${id}`}>{say('account.end')}</a>],
          }))} />
        <form method="post" action="/account/sessions"><Button kind="secondary">{say('account.end-all')}</Button></form>
      </Card>
      <Card title={say('account.browsers')}>
        <p class="quiet">{say('account.browsers-about')}</p>
        <DataTable caption={say('account.browsers')} empty={say('account.no-browsers')}
          columns={[{ heading: say('account.device') }, { heading: say('account.signed-in') }, { heading: '' }]}
          rows={own.browsers.map(({ id, device, signedInAt, current }) => ({
            cells: [deviceInWords(call, device), moment(signedInAt), current ? <Chip>{say('account.this-one')}</Chip> : <a href={`/account/browsers/${id}`}>{say('account.forget')}</a>],
          }))} />
      </Card>
    </AppPage>
  )
}

export const accountPage = form({
  at: '/account',
  asks: listOwnSessions,
  input: () => ({}),
  view: (call, own, state) => <AccountPage call={call} form={state} own={own} />,
  does: setLanguage,
  // By way of the language menu's address, so that this browser follows what the person chose.
  leadsTo: (_call, { language }) => `/language/${language}?back=${encodeURIComponent('/account')}`,
  says: (_call, { language }) => words(language)('account.saved'),
})

export const endEverySessionPage = form({
  at: '/account/sessions',
  asks: listOwnSessions,
  input: () => ({}),
  view: (call, own, state) => <AccountPage call={call} form={state} own={own} />,
  does: endEverySession,
  sends: () => ({}),
  leadsTo: () => '/sign-in',
  says: (call) => words(call.language)('account.ended-all'),
})

export const revokeSessionPage = form({
  at: '/account/sessions/:session',
  asks: null,
  does: revokeSession,
  sends: ({ params }) => params,
  view: (call, _nothing, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('revoke.title')} narrow back={{ href: '/account' }}>
        <h1>{say('revoke.title')}</h1>
        <p>{say('revoke.about')}</p>
        <Form call={call} form={state}><Button kind="danger">{say('account.end')}</Button></Form>
      </AppPage>
    )
  },
  leadsTo: () => '/account',
  says: (call) => words(call.language)('revoke.done'),
})

export const forgetBrowserPage = form({
  at: '/account/browsers/:browser',
  asks: null,
  does: forgetBrowser,
  sends: ({ params }) => params,
  view: (call, _nothing, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('forget.title')} narrow back={{ href: '/account' }}>
        <h1>{say('forget.title')}</h1>
        <p>{say('forget.about')}</p>
        <Form call={call} form={state}><Button kind="danger">{say('account.forget')}</Button></Form>
      </AppPage>
    )
  },
  leadsTo: () => '/account',
  says: (call) => words(call.language)('forget.done'),
})
