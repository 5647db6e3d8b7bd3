import type { FastifyBaseLogger } from 'fastify'
import { keepJournal } from '#platform/backup/journal'
import { ConfigurationFault, type Configuration } from '#platform/configuration'
import { journalSpool } from '#platform/database/supervisor/hand-out-journal'
import { rootOf } from '#platform/database/supervisor/running-database'

/** Carries the journal of Ariadne's own database away, sealed, where the settings ask for it. */
export function startJournal(settings: Configuration, log: FastifyBaseLogger): { readonly stop: () => Promise<void> } {
  const { ARIADNE_JOURNAL: folder, ARIADNE_BACKUP_RECIPIENT: recipient, ARIADNE_HOME: home, DATABASE_URL } = settings
  if (folder === undefined || DATABASE_URL !== undefined) return { stop: () => Promise.resolve() }
  if (recipient === undefined) throw new ConfigurationFault('ARIADNE_BACKUP_RECIPIENT: the journal in ARIADNE_JOURNAL is sealed to a key. Make one with "ariadne backup keygen" and set its public part here.')
  return keepJournal({ spool: journalSpool(rootOf(home)), folder, recipient }, log)
}
