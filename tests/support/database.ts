import { afterAll, beforeAll, inject } from 'vitest'
import { connect, type Database, type ServerSettings } from '#platform/database/connect'
import { command, onDatabase, sharedServer } from './shared-server.ts'
import { giveTestVault } from './vault.ts'

export type TestDatabase = { readonly db: Database; readonly settings: ServerSettings }

/**
 * A migrated database for this test file alone, there from the first test to the last and then dropped.
 * Call it once at the top of the file; `empty` gives one that no migration has touched.
 */
export function testDatabase({ empty = false }: { readonly empty?: boolean } = {}): TestDatabase {
  let open: TestDatabase | undefined
  let drop = async (): Promise<void> => {}

  beforeAll(async () => {
    const server = await sharedServer(inject('databaseFolder'))
    const name = `ariadne_test_${crypto.randomUUID().replaceAll('-', '')}`
    await command(server.settings, `create database ${name} template ${empty ? 'template0' : server.template}`)
    const settings = onDatabase(server.settings, name)
    const db = connect({ ...settings, poolSize: 10 })
    if (!empty) await giveTestVault(db)
    open = { db, settings }
    drop = async () => {
      await db.destroy()
      await command(server.settings, `drop database ${name} with (force)`)
    }
  })
  afterAll(() => drop())

  const opened = (): TestDatabase => {
    if (!open) throw new Error('the database is there from beforeAll on: use it inside a test or a hook')
    return open
  }
  return {
    get db() { return opened().db },
    get settings() { return opened().settings },
  }
}
