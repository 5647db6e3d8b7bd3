import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { KeyTrouble } from './key-provider.ts'

/** The first byte of everything sealed says how it was sealed, so that another way can come beside it. */
const format = 1
const nonceBytes = 12
const tagBytes = 16
export const keyBytes = 32

/** Seals bytes with AES-256-GCM; `bound` is not hidden but must be the same when it is opened. */
export function sealBytes(key: Buffer, plain: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(bound, 'utf8'))
  return Buffer.concat([Buffer.of(format), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens what {@link sealBytes} sealed; throws when a bit of it, its place or its key is another. */
export function openBytes(key: Buffer, sealed: Uint8Array, bound: string): Buffer {
  if (sealed[0] !== format || sealed.length < 1 + nonceBytes + tagBytes) throw new KeyTrouble(`What is sealed here has a form that this version does not know (${sealed[0] ?? 'empty'}).`)
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceBytes))
  cipher.setAAD(Buffer.from(bound, 'utf8'))
  cipher.setAuthTag(sealed.subarray(-tagBytes))
  return Buffer.concat([cipher.update(sealed.subarray(1 + nonceBytes, -tagBytes)), cipher.final()])
}

/** A wrapped key as one column holds it: the length of the master's name, the name, and what the master made of the key. */
export function packWrapped({ master, blob }: { readonly master: string; readonly blob: Buffer }): Buffer {
  const name = Buffer.from(master, 'utf8')
  return Buffer.concat([Buffer.of(format, name.length), name, blob])
}

export function unpackWrapped(packed: Buffer): { readonly master: string; readonly blob: Buffer } {
  const length = packed[1] ?? 0
  if (packed[0] !== format || packed.length < 2 + length) throw new KeyTrouble('A key in the database has a form that this version does not know.')
  return { master: packed.subarray(2, 2 + length).toString('utf8'), blob: packed.subarray(2 + length) }
}
