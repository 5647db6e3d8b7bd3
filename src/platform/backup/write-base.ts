import { createReadStream, createWriteStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { clientSettings, type ServerSettings } from '#platform/database/connect'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { Instant } from '#vocabulary/instant'
import { ArchiveWriter } from './archive.ts'
import { sealTo } from './sealed-stream.ts'
import { homeFiles } from './write-backup.ts'

export type BaseToWrite = {
  readonly from: ServerSettings; readonly home: string; readonly data: string
  readonly file: string; readonly recipient: string; readonly now: Date
}

/** What PostgreSQL makes anew or must not find: its lock, its journal (which comes from the archive), what is temporary. */
const notCopied = /^(postmaster\.(pid|opts)|pg_wal\/.|pg_replslot\/.|pg_dynshmem\/.|pg_notify\/.|pg_serial\/.|pg_snapshots\/.|pg_stat_tmp\/.|pg_subtrans\/.|.*\/pgsql_tmp.*|backup_label|tablespace_map)/

/**
 * Copies the files of Ariadne's own database while it works, sealed, as the base from which the journal leads to any later moment
 * (PostgreSQL's low-level base backup: `pg_backup_start`, copy, `pg_backup_stop`).
 */
export async function writeBase({ from, home, data, file, recipient, now }: BaseToWrite): Promise<{ readonly files: number; readonly bytes: number }> {
  if (existsSync(file)) throw new DatabaseTrouble(`${file} is there already. A backup is never written over another: give a new name.`)
  const seal = sealTo(recipient)
  const client = new pg.Client(clientSettings(from))
  client.on('error', () => {})
  await client.connect()
  const unfinished = `${file}.unfinished`
  try {
    await client.query('set idle_in_transaction_session_timeout = 0')
    await client.query("select pg_backup_start('ariadne', true)")
    const out = new PassThrough()
    const written = pipeline(out, createGzip({ level: 6 }), seal, createWriteStream(unfinished, { mode: 0o600 }))
    const copied = copyAll(new ArchiveWriter(out), client, { home, data, now }).catch((error: unknown) => {
      out.destroy(error instanceof Error ? error : undefined)
      throw error
    })
    const [said] = await Promise.all([copied, written])
    const handle = await open(unfinished, 'r+')
    await handle.sync()
    await handle.close()
    renameSync(unfinished, file)
    return said
  } finally {
    rmSync(unfinished, { force: true })
    await client.end().catch(() => {})
  }
}

async function copyAll(writer: ArchiveWriter, client: pg.Client, { home, data, now }: { readonly home: string; readonly data: string; readonly now: Date }): Promise<{ readonly files: number; readonly bytes: number }> {
  await writer.head({ at: Instant.parse(now.toISOString()), migrations: [], sequences: [] })
  let [files, bytes] = [0, 0]
  const put = async (path: string, content: Readable, mode: number) => {
    bytes += (await writer.part({ kind: 'file', path, mode }, content)).bytes
    files += 1
  }
  for (const path of filesUnder(data)) {
    const from = join(data, path)
    // A table that was dropped meanwhile is dropped by the journal too.
    if (existsSync(from)) await put(join('database', path), createReadStream(from), 0o600)
  }
  const { rows: [stopped] } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(true)')
  await put('database/backup_label', Readable.from([Buffer.from(stopped?.labelfile ?? '')]), 0o600)
  await put('database-password', createReadStream(join(home, 'database-password')), 0o600)
  for (const path of homeFiles(home)) await put(path, createReadStream(join(home, path)), statSync(join(home, path)).mode & 0o777)
  await writer.end()
  return { files, bytes }
}

function filesUnder(data: string): readonly string[] {
  const within = (folder: string): readonly string[] => readdirSync(join(data, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return within(path)
    return entry.isFile() && !notCopied.test(path) ? [path] : []
  })
  return within('')
}
