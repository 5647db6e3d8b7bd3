import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfiguration } from '#platform/configuration'
import { restoreBackup } from '#platform/backup/restore-backup'
import { asMigrator } from '#platform/database/transaction'
import { openVault } from '#platform/vault/open-vault'
import { sealClearRows } from '#platform/vault/seal-clear-rows'
import type { FileId } from '#vocabulary/ids'
import { clearTables } from '../../src/main/clear-tables.ts'
import { readCountry } from '../../src/main/country-pack.ts'
import { readProcedure } from '../../src/modules/protection/store/procedure-rows.ts'
import { Belgium } from '../support/belgium.ts'
import { aFolder } from '../support/database-home.ts'
import { testDatabase } from '../support/database.ts'
import { saidInDump } from '../support/dump.ts'

// What the first release left: its 172 invented people, in clear, as its own backup of 23 November 2026 holds them.
const base = testDatabase({ empty: true })
const home = aFolder()
let be: Belgium
let before: { readonly files: number; readonly steps: number; readonly names: readonly string[] }

const count = (table: string) => asMigrator(base.db, async (tx) => (await sql<{ count: number }>`select count(*)::int as count from ${sql.raw(table)}`.execute(tx)).rows[0]?.count ?? 0)

beforeAll(async () => {
  await restoreBackup({
    file: join(import.meta.dirname, 'first-release.backup'), privateKey: readFileSync(join(import.meta.dirname, 'first-release.key'), 'utf8'),
    into: base.settings, home, say: () => undefined,
  })
  const { rows } = await asMigrator(base.db, (tx) => sql<{ name: string }>`select distinct family_names as name from cases.identity where length(family_names) > 5`.execute(tx))
  before = { files: await count('cases.file'), steps: await count('protection.step'), names: rows.map(({ name }) => name) }
  await openVault(base.db, { ...readConfiguration({}), ARIADNE_HOME: home }, () => undefined)
  await sealClearRows(base.db, clearTables)
  be = await Belgium.open(base.db)
}, 180_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('the data of the first release, under this one', () => {
  test('are all there', async () => {
    expect(before.files).toBeGreaterThan(150)
    expect(await count('cases.file')).toBe(before.files)
    expect(await count('protection.step')).toBe(before.steps)
  })

  test('say no name in clear any more', async () => {
    expect(before.names.length).toBeGreaterThan(3)
    expect(await saidInDump(base.db, before.names)).toEqual([])
  }, 60_000)

  test('come to the same state when every file is replayed', async () => {
    const pack = readCountry('be')
    const other = await asMigrator(base.db, async (tx) => {
      const { rows } = await sql<{ id: FileId; state: string }>`select id, state from cases.file`.execute(tx)
      const differing: string[] = []
      for (const { id, state } of rows) {
        const stored = await readProcedure(tx, pack, id)
        if (stored?.procedure.state !== state) differing.push(`${id}: ${state}, replayed ${stored?.procedure.state}`)
      }
      return differing
    })
    expect(other).toEqual([])
  }, 60_000)

  test('are coded for counting, each person as her file says', async () => {
    expect(await count('statistics.coded_person')).toBe(before.files)
    expect(await count('(table statistics.coded_person except table statistics.person_on_file) as otherwise')).toBe(0)
    const { table } = await be.does<{ table: { cells: number[] } }>('analyst', 'table.count', { rows: 'reached', columns: 'detected-by', from: 2007, to: 2026 })
    expect(table.cells[0]).toBe(before.files)
  })

  test('are worked with: each role opens its first page, a centre its file and the person in it', async () => {
    for (const [login, route] of [['caseworker-pag-asa', 'file.list-waiting'], ['immigration-officer', 'file.list-waiting'], ['public-prosecutor', 'file.list-waiting'], ['labour-inspector', 'report.list'], ['analyst', 'numbers.show']] as const) {
      expect(await be.ask(login, route, {}), `${login} ${route}`).toMatchObject({ answered: true })
    }
    const { lines: files } = await be.does<{ lines: { id: string }[] }>('caseworker-payoke', 'file.list', {})
    expect(files.length).toBeGreaterThan(5)
    const person = await be.does('caseworker-payoke', 'person.show', { file: files[0]?.id })
    expect(JSON.stringify(person)).toMatch(/"familyNames":"\w+/)
  }, 60_000)
})
