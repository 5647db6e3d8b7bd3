import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { Broken } from './broken.ts'
import type { Head } from './head-signer.ts'
import type { ChainNow } from './heads.ts'

type Unsealed = { readonly number: string; readonly era: string; readonly xid: string; readonly isAhead: boolean }

/** Counts the lines that wait for the sealer; one that stands where the sealer has already been, or where no transaction has been yet, was inserted. */
export async function findUnsealed(tx: Tx, { era, isHere }: ChainNow, last: Head | undefined): Promise<number> {
  const { rows } = await sql<Unsealed>`
    select line.number::text, line.era::text, line.xid::text, line.xid >= pg_snapshot_xmax(pg_current_snapshot()) as "isAhead"
    from audit.line where not exists (select from audit.seal where seal.line = line.number) order by line.number`.execute(tx)
  for (const line of rows) {
    const isBehind = last !== undefined && order(line) <= order({ number: last.line, era: last.era, xid: last.xid })
    if (isHere && (isBehind || line.era !== era || line.isAhead)) throw new Broken(`Line ${line.number} was inserted behind the seal: no head covers it, and the sealer has passed its place.`)
  }
  return rows.length
}

/** Era, transaction and number as one text that sorts as they do. */
const order = ({ era, xid, number }: Pick<Unsealed, 'era' | 'xid' | 'number'>): string => [era, xid, number].map((part) => part.padStart(20, '0')).join('.')
