import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import { testDatabase } from '../../../../tests/support/database.ts'
import { addDemonstrationAccounts, demonstrationActor, type OfficeSeed, readDemonstrationAccounts, superiorOf, syncOffices } from '../index.ts'

const base = testDatabase()
const belgium = join(import.meta.dirname, '../../../countries/be')
const people = readDemonstrationAccounts(readFileSync(join(belgium, 'demonstration.yaml'), 'utf8'))
const { offices } = parse(readFileSync(join(belgium, 'offices.yaml'), 'utf8')) as { offices: readonly OfficeSeed[] }

beforeAll(async () => {
  for (let again = 0; again < 2; again += 1) {
    await syncOffices(base.db, offices)
    await addDemonstrationAccounts(base.db, people)
  }
})

test('the invented people of Belgium all find their office, and bringing them in twice makes nobody twice', async () => {
  const { rows } = await asMigrator(base.db, (tx) => sql<{ people: number; offices: number }>`
    select (select count(*) from accounts.account) as people, (select count(*) from accounts.office) as offices`.execute(tx))
  expect(rows[0]).toEqual({ people: people.length, offices: offices.length })
})

test('one can sign in as each of the roles of the evaluation', () => {
  expect(people.filter(({ listed }) => listed).map(({ login }) => login)).toEqual([
    'labour-inspector', 'police-officer', 'asylum-officer', 'hospital-social-worker', 'caseworker-pag-asa', 'caseworker-payoke', 'caseworker-surya', 'guardian',
    'immigration-officer', 'public-prosecutor', 'labour-auditor', 'coordinator', 'analyst', 'rapporteur', 'administrator', 'data-protection-officer',
    'second-data-protection-officer', 'second-administrator', 'second-analyst',
  ])
})

test('offices that own clocks have a superior, and the profession is that of the office', async () => {
  for (const login of ['caseworker-pag-asa', 'caseworker-payoke', 'caseworker-surya', 'immigration-officer', 'guardian', 'public-prosecutor', 'labour-auditor']) {
    const actor = await demonstrationActor(base.db, login)
    expect(await inTransaction(base.db, { actor }, (tx) => superiorOf(tx, actor.office)), login).not.toBeNull()
  }
  expect((await demonstrationActor(base.db, 'labour-auditor')).profession).toBe('labour-auditor')
  expect((await demonstrationActor(base.db, 'police-officer')).profession).toBe('police')
  expect((await demonstrationActor(base.db, 'caseworker-surya')).officeName).toBe('Sürya')
})

test('an invented person does not take the place of a real one, nor of one without an office', async () => {
  const [first] = people
  if (!first) throw new Error('nobody')
  await asMigrator(base.db, (tx) => sql`update accounts.account set demonstration = false, listed = false where login = ${first.login}`.execute(tx))
  await expect(addDemonstrationAccounts(base.db, [first])).rejects.toThrow(first.login)
  await expect(addDemonstrationAccounts(base.db, [{ ...first, login: 'stray', office: 'nowhere' }])).rejects.toThrow('nowhere')
})
