import { sql } from 'kysely'
import { z } from 'zod'
import type { Database, Tx } from '#platform/database/connect'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { asMigrator } from '#platform/database/transaction'
import type { Head, PublicKeys } from './head-signer.ts'

/** The columns of a head, each as the exact text that was signed. */
export const headAsText = sql.raw(`
  head.number::text, head.position::text, encode(head.hash, 'hex') as hash, head.era::text, head.xid::text, head.line::text,
  to_char(head.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "signedAt", head.key, encode(head.signature, 'hex') as signature`)

/** The name of the chain, and the era and server in which it is being written. */
export type ChainNow = { readonly id: string; readonly era: string; readonly isHere: boolean }
export async function readChain(tx: Tx): Promise<ChainNow | undefined> {
  const { rows } = await sql<ChainNow>`select id::text, era::text, cluster = (select system_identifier::text from pg_control_system()) as "isHere" from audit.chain`.execute(tx)
  return rows.length === 1 ? rows[0] : undefined
}

const digits = z.string().regex(/^\d{1,20}$/)
const hex = z.string().regex(/^[0-9a-f]+$/)
const KeptHead = z.strictObject({ number: digits, position: digits, hash: hex, era: digits, xid: digits, line: digits, signedAt: z.string().max(40), key: hex, signature: hex })
const KeptFile = z.strictObject({ ariadne: z.literal('heads of the record of acts'), chain: z.uuid(), keys: z.array(z.string()).min(1) })

/** Heads that were kept outside the database, with the chain and the public keys that they name. */
export type KeptHeads = { readonly chain: string; readonly keys: readonly string[]; readonly heads: readonly Head[] }

/** The heads as lines of a file to be kept elsewhere: the last of each day and the latest, or every one. */
export async function writeHeads(db: Database, keys: PublicKeys, { every }: { readonly every: boolean }): Promise<string> {
  return asMigrator(db, async (tx) => {
    const chain = await readChain(tx)
    const { rows } = await sql<Head>`
      select ${headAsText} from audit.head where ${every} or head.number in (select max(last.number) from audit.head as last group by (last.signed_at at time zone 'UTC')::date)
      order by head.number`.execute(tx)
    const first = { ariadne: 'heads of the record of acts', chain: chain?.id, keys: [...keys.values()].map((key) => key.export({ type: 'spki', format: 'pem' }).toString()) }
    return [first, ...rows].map((line) => `${JSON.stringify(line)}\n`).join('')
  })
}

/** Reads a file of kept heads; throws a sentence when it is not one. */
export function readHeads(text: string): KeptHeads {
  try {
    const [first, ...rest] = text.split('\n').filter((line) => line.trim() !== '').map((line): unknown => JSON.parse(line))
    const { chain, keys } = KeptFile.parse(first)
    return { chain, keys, heads: rest.map((line) => KeptHead.parse(line)) }
  } catch (error) {
    throw new DatabaseTrouble('The file of heads cannot be read. It is the file that "ariadne audit heads" wrote, unchanged.', { cause: error })
  }
}
