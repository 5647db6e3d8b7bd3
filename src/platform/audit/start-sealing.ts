import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '#platform/database/connect'
import { DatabaseAway } from '#platform/database/database-trouble'
import type { HeadSigner } from './head-signer.ts'
import { sealLines } from './seal-lines.ts'

const everySeconds = 5

export type Sealing = {
  /** Seals now, after what is being sealed; a round or a backup asks for it. */
  readonly now: () => Promise<void>
  /** Seals what is left and ends. */
  readonly stop: () => Promise<void>
}

/** Seals every few seconds what was written since. A database that is away is waited for; any other failure is logged once until sealing works again. */
export function startSealing(db: Database, signer: HeadSigner, log: FastifyBaseLogger): Sealing {
  let running: Promise<void> = Promise.resolve()
  let isTroubled = false
  const seal = async (): Promise<void> => {
    try {
      await sealLines(db, signer)
      isTroubled = false
    } catch (error) {
      if (!isTroubled && !(error instanceof DatabaseAway)) log.error({ error: error instanceof Error ? error.message : String(error) }, 'the record of acts could not be sealed')
      isTroubled = true
    }
  }
  const now = (): Promise<void> => (running = running.then(seal))
  let isWaiting = false
  const timer = setInterval(() => {
    if (isWaiting) return
    isWaiting = true
    void now().finally(() => { isWaiting = false })
  }, everySeconds * 1_000)
  return {
    now,
    stop: () => {
      clearInterval(timer)
      return now()
    },
  }
}
