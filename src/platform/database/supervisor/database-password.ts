import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'

/** The password that only this home knows; made once, before the database that it opens. */
export function databasePassword(home: string, isThereData: boolean): string {
  const file = join(home, 'database-password')
  if (existsSync(file)) {
    const kept = readFileSync(file, 'utf8').trim()
    if (/^[0-9a-f]{64}$/.test(kept)) return kept
    if (isThereData) throw new DatabaseTrouble(`${file} does not hold the password of the database. Put back the file that belongs to this data, from the backup of ARIADNE_HOME.`)
  }
  if (isThereData) throw new DatabaseTrouble(`${file} is missing, and without it nobody can open the database beside it. Put it back from the backup of ARIADNE_HOME; the data are untouched.`)
  const password = randomBytes(32).toString('hex')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return password
}
