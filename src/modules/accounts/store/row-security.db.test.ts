import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Installation } from '#platform/doors/call'
import { perform } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'
import { testDatabase } from '../../../../tests/support/database.ts'
import { addDemonstrationAccounts, demonstrationActor, findOffice, listOfficeNames, listOffices, officeByKey, superiorOf, syncOffices } from '../index.ts'
import { officesWithoutLead } from './account-rows.ts'
import { createAccount, inviteAccount } from '../actions/create-account.ts'
import { listPeople, showPerson } from '../actions/list-accounts.ts'
import { setAccountActive } from '../actions/set-account-active.ts'
import { setAccountLead } from '../actions/set-account-lead.ts'

const base = testDatabase()
const actors = new Map<string, Actor>()
const actorOf = (login: string): Actor => actors.get(login) ?? (() => { throw new Error(login) })()

// One office of each kind, with two people; `<kind>-lead` leads it.
beforeAll(async () => {
  await syncOffices(base.db, officeKinds.map((kind) => ({ key: kind, kind, name: { en: `${kind} en`, nl: `${kind} nl`, fr: kind, de: kind }, languages: ['nl', 'fr'], districts: ['antwerp'], role: 'sample' })))
  const person = { profession: null, language: 'en', listed: true } as const
  await addDemonstrationAccounts(base.db, officeKinds.flatMap((kind) => [
    { ...person, login: kind, name: 'A. Fictief', office: kind, lead: false },
    { ...person, login: `${kind}-lead`, name: 'B. Fictief', office: kind, lead: true },
  ]))
  for (const kind of officeKinds) actors.set(kind, await demonstrationActor(base.db, kind))
  const { account } = actorOf('guardian')
  await asMigrator(base.db, async (tx) => {
    await sql`insert into accounts.password values (${account}, 'hash', now())`.execute(tx)
    await sql`insert into accounts.session (account, token_hash, started_at, last_used_at) values (${account}, '\\x01', now(), now())`.execute(tx)
    await sql`insert into accounts.invitation values ('\\x02', ${account}, now() + interval '1 day')`.execute(tx)
  })
})

const loginsSeenBy = (actor: Actor | null): Promise<readonly string[]> => inTransaction(base.db, { actor }, async (tx) =>
  (await sql<{ login: string }>`select login from accounts.account order by login`.execute(tx)).rows.map(({ login }) => login))
const sessionsSeenBy = (actor: Actor | null): Promise<number> => inTransaction(base.db, { actor }, async (tx) =>
  (await sql`select id from accounts.session`.execute(tx)).rows.length)
const attempt = (actor: Actor | null, statement: ReturnType<typeof sql>): Promise<number | 'refused'> => inTransaction(base.db, { actor }, async (tx) =>
  Number((await statement.execute(tx)).numAffectedRows ?? 0)).catch((error: unknown) => {
  expect(String(error)).toMatch(/permission denied|row-level security/)
  return 'refused' as const
})

