import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { KeyCache } from './key-cache.ts'
import { type KeyProvider, KeyTrouble } from './key-provider.ts'
import { keyBytes, openBytes, packWrapped, sealBytes, unpackWrapped } from './sealed-value.ts'

/** Whom a data key is for: the person of a file, a report, an operation, an account. */
export type Subject = { readonly id: string; readonly kind: 'person' | 'report' | 'operation' | 'account' | 'installation' }

/** Seals and opens with one subject's key; the place is the table and row where the value lies, so that it opens nowhere else. */
export type Sealer = { readonly seal: (place: string, value: unknown) => Buffer; readonly open: <Value>(place: string, sealed: Buffer) => Value
  /** The same for bytes as they are, such as a piece of a file. */
  readonly sealBytes: (place: string, bytes: Uint8Array) => Buffer; readonly openBytes: (place: string, sealed: Uint8Array) => Buffer }

/** Somebody's data key was destroyed, so nothing can be written about her any more. */
export class SubjectErased extends Error {}

/** The key of the installation itself, for what belongs to nobody in particular; names are indexed with another. */
const installation = { id: '00000000-0000-4000-8000-000000000001', kind: 'installation' } as const satisfies Subject
const index = { id: '00000000-0000-4000-8000-000000000002', kind: 'installation' } as const satisfies Subject

/** What seals and opens in one database, with the master keys of one provider. */
export class Vault {
  readonly provider: KeyProvider
  readonly #opened = new KeyCache()
  readonly #read = new WeakMap<Tx, Map<string, Buffer>>()
  #installation: Buffer | undefined
  #index: Buffer | undefined

  constructor(provider: KeyProvider) {
    this.provider = provider
  }

  /** Makes the keys of the installation where they are missing; to be committed before anything is sealed with them. */
  async prepare(tx: Tx): Promise<void> {
    this.#installation = await this.#keep(tx, installation)
    const root = await this.#keep(tx, index)
    this.#index = Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), 'ariadne: names by blind index', keyBytes))
  }

  /** The sealer of a subject, with a new key for one that has none yet. Throws {@link SubjectErased} for one that was erased. */
  async sealerFor(tx: Tx, subject: Subject): Promise<Sealer> {
    const read = this.#read.get(tx)?.get(subject.id)
    if (read) return sealerWith(await this.#unwrap(subject.id, read))
    const { rows } = await sql<{ wrapped: Buffer | null }>`select wrapped from vault.data_key where subject = ${subject.id}`.execute(tx)
    const [known] = rows
    if (known?.wrapped === null) throw new SubjectErased()
    return sealerWith(known ? await this.#unwrap(subject.id, known.wrapped) : await this.#keep(tx, subject))
  }

  /** The sealer for a wrapped key that was read in this transaction beside what it opens; whoever then writes need not ask for it again. */
  async sealerOf(tx: Tx, subject: string, wrapped: Buffer): Promise<Sealer> {
    const read = this.#read.get(tx) ?? new Map<string, Buffer>()
    this.#read.set(tx, read.set(subject, wrapped))
    return sealerWith(await this.#unwrap(subject, wrapped))
  }

  /** Makes the keys of many new subjects in one statement; for whoever brings in many at once. */
  async makeKeys(tx: Tx, subjects: readonly Subject[]): Promise<ReadonlyMap<string, Sealer>> {
    const made: { readonly id: string; readonly kind: string; readonly master: string; readonly wrapped: string; readonly key: Buffer }[] = []
    for (const { id, kind } of subjects) {
      const key = randomBytes(keyBytes)
      const wrapped = await this.provider.wrap(key, id)
      made.push({ id, kind, key, master: wrapped.master, wrapped: packWrapped(wrapped).toString('base64') })
    }
    const told = JSON.stringify(made.map(({ key: _key, ...row }) => row))
    const { rows } = await sql<{ count: number }>`select count(*) as count from jsonb_to_recordset(${told}::jsonb) as made (id uuid, kind text, master text, wrapped text)
      where vault.keep_key(id, kind, master, decode(wrapped, 'base64')) is not distinct from decode(wrapped, 'base64')`.execute(tx)
    if (rows[0]?.count !== made.length) throw new Error('a subject of many had a key already')
    return new Map(made.map(({ id, key }) => [id, sealerWith(key)]))
  }

  /** The sealer of the installation, for what is short-lived and belongs to no subject. */
  get own(): Sealer {
    return sealerWith(this.#installation ?? unprepared())
  }

  /** Words as the index of names keeps them: the first 64 bits of a keyed hash, the same for the same word and telling nothing of it. */
  tokens = (words: readonly string[]): readonly string[] => words.map((word) => this.mark(word).readBigInt64BE(0).toString())

  /** A keyed hash by which two equal texts can be found equal. */
  mark = (text: string): Buffer => createHmac('sha256', this.#index ?? unprepared()).update(text, 'utf8').digest()

  async #keep(tx: Tx, { id, kind }: Subject): Promise<Buffer> {
    const wrapped = await this.provider.wrap(randomBytes(keyBytes), id)
    const { rows } = await sql<{ kept: Buffer | null }>`select vault.keep_key(${id}, ${kind}, ${wrapped.master}, ${packWrapped(wrapped)}) as kept`.execute(tx)
    const kept = rows[0]?.kept
    if (!kept) throw new SubjectErased()
    return this.#unwrap(id, kept)
  }

  #unwrap = (subject: string, wrapped: Buffer): Promise<Buffer> =>
    this.#opened.get(wrapped, () => this.provider.unwrap(unpackWrapped(wrapped), subject))
}

const unprepared = (): never => { throw new KeyTrouble('The vault was not prepared before it was used.') }

/** Lengths are rounded up, so that the size of what is sealed does not tell a short name from a long one. */
const roundedTo = 32

function sealerWith(key: Buffer): Sealer {
  return {
    seal: (place, value) => {
      const plain = Buffer.from(JSON.stringify(value), 'utf8')
      const padded = Buffer.alloc(Math.ceil((plain.length + 1) / roundedTo) * roundedTo, ' ')
      plain.copy(padded)
      return sealBytes(key, padded, place)
    },
    sealBytes: (place, bytes) => sealBytes(key, bytes, place),
    openBytes: (place, sealed) => openBytes(key, sealed, place),
    open: <Value>(place: string, sealed: Buffer) => JSON.parse(openBytes(key, sealed, place).toString('utf8')) as Value,
  }
}

// Transactions of a database share its adapter, so what is kept by it is found from any of them.
const vaults = new WeakMap<object, Vault>()

/** Gives a database its vault: every transaction on it seals and opens with it from now on. */
export const giveVault = (db: Database, vault: Vault): void => void vaults.set(db.getExecutor().adapter, vault)

export function vaultOf(db: Database): Vault {
  const vault = vaults.get(db.getExecutor().adapter)
  if (!vault) throw new KeyTrouble('This database was opened without its vault.')
  return vault
}
