import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type KeyProvider, KeyTrouble } from './key-provider.ts'
import { keyBytes, openBytes, sealBytes } from './sealed-value.ts'

const Keys = z.strictObject({
  format: z.literal(1),
  current: z.string().min(1).max(80),
  keys: z.array(z.strictObject({ id: z.string().min(1).max(80), made: z.iso.datetime(), key: z.base64() })).min(1),
})
type Keys = z.infer<typeof Keys>

/** Where the master keys of a home lie when no setting names another place. */
export const keyFileOf = (home: string): string => join(home, 'keys', 'master-keys.json')

/** Makes the file with its first master key; of two processes that start together one makes it and both use it. */
export function makeKeyFile(path: string, now: Date): void {
  const key = newKey(now)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = writeDraft(path, { format: 1, current: key.id, keys: [key] })
  try {
    linkSync(draft, path)
    syncFolder(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Master keys in a file that its owner alone may read. The file is read again when it has changed, so that a rotation by another process is seen. */
export function keyFileProvider(path: string, clock: () => Date = () => new Date()): KeyProvider {
  let read: { readonly keys: Keys; readonly stamp: string } | undefined
  const present = (): Keys => {
    const stamp = stampOf(path)
    if (read?.stamp !== stamp) read = { keys: readKeys(path), stamp }
    return read.keys
  }
  const master = (id: string): Buffer => {
    const found = present().keys.find((key) => key.id === id)
    if (!found) throw new KeyTrouble(`The master key ${id} is not in ${path}. Put back the key file with which this was sealed; without that key nothing that it wraps can be read.`)
    return Buffer.from(found.key, 'base64')
  }
  return {
    currentKeyId: async () => present().current,
    listKeyIds: async () => present().keys.map(({ id }) => id),
    wrap: async (dataKey, context) => {
      const { current } = present()
      return { master: current, blob: sealBytes(master(current), dataKey, `${current}|${context}`) }
    },
    unwrap: async ({ master: id, blob }, context) => openBytes(master(id), blob, `${id}|${context}`),
    makeKey: async () => {
      const key = newKey(clock())
      replaceKeys(path, { format: 1, current: key.id, keys: [...present().keys, key] })
      return key.id
    },
    dropKey: async (id) => {
      const { current, keys } = present()
      if (id === current) throw new KeyTrouble(`${id} is the current master key. Make a new one first: ariadne keys rotate`)
      replaceKeys(path, { format: 1, current, keys: keys.filter((key) => key.id !== id) })
    },
  }
}

const newKey = (now: Date) => ({ id: `${now.toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`, made: now.toISOString(), key: randomBytes(keyBytes).toString('base64') })

function stampOf(path: string): string {
  if (!existsSync(path)) throw new KeyTrouble(`The key file ${path} is not there. Put it back from where you keep it; without it nothing in the database can be read.`)
  const { mode, mtimeMs, size, ino } = statSync(path)
  if ((mode & 0o077) !== 0) throw new KeyTrouble(`${path} holds the master keys and can be read by others. Close it with: chmod 600 ${path}`)
  return `${ino} ${mtimeMs} ${size}`
}

function readKeys(path: string): Keys {
  const parsed = Keys.safeParse(jsonOf(path))
  const keys = parsed.data?.keys ?? []
  const isWhole = parsed.success && keys.every(({ key }) => Buffer.from(key, 'base64').length === keyBytes) && keys.some(({ id }) => id === parsed.data.current)
  if (!isWhole) throw new KeyTrouble(`${path} is not a whole key file. Put it back from where you keep it.`)
  return parsed.data
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Written beside and moved: who is killed at this moment leaves the old file or the new one, never half of it. */
function replaceKeys(path: string, keys: Keys): void {
  renameSync(writeDraft(path, keys), path)
  syncFolder(path)
}

function writeDraft(path: string, keys: Keys): string {
  const draft = `${path}.${process.pid}.new`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', 0o600)
  writeSync(file, `${JSON.stringify(keys, null, 2)}\n`)
  fsyncSync(file)
  closeSync(file)
  return draft
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
