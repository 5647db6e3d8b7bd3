import { mkdirSync, realpathSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { clientSettings, type ServerSettings } from '../connect.ts'
import { sqlState } from '../database-trouble.ts'
import { adoptOrphan } from './adopt-orphan.ts'
import { prepareBinaries } from './binaries.ts'
import { hasData } from './check-data.ts'
import { createCluster, superuser } from './create-cluster.ts'
import { databasePassword } from './database-password.ts'
import { forgetSocketFolder, placeOf, socketFolder } from './database-place.ts'
import { troubleOf } from './explain-failure.ts'
import { lockHome } from './home-lock.ts'
import { archiving } from './hand-out-journal.ts'
import { endOfJournal, type Postmaster, saidSince, startPostmaster, stopPostmaster } from './postmaster.ts'
import { isAlive } from './process-facts.ts'

type Log = (sentence: string) => void
export type EmbeddedPostgres = { readonly connection: ServerSettings; readonly stop: () => Promise<void> }

/**
 * Ariadne's own PostgreSQL on the data of a home: made at the first start, found again at the next, started anew when it dies.
 * What cannot be healed is thrown as a DatabaseTrouble that says what to do.
 */
export async function startEmbeddedPostgres({ home, log, handsOutJournal = false }: { readonly home: string; readonly log: Log; readonly handsOutJournal?: boolean }): Promise<EmbeddedPostgres> {
  const at = openFolder(home)
  const unlock = inWords(() => lockHome(at), `${home} cannot be locked`)
  try {
    return await startLocked(at, { log, handsOutJournal }, unlock)
  } catch (error) {
    unlock()
    throw troubleOf(error, 'The database did not start')
  }
}

async function startLocked(home: string, { log, handsOutJournal }: { readonly log: Log; readonly handsOutJournal: boolean }, unlock: () => void): Promise<EmbeddedPostgres> {
  const place = placeOf(home, log)
  const more = handsOutJournal ? archiving(place) : []
  const binaries = prepareBinaries(place.user, place.root)
  const isThere = hasData(place.data, binaries.version)
  const password = databasePassword(home, isThere)
  if (!isThere) await createCluster({ binaries, user: place.user, data: place.data, password, sync: true })
  const settingsAt = (socket: string, database = 'postgres'): ServerSettings => ({ host: socket, port: 5432, user: superuser, password, database })

  const from = endOfJournal(place)
  const orphan = isThere ? await adoptOrphan({ data: place.data, postgres: binaries.postgres, settingsAt }) : undefined
  if (orphan) log('The database was still running after an interruption and is used further.')
  const socket = orphan?.socket ?? socketFolder(place)
  const postmaster = orphan ?? (await startPostmaster(place, binaries, { socket, log, more }))
  const connection = settingsAt(socket, 'ariadne')
  try {
    await ensureDatabase(connection, settingsAt(socket))
  } catch (error) {
    await stopPostmaster(postmaster.pid, place.data, 3_000)
    // A server that starts and then cannot answer tells the reason in its journal, not to us.
    const reason = error instanceof Error ? error.message : String(error)
    throw troubleOf(new Error(`${reason}\n${saidSince(place, from)}`, { cause: error }), 'The database started and could not be opened')
  }
  const watch = watchOver(postmaster, () => startPostmaster(place, binaries, { socket, log, more }), log)
  const stop = async (): Promise<void> => {
    const last = await watch.end()
    if (last) await stopPostmaster(last.pid, place.data)
    forgetSocketFolder(socket, place)
    unlock()
  }
  let stopped: Promise<void> | undefined
  return { connection, stop: () => (stopped ??= stop()) }
}

function openFolder(home: string): string {
  return inWords(() => {
    mkdirSync(home, { recursive: true, mode: 0o700 })
    return realpathSync(home)
  }, `The folder ARIADNE_HOME (${home}) cannot be made`)
}

function inWords<T>(work: () => T, step: string): T {
  try {
    return work()
  } catch (error) {
    throw troubleOf(error, step)
  }
}

/** The first question to the server: it makes the database when it is missing, and finds damaged data before anybody works with them. */
async function ensureDatabase(wanted: ServerSettings, anyway: ServerSettings): Promise<void> {
  try {
    await ask(wanted, 'select 1')
  } catch (error) {
    if (sqlState(error) !== '3D000') throw error
    await ask(anyway, 'create database ariadne')
  }
}

async function ask(settings: ServerSettings, text: string): Promise<void> {
  const client = new pg.Client(clientSettings(settings))
  client.on('error', () => {})
  await client.connect()
  await client.query(text).finally(() => client.end())
}

/** Starts the server again when it dies under us, at once the first time and then ever more patiently. */
function watchOver(first: Postmaster, startAgain: () => Promise<Postmaster>, log: Log): { readonly end: () => Promise<Postmaster | undefined> } {
  let current: Postmaster | undefined = first
  const ending = new AbortController()
  // Watching alone keeps no process alive.
  const rest = (milliseconds: number) => pause(milliseconds, undefined, { ref: false, signal: ending.signal }).catch(() => {})
  const restart = async (failures: number): Promise<number> => {
    log('The database has stopped by itself and is being started again.')
    try {
      current = await startAgain()
      return 0
    } catch (error) {
      current = undefined
      log(troubleOf(error, 'The database did not start again').message)
      await rest(1_000 * Math.min(failures + 1, 30))
      return failures + 1
    }
  }
  const watching = (async () => {
    let failures = 0
    while (!ending.signal.aborted) {
      if (current && isAlive(current.pid)) await rest(250)
      else failures = await restart(failures)
    }
  })()
  return {
    end: async () => {
      ending.abort()
      await watching
      return current
    },
  }
}
