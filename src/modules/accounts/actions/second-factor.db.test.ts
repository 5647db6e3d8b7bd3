import { generateSync } from 'otplib'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Installation, Origin } from '#platform/doors/call'
import { perform, type Outcome } from '#platform/doors/perform'
import type { Route, ValueOf } from '#platform/doors/route'
import { instant } from '#vocabulary/instant'
import { officeKinds } from '#vocabulary/office-kind'
import { testDatabase } from '../../../../tests/support/database.ts'
import { signInForTests } from '../../../../tests/support/sign-in.ts'
import { actorOfSession, demonstrationActor, addDemonstrationAccounts, syncOffices } from '../index.ts'
import { hashOfSecret } from '../store/secret.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { createAccount } from './create-account.ts'
import { showPerson } from './list-accounts.ts'
import { openSessionByEnrolling, openSessionWithCode, showStartedSignIn } from './open-session-with-code.ts'
import { openPasswordSession } from './open-session.ts'
import { confirmSecondFactor, proposeOwnSecondFactor, removeOwnSecondFactor, renewRecoveryCodes, resetSecondFactor, showSecondFactor } from './second-factor.ts'
import { unlockAccount } from './unlock-account.ts'

const base = testDatabase()
const morning = Date.parse('2026-11-23T08:00:00Z')
const password = 'seven green boats at dawn'
const settings = signInForTests()

