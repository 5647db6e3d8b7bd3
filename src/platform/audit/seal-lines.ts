import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { statementOf, type Head, type HeadSigner } from './head-signer.ts'
import { chainHash, column, firstHash, lineAsText, type SealedLine } from './sealed-line.ts'

// Any number that nothing else locks.
const lock = 20_261_124
const mostAtOnce = 5_000

export type Sealed = { readonly lines: number; readonly isBusy: boolean }

/**
 * Chains every line that is committed and not yet sealed, and signs a head for each batch. Lines are taken in the order of their transactions and only
 * below the oldest transaction that still runs, so that none can come to stand behind the seal. Of several servers one seals at a time.
 */
export async function sealLines(db: Database, signer: HeadSigner): Promise<Sealed> {
  for (let lines = 0; ;) {
    const batch = await asMigrator(db, (tx) => sealBatch(tx, signer))
    if (batch === 'busy') return { lines, isBusy: true }
    lines += batch
    if (batch < mostAtOnce) return { lines, isBusy: false }
  }
}

type Chain = { readonly id: string; readonly era: number; readonly cluster: string; readonly here: string }
type LastHead = { readonly number: string; readonly position: string; readonly hash: Buffer; readonly era: number; readonly xid: string; readonly line: string }

async function sealBatch(tx: Tx, signer: HeadSigner): Promise<number | 'busy'> {
  const { rows: [taken] } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${lock}) as mine`.execute(tx)
  if (!taken?.mine) return 'busy'
  const { rows: [chain] } = await sql<Chain>`select id, era, cluster, (select system_identifier::text from pg_control_system()) as here from audit.chain`.execute(tx)
  if (!chain) throw new Error('the record of acts has no chain')
  const { rows: [last] } = await sql<LastHead>`
    select number::text, position::text, hash, era, xid::text, line::text from audit.head order by audit.head.number desc limit 1`.execute(tx)
  const lines = chain.cluster === chain.here ? await nextLines(tx, chain.era, last) : await linesOfEarlierEras(tx, chain)
  const [newest] = lines.slice(-1)
  if (!newest) return 0
  const position = BigInt(last?.position ?? 0)
  let hash: Buffer = last?.hash ?? firstHash(chain.id)
  const hashes = lines.map((line) => (hash = chainHash(hash, line)))
  await sql`
    insert into audit.seal (position, line, hash)
    select ${String(position)}::bigint + place, line, hash from unnest(${lines.map((line) => line[column.number])}::bigint[], ${hashes}::bytea[]) with ordinality as sealed (line, hash, place)`.execute(tx)
  await writeHead(tx, signer, chain.id, {
    number: String(BigInt(last?.number ?? 0) + 1n), position: String(position + BigInt(lines.length)), hash: hash.toString('hex'),
    era: newest[column.era] ?? '', xid: newest[column.xid] ?? '', line: newest[column.number] ?? '',
  })
  return lines.length
}

async function nextLines(tx: Tx, era: number, last: LastHead | undefined): Promise<readonly SealedLine[]> {
  // The limit and the lines are of one snapshot: whatever is below it is committed or will never be.
  const { rows } = await sql<{ line: SealedLine }>`
    select ${lineAsText} as line from audit.line
    where (line.era, line.xid, line.number) > (${last?.era ?? 0}::int, ${last?.xid ?? '0'}::xid8, ${last?.line ?? '0'}::bigint)
      and line.era = ${era} and line.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by line.era, line.xid, line.number limit ${mostAtOnce}`.execute(tx)
  return rows.map(({ line }) => line)
}

/**
 * On another server than before (a copy was restored there, or nothing was sealed yet) transactions are counted anew. Whoever writes is waited for, all
 * that stands unsealed is sealed whatever its transaction, and when nothing is left a new era begins.
 */
async function linesOfEarlierEras(tx: Tx, { era, here }: Chain): Promise<readonly SealedLine[]> {
  await sql`lock table audit.line in access exclusive mode`.execute(tx)
  const { rows } = await sql<{ line: SealedLine }>`
    select ${lineAsText} as line from audit.line where not exists (select from audit.seal where seal.line = line.number)
    order by line.era, line.xid, line.number limit ${mostAtOnce}`.execute(tx)
  if (rows.length < mostAtOnce) {
    await sql`alter table audit.line alter column era set default ${sql.lit(era + 1)}`.execute(tx)
    await sql`update audit.chain set cluster = ${here}, era = ${era + 1}`.execute(tx)
  }
  return rows.map(({ line }) => line)
}

async function writeHead(tx: Tx, signer: HeadSigner, chain: string, head: Omit<Head, 'signedAt' | 'key' | 'signature'>): Promise<void> {
  const { rows: [clock] } = await sql<{ now: string }>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`.execute(tx)
  const unsigned = { ...head, signedAt: clock?.now ?? '', key: signer.key }
  const signature = Buffer.from(await signer.sign(statementOf(chain, unsigned)))
  await sql`
    insert into audit.head (number, position, hash, era, xid, line, signed_at, key, signature)
    values (${head.number}::bigint, ${head.position}::bigint, ${Buffer.from(head.hash, 'hex')}, ${head.era}::int, ${head.xid}::xid8, ${head.line}::bigint, ${unsigned.signedAt}, ${signer.key}, ${signature})`.execute(tx)
}
