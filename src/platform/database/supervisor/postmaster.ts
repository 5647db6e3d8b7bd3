import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'
import type { Binaries } from './binaries.ts'
import type { DatabasePlace } from './database-place.ts'
import { explainFailure } from './explain-failure.ts'
import { isAlive, isTaken, processesIn, servesFolder, until } from './process-facts.ts'
import { databaseEnvironment } from './run-program.ts'
import { as } from './unprivileged-user.ts'

/** A PostgreSQL that runs: its process and the folder of its socket. */
export type Postmaster = { readonly pid: number; readonly socket: string }

const settings = [
  'listen_addresses=', 'unix_socket_permissions=0700', 'fsync=on', 'full_page_writes=on', 'synchronous_commit=on',
  'max_connections=220', 'jit=off', 'TimeZone=UTC', 'log_timezone=UTC', 'cluster_name=ariadne', 'logging_collector=off',
]

/** What PostgreSQL itself wrote down about the process that serves this data. */
export function readPostmasterFile(data: string): (Postmaster & { readonly isReady: boolean }) | undefined {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid = '', , , , socket = '', , , status = ''] = readFileSync(file, 'utf8').split('\n')
  return { pid: Number(pid), socket: socket.trim(), isReady: status.trim() === 'ready' }
}

type StartSettings = { readonly socket: string; readonly log: (sentence: string) => void; readonly more?: readonly string[] }

/** Starts PostgreSQL and waits until it answers, which after a crash may take as long as reading its journal. */
export async function startPostmaster(place: DatabasePlace, binaries: Binaries, { socket, log, more = [] }: StartSettings): Promise<Postmaster> {
  await clearTraces(place.data, socket)
  const from = endOfJournal(place)
  const output = openSync(journalOf(place), 'a', 0o600)
  // Detached: Ctrl-C in a terminal reaches the whole group, and we want to finish our answers first.
  // To a file: PostgreSQL may outlive us, and a pipe would break.
  const child = spawn(binaries.postgres, ['-D', place.data, '-k', socket, ...[...settings, ...more].flatMap((setting) => ['-c', setting])], {
    ...as(place.user), cwd: '/', env: databaseEnvironment, detached: true, stdio: ['ignore', output, output],
  })
  closeSync(output)
  let ended: string | undefined
  child.on('error', (error) => { ended = error.message })
  child.on('exit', (code, signal) => { ended ??= `ended with ${code ?? signal}` })
  child.unref()
  const answers = () => ended !== undefined || isReady(place.data, child.pid)
  if (!(await until(answers, 10_000))) {
    log('PostgreSQL is putting its files in order after an interruption; this may take some minutes.')
    await until(answers, 3_600_000)
  }
  if (ended === undefined && child.pid !== undefined) return { pid: child.pid, socket }
  const said = `${saidSince(place, from)}\n${ended}`
  throw new DatabaseTrouble(explainFailure(said) ?? `PostgreSQL did not start: ${said.trim().slice(-1_500)}`)
}

/**
 * PostgreSQL refuses to start while the number in its file is in use, also when it was given to a stranger since, or when the
 * dead server was never collected. The file goes only when nothing works on the data any more.
 */
async function clearTraces(data: string, socket: string): Promise<void> {
  const left = readPostmasterFile(data)
  if (left && isAlive(left.pid) && servesFolder(left.pid, data)) return
  if (!(await until(() => processesIn(data).length === 0, 10_000))) {
    throw new DatabaseTrouble(`Processes of an earlier PostgreSQL still work in ${data} (${processesIn(data).join(', ')}). Stop them and start Ariadne again.`)
  }
  if (left && isTaken(left.pid)) rmSync(join(data, 'postmaster.pid'), { force: true })
  rmSync(join(socket, '.s.PGSQL.5432.lock'), { force: true })
}

/** Where PostgreSQL writes what it has to say. */
export const journalOf = (place: DatabasePlace): string => join(place.root, 'database.log')

/** A place in the journal, to be read from later. */
export function endOfJournal(place: DatabasePlace): number {
  const journal = journalOf(place)
  if (existsSync(journal) && statSync(journal).size > 10_000_000) rmSync(journal)
  return existsSync(journal) ? statSync(journal).size : 0
}

export const saidSince = (place: DatabasePlace, from: number): string => readFileSync(journalOf(place)).subarray(from).toString('utf8')

function isReady(data: string, pid: number | undefined): boolean {
  const file = readPostmasterFile(data)
  return file?.isReady === true && file.pid === pid
}

/** Stops PostgreSQL with everything written, or, when it does not listen, in ways from which it recovers at the next start. */
export async function stopPostmaster(pid: number, data: string, patience: number = 15_000): Promise<void> {
  for (const [signal, wait] of [['SIGINT', patience], ['SIGQUIT', Math.min(patience, 5_000)], ['SIGKILL', 5_000]] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has gone, or belongs to another user, which the last line tells.
    }
    if (await until(() => !isAlive(pid), wait)) {
      await until(() => processesIn(data).length === 0, 5_000)
      return
    }
  }
  throw new DatabaseTrouble(`The PostgreSQL that works in ${data} (process ${pid}) does not stop. Stop it by hand (kill ${pid}) and start Ariadne again.`)
}
