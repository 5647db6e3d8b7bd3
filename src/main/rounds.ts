import type { FastifyBaseLogger } from 'fastify'
import { settleMemberships } from '#access'
import { forgetOldSessions } from '#accounts'
import { papersAmong, tickClocks } from '#cases'
import { dropExpiredDrafts } from '#detection'
import { dropExpiredOperations } from '#referral'
import { dropAbandonedDeliveries } from '#statistics'
import { writeRoundLine } from '#platform/audit/own-line'
import { DatabaseAway } from '#platform/database/database-trouble'
import { forgetOldForms } from '#platform/doors/forget-old'
import type { Door } from '#platform/doors/perform'
import { forgetOldMail, queueDigests } from './mail.ts'
import { addDays } from '#vocabulary/day'
import { dayIn, instant, type Instant } from '#vocabulary/instant'

const everyMinutes = 10

/** Goes round now and every ten minutes: warnings, escalation, drafts that expired. Several servers may do so at once, since nothing is said twice. */
export function startRounds(door: Door, log: FastifyBaseLogger, seal: () => Promise<void>): { readonly stop: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  const go = () => { running = running.then(() => goRound(door)).then(seal).catch((error: unknown) => { if (!(error instanceof DatabaseAway)) log.error({ error: String(error) }, 'round') }) }
  const timer = setInterval(go, everyMinutes * 60_000)
  go()
  return {
    stop: () => {
      clearInterval(timer)
      return running
    },
  }
}

/** One round: what has to be said today about clocks, mail that waits, and what has had its time: drafts, what nobody handed on from an operation, tokens and held forms, sessions. It leaves its line of record as any act does. */
export async function goRound(door: Door): Promise<void> {
  const now = instant(door.clock())
  try {
    await goRoundAt(door, now)
  } catch (error) {
    if (!(error instanceof DatabaseAway)) await writeRoundLine(door.db, now, 'round.go', 'fault').catch(() => undefined)
    throw error
  }
  await writeRoundLine(door.db, now, 'round.go', 'done')
}

async function goRoundAt({ db, installation, clock }: Door, now: Instant): Promise<void> {
  const { country } = installation.pack
  const today = dayIn(installation.zone, now)
  await settleMemberships(db, now)
  await tickClocks(db, today, { ...country.escalation, furthestWarning: Math.max(...country.warnings) })
  await queueDigests({ db, clock })
  await forgetOldMail({ db, clock })
  await forgetOldForms(db, now)
  await installation.attachments.sweep(db, now, papersAmong(db))
  await forgetOldSessions(db, now)
  await dropExpiredDrafts(db, addDays(today, -installation.detection.rules.drafts.expireOnDay))
  await dropExpiredOperations(db, { openedUpTo: addDays(today, -installation.forOperations.expireOnDay), zone: installation.zone })
  await dropAbandonedDeliveries(db, instant(new Date(Date.parse(now) - installation.counting.deliveries.draftsExpireAfterDays * 86_400_000)))
}
