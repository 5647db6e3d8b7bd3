import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Installation } from '#platform/doors/call'
import { perform } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { testDatabase } from '../../../../tests/support/database.ts'
import { signInForTests } from '../../../../tests/support/sign-in.ts'
import { addDemonstrationAccounts, demonstrationActor, syncOffices } from '../index.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { createColleague, inviteColleague, listOwnColleagues, setColleagueActive, showColleague } from './colleagues.ts'
import { openPasswordSession } from './open-session.ts'

const base = testDatabase()
const signIn = signInForTests()
const now = new Date('2026-11-23T09:00:00Z')
const person = { profession: null, listed: false, language: 'en', name: 'L. Exempel' } as const
const actors = new Map<string, Actor>()
const as = (login: string): Actor => actors.get(login) ?? (() => { throw new Error(login) })()

beforeAll(async () => {
  await syncOffices(base.db, ['one', 'two'].map((key) => ({ key, kind: 'reception-centre', name: `Centre ${key}`, languages: ['en'], role: 'sample' })))
  await addDemonstrationAccounts(base.db, ['one', 'two'].flatMap((office) => [
    { ...person, login: `${office}-lead`, office, lead: true }, { ...person, login: `${office}-member`, office, lead: false },
  ]))
  for (const login of ['one-lead', 'one-member', 'two-lead', 'two-member']) actors.set(login, await demonstrationActor(base.db, login))
})

async function ask(route: Route, login: string | null, input: unknown): Promise<{ readonly refused: string | null; readonly value: Record<string, unknown> }> {
  const installation = { mode: 'production', zone: 'Europe/Brussels', publicUrl: 'https://ariadne.example', signIn, fourEyes: [] } as unknown as Installation
  const outcome = await perform({ db: base.db, installation, clock: () => now, reactions: {} }, route, { actor: login === null ? null : as(login), language: 'en', input })
  return outcome.answered ? { refused: null, value: outcome.value as Record<string, unknown> } : { refused: outcome.refusal.refused, value: {} }
}
const newcomer = (login: string) => ({ login, name: 'N. Exempel', language: 'nl' })

describe('who leads an office', () => {
  test('lets somebody into it, who accepts and signs in there', async () => {
    const { value } = await ask(createColleague, 'one-lead', newcomer('n.exempel'))
    const { code } = value as { code: string }
    expect((await ask(acceptInvitation, null, { code, password: 'seven green boats at dawn' })).refused).toBeNull()
    expect((await ask(openPasswordSession, null, { login: 'n.exempel', password: 'seven green boats at dawn' })).value).toMatchObject({ office: 'Centre one' })
    expect((await ask(createColleague, 'one-lead', newcomer('n.exempel'))).refused).toBe('login-taken')
  })

  test('sees, invites, closes and opens the people of the own office, and nobody of another', async () => {
    const { value } = await ask(listOwnColleagues, 'one-lead', {})
    expect((value['accounts'] as { officeName: string }[]).every(({ officeName }) => officeName === 'Centre one')).toBe(true)
    const mine = { account: as('one-member').account }
    const theirs = { account: as('two-member').account }
    for (const [route, more] of [[showColleague, {}], [inviteColleague, {}], [setColleagueActive, { active: false }], [setColleagueActive, { active: true }]] as const) {
      expect((await ask(route, 'one-lead', { ...mine, ...more })).refused, route.name).toBeNull()
      expect((await ask(route, 'one-lead', { ...theirs, ...more })).refused, route.name).toBe('not-found')
    }
  })

  test('cannot close the own account', async () => {
    expect((await ask(setColleagueActive, 'one-lead', { account: as('one-lead').account, active: false })).refused).toBe('own-account')
  })

  test('ends the sessions of whom they close', async () => {
    const { account } = as('one-member')
    await asMigrator(base.db, (tx) => sql`insert into accounts.session (account, token_hash, started_at, last_used_at) values (${account}, '\\x77', ${now.toISOString()}, ${now.toISOString()})`.execute(tx))
    await ask(setColleagueActive, 'one-lead', { account, active: false })
    const { rows } = await asMigrator(base.db, (tx) => sql`select id from accounts.session where account = ${account} and ended_at is null`.execute(tx))
    expect(rows).toEqual([])
    await ask(setColleagueActive, 'one-lead', { account, active: true })
  })
})

describe('for everybody else of an office', () => {
  test('none of this exists', async () => {
    const account = as('one-lead').account
    const inputs = [[listOwnColleagues, {}], [createColleague, newcomer('x.exempel')], [showColleague, { account }], [inviteColleague, { account }], [setColleagueActive, { account, active: false }]] as const
    for (const [route, input] of inputs) expect((await ask(route, 'one-member', input)).refused, route.name).toBe('not-found')
  })

  test('nor can it be written past the program, by them or by a lead into another office', async () => {
    const insert = (login: string, office: string) => (tx: Parameters<Parameters<typeof inTransaction>[2]>[0]) =>
      sql`insert into accounts.account (login, name, office, language) values (${login}, 'X. Exempel', ${office}, 'en')`.execute(tx)
    await expect(inTransaction(base.db, { actor: as('one-member') }, insert('x.one', as('one-member').office))).rejects.toThrow(/row-level security/)
    await expect(inTransaction(base.db, { actor: as('one-lead') }, insert('x.two', as('two-lead').office))).rejects.toThrow(/row-level security/)
    await expect(inTransaction(base.db, { actor: as('one-lead') }, (tx) =>
      sql`insert into accounts.invitation (code_hash, account, until) values ('\\x88', ${as('two-member').account}, now())`.execute(tx))).rejects.toThrow(/row-level security/)
    const changed = await inTransaction(base.db, { actor: as('one-lead') }, (tx) => sql`update accounts.account set active = false where office = ${as('two-lead').office}`.execute(tx))
    expect(changed.numAffectedRows).toBe(0n)
  })

  test('a lead who no longer leads has lost it at once, in a session that still runs', async () => {
    await asMigrator(base.db, (tx) => sql`update accounts.account set lead = false where login = 'two-lead'`.execute(tx))
    expect((await ask(listOwnColleagues, 'two-lead', {})).refused).toBe('not-found')
  })
})
