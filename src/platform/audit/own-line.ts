import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '#platform/database/connect'
import { inTransaction } from '#platform/database/transaction'
import type { Instant } from '#vocabulary/instant'
import { writeActLine, type ActOutcome } from './act-line.ts'

const commands = new AsyncLocalStorage<string>()

/** Lets the work of a command know the command's name, so that the first thing it does with a database is to leave its line there. */
export const asCommand = <T>(name: string, work: () => Promise<T>): Promise<T> => commands.run(`command.${name.replaceAll(' ', '-')}`, work)

/** The line of the command that is running: that it was begun, without an account and without its arguments; none where no command runs. */
export async function writeCommandLine(db: Database, now: Instant): Promise<void> {
  const route = commands.getStore()
  if (route !== undefined) await inTransaction(db, { actor: null }, (tx) => writeActLine({ tx, route, kind: 'command', actor: null, now, outcome: 'begun' }))
}

/** The line of a round that the installation made by itself. */
export const writeRoundLine = (db: Database, now: Instant, route: `round.${string}`, outcome: ActOutcome): Promise<void> =>
  inTransaction(db, { actor: null }, (tx) => writeActLine({ tx, route, kind: 'round', actor: null, now, outcome }))
