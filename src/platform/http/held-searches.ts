import { sql } from 'kysely'
import type { Database } from '#platform/database/connect'
import { inTransaction } from '#platform/database/transaction'
import { sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { Actor } from '#platform/doors/actor'
import type { Fields, Page } from '#platform/doors/page'
import { isId } from '#vocabulary/ids'
import type { Exchange } from './page-call.ts'
import type { Site } from './site.ts'

/** As long as a session at most: whoever goes back to a list of the same day finds it. */
const hoursHeld = 12
/** A search is a few words; whatever is longer is none. */
const mostCharacters = 2_000

const placeOf = (id: string): string => sealedAt('platform.held_search', id)

/** Keeps what somebody searches for and gives back under which number; null where it is too long to be a search. */
export async function holdSearch(db: Database, account: string, now: string, fields: Fields): Promise<string | null> {
  const asked = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
  if (JSON.stringify(asked).length > mostCharacters) return null
  const id = crypto.randomUUID()
  const until = new Date(Date.parse(now) + hoursHeld * 3_600_000).toISOString()
  await inTransaction(db, { actor: null }, (tx) =>
    sql`insert into platform.held_search (id, account, sealed, until) values (${id}, ${account}, ${vaultOf(tx).own.seal(placeOf(id), asked)}, ${until})`.execute(tx))
  return id
}

/** What was searched for under this number, for whoever searched for it and as long as it is held. */
async function heldSearch(db: Database, actor: Actor, now: string, id: unknown): Promise<Fields | null> {
  if (!isId(id)) return null
  return inTransaction(db, { actor }, async (tx) => {
    const { rows: [held] } = await sql<{ sealed: Buffer }>`select sealed from platform.held_search where id = ${id} and until > ${now}`.execute(tx)
    return held ? (vaultOf(tx).own.open(placeOf(id), held.sealed) as Fields) : null
  })
}

/** The address under which a page shows what was searched for: it holds a number and nothing that was typed. */
export async function addressOfSearch(site: Site, at: string, { request, visitor }: Exchange): Promise<string | null> {
  const account = visitor.actor?.account ?? (visitor.token ? await site.ownerOfEndedSession(visitor.token) : null)
  if (account === null) return at
  const id = await holdSearch(site.door.db, account, visitor.now, (request.body ?? {}) as Fields)
  return id && `${at}?found=${id}`
}

/** The exchange with what was searched for in its query; null when that is held no more, or for somebody else. */
export async function recalled(site: Site, { searchedAt }: Pick<Page, 'searchedAt'>, exchange: Exchange): Promise<Exchange | null> {
  const { call, visitor } = exchange
  const { found, ...query } = call.query
  if (searchedAt === undefined || found === undefined || visitor.actor === null) return exchange
  const held = await heldSearch(site.door.db, visitor.actor, visitor.now, found)
  return held && { ...exchange, call: { ...call, query: { ...query, ...held } } }
}
