import { randomUUID } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'
import { canPass, type DatabaseUser, databaseUser } from './unprivileged-user.ts'

/** Where the database of a home lies, and as whom it works. */
export type DatabasePlace = { readonly user: DatabaseUser; readonly root: string; readonly data: string }

const otherPlaces = '/var/lib/ariadne'

/**
 * Finds the place for the database's files: in the home, or, when root's home lets no other user through,
 * in a folder of its own under /var/lib/ariadne, which a file in the home then names.
 */
export function placeOf(home: string, log: (sentence: string) => void, places: string = otherPlaces): DatabasePlace {
  const note = join(home, 'database-folder')
  const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : null
  const root = noted ?? home
  const user = ownerOf(join(root, 'database')) ?? databaseUser()
  if (user) letThrough(user, root)
  if (canPass(user, root)) return { user, root, data: join(root, 'database') }
  if (noted || existsSync(join(root, 'database'))) throw cannotEnter(user, root)
  const other = join(places, randomUUID().slice(0, 8))
  try {
    mkdirSync(other, { recursive: true, mode: 0o711 })
    if (user) letThrough(user, other)
    if (!canPass(user, other)) throw cannotEnter(user, other)
    writeFileSync(note, `${other}\n`, { mode: 0o600 })
  } catch (error) {
    rmSync(other, { recursive: true, force: true })
    throw new DatabaseTrouble(cannotEnter(user, home).message, { cause: error })
  }
  log(`The user ${user?.name ?? ''}, as whom PostgreSQL runs, cannot enter ${home}; the database is kept in ${other}. Include both in a backup.`)
  return { user, root: other, data: join(other, 'database') }
}

/** Data that exist keep their owner, also when a better user has since been added to the machine. */
function ownerOf(data: string): DatabaseUser {
  if (process.getuid?.() !== 0 || !existsSync(data)) return null
  const { uid, gid } = statSync(data)
  return uid > 0 ? { name: `number ${uid}`, uid, gid } : null
}

/** The folder itself is ours, so the database's user may be let through it; its parents are not. */
function letThrough(user: NonNullable<DatabaseUser>, folder: string): void {
  if (canPass(user, folder)) return
  const { mode, uid } = statSync(folder)
  chownSync(folder, uid, user.gid)
  chmodSync(folder, (mode & 0o7777) | 0o010)
}

function cannotEnter(user: DatabaseUser, folder: string): DatabaseTrouble {
  const closed = parentsOf(folder).find((parent) => !canPass(user, parent)) ?? folder
  return new DatabaseTrouble(
    `PostgreSQL ${user ? `runs as the user ${user.name}, who` : 'runs as you, who'} cannot enter ${folder}, because ${closed} lets only its owner in. Set ARIADNE_HOME to a folder such as /var/lib/ariadne, or open the way with: chmod o+x ${closed}`,
  )
}

const parentsOf = (folder: string): readonly string[] => {
  const at = resolve(folder)
  return at === '/' ? [at] : [...parentsOf(dirname(at)), at]
}

const longestSocketPath = 107

/** A folder for the socket that only the database's user and root may enter, with a path short enough for the system. */
export function socketFolder({ root, user }: DatabasePlace): string {
  const near = join(root, 'run')
  const isShort = Buffer.byteLength(join(near, '.s.PGSQL.5432')) <= longestSocketPath
  if (isShort) mkdirSync(near, { recursive: true, mode: 0o700 })
  const folder = isShort ? near : mkdtempSync('/tmp/ariadne-')
  if (user) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  return folder
}

/** A folder outside the place was made for one run and goes with it. */
export function forgetSocketFolder(folder: string, { root }: DatabasePlace): void {
  if (!folder.startsWith(root) && /^\/tmp\/ariadne-\w+$/.test(folder)) rmSync(folder, { recursive: true, force: true })
}
