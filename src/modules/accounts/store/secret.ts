import { createHash, randomBytes } from 'node:crypto'

/** A secret for one person's hands, 256 bits as text; only its hash is ever written down. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** Keys of programs begin so: a search for lost secrets finds them, and they are never taken for the token of a session. */
export const newMachineKey = (): string => `ariadne-key-${newSecret()}`

export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
