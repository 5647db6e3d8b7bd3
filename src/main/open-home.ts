import { writeCommandLine } from '#platform/audit/own-line'
import type { Configuration } from '#platform/configuration'
import { connect, requireSupportedServer, type Database } from '#platform/database/connect'
import { migrate } from '#platform/database/migrate'
import { startEmbeddedPostgres } from '#platform/database/supervisor/embedded-postgres'
import { runningDatabase } from '#platform/database/supervisor/running-database'
import { instant } from '#vocabulary/instant'
import { openVault } from '#platform/vault/open-vault'
import { sealClearRows } from '#platform/vault/seal-clear-rows'
import { clearTables } from './clear-tables.ts'

export type Home = { readonly db: Database; readonly close: () => Promise<void> }

/** Opens the database that the settings name, or Ariadne's own, and brings it to this version. */
export async function openHome(settings: Configuration, say: (sentence: string) => void): Promise<Home> {
  const own = settings.DATABASE_URL ? null : await startEmbeddedPostgres({ home: settings.ARIADNE_HOME, log: say, handsOutJournal: settings.ARIADNE_JOURNAL !== undefined })
  const db = connect({ ...(own ? own.connection : { url: settings.DATABASE_URL ?? '' }), poolSize: settings.DATABASE_POOL })
  const close = async () => {
    await db.destroy()
    await own?.stop()
  }
  try {
    await requireSupportedServer(db)
    const ran = await migrate(db)
    if (ran.length > 0) say(`The database is at ${ran.at(-1) ?? ''} (${ran.length} migrations).`)
    await openVault(db, settings, say)
    await sealClearRows(db, clearTables, { say })
    await writeCommandLine(db, instant(new Date()))
    return { db, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The same for a command that may work beside a running server: it uses the database that the server started, and leaves it running. */
export async function joinHome(settings: Configuration, say: (sentence: string) => void): Promise<Home> {
  const running = settings.DATABASE_URL ? undefined : runningDatabase(settings.ARIADNE_HOME)
  if (!running) return openHome(settings, say)
  const db = connect({ ...running, poolSize: 2 })
  await writeCommandLine(db, instant(new Date()))
  return { db, close: () => db.destroy() }
}