type Asking = { readonly at?: number; readonly actor?: Actor | null; readonly required?: boolean; readonly from?: Origin }
function ask<R extends Route>(route: R, input: unknown, { at = 0, actor = null, required = false, from }: Asking = {}): Promise<Outcome<ValueOf<R>>> {
  const signIn = { ...settings, secondFactorFor: required ? officeKinds : [] }
  const installation = { mode: 'production', zone: 'Europe/Brussels', publicUrl: 'https://ariadne.example', signIn, fourEyes: [] } as unknown as Installation
  return perform({ db: base.db, installation, clock: () => new Date(morning + at * 1000), reactions: {} }, route, { actor, language: 'en', input, from }) as Promise<Outcome<ValueOf<R>>>
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
const codeOf = (secret: string, at: number): string => generateSync({ secret, epoch: Math.floor(morning / 1000) + at })

let administrator: Actor
let count = 0
async function newcomer(): Promise<string> {
  count += 1
  const login = `n.${count}-fictief`
  const { code } = await did(createAccount, { login, name: 'N. Fictief', office: administrator.office, language: 'en' }, { actor: administrator })
  await did(acceptInvitation, { code, password })
  return login
}
const started = async (login: string, asking: Asking = {}): Promise<string> => {
  const answer = await did(openPasswordSession, { login, password }, asking)
  if (!('started' in answer)) throw new Error('the session opened without a second factor')
  return answer.started
}
const signedIn = async (token: string, at = 0): Promise<Actor> => {
  const actor = await actorOfSession(base.db, token, instant(new Date(morning + at * 1000)))
  if (!actor) throw new Error('no session')
  return actor
}
/** Somebody with a telephone: the first code was that of second `at`. */
async function enrolled(at = 0): Promise<{ login: string; secret: string; codes: readonly string[]; actor: Actor }> {
  const login = await newcomer()
  const token = await started(login, { required: true, at })
  const { secret } = await did(showStartedSignIn, { started: token }, { at })
  const opened = await did(openSessionByEnrolling, { started: token, code: codeOf(secret ?? '', at) }, { at })
  return { login, secret: secret ?? '', codes: opened.codes, actor: await signedIn(opened.token, at) }
}

beforeAll(async () => {
  await syncOffices(base.db, [
    { key: 'administration', kind: 'administration', name: 'Administration', languages: ['en'], role: 'authority' },
    { key: 'centre', kind: 'reception-centre', name: 'Centre', languages: ['en'], role: 'sample' },
  ])
  await addDemonstrationAccounts(base.db, [
    { login: 'keeper', name: 'K. Specimen', office: 'administration', profession: null, lead: false, language: 'en', listed: false },
    { login: 'carer', name: 'C. Specimen', office: 'centre', profession: null, lead: false, language: 'en', listed: false },
  ])
  administrator = await demonstrationActor(base.db, 'keeper')
})

describe('whose office must have a second factor', () => {
  test('is led to enrolment after the password, and has no session until a first code is confirmed', async () => {
    const login = await newcomer()
    const answer = await did(openPasswordSession, { login, password }, { required: true })
    expect(answer).toEqual({ started: expect.any(String), needs: 'enrolment' })
    const token = 'started' in answer ? answer.started : ''
    expect(await actorOfSession(base.db, token, instant(new Date(morning)))).toBeNull()
    const shown = await did(showStartedSignIn, { started: token })
    expect(shown).toMatchObject({ needs: 'enrolment', secret: expect.stringMatching(/^[A-Z2-7]{32}$/), picture: expect.stringContaining('<svg') })
    expect(await refusalOf(openSessionWithCode, { started: token, code: '123456' })).toBe('sign-in-over')
    expect(await refusalOf(openSessionByEnrolling, { started: token, code: '000000' })).toBe('wrong-code')
    const opened = await did(openSessionByEnrolling, { started: token, code: codeOf(shown.secret ?? '', 0) })
    expect(opened.codes).toHaveLength(10)
    expect(new Set(opened.codes).size).toBe(10)
    expect((await signedIn(opened.token)).name).toBe('N. Fictief')
  })

  test('takes a secret into the telephone that nobody else was shown: a new start ends the one before, and each has its own', async () => {
    const login = await newcomer()
    const thief = await started(login, { required: true })
    const stolen = (await did(showStartedSignIn, { started: thief })).secret ?? ''
    const hers = await started(login, { required: true })
    expect(await refusalOf(showStartedSignIn, { started: thief })).toBe('sign-in-over')
    const shown = await did(showStartedSignIn, { started: hers })
    expect(shown.secret).not.toBe(stolen)
    expect(await refusalOf(openSessionByEnrolling, { started: thief, code: codeOf(stolen, 0) })).toBe('sign-in-over')
    expect(await refusalOf(openSessionByEnrolling, { started: hers, code: codeOf(stolen, 0) })).toBe('wrong-code')
    // Whoever starts again after her ends hers, and she sees that instead of enrolling what is known to somebody else.
    const last = await started(login, { required: true })
    expect(await refusalOf(openSessionByEnrolling, { started: hers, code: codeOf(shown.secret ?? '', 0) })).toBe('sign-in-over')
    // Nor past the program: two starts that stand side by side do not share a secret.
    await asMigrator(base.db, (tx) => sql`insert into accounts.started_sign_in select ${hashOfSecret('beside')}, account, needs, way, until from accounts.started_sign_in where token_hash = ${hashOfSecret(last)}`.execute(tx))
    expect(await did(showStartedSignIn, { started: 'beside' })).toMatchObject({ secret: null, picture: null })
    const own = await did(showStartedSignIn, { started: last })
    expect(await refusalOf(openSessionByEnrolling, { started: 'beside', code: codeOf(own.secret ?? '', 0) })).toBe('wrong-code')
    await did(openSessionByEnrolling, { started: last, code: codeOf(own.secret ?? '', 0) })
  })

  test('and has a passkey already cannot set up a telephone with the password alone', async () => {
    const login = await newcomer()
    await asMigrator(base.db, (tx) => sql`
      insert into accounts.passkey (account, credential_id, public_key, counter, backed_up, name, added_at)
      select id, ${`credential of ${login}`}, '\\x01', 0, false, 'Key', now() from accounts.account where login = ${login}`.execute(tx))
    expect(await refusalOf(openPasswordSession, { login, password }, { required: true })).toBe('use-passkey')
    expect(await did(openPasswordSession, { login, password })).toHaveProperty('token')
  })

  test('opens one session with one sign-in, and its secret is never shown again', async () => {
    const { login, secret } = await enrolled()
    const token = await started(login, { required: true, at: 60 })
    expect(await did(showStartedSignIn, { started: token }, { at: 60 })).toMatchObject({ needs: 'code', secret: null, picture: null })
    await did(openSessionWithCode, { started: token, code: codeOf(secret, 60) }, { at: 60 })
    expect(await refusalOf(openSessionWithCode, { started: token, code: codeOf(secret, 90) }, { at: 90 })).toBe('sign-in-over')
  })

  test('may take ten minutes between the two steps and no longer', async () => {
    const { login, secret } = await enrolled()
    const token = await started(login, { at: 60 })
    expect(await refusalOf(openSessionWithCode, { started: token, code: codeOf(secret, 661) }, { at: 661 })).toBe('sign-in-over')
  })
})

describe('a code', () => {
  test('is good once, also when the next sign-in comes within its thirty seconds', async () => {
    const { login, secret } = await enrolled()
    const code = codeOf(secret, 60)
    await did(openSessionWithCode, { started: await started(login, { at: 60 }), code }, { at: 60 })
    expect(await refusalOf(openSessionWithCode, { started: await started(login, { at: 65 }), code }, { at: 65 })).toBe('wrong-code')
    // Nor is an earlier one, although a telephone that is slow is allowed one step.
    expect(await refusalOf(openSessionWithCode, { started: await started(login, { at: 66 }), code: codeOf(secret, 30) }, { at: 66 })).toBe('wrong-code')
    await did(openSessionWithCode, { started: await started(login, { at: 90 }), code: codeOf(secret, 90) }, { at: 90 })
  })

  test('opens one session when ten requests with ten sign-ins bring it at the same moment', async () => {
    const { login, secret } = await enrolled()
    const tokens: string[] = []
    for (let index = 0; index < 10; index += 1) tokens.push(await started(login, { at: 60 }))
    const answers = await Promise.all(tokens.map((token) => refusalOf(openSessionWithCode, { started: token, code: codeOf(secret, 60) }, { at: 60 })))
    expect(answers.filter((answer) => answer === 'answered')).toHaveLength(1)
  })

  test('opens one session when ten requests with one sign-in bring it at the same moment', async () => {
    const { login, secret } = await enrolled()
    const token = await started(login, { at: 60 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => refusalOf(openSessionWithCode, { started: token, code: codeOf(secret, 60) }, { at: 60 })))
    expect(answers.filter((answer) => answer === 'answered')).toHaveLength(1)
  })

  test('may come from a clock one step early or late, and not two', async () => {
    const { login, secret } = await enrolled()
    expect(await refusalOf(openSessionWithCode, { started: await started(login, { at: 600 }), code: codeOf(secret, 540) }, { at: 600 })).toBe('wrong-code')
    await did(openSessionWithCode, { started: await started(login, { at: 600 }), code: codeOf(secret, 570) }, { at: 600 })
    await did(openSessionWithCode, { started: await started(login, { at: 600 }), code: codeOf(secret, 630) }, { at: 600 })
  })

  test('is counted with the passwords of the login: five wrong ones wait, although the password was right each time', async () => {
    const { login, secret } = await enrolled()
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await refusalOf(openSessionWithCode, { started: await started(login, { at: 60 }), code: '000000' }, { at: 60 })).toBe('wrong-code')
    }
    expect(await refusalOf(openPasswordSession, { login, password }, { at: 60 })).toBe('wait')
    const opened = await did(openSessionWithCode, { started: await started(login, { at: 200 }), code: codeOf(secret, 200) }, { at: 200 })
    expect(opened.failed).toBe(5)
  })
})

