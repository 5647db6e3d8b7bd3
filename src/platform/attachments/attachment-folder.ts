import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '#platform/database/connect'
import { type Sealer, vaultOf } from '#platform/vault/vault'
import { isId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

const pieceBytes = 1024 * 1024
const lengthBytes = 4
const unfinished = '.unfinished'
/** How long a file may lie without its row: an upload writes the file before the row is committed. */
const hourOfGrace = 60 * 60_000

/**
 * The folder of an installation's attachments: each a file named by a random id, sealed in pieces with the key of its person.
 * A database has a folder of its own in it, named by a keyed hash, so that no other database takes its files for strays.
 */
export class AttachmentFolder {
  readonly #home: string

  constructor(home: string) {
    this.#home = home
  }

  /** Writes a file whole or not at all: when this returns, it is on the disk under its name. */
  async write(db: Database, id: string, bytes: Buffer, sealer: Sealer): Promise<void> {
    const folder = this.#folderOf(db)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const begun = join(folder, `${id}${unfinished}`)
    try {
      const file = await open(begun, 'wx', 0o600)
      try {
        for (const piece of sealedPieces(id, bytes, sealer)) await file.write(piece)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(begun, join(folder, id))
      await syncFolder(folder)
    } catch (error) {
      await rm(begun, { force: true })
      throw error
    }
  }

  /** The bytes as they were added; undefined where the file is gone. Throws when a bit of it, its order or its end is another. */
  async read(db: Database, id: string, sealer: Sealer): Promise<Buffer | undefined> {
    const sealed = await readFile(join(this.#folderOf(db), id)).catch((error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    })
    return sealed && openPieces(id, sealed, sealer)
  }

  /** Deletes the files that nothing in the database names any more, and what an upload that was cut off left; answers how many. */
  async sweep(db: Database, now: Instant, namedAmong: (ids: readonly string[]) => Promise<ReadonlySet<string>>): Promise<number> {
    const folder = this.#folderOf(db)
    const names = await readdir(folder).catch(() => [])
    const named = await namedAmong(names.filter(isId))
    let swept = 0
    for (const name of names.filter((each) => (isId(each) && !named.has(each)) || each.endsWith(unfinished))) {
      const path = join(folder, name)
      const changed = await stat(path).then(({ mtimeMs }) => mtimeMs, () => undefined)
      if (changed === undefined || changed > Date.parse(now) - hourOfGrace) continue
      await rm(path, { force: true })
      swept += 1
    }
    return swept
  }

  #folderOf = (db: Database): string => join(this.#home, 'attachments', vaultOf(db).mark('attachments').toString('hex').slice(0, 16))
}

/** Each piece is bound to its file, its number and whether it is the last: none can be taken away, moved or put elsewhere. */
const placeOf = (id: string, number: number, isLast: boolean): string => `attachment.${id}|${number}|${isLast ? 'last' : 'more'}`

function* sealedPieces(id: string, bytes: Buffer, sealer: Sealer): Generator<Buffer> {
  const count = Math.max(1, Math.ceil(bytes.length / pieceBytes))
  for (let number = 0; number < count; number += 1) {
    const sealed = sealer.sealBytes(placeOf(id, number, number === count - 1), bytes.subarray(number * pieceBytes, (number + 1) * pieceBytes))
    const length = Buffer.alloc(lengthBytes)
    length.writeUInt32BE(sealed.length)
    yield Buffer.concat([length, sealed])
  }
}

function openPieces(id: string, sealed: Buffer, sealer: Sealer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < sealed.length;) {
    const end = at + lengthBytes + (at + lengthBytes <= sealed.length ? sealed.readUInt32BE(at) : Number.POSITIVE_INFINITY)
    if (end > sealed.length) throw new Error('an attachment was cut off')
    pieces.push(sealer.openBytes(placeOf(id, pieces.length, end === sealed.length), sealed.subarray(at + lengthBytes, end)))
    at = end
  }
  if (pieces.length === 0) throw new Error('an attachment was emptied')
  return Buffer.concat(pieces)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

const isMissing = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
