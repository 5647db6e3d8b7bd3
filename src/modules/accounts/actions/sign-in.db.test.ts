import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Installation } from '#platform/doors/call'
import { perform, type Outcome } from '#platform/doors/perform'
import type { Route, ValueOf } from '#platform/doors/route'
import { sentenceOf, wordRefusalsIn } from '#platform/doors/sentence'
import { instant } from '#vocabulary/instant'
import { languages } from '#vocabulary/language'
import { testDatabase } from '../../../../tests/support/database.ts'
import { signInForTests } from '../../../../tests/support/sign-in.ts'
import { accountsDoors, actorOfSession, addDemonstrationAccounts, createFirstAdministrator, ownerOfEndedSession, syncOffices } from '../index.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { createAccount } from './create-account.ts'
import { endOwnSession } from './end-session.ts'
import { listDemoAccounts } from './list-demonstration-accounts.ts'
import { listOwnSessions } from './list-sessions.ts'
import { openDemoSession } from './open-demonstration-session.ts'
import { openPasswordSession } from './open-session.ts'
import { revokeSession } from './revoke-session.ts'
import { setAccountActive } from './set-account-active.ts'
import { setLanguage } from './set-language.ts'

const base = testDatabase()
const signIn = signInForTests()
const morning = new Date('2026-11-23T08:00:00Z')
const later = (minutes: number): Date => new Date(morning.getTime() + minutes * 60_000)

type Asking = { readonly at?: Date; readonly actor?: Actor | null; readonly mode?: 'evaluation' | 'production'; readonly once?: string }
function ask<R extends Route>(route: R, input: unknown, { at = morning, actor = null, mode = 'evaluation', once }: Asking = {}): Promise<Outcome<ValueOf<R>>> {
  const installation = { mode, zone: 'Europe/Brussels', publicUrl: 'http://localhost', signIn, fourEyes: [] } as unknown as Installation
  return perform({ db: base.db, installation, clock: () => at, reactions: {} }, route, { actor, language: 'en', input, once }) as Promise<Outcome<ValueOf<R>>>
}
async function did<R extends Route>(route: R, input: unknown, asking: Asking = {}): Promise<ValueOf<R>> {
  const outcome = await ask(route, input, asking)
  if (!outcome.answered) throw new Error(`${route.name} was refused: ${outcome.refusal.refused}`)
  return outcome.value
}
const refusalOf = async (route: Route, input: unknown, asking: Asking = {}): Promise<string> => {
  const outcome = await ask(route, input, asking)
  return outcome.answered ? 'answered' : outcome.refusal.refused
}
async function signedIn(account: string, at = morning): Promise<{ token: string; actor: Actor }> {
  const { token } = await did(openDemoSession, { account }, { at })
  const actor = await actorOfSession(base.db, token, instant(at))
  if (!actor) throw new Error('the session did not open')
  return { token, actor }
}
const count = async (query: ReturnType<typeof sql<{ count: number }>>): Promise<number> =>
  asMigrator(base.db, async (tx) => (await query.execute(tx)).rows[0]?.count ?? -1)

const person = { profession: null, lead: false, listed: true, language: 'nl' } as const
beforeAll(async () => {
  await syncOffices(base.db, [
    { key: 'centre', kind: 'reception-centre', name: { en: 'Centre', nl: 'Centrum', fr: 'Centre', de: 'Zentrum' }, languages: ['nl'], role: 'sample' },
    { key: 'auditor', kind: 'magistrate', name: 'Auditor', profession: 'labour-auditor', languages: ['nl'], districts: ['antwerp'], role: 'sample' },
    { key: 'administration', kind: 'administration', name: 'Administration', languages: ['en'], role: 'authority' },
  ])
  await addDemonstrationAccounts(base.db, [
    { ...person, login: 'caseworker', name: 'C. Fictief', office: 'centre' },
    { ...person, login: 'auditor', name: 'T. Specimen', office: 'auditor' },
    { ...person, login: 'administrator', name: 'B. Sample', office: 'administration' },
  ])
  for (const { name } of accountsDoors.routes) wordRefusalsIn(name, 'accounts')
})