describe('recovery codes', () => {
  test('let in once each, however they are typed, and are replaced as a whole', async () => {
    const { login, codes, actor, secret } = await enrolled()
    const [first = '', second = ''] = codes
    const asTyped = ` ${first.toUpperCase().replaceAll('-', ' ')}`
    const opened = await did(openSessionWithCode, { started: await started(login), code: asTyped })
    expect(await did(showSecondFactor, {}, { actor: await signedIn(opened.token) })).toMatchObject({ codesLeft: 9, since: instant(new Date(morning)), secret: null })
    expect(await refusalOf(openSessionWithCode, { started: await started(login), code: first })).toBe('wrong-code')
    const renewed = await did(renewRecoveryCodes, { code: codeOf(secret, 60) }, { actor, at: 60 })
    expect(renewed.codes).toHaveLength(10)
    expect(await refusalOf(openSessionWithCode, { started: await started(login, { at: 60 }), code: second }, { at: 60 })).toBe('wrong-code')
    await did(openSessionWithCode, { started: await started(login, { at: 60 }), code: renewed.codes[0] }, { at: 60 })
  })

  test('of somebody else let nobody in', async () => {
    const { codes } = await enrolled()
    const other = await enrolled()
    expect(await refusalOf(openSessionWithCode, { started: await started(other.login), code: codes[0] })).toBe('wrong-code')
  })
})

describe('on one’s own page', () => {
  test('a second factor is set up with its first code, and removed with a later one', async () => {
    const login = await newcomer()
    const opened = await did(openPasswordSession, { login, password })
    const actor = await signedIn('token' in opened ? opened.token : '')
    expect(await did(showSecondFactor, {}, { actor })).toMatchObject({ since: null, secret: null })
    expect(await refusalOf(confirmSecondFactor, { code: '123456' }, { actor })).toBe('factor-missing')
    await did(proposeOwnSecondFactor, {}, { actor })
    const { secret } = await did(showSecondFactor, {}, { actor })
    // Until it is confirmed nothing has changed.
    expect(await did(openPasswordSession, { login, password })).toHaveProperty('token')
    expect((await did(confirmSecondFactor, { code: codeOf(secret ?? '', 0) }, { actor })).codes).toHaveLength(10)
    expect(await refusalOf(proposeOwnSecondFactor, {}, { actor })).toBe('factor-stands')
    expect(await refusalOf(removeOwnSecondFactor, { code: '000000' }, { actor, at: 60 })).toBe('wrong-code')
    expect(await did(removeOwnSecondFactor, { code: codeOf(secret ?? '', 60) }, { actor, at: 60 })).toMatchObject({ required: false, token: expect.any(String) })
    expect(await did(openPasswordSession, { login, password }, { at: 60 })).toHaveProperty('token')
  })

  test('who must have one ends every session by removing it', async () => {
    const { secret, actor, login } = await enrolled()
    await did(removeOwnSecondFactor, { code: codeOf(secret, 60) }, { actor, at: 60, required: true })
    const { rows } = await asMigrator(base.db, (tx) => sql`select id from accounts.session where account = ${actor.account} and ended_at is null`.execute(tx))
    expect(rows).toEqual([])
    expect(await did(openPasswordSession, { login, password }, { at: 61, required: true })).toMatchObject({ needs: 'enrolment' })
  })
})

