import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** Signs heads of the chain. Where its key lies is its own affair. */
export type HeadSigner = {
  /** Names the key: the SHA-256 of the public key, in hexadecimal. */
  readonly key: string
  /** The public key as PEM, to be kept elsewhere. */
  readonly publicKey: string
  readonly sign: (statement: Uint8Array) => Promise<Uint8Array>
}

/** A head: up to which line the chain was true, when, and signed by whom. */
export type Head = {
  readonly number: string
  readonly position: string
  readonly hash: string
  readonly era: string
  readonly xid: string
  readonly line: string
  readonly signedAt: string
  readonly key: string
  readonly signature: string
}

/** The bytes that a signature of a head covers: all of the head, and the chain it belongs to. */
export const statementOf = (chain: string, { signature: _none, ...head }: Omit<Head, 'signature'> & { readonly signature?: string }): Buffer =>
  Buffer.from(JSON.stringify(['ariadne head', chain, head.number, head.position, head.hash, head.era, head.xid, head.line, head.signedAt, head.key]))

export type PublicKeys = ReadonlyMap<string, KeyObject>

/** The name of a public key. */
export const nameOfKey = (publicKey: KeyObject): string => createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex')

/** Public keys by name, from PEM texts. */
export const publicKeys = (texts: readonly string[]): PublicKeys => new Map(texts.map((text) => {
  const key = createPublicKey(text)
  return [nameOfKey(key), key] as const
}))

/** A signer with a key that is in memory. */
export function signerWith(privateKey: KeyObject): HeadSigner {
  const publicKey = createPublicKey(privateKey)
  return {
    key: nameOfKey(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (statement) => Promise.resolve(sign(null, statement, privateKey)),
  }
}

/** Whether the head was signed by the key that it names; undefined when that key is not among ours. */
export function isSigned(chain: string, head: Head, keys: PublicKeys): boolean | undefined {
  const key = keys.get(head.key)
  return key && verify(null, statementOf(chain, head), key, Buffer.from(head.signature, 'hex'))
}
