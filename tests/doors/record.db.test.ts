import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { z } from 'zod'
import { asMigrator } from '#platform/database/transaction'
import { perform } from '#platform/doors/perform'
import { route } from '#platform/doors/route'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium

beforeAll(async () => { be = await Belgium.open(base.db) }, 60_000)

const lastLine = () => asMigrator(base.db, async (tx) => {
  const { rows } = await sql<{ route: string; outcome: string; account: string | null }>`select route, outcome, account from audit.line order by number desc limit 1`.execute(tx)
  return rows[0]
})

describe('the record of acts', () => {
  test('names whoever a sign-in has let in', async () => {
    const { account } = await be.actor('guardian')
    expect(await be.ask(null, 'session.demo', { account: 'guardian' })).toMatchObject({ answered: true })
    expect(await lastLine()).toEqual({ route: 'session.demo', outcome: 'done', account })
  })

  test('names nobody where a sign-in was refused', async () => {
    expect(await be.ask(null, 'session.open', { login: 'guardian', password: 'not the password' })).toMatchObject({ answered: false })
    expect(await lastLine()).toEqual({ route: 'session.open', outcome: 'refused', account: null })
  })

  test('keeps a line of what broke, though everything else of it is undone', async () => {
    const actor = await be.actor('guardian')
    const broken = route({
      name: 'test.break', kind: 'act', for: 'signed-in', about: 'Breaks after it has written.', asks: z.strictObject({}), gives: z.strictObject({}),
      answers: async ({ tx }) => {
        await sql`insert into cases.saved_view (account, mark, sealed) values (${actor.account}, 'half written', '\\x01')`.execute(tx)
        throw new Error('broken on purpose')
      },
    })
    await expect(perform(be.door, broken, { actor, language: 'en', input: {} })).rejects.toThrow('broken on purpose')
    expect(await lastLine()).toEqual({ route: 'test.break', outcome: 'fault', account: actor.account })
    const kept = await asMigrator(base.db, (tx) => sql`select from cases.saved_view where mark = 'half written'`.execute(tx))
    expect(kept.rows).toHaveLength(0)
  })
})
