import type { FastifyBaseLogger } from 'fastify'
import { tickClocks } from '#cases'
import { dropExpiredDrafts } from '#detection'
import { DatabaseAway } from '#platform/database/database-trouble'
import type { Door } from '#platform/doors/perform'
import { forgetOldMail, queueDigests } from './mail.ts'
import { addDays } from '#vocabulary/day'
import { dayIn, instant } from '#vocabulary/instant'

const everyMinutes = 10

/** Goes round now and every ten minutes: warnings, escalation, drafts that expired. Several servers may do so at once, since nothing is said twice. */
export function startRounds(door: Door, log: FastifyBaseLogger): { readonly stop: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  const go = () => { running = running.then(() => goRound(door)).catch((error: unknown) => { if (!(error instanceof DatabaseAway)) log.error({ error: String(error) }, 'round') }) }
  const timer = setInterval(go, everyMinutes * 60_000)
  go()
  return {
    stop: () => {
      clearInterval(timer)
      return running
    },
  }
}

/** One round: what has to be said today about clocks, and the drafts whose time is over. */
export async function goRound({ db, installation, clock }: Door): Promise<void> {
  const { country } = installation.pack
  const today = dayIn(installation.zone, instant(clock()))
  await tickClocks(db, today, { ...country.escalation, furthestWarning: Math.max(...country.warnings) })
  await queueDigests({ db, clock })
  await forgetOldMail({ db, clock })
  await dropExpiredDrafts(db, addDays(today, -installation.detection.rules.drafts.expireOnDay))
}
