import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseTrouble } from './database-trouble.ts'

export type MigrationFile = { readonly name: string; readonly text: string; readonly checksum: string }
export type MigrationRecord = { readonly name: string; readonly checksum: string; readonly ran_at: string }

/** Where Ariadne keeps its migrations. */
export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** Reads the migrations of a folder in their order; refuses names that have no order. */
export async function readMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  for (const [index, name] of names.entries()) {
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) throw new DatabaseTrouble(`The migration ${name} must be named like 0012-what-it-does.sql.`)
    const next = names[index + 1]
    if (next?.slice(0, 4) === name.slice(0, 4)) throw new DatabaseTrouble(`The migrations ${name} and ${next} have the same number; give one of them the next free number.`)
  }
  return Promise.all(names.map(async (name) => {
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
    return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
  }))
}

/** The files that have not run yet, in order; refuses when one that ran has since been edited or has disappeared. */
export function migrationsToRun(files: readonly MigrationFile[], ran: readonly MigrationRecord[]): readonly MigrationFile[] {
  const byName = new Map(files.map((file) => [file.name, file]))
  for (const record of ran) {
    const file = byName.get(record.name)
    if (!file) {
      throw new DatabaseTrouble(
        `This database has been through the migration ${record.name} (on ${record.ran_at.slice(0, 10)}), which this version of Ariadne does not have. Start the version that the database was last used with, or a later one.`,
      )
    }
    if (file.checksum !== record.checksum) {
      throw new DatabaseTrouble(
        `The migration ${record.name} was edited after it ran here (on ${record.ran_at.slice(0, 10)}). Put the file back as it was and write what is new in a migration of its own.`,
      )
    }
  }
  const done = new Set(ran.map((record) => record.name))
  return files.filter((file) => !done.has(file.name))
}

/** The files that another database has been through, such as the one that a backup was made of; refuses one that is unknown here or was edited. */
export function migrationsNamed(files: readonly MigrationFile[], wanted: readonly Pick<MigrationRecord, 'name' | 'checksum'>[]): readonly MigrationFile[] {
  return wanted.map(({ name, checksum }) => {
    const file = files.find((candidate) => candidate.name === name)
    if (!file) throw new DatabaseTrouble(`The rows have been through the migration ${name}, which this version of Ariadne does not have. Use the version that wrote them, or a later one.`)
    if (file.checksum !== checksum) throw new DatabaseTrouble(`The migration ${name} is not the one that the rows have been through. Use the version of Ariadne that wrote them, or a later one.`)
    return file
  }).toSorted((one, other) => one.name.localeCompare(other.name))
}
