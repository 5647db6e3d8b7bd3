import type { FastifyBaseLogger } from 'fastify'
import { markTold, noticeAddress, ownAddress, wishesDue } from '#accounts'
import { latestNotices, mayContact } from '#cases'
import { DatabaseAway } from '#platform/database/database-trouble'
import { asMigrator } from '#platform/database/transaction'
import type { Installation } from '#platform/doors/call'
import type { Door } from '#platform/doors/perform'
import { forgetSettledMail, queueMail } from '#platform/mail/outbox-rows'
import { neutralMail } from '#platform/mail/mail-settings'
import { sendWaiting, type Composers, type Sender } from '#platform/mail/send-waiting'
import { destinationOf, forgetAddresses, latestReferrals } from '#referral'
import { Language } from '#vocabulary/language'
import { instant } from '#vocabulary/instant'
import { words } from './words.ts'

const everySeconds = 10
const hour = 60 * 60_000

/** How a mail of each kind is put together at the moment at which it leaves. */
export const composersOf = (installation: Installation): Composers => ({
  digest: async (tx, account) => {
    const to = await noticeAddress(tx, account)
    if (!to) return 'drop'
    const say = words(to.language)
    const address = installation.publicUrl.replace(/\/$/, '')
    return { from: 'service', to: to.address, subject: say('mail.digest-subject'), text: say('mail.digest-text', { address }) }
  },
  // Of which change it is, and by whom, the person reads after signing in.
  'sign-in-changed': async (tx, account) => {
    const to = await ownAddress(tx, account)
    if (!to) return 'drop'
    const say = words(to.language)
    return { from: 'service', to: to.address, subject: say('mail.sign-in-subject'), text: say('mail.sign-in-text', { address: `${installation.publicUrl.replace(/\/$/, '')}/account/acts` }) }
  },
  rights: async (tx, sending, { now, language }) => {
    const neutral = neutralMail(installation.mail)
    const destination = await destinationOf(tx, sending)
    if (!neutral || !destination) return 'drop'
    // Asked once more at this moment: she may have said otherwise since, and it may be the wrong hour.
    const may = 'file' in destination ? await mayContact(tx, destination.file, 'mail', { now, zone: installation.zone }) : undefined
    if (may && !may.may) return may.because === 'not-now' ? 'later' : 'drop'
    const to = may ? may.way.value : 'address' in destination ? destination.address : ''
    const say = words(Language.catch('en').parse(language))
    return { from: 'neutral', to, subject: say('mail.rights-subject'), text: say('mail.rights-text', { address: `${neutral.url}/i/${language}` }) }
  },
})

/** Tells colleagues who asked for it that something waits for them: never what, and at most once an hour. */
export async function queueDigests({ db, clock }: Pick<Door, 'db' | 'clock'>): Promise<number> {
  const now = instant(clock())
  const hourAgo = instant(new Date(Date.parse(now) - hour))
  return asMigrator(db, async (tx) => {
    const wishes = await wishesDue(tx, hourAgo)
    if (wishes.length === 0) return 0
    const [notices, referrals] = [await latestNotices(tx, wishes), await latestReferrals(tx, wishes)]
    let queued = 0
    for (const { account, language, clocks, referrals: wantsReferrals, toldNotice, toldReferral } of wishes) {
      const [notice, referral] = [notices.get(account) ?? 0, referrals.get(account) ?? null]
      const isNews = (clocks && notice > toldNotice) || (wantsReferrals && referral !== null && referral > (toldReferral ?? ''))
      if (!isNews || !(await markTold(tx, account, { now, hourAgo, notice, referral }))) continue
      await queueMail(tx, { kind: 'digest', about: account, language, now })
      queued += 1
    }
    return queued
  })
}

/** Sends what waits, every ten seconds and once more when it stops. Several servers may do so at once: each mail is held by one. */
export function startMail({ db, clock, installation }: Door, log: FastifyBaseLogger): { readonly stop: () => Promise<void> } {
  const sender = { db, clock, mail: installation.mail, composers: composersOf(installation) }
  let running: Promise<unknown> = Promise.resolve()
  const go = () => { running = running.then(() => sendAndForget(sender)).catch((error: unknown) => { if (!(error instanceof DatabaseAway)) log.error({ error: error instanceof Error ? error.name : 'fault' }, 'mail') }) }
  const timer = setInterval(go, everySeconds * 1000)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}

/** Sends what waits, and then forgets the addresses that were kept for it alone. */
export async function sendAndForget(sender: Sender): Promise<number> {
  const sent = await sendWaiting(sender)
  await asMigrator(sender.db, forgetAddresses)
  return sent
}

/** Settled mail is forgotten after a month; it never held an address, and what was shown in an evaluation is invented. */
export const forgetOldMail = ({ db, clock }: Pick<Door, 'db' | 'clock'>): Promise<void> =>
  asMigrator(db, (tx) => forgetSettledMail(tx, instant(new Date(clock().getTime() - 30 * 24 * hour))))
