import { createTransport } from 'nodemailer'
import { bodyText, headerLine, MailAddress, type Message } from './message.ts'
import type { MailServer } from './mail-settings.ts'

/** What the other server said to a mail: taken, not now, or never. The code holds no address and no sentence. */
export type Delivery = { readonly went: 'sent' } | { readonly went: 'later' | 'never'; readonly fault: string; readonly isServer: boolean }

const patience = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000, dnsTimeout: 5_000 }
// The row of the mail is held meanwhile, and the database ends a transaction that is silent for a minute.
const longest = 40_000

/** Hands one mail to the server and says what came of it; never throws for what a network or a server does. */
export async function deliver(server: MailServer, sender: string, id: string, message: Message): Promise<Delivery> {
  const to = MailAddress.safeParse(message.to)
  const from = MailAddress.safeParse(sender)
  if (!to.success || !from.success) return { went: 'never', fault: 'EADDRESS', isServer: false }
  const domain = from.data.split('@')[1] ?? 'localhost'
  const transport = createTransport({
    host: server.host, port: server.port, secure: server.secure, requireTLS: server.mustEncrypt, ...patience,
    ...(server.user === null ? {} : { auth: { user: server.user, pass: server.password } }),
    // Else the machine would give its own name, which may say what it is for.
    name: domain,
  })
  const sending = transport.sendMail({
    from: { name: '', address: from.data }, to: { name: '', address: to.data }, envelope: { from: from.data, to: [to.data] },
    subject: headerLine(message.subject), text: bodyText(message.text),
    // The same at every try, so that a server that has it already can tell.
    messageId: `<${id}@${domain}>`, xMailer: false, disableFileAccess: true, disableUrlAccess: true,
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
  try {
    await inTime(sending)
    return { went: 'sent' }
  } catch (error) {
    return faultOf(error)
  } finally {
    transport.close()
  }
}

function inTime(sending: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), longest) })
  sending.catch(() => undefined)
  return Promise.race([sending, late]).finally(() => clearTimeout(timer))
}

/** A 5xx about the recipient or the message is final; everything else, wrong credentials too, may be put right and is tried again. */
function faultOf(error: unknown): Delivery {
  const has = (name: string): unknown => (typeof error === 'object' && error !== null && name in error ? (error as Record<string, unknown>)[name] : undefined)
  const code = typeof has('code') === 'string' ? String(has('code')).replace(/[^A-Z0-9_]/gi, '').slice(0, 40) : 'EUNKNOWN'
  const answer = typeof has('responseCode') === 'number' ? Number(has('responseCode')) : 0
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  return { went: isAboutMail && answer >= 500 ? 'never' : 'later', fault: answer === 0 ? code : `${code} ${answer}`, isServer: !isAboutMail }
}
