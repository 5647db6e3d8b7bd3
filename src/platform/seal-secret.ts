import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Seals what the database must keep and must not be able to read. */
export type Sealer = {
  /** What is sealed opens only with the same words about it, so that nobody can move it to another place. */
  readonly seal: (text: string, about: string) => Promise<Buffer>
  /** Throws where the text was changed, or sealed about something else or with another key. */
  readonly open: (sealed: Uint8Array, about: string) => Promise<string>
}

const version = 1

/** Seals with a key in a file of this home that only its owner may read; the file is made when it is first needed. */
export function sealerOf(home: string): Sealer {
  let known: Buffer | undefined
  const key = () => (known ??= keyIn(join(home, 'keys')))
  return {
    async seal(text, about) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key(), nonce)
      cipher.setAAD(Buffer.from(about))
      return Buffer.concat([Buffer.from([version]), nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    async open(sealed, about) {
      if (sealed[0] !== version) throw new Error('This was sealed by another version.')
      const cipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(1, 13))
      cipher.setAAD(Buffer.from(about))
      cipher.setAuthTag(sealed.subarray(-16))
      return Buffer.concat([cipher.update(sealed.subarray(13, -16)), cipher.final()]).toString('utf8')
    },
  }
}

function keyIn(folder: string): Buffer {
  const file = join(folder, 'sign-in.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) make(file)
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== 32) throw new Error(`The key in ${file} is damaged. Put back the copy that was kept with the last backup.`)
  return key
}

/** Written beside and then linked into place: of two servers that start together one wins, and nobody reads half a key. */
function make(file: string): void {
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(fresh)
  }
}
