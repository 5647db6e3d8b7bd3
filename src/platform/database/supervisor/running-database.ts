import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerSettings } from '../connect.ts'
import { superuser } from './create-cluster.ts'
import { databasePassword } from './database-password.ts'
import { readPostmasterFile } from './postmaster.ts'
import { isAlive, servesFolder } from './process-facts.ts'

/** The folder in which the database of a home lies: the home, or the one that it names. */
export function rootOf(home: string): string {
  const note = join(home, 'database-folder')
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : home
}

/** How to reach the database of a home that a server is working with at this moment; undefined when none is running. Nothing is started or stopped. */
export function runningDatabase(home: string): ServerSettings | undefined {
  const data = join(rootOf(home), 'database')
  const running = readPostmasterFile(data)
  if (!running?.isReady || !isAlive(running.pid) || !servesFolder(running.pid, data)) return undefined
  return { host: running.socket, port: 5432, user: superuser, password: databasePassword(home, true), database: 'ariadne' }
}
