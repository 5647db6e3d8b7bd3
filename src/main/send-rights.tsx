import { z } from 'zod'
import { confirmations, FileHeader, FileHeaderView, FileTabs, mayContact, noteToldHerself, readFileHeader, refusalOfContact } from '#cases'
import { AppPage, Button, Card, DataTable, Form, formatInstant, languageName, Notice, Radios, Select, TextField } from '#design'
import { draftOf } from '#detection'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { route, type ValueOf } from '#platform/doors/route'
import { countTry } from '#platform/doors/slow-down'
import { neutralMail } from '#platform/mail/mail-settings'
import { MailAddress } from '#platform/mail/message'
import { queueMail } from '#platform/mail/outbox-rows'
import { vaultOf } from '#platform/vault/vault'
import { insertSending, listSendings, rightsLanguages } from '#referral'
import { FileId, ReportId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { reads, writes } from '#vocabulary/place'
import { isRefusal, refuse, type Refusal } from '#vocabulary/refusal'
import { words } from './words.ts'

const Ways = z.strictObject({
  /** The address to read out, which does not say what stands there. */
  shortAddress: z.string(),
  mail: z.enum(['may', 'nowhere', 'unknown', 'not-safe', 'unconfirmed', 'not-now']),
  languages: z.array(z.string()), language: z.string(),
  sent: z.array(z.strictObject({ language: z.string(), at: Instant })),
})
const ReportWays = Ways.extend({ report: ReportId })
const FileWays = Ways.extend({ header: FileHeaderView })

const ofInstallation = ({ installation }: Call, wanted: string | null | undefined) => {
  const languages = rightsLanguages(installation.rights)
  const neutral = neutralMail(installation.mail)
  return { languages: [...languages], language: languages.find((language) => language === wanted) ?? 'en', shortAddress: `${neutral?.url ?? installation.publicUrl.replace(/\/$/, '')}/i`, neutral }
}

export const showRightsOfReport = route({
  name: 'report.show-rights', kind: 'ask', for: reads('detection-report', 'own-report'),
  about: 'By which ways the rights sheet can reach the person of a report, and what would make a way possible.',
  asks: z.strictObject({ report: ReportId }), gives: ReportWays,
  async answers(call, { report }) {
    const row = await draftOf(call, report)
    if (isRefusal(row)) return row
    const { neutral, ...own } = ofInstallation(call, row.draft.language)
    return { ...own, report, mail: neutral ? 'may' as const : 'nowhere' as const, sent: (await listSendings(call.tx, { report })).map(({ language, at }) => ({ language, at })) }
  },
})

const mostInAnHour = { account: 20, address: 5 } as const

/** A mail to an address that somebody gave has a pace, for whoever sends and for whoever gets it: nobody is to be flooded in our name. */
async function refuseTooMany({ tx, actor, now }: Call<Actor>, address: string): Promise<Refusal | undefined> {
  for (const [whose, most] of [[`account|${actor.account}`, mostInAnHour.account], [`address|${address.toLowerCase()}`, mostInAnHour.address]] as const) {
    const wait = await countTry({ tx, now, of: vaultOf(tx).mark(`mail|${whose}`).toString('base64url'), at: 'mail to an address', tries: most, minutes: 60 })
    if (wait !== undefined) return refuse('rights-too-many', { status: 429, with: { count: wait } })
  }
  return undefined
}

export const sendRightsOfReport = route({
  name: 'report.send-rights', kind: 'act', for: writes('detection-report', 'own-report'),
  about: 'Sends the person of a report a mail that leads to her rights, to an address that she said is safe; the address is forgotten when the mail has left.',
  asks: z.strictObject({ report: ReportId, language: z.string().max(10), address: z.string().trim().max(254), confirmedHow: z.enum(confirmations).optional() }),
  gives: z.strictObject({ report: ReportId }),
  async answers(call, { report, language, address, confirmedHow }) {
    const { tx, now, installation } = call
    const row = await draftOf(call, report)
    if (isRefusal(row)) return row
    if (!neutralMail(installation.mail)) return refuse('rights-nowhere')
    if (!rightsLanguages(installation.rights).includes(language)) return refuse('rights-language', { field: 'language' })
    const to = MailAddress.safeParse(address)
    if (!to.success) return refuse('rights-address', { field: 'address' })
    if (confirmedHow === undefined) return refuse('rights-unconfirmed', { field: 'confirmedHow' })
    const tooMany = await refuseTooMany(call, to.data)
    if (tooMany) return tooMany
    const id = crypto.randomUUID()
    await insertSending(tx, { id, file: null, report, language, confirmedHow, address: to.data, at: now })
    await queueMail(tx, { kind: 'rights', about: id, restsOn: report, language, now })
    return { report }
  },
})

export const showRightsOfFile = route({
  name: 'contact.show-rights', kind: 'ask', for: writes('safe-contact', 'centre'),
  about: 'By which ways the rights sheet can reach the person of a file, and what would make a way possible.',
  asks: z.strictObject({ file: FileId }), gives: FileWays,
  async answers(call, { file }) {
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const { neutral, ...own } = ofInstallation(call, header.language)
    const may = await mayContact(call.tx, file, 'mail', { now: call.now, zone: call.installation.zone })
    return { ...own, header, mail: !neutral ? 'nowhere' as const : may.may ? 'may' as const : may.because, sent: (await listSendings(call.tx, { file })).map(({ language, at }) => ({ language, at })) }
  },
})

export const sendRightsOfFile = route({
  name: 'contact.send-rights', kind: 'act', for: writes('safe-contact', 'centre'),
  about: 'Sends the person of a file a mail that leads to her rights, if she called her mail safe; it waits for her hours, and whether it may go is asked again when it leaves.',
  asks: z.strictObject({ file: FileId, language: z.string().max(10) }),
  gives: z.strictObject({ file: FileId }),
  async answers(call, { file, language }) {
    const { tx, now, installation } = call
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    if (!neutralMail(installation.mail)) return refuse('rights-nowhere')
    if (!rightsLanguages(installation.rights).includes(language)) return refuse('rights-language', { field: 'language' })
    const may = await mayContact(tx, file, 'mail', { now, zone: installation.zone })
    const way = may.way
    if (!may.may && may.because !== 'not-now') return { ...refusalOfContact(may), refused: `cases:${refusalOfContact(may).refused}` }
    if (!way?.rule) return refuse('rights-unconfirmed')
    if (!MailAddress.safeParse(way.value).success) return refuse('rights-address')
    const tooMany = await refuseTooMany(call, way.value)
    if (tooMany) return tooMany
    const id = crypto.randomUUID()
    await insertSending(tx, { id, file, report: null, language, confirmedHow: way.rule.confirmedHow, at: now })
    await queueMail(tx, { kind: 'rights', about: id, restsOn: way.id, language, now })
    await noteToldHerself(call, file, { about: 'rights-sheet', fields: ['rights'] })
    return { file }
  },
})

type Shown = { readonly call: PageCall; readonly ways: z.infer<typeof Ways>; readonly state: FormState; readonly asksAddress: boolean }

function SendParts({ call, ways, state, asksAddress }: Shown) {
  const say = words(call.language)
  const isPossible = ways.mail === 'may' || ways.mail === 'not-now'
  return (
    <>
      <Card title={say('rights.by-mail')}>
        {call.installation.mail.leaves === 'on-screen' && <p class="quiet">{say('rights.on-screen')}</p>}
        {ways.mail !== 'may' && <Notice tone="soon"><p>{say(`rights.${ways.mail}`)}</p></Notice>}
        {isPossible && (
          <Form call={call} form={state}>
            <p>{say('rights.mail-about')}</p>
            <Select form={state} name="language" label={say('rights.language')} value={ways.language} choices={ways.languages.map((value) => ({ value, label: languageName(value, call.language) }))} />
            {asksAddress && <TextField form={state} name="address" label={say('rights.address')} hint={say('rights.address-hint')} />}
            {asksAddress && <Radios form={state} name="confirmedHow" label={say('rights.how')} choices={confirmations.map((value) => ({ value, label: say(`rights.how-${value}`) }))} />}
            <Button>{say('rights.send')}</Button>
          </Form>
        )}
        <DataTable caption={say('rights.sent')} empty={say('rights.none-sent')} columns={[{ heading: say('rights.sent') }, { heading: say('rights.language') }]}
          rows={ways.sent.map(({ language, at }) => ({ cells: [formatInstant(at, call.language, call.installation.zone), languageName(language, call.language)] }))} />
      </Card>
      <Card title={say('rights.by-text')}>
        <p>{say('rights.text-about')}</p>
        <p class="large"><code>{ways.shortAddress.replace(/^https?:\/\//, '')}</code></p>
      </Card>
      <Card title={say('rights.by-hand')}>
        <p>{ways.languages.map((language) => <><a href={`/rights/card/adult/${language}`} hreflang={language}>{languageName(language, call.language)} (PDF)</a>{' '}</>)}</p>
      </Card>
    </>
  )
}

export const reportRightsForm = form({
  at: '/reports/:report/rights', asks: showRightsOfReport, input: ({ params }) => ({ report: params['report'] }),
  view: (call, ways: ValueOf<typeof showRightsOfReport>, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('rights.title')} narrow back={{ href: '/reports' }}>
        <h1>{say('rights.title')}</h1>
        <SendParts call={call} ways={ways} state={state} asksAddress />
      </AppPage>
    )
  },
  does: sendRightsOfReport,
  sends: ({ params }, { language = '', address = '', confirmedHow }) => ({ report: params['report'], language, address, ...(confirmedHow ? { confirmedHow } : {}) }),
  leadsTo: ({ params }) => `/reports/${params['report'] ?? ''}/rights`, says: ({ language }) => words(language)('rights.queued'),
})

export const fileRightsForm = form({
  at: '/files/:file/rights', asks: showRightsOfFile, input: ({ params }) => ({ file: params['file'] }),
  view: (call, ways: ValueOf<typeof showRightsOfFile>, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('rights.title')}>
        <FileHeader call={call} header={ways.header} />
        <FileTabs call={call} file={ways.header.id} current="person" />
        <h2>{say('rights.title')}</h2>
        <SendParts call={call} ways={ways} state={state} asksAddress={false} />
      </AppPage>
    )
  },
  does: sendRightsOfFile,
  sends: ({ params }, { language = '' }) => ({ file: params['file'], language }),
  leadsTo: ({ params }) => `/files/${params['file'] ?? ''}/rights`, says: ({ language }) => words(language)('rights.queued'),
})
