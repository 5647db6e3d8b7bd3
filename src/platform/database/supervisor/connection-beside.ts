import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerSettings } from '../connect.ts'
import { superuser } from './create-cluster.ts'
import { databasePassword } from './database-password.ts'
import { readPostmasterFile } from './postmaster.ts'
import { isAlive, servesFolder } from './process-facts.ts'

/** How to reach the own database of a home that another process of Ariadne runs; undefined when nobody runs it. */
export function connectionBeside(home: string): ServerSettings | undefined {
  if (!existsSync(home)) return undefined
  const at = realpathSync(home)
  const noted = join(at, 'database-folder')
  const data = join(existsSync(noted) ? readFileSync(noted, 'utf8').trim() : at, 'database')
  const running = readPostmasterFile(data)
  if (!running?.isReady || !isAlive(running.pid) || !servesFolder(running.pid, data)) return undefined
  return { host: running.socket, port: 5432, user: superuser, password: databasePassword(at, true), database: 'ariadne' }
}
