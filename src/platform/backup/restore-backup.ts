import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { clientSettings, connect, type ServerSettings } from '#platform/database/connect'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { migrate } from '#platform/database/migrate'
import { readArchive, type Head, type ReadPart } from './archive.ts'
import { openWith } from './sealed-stream.ts'
import { tablesOf, type TableToCopy } from './tables.ts'
import { copyText } from './write-backup.ts'

export type BackupToRestore = {
  readonly file: string
  readonly privateKey: string
  /** An empty database; nothing is ever written over data that are there. */
  readonly into: ServerSettings
  readonly home: string
  readonly say: (sentence: string) => void
}
export type Restored = { readonly at: string; readonly tables: number; readonly files: number; readonly bytes: number }

/** Brings a backup back into an empty database, all of it or nothing, reads back what was written, and then brings it to this version. */
export async function restoreBackup({ file, privateKey, into, home, say }: BackupToRestore): Promise<Restored> {
  const opened = openWith(privateKey)
  const plain = createGunzip()
  const flow = pipeline(createReadStream(file), opened, plain)
  // Its failure is told where the archive is read; without a listener it would end the process first.
  flow.catch(() => {})
  const archive = await readArchive(plain).catch(async (error: unknown) => { await flow; throw error })
  const db = connect({ ...into, poolSize: 4 })
  const client = new pg.Client(clientSettings(into))
  client.on('error', () => {})
  await client.connect()
  try {
    await requireEmpty(client)
    await migrate(db, { only: archive.head.migrations })
    const said = await load(client, archive.head, archive.parts(), home, say).catch(async (error: unknown) => {
      await client.query('rollback').catch(() => {})
      plain.destroy()
      await flow
      throw error
    })
    const ran = await migrate(db)
    if (ran.length > 0) say(`The backup is of an earlier version: ${ran.length} migrations brought it to this one.`)
    return { at: archive.head.at, ...said }
  } finally {
    await client.end().catch(() => {})
    await db.destroy()
  }
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('platform.migration') is not null as there`)
  if (rows[0]?.there) throw new DatabaseTrouble('There are data already. A backup is restored into an empty database only: give another ARIADNE_HOME or DATABASE_URL.')
}

async function load(client: pg.Client, head: Head, parts: AsyncIterable<ReadPart>, home: string, say: (sentence: string) => void): Promise<Omit<Restored, 'at'>> {
  await client.query('begin; set local role ariadne_migrator; set local idle_in_transaction_session_timeout = 0')
  const tables = await tablesOf(client)
  const byName = new Map(tables.map((table) => [table.name, table]))
  // What migrations put in is in the backup too. Copying in is refused where row security holds, and triggers have done their work before.
  if (tables.length > 0) await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`)
  for (const { name } of tables) await client.query(`alter table ${name} no force row level security; alter table ${name} disable trigger user`)
  const staged = join(home, '.restoring')
  let [count, files, bytes] = [0, 0, 0]
  for await (const part of parts) {
    if (part.kind === 'file') {
      bytes += await writeFileOf(part, home, staged)
      files += 1
      continue
    }
    const table = byName.get(part.name)
    if (!table) throw new DatabaseTrouble(`The backup holds the table ${part.name}, which this version of Ariadne does not know. Restore it with a later version.`)
    const its = await loadTable(client, { ...table, columns: part.columns }, part)
    bytes += its
    count += 1
    if (its > 10_000_000) say(`${part.name}: ${Math.round(its / 1_000_000)} MB`)
  }
  for (const { name, last } of head.sequences) if (last !== null) await client.query('select setval($1::regclass, $2::bigint)', [name, last])
  for (const { name, isForced } of tables) await client.query(`alter table ${name} enable trigger user${isForced ? `; alter table ${name} force row level security` : ''}`)
  await client.query('commit')
  // The rows are of no use without their keys, so these come last and are there when the rows are.
  if (files > 0) for (const entry of readdirSync(staged)) renameSync(join(staged, entry), join(home, entry))
  rmSync(staged, { recursive: true, force: true })
  return { tables: count, files, bytes }
}

async function loadTable(client: pg.Client, table: TableToCopy, part: ReadPart): Promise<number> {
  const [wanted, size] = [createHash('sha256'), { bytes: 0 }]
  async function* counted() {
    for await (const piece of part.content()) {
      wanted.update(piece)
      size.bytes += piece.length
      yield piece
    }
  }
  await pipeline(Readable.from(counted()), client.query(copyFrom(`copy ${table.name} (${table.columns.join(', ')}) from stdin`)))
  const found = createHash('sha256')
  for await (const piece of client.query(copyTo(copyText(table)))) found.update(piece as Buffer)
  if (found.digest('hex') !== wanted.digest('hex')) throw new DatabaseTrouble(`What was read back of ${table.name} is not what the backup holds. Nothing was kept.`)
  return size.bytes
}

async function writeFileOf(part: ReadPart & { readonly kind: 'file' }, home: string, staged: string): Promise<number> {
  const path = normalize(part.path)
  if (path.startsWith('..') || path.startsWith('/')) throw new DatabaseTrouble('The backup holds a file outside its own folder. Use another copy.')
  const [top = ''] = path.split('/')
  const target = join(staged, path)
  if (existsSync(join(home, top))) throw new DatabaseTrouble(`${join(home, top)} is there already. A backup is restored into an empty ARIADNE_HOME only.`)
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  const size = { bytes: 0 }
  async function* counted() {
    for await (const piece of part.content()) {
      size.bytes += piece.length
      yield piece
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(target, { mode: part.mode, flags: 'wx' }))
  return size.bytes
}
