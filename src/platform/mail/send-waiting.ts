import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { instant, type Instant } from '#vocabulary/instant'
import type { Composed, Message } from './message.ts'
import type { MailSettings } from './mail-settings.ts'
import { holdNext, postponeMail, settleMail, showMail, type Waiting } from './outbox-rows.ts'
import { deliver } from './smtp.ts'

/** Puts a mail of one kind together at the moment of sending; it may still say that it waits or may not go. */
export type Composer = (tx: Tx, about: string, at: { readonly now: Instant; readonly language: string }) => Promise<Composed>
export type Composers = Readonly<Record<string, Composer>>

export type Sender = { readonly db: Database; readonly clock: () => Date; readonly mail: MailSettings; readonly composers: Composers }

const minutes = 60_000
const backOff = [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60].map((count) => count * minutes)
const mostAtOnce = 200
/** A mail that finds no safe hour in a week is not sent any more: what it said may no longer be true. */
const longestWait = 7 * 24 * 60 * minutes

/**
 * Sends what waits, one mail in one transaction: the row stays locked until the other server has answered, so that of several
 * of ours only one sends it and a consent that is withdrawn meanwhile waits for it. Ends early when the mail server is away.
 */
export async function sendWaiting(sender: Sender): Promise<number> {
  let sent = 0
  for (let count = 0; count < mostAtOnce && sender.mail.leaves !== 'nowhere'; count += 1) {
    const outcome = await asMigrator(sender.db, (tx) => sendOne(sender, tx))
    if (outcome === 'nothing' || outcome === 'away') break
    if (outcome === 'sent') sent += 1
  }
  return sent
}

async function sendOne({ clock, mail, composers }: Sender, tx: Tx): Promise<'sent' | 'settled' | 'away' | 'nothing'> {
  const now = instant(clock())
  const row = await holdNext(tx, now)
  if (!row || mail.leaves === 'nowhere') return 'nothing'
  const composed = await (composers[row.kind] ?? drop)(tx, row.about, { now, language: row.language })
  const isOld = Date.parse(now) - Date.parse(row.queuedAt) > longestWait
  if (composed === 'drop' || (composed === 'later' && isOld)) {
    await settleMail(tx, row.id, 'dropped', { now })
    return 'settled'
  }
  if (composed === 'later') {
    await postponeMail(tx, row.id, { until: after(now, 15 * minutes), fault: null })
    return 'settled'
  }
  return mail.leaves === 'on-screen' ? show(tx, mail, row, composed, now) : hand(tx, mail, row, composed, now)
}

const drop: Composer = () => Promise.resolve('drop')
const after = (now: Instant, wait: number): Instant => instant(new Date(Date.parse(now) + wait))

async function show(tx: Tx, mail: Extract<MailSettings, { leaves: 'on-screen' }>, { id }: Waiting, message: Message, now: Instant): Promise<'sent'> {
  await showMail(tx, id, { ...message, sender: message.from === 'neutral' ? mail.neutral : mail.sender }, now)
  await settleMail(tx, id, 'sent', { now })
  return 'sent'
}

async function hand(tx: Tx, mail: Extract<MailSettings, { leaves: 'by-server' }>, { id, tries }: Waiting, message: Message, now: Instant): Promise<'sent' | 'settled' | 'away'> {
  const sender = message.from === 'neutral' ? mail.neutral : mail.sender
  if (sender === null) {
    await settleMail(tx, id, 'dead', { now, fault: 'ENOSENDER' })
    return 'settled'
  }
  const delivery = await deliver(mail.server, sender, id, message)
  if (delivery.went === 'sent') {
    await settleMail(tx, id, 'sent', { now })
    return 'sent'
  }
  const wait = backOff[tries]
  if (delivery.went === 'never' || wait === undefined) await settleMail(tx, id, 'dead', { now, fault: delivery.fault })
  else await postponeMail(tx, id, { until: after(now, wait), fault: delivery.fault })
  return delivery.isServer ? 'away' : 'settled'
}