describe('the administration', () => {
  test('takes the factor of somebody away who lost everything, not its own, and the person begins anew', async () => {
    const { login, actor } = await enrolled()
    expect(await refusalOf(resetSecondFactor, { account: actor.account }, { actor })).toBe('own-factor')
    await did(resetSecondFactor, { account: actor.account }, { actor: administrator })
    expect(await refusalOf(resetSecondFactor, { account: actor.account }, { actor: administrator })).toBe('no-factor')
    expect(await did(openPasswordSession, { login, password }, { required: true })).toMatchObject({ needs: 'enrolment' })
    expect(await refusalOf(resetSecondFactor, { account: actor.account }, { actor: await demonstrationActor(base.db, 'carer') })).toBe('not-found')
  })

  test('lets a waiting login try again, and the person is told of the tries all the same', async () => {
    const login = await newcomer()
    for (let attempt = 1; attempt <= 5; attempt += 1) await refusalOf(openPasswordSession, { login, password: 'wrong' })
    expect(await refusalOf(openPasswordSession, { login, password })).toBe('wait')
    const { rows: [row] } = await asMigrator(base.db, (tx) => sql<{ id: string }>`select id from accounts.account where login = ${login}`.execute(tx))
    const account = row?.id
    expect(await did(showPerson, { account }, { actor: administrator })).toMatchObject({ waitsUntil: null, placesWaitUntil: instant(new Date(morning + 60_000)) })
    expect(await refusalOf(unlockAccount, { account }, { actor: await demonstrationActor(base.db, 'carer') })).toBe('not-found')
    await did(unlockAccount, { account }, { actor: administrator })
    expect(await did(openPasswordSession, { login, password })).toMatchObject({ failed: 5 })
    expect(await did(openPasswordSession, { login, password })).toMatchObject({ failed: 0 })
  })
})

describe('the database', () => {
  test('holds no secret and no code in clear, and gives the application neither', async () => {
    const { secret, codes } = await enrolled()
    const { rows } = await asMigrator(base.db, (tx) => sql<{ text: string }>`
      select factor::text as text from accounts.second_factor as factor union all select code::text from accounts.recovery_code as code union all select line::text from audit.line as line
      union all select session::text from accounts.session as session union all select once::text from platform.once as once`.execute(tx))
    const all = rows.map(({ text }) => text).join('\n')
    for (const word of [secret, Buffer.from(secret).toString('hex'), ...codes, ...codes.map((code) => Buffer.from(code).toString('hex'))]) expect(all.includes(word)).toBe(false)
    for (const table of ['second_factor', 'recovery_code', 'started_sign_in', 'provider_subject', 'provider_trip']) {
      await expect(inTransaction(base.db, { actor: administrator }, (tx) => sql`select * from ${sql.table(`accounts.${table}`)}`.execute(tx))).rejects.toThrow(/permission denied/)
    }
  })
})

describe('an address', () => {
  const from = (address: string): Origin => ({ address, device: 'other/other' })

  test('from which forty tries failed waits, whatever logins it tries; another one does not', async () => {
    const answers: string[] = []
    for (let attempt = 0; attempt < 42; attempt += 1) answers.push(await refusalOf(openSessionWithCode, { started: `guess-${attempt}`, code: '123456' }, { from: from('a') }))
    expect(answers.filter((answer) => answer === 'sign-in-over')).toHaveLength(40)
    expect(answers.slice(40)).toEqual(['slow-down', 'slow-down'])
    expect(await refusalOf(openSessionWithCode, { started: 'guess', code: '123456' }, { from: from('b') })).toBe('sign-in-over')
    expect(await refusalOf(openSessionWithCode, { started: 'guess', code: '123456' }, { from: from('a'), at: 15 * 60 })).toBe('sign-in-over')
  })

  test('of a large office is not stopped by those who sign in rightly', async () => {
    const login = await newcomer()
    const office = from('office')
    for (let attempt = 0; attempt < 45; attempt += 1) expect(await refusalOf(openPasswordSession, { login, password }, { from: office })).toBe('answered')
  }, 60_000)

  test('gets no more than its forty when sixty tries come at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, attempt) => refusalOf(openSessionWithCode, { started: `together-${attempt}`, code: '1' }, { from: from('many') })))
    expect(answers.filter((answer) => answer === 'sign-in-over')).toHaveLength(40)
  })
})
