import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { nameOfKey, publicKeys, signerWith, type HeadSigner, type PublicKeys } from './head-signer.ts'

const keyFile = 'record.key'
const folderOf = (home: string) => join(home, 'keys')

/** The signer whose key lies in the home, readable for its owner alone; made at the first use, with the public key beside it. */
export function signerOfHome(home: string): HeadSigner {
  const file = join(folderOf(home), keyFile)
  if (!existsSync(file)) makeKey(home, file)
  if ((statSync(file).mode & 0o077) !== 0) throw new DatabaseTrouble(`${file} signs the record of acts and can be read by others. Close it with: chmod 600 ${file}`)
  return signerWith(createPrivateKey(readFileSync(file)))
}

function makeKey(home: string, file: string): void {
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 })
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  // Written apart and linked into place: of two servers that start together one makes the key and both use it.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  try {
    linkSync(draft, file)
    writeFileSync(join(folderOf(home), `record-${nameOfKey(publicKey).slice(0, 16)}.pub`), publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Every public key of the home: that of the present signer and those kept beside it of earlier ones. */
export function keysOfHome(home: string): PublicKeys {
  const folder = folderOf(home)
  const kept = existsSync(folder) ? readdirSync(folder).filter((name) => /^record-.+\.pub$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8')) : []
  const own = existsSync(join(folder, keyFile)) ? [createPublicKey(readFileSync(join(folder, keyFile))).export({ type: 'spki', format: 'pem' }).toString()] : []
  return publicKeys([...kept, ...own])
}