describe('a session', () => {
  test('names the person, the office in the person’s language and the profession of the office', async () => {
    const { actor } = await signedIn('auditor')
    expect(actor).toMatchObject({ name: 'T. Specimen', officeName: 'Auditor', officeKind: 'magistrate', profession: 'labour-auditor', language: 'nl', sessionEndsAt: '2026-11-23T08:30:00.000Z' })
    expect((await signedIn('caseworker')).actor).toMatchObject({ officeName: 'Centrum', profession: 'reception-centre' })
  })

  test('ends thirty minutes after its last use, and each use moves the end', async () => {
    const { token, actor } = await signedIn('caseworker')
    const at = (minutes: number) => actorOfSession(base.db, token, instant(later(minutes)))
    expect((await at(29))?.account).toBe(actor.account)
    expect((await at(58))?.sessionEndsAt).toBe(instant(later(88)))
    expect(await at(88)).toBeNull()
    expect(await ownerOfEndedSession(base.db, token)).toBe(actor.account)
  })

  test('ends after twelve hours whatever was done', async () => {
    const { token } = await signedIn('caseworker')
    for (let minutes = 20; minutes < 720; minutes += 20) expect(await actorOfSession(base.db, token, instant(later(minutes)))).not.toBeNull()
    expect(await actorOfSession(base.db, token, instant(later(720)))).toBeNull()
  })

  test('writes down its last use at most once a minute', async () => {
    const { token, actor } = await signedIn('caseworker')
    const lastUse = async (minutes: number) => {
      await actorOfSession(base.db, token, instant(later(minutes)))
      const { rows } = await asMigrator(base.db, (tx) => sql<{ at: string }>`select last_used_at as at from accounts.session where id = ${actor.session}`.execute(tx))
      return rows[0]?.at
    }
    expect(await lastUse(0.9)).toBe(instant(morning))
    expect(await lastUse(1)).toBe(instant(later(1)))
  })

  test('leaves its token nowhere in the database, not even when somebody signed in signs in again by form', async () => {
    const { actor } = await signedIn('caseworker')
    const once = crypto.randomUUID()
    const { token } = await did(openDemoSession, { account: 'auditor' }, { actor, once })
    const asText = sql<{ count: number }>`select
      (select count(*) from accounts.session where session::text like ${`%${token}%`})
      + (select count(*) from platform.once where once::text like ${`%${token}%`}) + (select count(*) from audit.line where line::text like ${`%${token}%`}) as count`
    expect(await count(asText)).toBe(0)
    expect(await count(sql`select count(*) from accounts.session where token_hash = sha256(${token}::bytea)`)).toBe(1)
  })

  test('ends when signed out, and a form typed in it goes back to nobody', async () => {
    const { token, actor } = await signedIn('caseworker')
    expect(await did(endOwnSession, {}, { actor })).toEqual({ token: null, provider: false, known: false })
    expect(await actorOfSession(base.db, token, instant(morning))).toBeNull()
    expect(await ownerOfEndedSession(base.db, token)).toBeNull()
  })

  test('is listed for and ended by its own person only', async () => {
    const mine = await signedIn('caseworker')
    const other = await signedIn('auditor')
    const { sessions } = await did(listOwnSessions, {}, { actor: mine.actor })
    expect(sessions.map(({ id }) => id)).toContain(mine.actor.session)
    expect(sessions.map(({ id }) => id)).not.toContain(other.actor.session)
    expect(await refusalOf(revokeSession, { session: other.actor.session }, { actor: mine.actor })).toBe('not-found')
    await did(revokeSession, { session: mine.actor.session }, { actor: mine.actor })
    expect(await actorOfSession(base.db, mine.token, instant(morning))).toBeNull()
  })

  test('follows the language that the person chose', async () => {
    const { token, actor } = await signedIn('auditor')
    await did(setLanguage, { language: 'de' }, { actor })
    expect((await actorOfSession(base.db, token, instant(morning)))?.language).toBe('de')
  })

  test('does not open for a token that nobody has', async () => {
    expect(await actorOfSession(base.db, 'nothing', instant(morning))).toBeNull()
    expect(await ownerOfEndedSession(base.db, 'nothing')).toBeNull()
  })
})

