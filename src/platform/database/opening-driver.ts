import { AsyncLocalStorage } from 'node:async_hooks'
import { CompiledQuery, type DatabaseConnection, type Driver, PostgresDialect, type PostgresDialectConfig, PostgresDriver, type TransactionSettings } from 'kysely'

const openings = new AsyncLocalStorage<string>()

/** Lets the transactions that the work opens begin with this text: begin, role and settings in one trip instead of five. */
export const openingWith = <T>(opening: string, work: () => Promise<T>): Promise<T> => openings.run(opening, work)

/** PostgreSQL for Kysely, with transactions that begin as {@link openingWith} says. */
export class OpeningDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new OpeningDriver(this.#config)
  }
}

class OpeningDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const opening = openings.getStore()
    if (opening === undefined) return super.beginTransaction(connection, settings)
    try {
      await connection.executeQuery(CompiledQuery.raw(opening))
    } catch (error) {
      // The first of the statements may have succeeded; the connection must not go back to the pool half opened.
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => {})
      throw error
    }
  }
}
