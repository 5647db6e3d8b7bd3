import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Head } from './head-signer.ts'
import { headAsText } from './heads.ts'
import { Broken } from './broken.ts'

// A transaction does not take longer from its line to its commit, and a clock is not set back further.
const tolerance = 15 * 60_000
const batchSize = 2_000

/** Walks the heads beside the lines: each has to say what the chain says at its place, and the last has to stand at the chain's end. */
export class HeadWindow {
  count = 0
  readonly #tx: Tx
  readonly #check: (head: Head) => void
  #waiting: Head[] = []
  #isRead = false
  #last: Head | undefined
  #earliest: string | undefined
  #latest: string | undefined

  constructor(tx: Tx, check: (head: Head) => void) {
    this.#tx = tx
    this.#check = check
  }

  async pass(position: bigint, hash: Buffer, writtenAt: string): Promise<void> {
    if (this.#earliest === undefined || writtenAt < this.#earliest) this.#earliest = writtenAt
    if (this.#latest === undefined || writtenAt > this.#latest) this.#latest = writtenAt
    const head = await this.#next()
    if (head === undefined) throw new Broken(`Place ${String(position)} of the chain and all after it are covered by no head: heads were removed, or lines added by another hand.`)
    if (BigInt(head.position) < position) throw new Broken(`Head ${head.number} stands at place ${head.position}, where an earlier head stands already.`)
    if (BigInt(head.position) > position) return
    if (head.hash !== hash.toString('hex')) throw new Broken(`The lines from place ${String(BigInt(this.#last?.position ?? 0) + 1n)} to ${head.position} are not those that head ${head.number} of ${head.signedAt} signs.`)
    this.#checkTimes(head)
    this.#waiting.shift()
    this.#last = head
    this.#earliest = this.#latest = undefined
  }

  /** The last head, when no more of them come than the chain has places. */
  async end(position: bigint): Promise<Head | undefined> {
    const head = await this.#next()
    if (head) throw new Broken(`The chain ends at place ${String(position)}; head ${head.number} of ${head.signedAt} covers ${head.position} places. The end of the record was removed.`)
    return this.#last
  }

  /** Whoever slips a line of another day into the present has to give it the present's clock. */
  #checkTimes(head: Head): void {
    const from = this.#last?.era === head.era ? Date.parse(this.#last.signedAt) - tolerance : -Infinity
    const to = Date.parse(head.signedAt) + tolerance
    for (const at of [this.#earliest, this.#latest]) {
      const moment = Date.parse(`${at ?? ''}Z`)
      if (moment < from || moment > to) throw new Broken(`A line between the places ${String(BigInt(this.#last?.position ?? 0) + 1n)} and ${head.position} says that it was written at ${at ?? ''}, which is not when it was sealed.`)
    }
  }

  async #next(): Promise<Head | undefined> {
    if (this.#waiting.length === 0 && !this.#isRead) {
      const { rows } = await sql<Head>`select ${headAsText} from audit.head where head.number > ${String(this.count)}::bigint order by head.number limit ${batchSize}`.execute(this.#tx)
      for (const head of rows) this.#take(head)
      this.#waiting = rows
      this.#isRead = rows.length < batchSize
    }
    return this.#waiting[0]
  }

  #take(head: Head): void {
    this.count += 1
    if (head.number !== String(this.count)) throw new Broken(`Head ${this.count} is missing; the next one that is there is ${head.number}.`)
    this.#check(head)
  }
}
