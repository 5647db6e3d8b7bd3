import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'

/** Tells whether there are data already; refuses, without touching anything, what is there and cannot be used. */
export function hasData(data: string, binariesVersion: string): boolean {
  if (!existsSync(data)) return false
  if (!statSync(data).isDirectory()) throw new DatabaseTrouble(`${data} should be the folder of the database and is a file. Move it away, or set ARIADNE_HOME to another folder.`)
  const holds = readdirSync(data)
  if (holds.length === 0) return false
  if (!holds.includes('PG_VERSION')) {
    throw new DatabaseTrouble(
      `${data} holds files, but its PG_VERSION is missing, so they are no whole database. Nothing was touched: keep the folder as it is, and restore the latest backup into an empty ARIADNE_HOME.`,
    )
  }
  const written = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim()
  const ours = binariesVersion.split('.')[0] ?? ''
  if (written !== ours) {
    throw new DatabaseTrouble(
      `The data in ${data} were written by PostgreSQL ${written || '(no version)'}, and this Ariadne comes with PostgreSQL ${ours}. Nothing was touched: start the version of Ariadne that wrote them and make a backup there, then restore it into an empty ARIADNE_HOME.`,
    )
  }
  return true
}