describe('the tables of accounts', () => {
  test('are all guarded, for their owner too', async () => {
    const { rows } = await asMigrator(base.db, (tx) => sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'accounts'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)`.execute(tx))
    expect(rows).toEqual([])
  })

  test.each(officeKinds)('show a person of %s the people of the own office, and more only to those who keep or watch accounts', async (kind) => {
    const everyone = officeKinds.flatMap((one) => [one, `${one}-lead`]).toSorted()
    const all = kind === 'administration' || kind === 'data-protection'
    expect((await loginsSeenBy(actorOf(kind))).toSorted()).toEqual(all ? everyone : [kind, `${kind}-lead`].toSorted())
    expect(await sessionsSeenBy(actorOf(kind))).toBe(kind === 'guardian' || kind === 'administration' ? 1 : 0)
  })

  test('show nothing to nobody', async () => {
    expect(await loginsSeenBy(null)).toEqual([])
    expect(await sessionsSeenBy(null)).toBe(0)
    expect(await inTransaction(base.db, { actor: null }, (tx) => listOffices(tx))).toEqual([])
  })

  test.each(officeKinds)('give no secret to a person of %s, and let them write nobody’s account, office or session', async (kind) => {
    const actor = actorOf(kind)
    for (const statement of [
      sql`select hash from accounts.password`, sql`select * from accounts.wrong_try`, sql`select token_hash from accounts.session`, sql`select code_hash from accounts.invitation`,
      sql`update accounts.account set office = ${actor.office}`, sql`update accounts.account set demonstration = true`, sql`update accounts.office set kind = 'administration'`,
      sql`insert into accounts.session (account, token_hash, started_at, last_used_at) values (${actor.account}, '\\x09', now(), now())`,
      sql`delete from accounts.account`, sql`delete from accounts.session`,
    ]) expect(await attempt(actor, statement)).toBe('refused')
    const mayKeep = kind === 'administration'
    expect(await attempt(actor, sql`update accounts.account set active = true where login = 'guardian'`)).toBe(mayKeep ? 1 : 0)
    expect(await attempt(actor, sql`insert into accounts.account (login, name, office, language) values (${`new-${kind}`}, 'N. Fictief', ${actor.office}, 'en')`)).toBe(mayKeep ? 1 : 'refused')
    if (mayKeep) {
      await asMigrator(base.db, async (tx) => {
        await sql`delete from accounts.membership where account = (select id from accounts.account where login = ${`new-${kind}`})`.execute(tx)
        await sql`delete from accounts.account where login = ${`new-${kind}`}`.execute(tx)
      })
    }
  })
})

describe('the directory of offices', () => {
  test('is read by everyone signed in, in a language, and finds by key, id and kind', async () => {
    const actor = actorOf('first-line')
    await inTransaction(base.db, { actor }, async (tx) => {
      const office = await officeByKey(tx, 'magistrate', 'nl')
      expect(office).toMatchObject({ key: 'magistrate', kind: 'magistrate', name: 'magistrate nl', profession: null, languages: ['nl', 'fr'], districts: ['antwerp'], role: 'sample' })
      if (!office) return
      expect(await findOffice(tx, office.id, 'nl')).toEqual(office)
      expect(await listOffices(tx, { kind: 'magistrate', language: 'nl' })).toEqual([office])
      expect((await listOfficeNames(tx)).get(office.id)).toBe('magistrate en')
      expect((await listOffices(tx)).length).toBe(officeKinds.length)
    })
  })

  test('names the superior of any office by account and never by name', async () => {
    const { rows } = await asMigrator(base.db, (tx) => sql<{ id: string }>`select id from accounts.account where login = 'magistrate-lead'`.execute(tx))
    const superior = await inTransaction(base.db, { actor: actorOf('first-line') }, (tx) => superiorOf(tx, actorOf('magistrate').office))
    expect(superior).toBe(rows[0]?.id)
  })

  test('is brought to the pack again without a second row, and keeps what the pack no longer names', async () => {
    const { office } = actorOf('department')
    await syncOffices(base.db, [{ key: 'department', kind: 'department', name: 'Renamed', languages: [], role: 'sample' }])
    await inTransaction(base.db, { actor: actorOf('guardian') }, async (tx) => {
      expect((await findOffice(tx, office))?.name).toBe('Renamed')
      expect((await listOffices(tx)).length).toBe(officeKinds.length)
    })
  })
})

describe('keeping accounts', () => {
  const run = async (route: Route, kind: OfficeKind | null, input: unknown): Promise<string> => {
    const installation = { mode: 'evaluation', zone: 'Europe/Brussels', publicUrl: '', fourEyes: [] } as unknown as Installation
    const outcome = await perform({ db: base.db, installation, clock: () => new Date('2026-11-23T08:00:00Z'), reactions: {} }, route, { actor: kind && actorOf(kind), language: 'en', input })
    return outcome.answered ? 'answered' : outcome.refusal.refused
  }
  const keepers = [createAccount, inviteAccount, setAccountActive, showPerson, setAccountLead]

  test.each([...officeKinds.filter((kind) => kind !== 'administration'), null])('is not there for %s', async (kind) => {
    const { account, office } = actorOf('guardian')
    const inputs = [{ login: `x.${kind ?? 'nobody'}`, name: 'X. Fictief', office, language: 'en' }, { account }, { account, active: false }, { account }, { account, lead: true }]
    for (const [index, route] of keepers.entries()) expect(await run(route, kind, inputs[index])).toBe('not-found')
    expect(await run(listPeople, kind, {})).toBe(kind === 'data-protection' ? 'answered' : 'not-found')
  })

  test('says who leads an office, and names those that nobody leads', async () => {
    const { account } = actorOf('guardian')
    const withoutLead = async (): Promise<readonly string[]> => inTransaction(base.db, { actor: actorOf('administration') }, (tx) => officesWithoutLead(tx, 'en', ['guardian', 'magistrate', 'coordination']))
    expect(await withoutLead()).toEqual([])
    const { rows: [lead] } = await asMigrator(base.db, (tx) => sql<{ id: string }>`select id from accounts.account where login = 'guardian-lead'`.execute(tx))
    expect(await run(setAccountLead, 'administration', { account: lead?.id, lead: 'no' })).toBe('answered')
    expect(await withoutLead()).toEqual(['guardian en'])
    expect(await run(setAccountLead, 'administration', { account, lead: 'yes' })).toBe('answered')
    expect(await withoutLead()).toEqual([])
    await asMigrator(base.db, (tx) => sql`update accounts.account set active = false, lead = false where id = ${account}`.execute(tx))
    expect(await run(setAccountLead, 'administration', { account, lead: true })).toBe('closed-cannot-lead')
    await asMigrator(base.db, (tx) => sql`update accounts.account set active = true where id = ${account}`.execute(tx))
  })

  test('is the work of the administration', async () => {
    const { account, office } = actorOf('guardian')
    expect(await run(listPeople, 'administration', {})).toBe('answered')
    expect(await run(createAccount, 'administration', { login: 'x.new', name: 'X. Fictief', office, language: 'en' })).toBe('answered')
    expect(await run(inviteAccount, 'administration', { account })).toBe('answered')
    expect(await run(setAccountActive, 'administration', { account, active: true })).toBe('answered')
    expect(await run(createAccount, 'administration', { login: 'x.other', name: 'X. Fictief', office: account, language: 'en' })).toBe('input-not-a-choice')
  })
})