describe('the invented people', () => {
  test('are neither listed nor let in where work is real', async () => {
    expect((await did(listDemoAccounts, {})).accounts.map(({ login }) => login)).toEqual(['caseworker', 'auditor', 'administrator'])
    expect((await did(listDemoAccounts, {}, { mode: 'production' })).accounts).toEqual([])
    expect(await refusalOf(openDemoSession, { account: 'caseworker' }, { mode: 'production' })).toBe('not-found')
  })
})

describe('an invitation and a password', () => {
  const administrator = async () => (await signedIn('administrator')).actor
  const newcomer = async (login: string): Promise<{ code: string; account: string }> => {
    const actor = await administrator()
    const { account, code } = await did(createAccount, { login, name: 'N. Specimen', office: actor.office, language: 'en' }, { actor })
    return { account, code: String(code) }
  }
  const password = 'a long enough sentence'

  test('an invitation is good once, and for seven days', async () => {
    const { code } = await newcomer('n.once')
    expect(await refusalOf(acceptInvitation, { code, password: 'too short' })).toBe('input-too-short')
    expect(await refusalOf(acceptInvitation, { code, password: 'n.once-n.once-2026' })).toBe('password-obvious')
    expect(await refusalOf(acceptInvitation, { code, password, again: 'another sentence' })).toBe('passwords-differ')
    expect(await refusalOf(acceptInvitation, { code, password }, { at: later(7 * 24 * 60) })).toBe('invitation-over')
    expect(await did(acceptInvitation, { code, password })).toEqual({ login: 'n.once' })
    expect(await refusalOf(acceptInvitation, { code, password })).toBe('invitation-over')
    expect(await did(openPasswordSession, { login: ' N.Once ', password })).toMatchObject({ name: 'N. Specimen', failed: 0 })
  })

  test('what is typed as a login, which may be a password, is kept nowhere: tries are counted under a hash that the database alone cannot make', async () => {
    const typed = 'geheim-wachtwoord-in-het-verkeerde-veld'
    expect(await refusalOf(openPasswordSession, { login: typed, password: 'x' })).toBe('wrong-sign-in')
    const kept = await asMigrator(base.db, (tx) => sql<{ row: string }>`select wrong_try::text as row from accounts.wrong_try`.execute(tx))
    expect(kept.rows.length).toBeGreaterThan(0)
    const said = JSON.stringify(kept.rows)
    expect(said).not.toContain(typed)
    expect(said).not.toContain(Buffer.from(typed).toString('hex'))
    for (const hashed of [typed, `login|${typed}`]) expect(said).not.toContain(createHash('sha256').update(hashed).digest('hex'))
    for (let tries = 2; tries <= 5; tries += 1) expect(await refusalOf(openPasswordSession, { login: typed, password: 'x' })).toBe('wrong-sign-in')
    expect(await refusalOf(openPasswordSession, { login: typed, password: 'x' })).toBe('wait')
  })

  test('two who accept at the same moment do not both succeed', async () => {
    const { code } = await newcomer('n.race')
    const answers = await Promise.all([1, 2].map(() => refusalOf(acceptInvitation, { code, password })))
    expect(answers.toSorted()).toEqual(['answered', 'invitation-over'])
  })

  test('the first administrator comes in by a code, and a lost code is replaced', async () => {
    const asked = { login: 'First.Admin', name: 'F. Invented', now: morning }
    const lost = await createFirstAdministrator(base.db, asked)
    const code = await createFirstAdministrator(base.db, asked)
    expect(await refusalOf(acceptInvitation, { code: lost, password })).toBe('invitation-over')
    await did(acceptInvitation, { code, password }, { mode: 'production' })
    expect(await did(openPasswordSession, { login: 'first.admin', password }, { mode: 'production' })).toMatchObject({ officeKind: 'administration' })
  })

  test('a wrong password and an unknown login get the same sentence, and have to wait after five tries alike', async () => {
    const { code } = await newcomer('n.slow')
    await did(acceptInvitation, { code, password })
    for (const login of ['n.slow', 'n.nobody']) {
      for (let attempt = 1; attempt <= 5; attempt += 1) expect(await refusalOf(openPasswordSession, { login, password: 'wrong' })).toBe('wrong-sign-in')
      const waiting = await ask(openPasswordSession, { login, password })
      expect(waiting).toMatchObject({ answered: false, refusal: { refused: 'wait', with: { count: 1 } } })
      expect(await refusalOf(openPasswordSession, { login, password: 'wrong' }, { at: later(1) })).toBe('wrong-sign-in')
      expect(await ask(openPasswordSession, { login, password }, { at: later(2) })).toMatchObject({ refusal: { refused: 'wait', with: { count: 1 } } })
    }
    expect(await did(openPasswordSession, { login: 'n.slow', password }, { at: later(5) })).toMatchObject({ name: 'N. Specimen', failed: 6 })
    expect(await refusalOf(openPasswordSession, { login: 'n.slow', password: 'wrong' }, { at: later(5) })).toBe('wrong-sign-in')
  })

  test('tries sent at the same moment stand in line, so that no more than five are looked at', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => refusalOf(openPasswordSession, { login: 'n.many', password: 'wrong' })))
    expect(answers.filter((answer) => answer === 'wrong-sign-in')).toHaveLength(5)
    expect(answers.filter((answer) => answer === 'wait')).toHaveLength(7)
  })

  test('old tries at two logins do not wait for each other', async () => {
    const [first, second] = ['n.old-one', 'n.old-two']
    for (const login of [first, second]) await refusalOf(openPasswordSession, { login, password: 'wrong' })
    const at = later(3 * 24 * 60)
    const answers = await Promise.all(Array.from({ length: 8 }, (_, number) => refusalOf(openPasswordSession, { login: number % 2 ? first : second, password: 'wrong' }, { at })))
    expect(new Set(answers)).toEqual(new Set(['wrong-sign-in']))
  })

  test('two right passwords sent at the same moment both sign in', async () => {
    const { code } = await newcomer('n.double')
    await did(acceptInvitation, { code, password })
    const answers = await Promise.all([1, 2, 3].map(() => refusalOf(openPasswordSession, { login: 'n.double', password })))
    expect(answers).toEqual(['answered', 'answered', 'answered'])
  })

  test('a closed account loses its sessions at once and cannot sign in', async () => {
    const { code, account } = await newcomer('n.closed')
    await did(acceptInvitation, { code, password })
    const opened = await did(openPasswordSession, { login: 'n.closed', password })
    const token = 'token' in opened ? opened.token : ''
    expect(await actorOfSession(base.db, token, instant(morning))).not.toBeNull()
    await did(setAccountActive, { account, active: 'no' }, { actor: await administrator() })
    expect(await actorOfSession(base.db, token, instant(morning))).toBeNull()
    expect(await refusalOf(openPasswordSession, { login: 'n.closed', password })).toBe('wrong-sign-in')
  })

  test('an administrator cannot close the own account, and a login is given once', async () => {
    const actor = await administrator()
    expect(await refusalOf(setAccountActive, { account: actor.account, active: false }, { actor })).toBe('own-account')
    await newcomer('n.twice')
    expect(await refusalOf(createAccount, { login: 'n.twice', name: 'N. Specimen', office: actor.office, language: 'en' }, { actor })).toBe('login-taken')
  })

  test('a code stands nowhere in the database', async () => {
    const { code } = await newcomer('n.code')
    expect(await count(sql`select count(*) from accounts.invitation where invitation::text like ${`%${code}%`}`)).toBe(0)
  })

  test('every refusal has a sentence in every language, the wait in both its forms', () => {
    const keys = ['wrong-sign-in', 'wait', 'login-taken', 'invitation-over', 'passwords-differ', 'password-obvious', 'own-account', 'not-active']
    for (const language of languages) {
      for (const refused of keys) expect(sentenceOf({ refused, with: { count: 1 } }, 'session.open', language).length).toBeGreaterThan(20)
    }
    expect(sentenceOf({ refused: 'wait', with: { count: 1 } }, 'session.open', 'en')).toContain('1 minute and')
    expect(sentenceOf({ refused: 'wait', with: { count: 3 } }, 'session.open', 'en')).toContain('3 minutes')
  })
})
