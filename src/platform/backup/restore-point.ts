import { chmodSync, chownSync, createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { placeOf } from '#platform/database/supervisor/database-place'
import { readArchive } from './archive.ts'
import { openWith } from './sealed-stream.ts'

export type PointToRestore = {
  readonly base: string
  readonly privateKey: string
  /** The folder of the sealed journal, and the last moment that counts. */
  readonly journal: string
  readonly until: Date
  /** An empty ARIADNE_HOME. */
  readonly home: string
}

/**
 * Lays a base and its journal into an empty home, so that the database's next start leads to the moment and goes on from there.
 * Answers how many pieces of the journal there were, and how to forget them once the database has started.
 */
export async function layPoint({ base, privateKey, journal, until, home }: PointToRestore): Promise<{ readonly pieces: number; readonly forget: () => void }> {
  if (existsSync(home) && readdirSync(home).length > 0) throw new DatabaseTrouble(`${home} is not empty. A backup is restored into an empty ARIADNE_HOME only.`)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const place = placeOf(home, () => {})
  const data = join(place.root, 'database')
  for (const folder of [data, ...emptyFolders.map((name) => join(data, name))]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  await layFiles(base, privateKey, { home, root: place.root })
  const pieces = await openJournal(journal, privateKey, join(data, 'ariadne-journal'))
  // Anything after this moment is left out; the database then goes on along a new line of time.
  const recovery = [
    `restore_command = 'cp "${join(data, 'ariadne-journal')}/%f" "%p"'`,
    `recovery_target_time = '${until.toISOString().replace('T', ' ').replace('Z', '+00')}'`, "recovery_target_action = 'promote'", "recovery_target_inclusive = 'true'",
    // Nobody is let in before the moment is reached.
    "hot_standby = 'off'",
  ]
  writeFileSync(join(data, 'postgresql.auto.conf'), `${recovery.join('\n')}\n`, { mode: 0o600 })
  writeFileSync(join(data, 'recovery.signal'), '', { mode: 0o600 })
  if (place.user) own(data, place.user)
  return {
    pieces,
    forget: () => {
      rmSync(join(data, 'ariadne-journal'), { recursive: true, force: true })
      writeFileSync(join(data, 'postgresql.auto.conf'), '')
    },
  }
}

/** Folders that PostgreSQL wants to find though nothing of them is copied. */
const emptyFolders = ['pg_wal/archive_status', 'pg_wal/summaries', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat', 'pg_stat_tmp', 'pg_subtrans', 'pg_tblspc', 'pg_twophase', 'pg_commit_ts', 'pg_logical/snapshots', 'pg_logical/mappings']

async function layFiles(base: string, privateKey: string, { home, root }: { readonly home: string; readonly root: string }): Promise<void> {
  const plain = createGunzip()
  const flow = pipeline(createReadStream(base), openWith(privateKey), plain)
  flow.catch(() => {})
  const archive = await readArchive(plain).catch(async (error: unknown) => { await flow; throw error })
  for await (const part of archive.parts()) {
    if (part.kind !== 'file') throw new DatabaseTrouble('This is a backup of rows and no base: restore it with "ariadne restore".')
    const path = normalize(part.path)
    if (path.startsWith('..') || path.startsWith('/')) throw new DatabaseTrouble('The backup holds a file outside its own folder. Use another copy.')
    const target = path.startsWith('database/') ? join(root, path) : join(home, path)
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    await pipeline(Readable.from(part.content()), createWriteStream(target, { mode: part.mode, flags: 'wx' }))
  }
}

async function openJournal(folder: string, privateKey: string, into: string): Promise<number> {
  mkdirSync(into, { recursive: true, mode: 0o700 })
  const sealed = readdirSync(folder).filter((name) => name.endsWith('.sealed'))
  for (const name of sealed) await pipeline(createReadStream(join(folder, name)), openWith(privateKey), createWriteStream(join(into, name.replace(/\.sealed$/, '')), { mode: 0o600 }))
  return sealed.length
}

function own(folder: string, user: { readonly uid: number; readonly gid: number }): void {
  chownSync(folder, user.uid, user.gid)
  chmodSync(folder, statSync(folder).isDirectory() ? 0o700 : 0o600)
  if (statSync(folder).isDirectory()) for (const name of readdirSync(folder)) own(join(folder, name), user)
}
