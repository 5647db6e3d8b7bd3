import { createWriteStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { clientSettings, type ServerSettings } from '#platform/database/connect'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { Instant } from '#vocabulary/instant'
import { ArchiveWriter } from './archive.ts'
import { sealTo } from './sealed-stream.ts'
import { sequencesOf, tablesOf, type TableToCopy } from './tables.ts'

export type BackupToWrite = {
  readonly from: ServerSettings
  /** The folder of the installation, whose keys and attachments belong to the rows; null leaves them out. */
  readonly home: string | null
  readonly file: string
  /** The public key of whoever may read it. */
  readonly recipient: string
  readonly now: Date
  readonly say: (sentence: string) => void
}
export type WrittenBackup = { readonly tables: number; readonly files: number; readonly bytes: number; readonly sealedBytes: number }

/**
 * Writes all rows as they are in one moment, and the files that belong to them, sealed, while others go on working.
 * The file appears under its name only when it is whole and on the disk.
 */
export async function writeBackup({ from, home, file, recipient, now, say }: BackupToWrite): Promise<WrittenBackup> {
  if (existsSync(file)) throw new DatabaseTrouble(`${file} is there already. A backup is never written over another: give a new name.`)
  const seal = sealTo(recipient)
  const client = new pg.Client(clientSettings(from))
  client.on('error', () => {})
  await client.connect()
  const unfinished = `${file}.unfinished`
  try {
    await client.query('begin isolation level repeatable read read only; set local role ariadne_migrator; set local idle_in_transaction_session_timeout = 0')
    const out = new PassThrough()
    const written = pipeline(out, createGzip({ level: 6 }), seal, createWriteStream(unfinished, { mode: 0o600 }))
    const [said] = await Promise.all([writeParts(new ArchiveWriter(out), client, home, now, say).catch((error: unknown) => { out.destroy(error instanceof Error ? error : undefined); throw error }), written])
    await client.query('commit')
    await ontoTheDisk(unfinished)
    renameSync(unfinished, file)
    return { ...said, sealedBytes: statSync(file).size }
  } finally {
    rmSync(unfinished, { force: true })
    await client.end().catch(() => {})
  }
}

async function writeParts(writer: ArchiveWriter, client: pg.Client, home: string | null, now: Date, say: (sentence: string) => void): Promise<Omit<WrittenBackup, 'sealedBytes'>> {
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>('select name, checksum from platform.migration order by name')
  await writer.head({ at: Instant.parse(now.toISOString()), migrations, sequences: [...await sequencesOf(client)] })
  const tables = await tablesOf(client)
  let bytes = 0
  for (const table of tables) {
    const { bytes: its } = await writer.part({ kind: 'table', name: table.name, columns: [...table.columns] }, client.query(copyTo(copyText(table))))
    bytes += its
    if (its > 10_000_000) say(`${table.name}: ${Math.round(its / 1_000_000)} MB`)
  }
  const files = home === null ? [] : homeFiles(home)
  let carried = 0
  for (const path of files) {
    // An attachment that was taken away since the folder was read has no row in a later backup either.
    const file = await open(join(home ?? '', path)).catch(noneIfGone)
    if (!file) continue
    bytes += (await writer.part({ kind: 'file', path, mode: (await file.stat()).mode & 0o777 }, file.createReadStream())).bytes
    carried += 1
  }
  await writer.end()
  return { tables: tables.length, files: carried, bytes }
}

export const copyText = ({ name, selected }: Pick<TableToCopy, 'name' | 'selected'>): string => `copy (select ${selected} from ${name}) to stdout`

/** What the database keeps for itself, or what belongs to this one process. */
const notCarried = /^(database|database-password|database-folder|database\.log|run|journal-out|ariadne\.lock.*|\..*)$/

/** The files of a home that belong to its rows: keys, attachments, lists that were imported. */
export function homeFiles(home: string): readonly string[] {
  const within = (folder: string): readonly string[] => readdirSync(join(home, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.name.endsWith('.unfinished') || (folder === '' && notCarried.test(entry.name))) return []
    return entry.isDirectory() ? within(path) : entry.isFile() ? [path] : []
  })
  return existsSync(home) ? within('') : []
}

function noneIfGone(error: unknown): undefined {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

async function ontoTheDisk(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.sync()
  await handle.close()
}
