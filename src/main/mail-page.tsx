import { z } from 'zod'
import { AppPage, Button, Card, DataTable, formatInstant, Notice, Tiles } from '#design'
import { form, page, type PageCall } from '#platform/doors/page'
import { route, type ValueOf } from '#platform/doors/route'
import { countSent, listOutbox, listShownMail, retryMail } from '#platform/mail/outbox-rows'
import { Instant } from '#vocabulary/instant'
import { writes } from '#vocabulary/place'
import { notFound } from '#vocabulary/refusal'
import { words } from './words.ts'

const Line = z.strictObject({ id: z.uuid(), kind: z.string(), queuedAt: Instant, nextAt: Instant, tries: z.number(), state: z.string(), settledAt: Instant.nullable(), fault: z.string().nullable() })
const Shown = z.strictObject({ id: z.uuid(), at: Instant, sender: z.string(), recipient: z.string(), subject: z.string(), body: z.string() })

export const listMail = route({
  name: 'mail.list',
  kind: 'ask',
  for: writes('accounts', 'charge'),
  about: 'What waits to be sent and what was given up, without whom it is for; in an evaluation, what would have left.',
  asks: z.strictObject({}),
  gives: z.strictObject({ leaves: z.enum(['by-server', 'on-screen', 'nowhere']), sent: z.number(), outbox: z.array(Line), shown: z.array(Shown) }),
  async answers({ tx, installation }) {
    return { leaves: installation.mail.leaves, sent: await countSent(tx), outbox: [...(await listOutbox(tx))], shown: installation.mode === 'evaluation' ? [...(await listShownMail(tx))] : [] }
  },
})

export const retryDeadMail = route({
  name: 'mail.retry',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Lets a mail that was given up wait again.',
  asks: z.strictObject({ mail: z.uuid() }),
  gives: z.strictObject({}),
  answers: async ({ tx, now }, { mail }) => ((await retryMail(tx, mail, now)) ? {} : notFound),
})

type List = ValueOf<typeof listMail>

function MailPage({ call, list }: { readonly call: PageCall; readonly list: List }) {
  const say = words(call.language)
  const moment = (at: Instant) => formatInstant(at, call.language, call.installation.zone)
  const of = (state: string) => list.outbox.filter((line) => line.state === state)
  return (
    <AppPage call={call} title={say('mail.title')}>
      <h1>{say('mail.title')}</h1>
      <Notice tone={list.leaves === 'by-server' ? 'good' : 'soon'}><p>{say(`mail.${list.leaves}`)}</p></Notice>
      <Tiles tiles={[{ count: list.sent, label: say('mail.sent') }, { count: of('waiting').length, label: say('mail.waiting') }, { count: of('dead').length, label: say('mail.dead'), tone: 'late' }]} />
      <Card title={say('mail.dead')}>
        <p class="quiet">{say('mail.no-content')}</p>
        <DataTable caption={say('mail.dead')} empty={say('mail.none')}
          columns={[{ heading: say('mail.kind') }, { heading: say('mail.queued') }, { heading: say('mail.fault') }, { heading: say('mail.tries'), number: true }, { heading: say('mail.again') }]}
          rows={of('dead').map(({ id, kind, queuedAt, fault, tries }) => ({
            cells: [say(`mail.kind-${kind}` as 'mail.kind-digest'), moment(queuedAt), <code>{fault}</code>, tries, <form method="post" action={`/mail/${id}/retry`}><Button kind="secondary">{say('mail.again')}</Button></form>],
          }))} />
      </Card>
      {of('waiting').length > 0 && (
        <Card title={say('mail.waiting')}>
          <DataTable caption={say('mail.waiting')} empty=""
            columns={[{ heading: say('mail.kind') }, { heading: say('mail.queued') }, { heading: say('mail.next') }, { heading: say('mail.fault') }]}
            rows={of('waiting').map(({ kind, queuedAt, nextAt, fault }) => ({ cells: [say(`mail.kind-${kind}` as 'mail.kind-digest'), moment(queuedAt), moment(nextAt), fault ?? ''] }))} />
        </Card>
      )}
      {list.leaves === 'on-screen' && (
        <Card title={say('mail.shown')}>
          <p class="quiet">{say('mail.shown-about')}</p>
          <DataTable caption={say('mail.shown')} empty={say('mail.none')}
            columns={[{ heading: say('mail.queued') }, { heading: say('mail.from-to') }, { heading: say('mail.says') }]}
            rows={list.shown.map(({ at, sender, recipient, subject, body }) => ({ cells: [moment(at), <>{sender}<br />→ {recipient}</>, <><span class="strong">{subject}</span>{body.split('\n').map((line) => <><br />{line}</>)}</>] }))} />
        </Card>
      )}
    </AppPage>
  )
}

export const mailPage = page({
  at: '/mail', asks: listMail, input: () => ({}), view: (call, list) => <MailPage call={call} list={list} />,
  menu: { order: 95, label: (language) => words(language)('mail.menu') },
})

export const retryMailForm = form({
  at: '/mail/:mail/retry', asks: listMail, input: () => ({}), view: (call, list) => <MailPage call={call} list={list} />,
  does: retryDeadMail, sends: ({ params }) => ({ mail: params['mail'] }), leadsTo: () => '/mail', says: ({ language }) => words(language)('mail.retried'),
})
