import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { guardedTables, relationsAt } from '../../src/modules/access/store/guarded-tables.ts'
import { testDatabase } from '../support/database.ts'

type Policy = { readonly table: string; readonly name: string; readonly command: string; readonly arrays: readonly string[][]; readonly text: string }
const base = testDatabase()
let policies: readonly Policy[] = []

beforeAll(async () => {
  const { rows } = await asMigrator(base.db, (tx) => sql<{ table: string; name: string; command: string; text: string }>`
    select schemaname || '.' || tablename as table, policyname as name, cmd as command, coalesce(qual, '') || ' ' || coalesce(with_check, '') as text from pg_policies where policyname <> 'the keeper sees every row'`.execute(tx))
  policies = rows.map((row) => ({
    ...row, arrays: [...row.text.matchAll(/cases\.sees\([^,]+, ARRAY\[([^\]]*)\]/g)].map((match) => [...(match[1] ?? '').matchAll(/'([^']+)'/g)].map((one) => one[1] ?? '')),
  }))
})

const asking = () => policies.filter(({ text }) => text.includes('cases.sees('))
/** Known by another rule than a relation to the file: a stay is its own centre's, consent and its tellings have a rule of their own. */
const ownRule = ['reception.stay', 'reception.shelter', 'reception.shelter_stay', 'retention.hold']

describe('the policies of the database', () => {
  test('stand in the compartment table wherever they ask for a relation', () => {
    const strangers = asking().filter(({ table }) => !(table in guardedTables) && !ownRule.includes(table) && !table.startsWith('cases.consent') && !table.startsWith('cases.disclosure'))
    expect([...new Set(strangers.map(({ table }) => table))]).toEqual([])
    expect(asking().length).toBeGreaterThan(30)
  })

  test('ask nothing that is planned anew for each row', async () => {
    const { rows } = await asMigrator(base.db, (tx) => sql<{ asked: string; settings: string[] | null }>`
      select distinct proc.oid::regprocedure::text as asked, proc.proconfig as settings from pg_depend join pg_proc as proc on proc.oid = refobjid join pg_language as language on language.oid = proc.prolang
      where classid = 'pg_policy'::regclass and refclassid = 'pg_proc'::regclass and language.lanname = 'sql' and proc.prosecdef`.execute(tx))
    expect(rows.map(({ asked }) => asked)).toContain('cases.sees(uuid,text[])')
    expect(rows.filter(({ settings }) => !settings?.includes('plan_cache_mode=force_generic_plan')).map(({ asked }) => asked), 'end the migration that makes it with `alter function … set plan_cache_mode = force_generic_plan`, see 0390').toEqual([])
  })

  test.each(Object.keys(guardedTables))('let read %s just those whom the compartment table names', (table) => {
    const named = new Set(policies.filter((policy) => policy.table === table && policy.command === 'SELECT').flatMap(({ arrays }) => arrays.flat()))
    expect([...named].toSorted()).toEqual([...(relationsAt(table)?.read ?? [])].toSorted())
  })

  test.each(Object.keys(guardedTables))('let write %s nobody whom the compartment table does not name', (table) => {
    const may = relationsAt(table)?.write
    for (const { command, name, arrays } of policies.filter((policy) => policy.table === table && policy.command !== 'SELECT')) {
      // An update reaches rows that may be read, so a rule for all commands would be wider than it says.
      expect(command, name).not.toBe('ALL')
      expect(arrays.flat().filter((relation) => !may?.has(relation as never)), `${name} (${command})`).toEqual([])
    }
  })

  test('hold for the owner too on every table with a file in it', async () => {
    const { rows } = await asMigrator(base.db, (tx) => sql<{ name: string }>`
      select nspname || '.' || relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind = 'r' and not (relrowsecurity and relforcerowsecurity) and nspname not in ('pg_catalog', 'information_schema')
        and exists (select from pg_attribute where attrelid = pg_class.oid and attname in ('file', 'person') and not attisdropped)`.execute(tx))
    expect(rows.map(({ name }) => name).filter((name) => name !== 'platform.told')).toEqual([])
  })
})
