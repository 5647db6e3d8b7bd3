import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { Broken } from './broken.ts'
import { isSigned, publicKeys, type Head, type PublicKeys } from './head-signer.ts'
import { readChain, type KeptHeads } from './heads.ts'
import { HeadWindow } from './head-window.ts'
import { chainHash, column, firstHash, lineAsText, type SealedLine } from './sealed-line.ts'
import { findUnsealed } from './unsealed-lines.ts'

export type Verified =
  | { readonly isWhole: true; readonly lines: number; readonly heads: number; readonly waiting: number; readonly lastHead: Head | undefined }
  | { readonly isWhole: false; readonly fault: string }

export type Verifying = {
  readonly keys: PublicKeys
  readonly kept?: KeptHeads | undefined
  readonly progress?: (lines: number) => void
}

const batchSize = 5_000

/**
 * Works the whole chain out again and says the first thing that is not as it was sealed: a line altered, removed, inserted or moved, a head forged or
 * missing, a chain cut off. Reads one snapshot, so the servers may go on writing and sealing.
 */
export async function verifyChain(db: Database, { keys, kept, progress = () => {} }: Verifying): Promise<Verified> {
  try {
    return await asMigrator(db, async (tx) => {
      await sql`set transaction isolation level repeatable read, read only`.execute(tx)
      return new Walk(tx, { keys: new Map([...keys, ...publicKeys(kept?.keys ?? [])]), kept, progress }).verify()
    })
  } catch (error) {
    if (error instanceof Broken) return { isWhole: false, fault: error.message }
    throw error
  }
}


type SealedRow = { readonly position: string; readonly sealed: string; readonly hash: Buffer; readonly line: SealedLine; readonly number: string | null }

type Asked = Required<Pick<Verifying, 'keys' | 'progress'>> & Pick<Verifying, 'kept'>

class Walk {
  readonly #tx: Tx
  readonly #asked: Asked
  readonly #keptAt: ReadonlyMap<string, Head>

  constructor(tx: Tx, asked: Asked) {
    this.#tx = tx
    this.#asked = asked
    this.#keptAt = new Map((asked.kept?.heads ?? []).map((head) => [head.position, head]))
  }

  async verify(): Promise<Verified> {
    const chain = await readChain(this.#tx)
    if (!chain) throw new Broken('The name of the chain is missing, or there are two.')
    this.#checkKept(chain.id)
    const heads = new HeadWindow(this.#tx, (head) => this.#checkSignature(chain.id, head))
    let hash: Buffer = firstHash(chain.id)
    let lines = 0
    for (let position = 0n; ;) {
      const rows = await this.#sealedAfter(position)
      for (const row of rows) {
        position += 1n
        hash = checkRow(row, position, hash)
        await heads.pass(position, hash, row.line[column.writtenAt] ?? '')
        const kept = this.#keptAt.get(row.position)
        if (kept && kept.hash !== hash.toString('hex')) throw new Broken(`Line ${row.sealed} (place ${row.position}) or one before it is not the one that the head kept elsewhere of ${kept.signedAt} covers.`)
      }
      lines += rows.length
      this.#asked.progress(lines)
      if (rows.length < batchSize) break
    }
    const lastHead = await heads.end(BigInt(lines))
    this.#checkTail(lines)
    return { isWhole: true, lines, heads: heads.count, waiting: await findUnsealed(this.#tx, chain, lastHead), lastHead }
  }

  async #sealedAfter(position: bigint): Promise<readonly SealedRow[]> {
    const { rows } = await sql<SealedRow>`
      select seal.position::text, seal.line::text as sealed, seal.hash, ${lineAsText} as line, line.number::text
      from audit.seal left join audit.line on line.number = seal.line
      where seal.position > ${String(position)}::bigint order by seal.position limit ${batchSize}`.execute(this.#tx)
    return rows
  }

  #checkSignature(chain: string, head: Head): void {
    const isGood = isSigned(chain, head, this.#asked.keys)
    if (isGood === undefined) throw new Broken(`Head ${head.number} of ${head.signedAt} is signed with a key that is neither in the home's folder "keys" nor in the file of heads: ${head.key}.`)
    if (!isGood) throw new Broken(`The signature of head ${head.number} of ${head.signedAt} is forged, or the head was altered.`)
  }

  #checkKept(chain: string): void {
    const { kept } = this.#asked
    if (!kept) return
    if (kept.chain !== chain) throw new Broken(`The heads kept elsewhere are of another chain (${kept.chain}) than this record (${chain}).`)
    for (const head of kept.heads) this.#checkSignature(chain, head)
  }

  #checkTail(lines: number): void {
    const beyond = [...this.#keptAt.values()].find(({ position }) => BigInt(position) > BigInt(lines))
    if (beyond) throw new Broken(`The chain ends at place ${lines}; the head kept elsewhere of ${beyond.signedAt} covers ${beyond.position} places. The end of the record was removed, or an older copy was restored.`)
  }
}

function checkRow({ position, sealed, hash, line, number }: SealedRow, expected: bigint, before: Buffer): Buffer {
  if (BigInt(position) !== expected) throw new Broken(`Place ${String(expected)} of the chain is missing; the next one that is there is ${position}.`)
  if (number === null) throw new Broken(`Line ${sealed} (place ${position}) was removed.`)
  const worked = chainHash(before, line)
  if (!worked.equals(hash)) throw new Broken(`Line ${sealed} (place ${position}) is not what was sealed there: it was altered, exchanged or moved.`)
  return worked
}
