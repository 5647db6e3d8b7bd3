import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Instant } from '#vocabulary/instant'
import { refuse, type Refusal } from '#vocabulary/refusal'
import type { Origin } from './call.ts'
import type { Route } from './route.ts'

type Try = { readonly tx: Tx; readonly route: Pick<Route, 'name' | 'slowed'>; readonly from: Origin | undefined; readonly now: Instant }

type Counted = {
  readonly tx: Tx
  readonly now: Instant
  /** Whose tries are counted, as a hash. */
  readonly of: string
  /** At what. */
  readonly at: string
  readonly tries: number
  readonly minutes: number
}

/** Counts a try, in the database so that several servers count as one; answers in how many minutes the next is let through when there were too many. */
export async function countTry({ tx, now, of, at, tries, minutes }: Counted): Promise<number | undefined> {
  const { rows: [begun] } = await sql<{ until: Instant | null }>`select platform.begin_try_from(${of}, ${at}, ${tries}, ${`${minutes} minutes`}::interval, ${now}) as until`.execute(tx)
  const until = begun?.until ?? null
  return until === null ? undefined : Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 60_000))
}

/** How many times as many wrong tries a network has as one of its addresses: enough for an office, and not for each of its addresses anew. */
const networkHas = 5

/** Counts a try from this address, and from its network, at a route that is slowed; answers the refusal when there were too many. */
export async function beginTryFrom({ tx, route: { name, slowed }, from, now }: Try): Promise<Refusal | undefined> {
  if (!slowed || !from) return undefined
  const { tries, minutes } = slowed
  const wait = await countTry({ tx, now, of: from.address, at: name, tries, minutes })
    ?? (from.network === undefined ? undefined : await countTry({ tx, now, of: from.network, at: name, tries: tries * networkHas, minutes }))
  return wait === undefined ? undefined : refuse('slow-down', { status: 429, with: { count: wait } })
}

/** What was right takes its own try back, so that an office behind one address is not stopped by its own number. */
export async function forgiveTryFrom({ tx, route: { name, slowed }, from }: Try, value: unknown): Promise<void> {
  if (!slowed || !from || slowed.misses?.(value)) return
  for (const counted of [from.address, from.network]) if (counted !== undefined) await sql`select platform.forgive_try_from(${counted}, ${name})`.execute(tx)
}
