import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, type ServerSettings } from '#platform/database/connect'
import { sendRequest } from '../tests/support/malformed/senders.ts'

/** What is told of one moment in which requests waited: how long the process and the database took to answer, whether the disk kept most connections waiting for the journal, what each connection did, and what was under way. */
export type Standstill = { readonly at: string; readonly process: number; readonly database: number; readonly isDisk: boolean; readonly busy: readonly string[]; readonly underWay: readonly string[] }

/** Asks four times a second for two answers that cost nothing, one of the process alone and one of the database, and notes what went on when either took more than `longest` milliseconds or a request waits longer. */
export async function watchForStandstills({ port, settings, longest, underWay, until }: {
  readonly port: number; readonly settings: ServerSettings; readonly longest: number; readonly until: AbortSignal
  readonly underWay: () => readonly { readonly what: string; readonly since: number }[]
}): Promise<readonly Standstill[]> {
  const db = connect({ ...settings, poolSize: 2 })
  const found: Standstill[] = []
  const asked = async (path: string): Promise<number> => (await sendRequest(port, { method: 'GET', path, headers: {} }, 60)).ms
  while (!until.aborted) {
    const process = asked('/healthz')
    const began = performance.now()
    await sql`select 1`.execute(db)
    const database = performance.now() - began
    const late = await Promise.race([process.then(() => false), pause(longest, true)])
    const waiting = underWay().filter(({ since }) => performance.now() - since > longest)
    if (late || database > longest || waiting.length > 0) {
      const busy = await busyConnections(db)
      found.push({ at: new Date().toISOString(), process: Math.round(await process), database: Math.round(database), isDisk: waitsForDisk(busy), busy, underWay: waiting.map(({ what, since }) => `${Math.round(performance.now() - since)} ms ${what}`) })
      console.error(JSON.stringify(found.at(-1), null, 1))
    }
    await pause(250)
  }
  await db.destroy()
  return found
}

/** Whoever commits waits until the disk has the journal, and one wait of the disk is everybody's. */
const waitsForDisk = (busy: readonly string[]): boolean => busy.filter((line) => /IO\/WalSync|LWLock\/WALWrite/.test(line)).length > busy.length / 2

async function busyConnections(db: ReturnType<typeof connect>): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('%s %s %s %s ms, transaction %s ms, held up by %s: %s', pid, state, coalesce(wait_event_type || '/' || wait_event, 'runs'), round(extract(epoch from clock_timestamp() - query_start) * 1000),
      round(extract(epoch from clock_timestamp() - xact_start) * 1000), pg_blocking_pids(pid), left(regexp_replace(query, '\\s+', ' ', 'g'), 200)) as line
    from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid() order by xact_start`.execute(db)
  return rows.map(({ line }) => line)
}
