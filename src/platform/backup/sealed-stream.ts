import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { DatabaseTrouble } from '#platform/database/database-trouble'

/**
 * A stream sealed to whoever holds a private key: the machine that writes it cannot read it again.
 * X25519 with a key used once, HKDF-SHA-256, then AES-256-GCM over pieces whose nonce counts them and marks the last
 * (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): a piece moved, dropped or added is found, and so is a missing end.
 */
const magic = Buffer.from('ARIADNE-SEALED-1\n')
const pieceBytes = 64 * 1024
const tagBytes = 16
const keyHeader = { public: Buffer.from('302a300506032b656e032100', 'hex'), private: Buffer.from('302e020100300506032b656e04220420', 'hex') }

export type BackupKey = { readonly publicText: string; readonly privateText: string }

/** A new pair: the public text goes into the settings, the private one to a place that is not this machine. */
export function newBackupKey(): BackupKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const raw = (der: Buffer) => der.subarray(-32).toString('base64url')
  return {
    publicText: `ariadne-public-${raw(publicKey.export({ format: 'der', type: 'spki' }))}`,
    privateText: `ariadne-private-${raw(privateKey.export({ format: 'der', type: 'pkcs8' }))}`,
  }
}

/** Seals what passes through to the holder of the private key. Throws a sentence when the text is no public key. */
export function sealTo(publicText: string): Transform {
  const recipient = createPublicKey({ key: Buffer.concat([keyHeader.public, keyIn(publicText, 'public')]), format: 'der', type: 'spki' })
  const once = generateKeyPairSync('x25519')
  const onceRaw = once.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const key = streamKey(diffieHellman({ privateKey: once.privateKey, publicKey: recipient }), onceRaw, rawOf(recipient))
  let waiting: Buffer = Buffer.alloc(0)
  let count = 0
  const sealed = (piece: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(count, isLast))
    count += 1
    const body = Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
    return Buffer.concat([lengthOf(body.length, isLast), body])
  }
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk])
      // The last piece is sealed as such, so one is always kept back.
      while (waiting.length > pieceBytes) {
        this.push(sealed(waiting.subarray(0, pieceBytes), false))
        waiting = waiting.subarray(pieceBytes)
      }
      done()
    },
    flush(done) {
      done(null, sealed(waiting, true))
    },
  })
  stream.push(Buffer.concat([magic, onceRaw]))
  return stream
}

/** Opens what was sealed; fails with a sentence when the key is another one, or when a single bit was changed, added or lost. */
export function openWith(privateText: string): Transform {
  const own = createPrivateKey({ key: Buffer.concat([keyHeader.private, keyIn(privateText, 'private')]), format: 'der', type: 'pkcs8' })
  let key: Buffer | undefined
  let waiting: Buffer = Buffer.alloc(0)
  let count = 0
  let ended = false
  const readHead = (): boolean => {
    if (waiting.length < magic.length + 32) return false
    if (!waiting.subarray(0, magic.length).equals(magic)) throw new DatabaseTrouble('This is not a backup of Ariadne: it does not begin as one.')
    const onceRaw = waiting.subarray(magic.length, magic.length + 32)
    const once = createPublicKey({ key: Buffer.concat([keyHeader.public, onceRaw]), format: 'der', type: 'spki' })
    key = streamKey(diffieHellman({ privateKey: own, publicKey: once }), onceRaw, rawOf(createPublicKey(own)))
    waiting = waiting.subarray(magic.length + 32)
    return true
  }
  const opened = (body: Buffer, isLast: boolean): Buffer => {
    if (!key || ended) throw broken(count)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(count, isLast))
    decipher.setAuthTag(body.subarray(-tagBytes))
    try {
      const plain = Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()])
      count += 1
      ended = isLast
      return plain
    } catch (error) {
      throw count === 0 ? new DatabaseTrouble('The key does not open this backup: it was sealed to another one, or its beginning was changed.', { cause: error }) : broken(count)
    }
  }
  const work = (stream: Transform): void => {
    if (!key && !readHead()) return
    while (waiting.length >= 4) {
      const said = waiting.readUInt32BE(0)
      const [isLast, length] = [said >= 0x8000_0000, said % 0x8000_0000]
      if (length < tagBytes || length > pieceBytes + tagBytes) throw broken(count)
      if (waiting.length < 4 + length) return
      stream.push(opened(waiting.subarray(4, 4 + length), isLast))
      waiting = waiting.subarray(4 + length)
    }
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      attempt(() => work(this), done)
    },
    flush(done) {
      attempt(() => {
        if (!ended || waiting.length > 0) throw new DatabaseTrouble('The backup ends too early: part of it is missing. Use another copy.')
      }, done)
    },
  })
}

function attempt(work: () => void, done: TransformCallback): void {
  try {
    work()
    done()
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)))
  }
}

const broken = (piece: number) => new DatabaseTrouble(`The backup was changed or damaged at its piece ${piece + 1}. Use another copy.`)
const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(-32)

function streamKey(shared: Buffer, once: Buffer, recipient: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([once, recipient]), 'ariadne backup, version 1', 32))
}

function nonce(count: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(count, 5, 6)
  bytes[11] = isLast ? 1 : 0
  return bytes
}

function lengthOf(length: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length + (isLast ? 0x8000_0000 : 0))
  return bytes
}

function keyIn(text: string, side: 'public' | 'private'): Buffer {
  const raw = new RegExp(`^ariadne-${side}-([\\w-]{43})$`).exec(text.trim())?.[1]
  if (raw === undefined) throw new DatabaseTrouble(`The ${side} key of the backups begins with "ariadne-${side}-" and is as "ariadne backup keygen" wrote it.`)
  return Buffer.from(raw, 'base64url')
}
