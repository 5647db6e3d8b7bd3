import { Kysely, type PostgresPool, type PostgresPoolClient, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { columnValues } from './column-values.ts'
import { DatabaseAway, DatabaseTrouble, isAway } from './database-trouble.ts'
import { OpeningDialect } from './opening-driver.ts'

/** Where a PostgreSQL listens: an address such as `DATABASE_URL`, or the parts of one. */
export type ServerSettings =
  | { readonly url: string }
  | { readonly host: string; readonly port: number; readonly user: string; readonly password: string; readonly database: string }

export type ConnectionSettings = ServerSettings & { readonly poolSize?: number }

/** The whole database; a module names its own tables with `db.withTables<…>()`. */
export type Database = Kysely<{}>
/** One running transaction; a module names its own tables with `tx.withTables<…>()`. */
export type Tx = Transaction<{}>

/** Plans that one connection keeps. The pages of Ariadne send some three hundred different statements. */
const mostPlans = 500

/** Opens a pool that outlives the database's absence: while it is away every query fails with {@link DatabaseAway}. */
export function connect(settings: ConnectionSettings): Database {
  const pool = new pg.Pool({
    ...clientSettings(settings),
    max: settings.poolSize ?? 20,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: false,
  })
  // Without listeners a connection that breaks while nobody waits for it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<{}>({ dialect: new OpeningDialect({ pool: new HonestPool(pool) }) })
  pools.set(db, pool)
  return db
}

const pools = new WeakMap<Database, pg.Pool>()

/** How many connections the pool holds, how many of them rest, and how many requests wait for one. */
export function poolOf(db: Database): { readonly total: number; readonly idle: number; readonly waiting: number } {
  const pool = pools.get(db)
  return { total: pool?.totalCount ?? 0, idle: pool?.idleCount ?? 0, waiting: pool?.waitingCount ?? 0 }
}

/** What a single `pg` client needs to speak as the pool does, for those who need a connection of their own. */
export const clientSettings = (settings: ServerSettings): pg.ClientConfig => ({
  ...('url' in settings
    ? { connectionString: settings.url }
    : { host: settings.host, port: settings.port, user: settings.user, password: settings.password, database: settings.database }),
  application_name: 'ariadne',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c idle_in_transaction_session_timeout=60000',
  types: columnValues,
})

/** Refuses, with a sentence, a server that is too old to enforce what Ariadne relies on. */
export async function requireSupportedServer(db: Database): Promise<void> {
  const { rows } = await sql<{ number: number; version: string }>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version`.execute(db)
  const { number = 0, version = 'unknown' } = rows[0] ?? {}
  refuseOldServer(number, version)
}

export function refuseOldServer(number: number, version: string): void {
  if (number >= 150_000) return
  throw new DatabaseTrouble(
    `The database server is PostgreSQL ${version}; Ariadne needs 15 or later. Upgrade that server, or leave DATABASE_URL empty to use the one that comes with Ariadne.`,
  )
}

/** A pool that names a lost connection as such, and that does not let a failed transaction pass for a committed one. */
class HonestPool implements PostgresPool {
  readonly #pool: pg.Pool
  // Kysely remembers connections by object, so a client must keep the same face each time.
  readonly #faces = new WeakMap<pg.PoolClient, HonestClient>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect().catch(fail)
    const face = this.#faces.get(client) ?? new HonestClient(client)
    this.#faces.set(client, face)
    // Kysely declares a cursor form of `query` beside this one; without a cursor in its settings it never asks for it.
    return face as unknown as PostgresPoolClient
  }

  async end(): Promise<void> {
    await this.#pool.end()
  }
}

class HonestClient {
  readonly #client: pg.PoolClient
  readonly #names = new Map<string, string>()

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async query(text: string, values: readonly unknown[]) {
    const result = await this.#client.query({ name: this.#nameOf(text, values), text, values: [...values] }).catch(fail)
    // PostgreSQL answers `commit` after a failed statement with a quiet rollback.
    if (text === 'commit' && result.command === 'ROLLBACK') {
      throw new Error('The transaction was not committed: a statement in it had failed and its error was swallowed.')
    }
    return result
  }

  /**
   * A statement with values is planned once for each connection: with row security in it, planning costs as much as running.
   * Statements without values may be several in one text, which cannot be prepared; and the memory that plans take has an end.
   */
  #nameOf(text: string, values: readonly unknown[]): string | undefined {
    if (values.length === 0) return undefined
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= mostPlans) return known
    const name = `s${this.#names.size}`
    this.#names.set(text, name)
    return name
  }

  release(): void {
    this.#client.release()
  }
}

function fail(error: unknown): never {
  throw isAway(error) && !(error instanceof DatabaseAway) ? new DatabaseAway(error) : error
}
