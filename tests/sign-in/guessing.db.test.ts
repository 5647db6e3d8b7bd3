import { generateSync } from 'otplib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetOldSessions } from '#accounts'
import { asMigrator } from '#platform/database/transaction'
import { vaultOf } from '#platform/vault/vault'
import { instant } from '#vocabulary/instant'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let web: Visitors
const password = 'seven green boats at dawn'

beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
})
afterAll(() => web.server.close())

const later = (minutes: number) => { be.moment = new Date(be.moment.getTime() + minutes * 60_000) }

type Browser = { readonly address: string; readonly cookies: Record<string, string> }
const browserAt = (address: string): Browser => ({ address, cookies: { ariadne_language: 'en' } })

/** As a browser does: it sends what it was given and keeps what it is given. */
async function send({ address, cookies }: Browser, url: string, fields: Record<string, string>) {
  const answer = await web.server.inject({ method: 'POST', url, remoteAddress: address, cookies, headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' }, payload: new URLSearchParams(fields).toString() })
  for (const { name, value } of answer.cookies) {
    if (value === '') delete cookies[name]
    else cookies[name] = value
  }
  return answer
}
const read = ({ address, cookies }: Browser, url: string) => web.server.inject({ url, remoteAddress: address, cookies })

type Said = 'in' | 'wrong' | 'wait' | 'slow' | 'code'
async function tries(browser: Browser, login: string, word = 'not the password'): Promise<Said> {
  const { statusCode, headers, body } = await send(browser, '/sign-in', { login, password: word })
  if (statusCode === 303) return String(headers.location).includes('code') ? 'code' : 'in'
  return statusCode === 429 ? 'slow' : /do not belong together/.test(body) ? 'wrong' : /wait|Wait/.test(body) ? 'wait' : 'slow'
}

let number = 0
async function somebody(): Promise<{ readonly login: string; readonly account: string }> {
  number += 1
  const login = `g.exempel${number}`
  const { account, code } = await be.letIn(login, { office: await be.office('caseworker-pag-asa') })
  await be.does('administrator', 'account.accept-invitation', { code, password })
  return { login, account }
}

/** Wrong tries from so many addresses, five from each, as somebody makes them who rents machines to guess; how many of them were looked at. */
async function guessing(login: string, from: string, addresses: number, browser: Partial<Browser> = {}): Promise<number> {
  let looked = 0
  for (let place = 1; place <= addresses; place += 1) {
    for (let one = 0; one < 5; one += 1) if ((await tries({ ...browserAt(`${from}.${place}`), ...browser }, login)) === 'wrong') looked += 1
  }
  return looked
}

/** The same as after fifty tries of strangers from everywhere, without making them. */
async function besieged(login: string): Promise<void> {
  await tries(browserAt('198.18.9.9'), login)
  const hour = new Date(be.moment.getTime() + 3_600_000).toISOString()
  await be.rows(sql`update accounts.wrong_try set tries = 60, wait_until = ${hour} where mark = ${vaultOf(base.db).mark(`login|${login}`)}`)
}

test('a stranger who hammers makes the stranger wait, at a login that is somebody’s and at one that is nobody’s, and its owner comes in from elsewhere', async () => {
  const { login } = await somebody()
  const stranger = browserAt('192.0.2.66')
  for (const asked of [login, 'g.nobody']) {
    const said: Said[] = []
    for (let one = 0; one < 8; one += 1) said.push(await tries(stranger, asked))
    expect(said).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wait', 'wait', 'wait'])
  }
  const owner = browserAt('192.0.2.1')
  expect(await tries(owner, login, password)).toBe('in')
  expect(await tries(stranger, login, password)).toBe('wait')
  // She hears of them, once.
  expect((await read(owner, '/account')).body).toMatch(/5 /)
})

test('a stranger over many addresses is looked at fifty times a day and then once an hour, and unlocking lets the owner’s new browser in', async () => {
  const { login, account } = await somebody()
  expect(await guessing(login, '198.51.100', 14)).toBe(50)
  expect(await tries(browserAt('192.0.2.2'), login, password)).toBe('wait')
  let looked = 0
  for (let hour = 0; hour < 24; hour += 1) {
    later(60)
    looked += await guessing(login, `203.0.${hour}`, 2)
  }
  // The waits of one to thirty-two minutes are over within the first hour, so no day sees more than eighty.
  expect(looked).toBeLessThanOrEqual(30)
  expect(await tries(browserAt('192.0.2.2'), login, password)).toBe('wait')
  await be.does('administrator', 'account.unlock', { account })
  expect(await tries(browserAt('192.0.2.2'), login, password)).toBe('in')
})

test('the owner’s sign-in gives a stranger no new tries', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.3')
  expect(await tries(owner, login, password)).toBe('in')
  expect(await guessing(login, '198.18.0', 12)).toBe(50)
  expect(await tries(owner, login, password)).toBe('in')
  expect(await guessing(login, '198.18.1', 2)).toBe(0)
})

test('a browser in which she signed in before gets in while strangers guess from everywhere, also after signing out, and is slowed by its own wrong tries alone', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.4')
  expect(await tries(owner, login, password)).toBe('in')
  expect(Object.keys(owner.cookies)).toContain('ariadne_browser')
  await send(owner, '/sign-out', {})
  expect(Object.keys(owner.cookies)).not.toContain('ariadne_session')
  expect(await guessing(login, '198.18.2', 12)).toBe(50)
  // Also when one of them sits at her own address, and when she has carried her computer elsewhere.
  for (let one = 0; one < 5; one += 1) await tries(browserAt(owner.address), login)
  for (let one = 0; one < 4; one += 1) expect(await tries(owner, login)).toBe('wrong')
  const elsewhere = { ...owner, address: '192.0.2.5' }
  expect(await tries(elsewhere, login, password)).toBe('in')
  for (let one = 0; one < 5; one += 1) expect(await tries(elsewhere, login)).toBe('wrong')
  expect(await tries(elsewhere, login, password)).toBe('wait')
  later(1)
  expect(await tries(elsewhere, login, password)).toBe('in')
})

test('what a browser keeps is new with each sign-in, and what it kept before is worth nothing five minutes later', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.6')
  await tries(owner, login, password)
  const stolen = { ...owner.cookies }
  await tries(owner, login, password)
  expect(owner.cookies['ariadne_browser']).not.toBe(stolen['ariadne_browser'])
  later(5)
  await besieged(login)
  expect(await tries({ address: '192.0.2.60', cookies: { ariadne_browser: stolen['ariadne_browser'] ?? '' } }, login, password)).toBe('wait')
  expect(await tries(owner, login, password)).toBe('in')
})

test('what one person’s browser keeps is worth nothing for another login', async () => {
  const [mallory, owner] = [await somebody(), await somebody()]
  const browser = browserAt('192.0.2.7')
  await tries(browser, mallory.login, password)
  const { ariadne_browser: kept = '' } = browser.cookies
  expect(await guessing(owner.login, '198.18.4', 12, { cookies: { ariadne_browser: kept } })).toBe(50)
  expect(await tries({ address: '192.0.2.70', cookies: { ariadne_browser: kept } }, owner.login, password)).toBe('wait')
  expect(await tries({ address: '192.0.2.71', cookies: { ariadne_browser: 'x'.repeat(43) } }, owner.login, password)).toBe('wait')
})

test('two who share a browser are both known in it', async () => {
  const [one, other] = [await somebody(), await somebody()]
  const shared = browserAt('192.0.2.8')
  await tries(shared, one.login, password)
  await send(shared, '/sign-out', {})
  await tries(shared, other.login, password)
  await besieged(one.login)
  await besieged(other.login)
  expect(await tries({ address: '192.0.2.80', cookies: { ...shared.cookies } }, one.login, password)).toBe('in')
})

test.each(['one session', 'every session', 'sessions ended by the administration', 'a new password', 'an invitation', 'an invitation accepted where she is still signed in', 'ninety days'] as const)('a browser is a stranger’s again after: %s', async (how) => {
  const { login, account } = await somebody()
  const [lost, here] = [browserAt('192.0.2.9'), browserAt('192.0.2.10')]
  await tries(lost, login, password)
  await tries(here, login, password)
  const fresh = 'eight blue barges by night'
  if (how === 'one session') {
    const [{ id } = { id: '' }] = await be.rows<{ id: string }>(sql`select session as id from accounts.known_browser where account = ${account} and browser_hash = sha256(${lost.cookies['ariadne_browser']}::bytea)`)
    expect((await send(here, `/account/sessions/${id}`, {})).statusCode).toBe(303)
  } else if (how === 'every session') await send(here, '/account/sessions', {})
  else if (how === 'sessions ended by the administration') await be.does('administrator', 'account.end-sessions', { account })
  else if (how === 'a new password') expect((await send(here, '/account/password', { old: password, password: fresh, again: fresh })).statusCode).toBe(303)
  else if (how.startsWith('an invitation')) {
    await be.rows(sql`insert into accounts.invitation (code_hash, account, until) values (sha256(${`again ${login}`}::bytea), ${account}, now() + interval '90 days')`)
    expect((await web.server.inject({ method: 'POST', url: '/api/v1/account.accept-invitation', payload: { code: `again ${login}`, password: fresh }, cookies: how === 'an invitation' ? {} : lost.cookies })).statusCode).toBe(200)
  } else later(90 * 24 * 60)
  await besieged(login)
  const now = how === 'a new password' || how.startsWith('an invitation') ? fresh : password
  expect(await tries({ address: '192.0.2.90', cookies: { ariadne_browser: lost.cookies['ariadne_browser'] ?? '' } }, login, now)).toBe('wait')
  if (how === 'one session' || how === 'a new password') expect(await tries(here, login, now)).toBe('in')
  await forgetOldSessions(base.db, instant(be.moment))
  if (how === 'ninety days') expect(await be.rows(sql`select from accounts.known_browser where account = ${account}`)).toEqual([])
})

test('codes of a telephone are counted in the same places: a stranger who has the password waits and the owner comes in', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.11')
  await tries(owner, login, password)
  await send(owner, '/account/second-factor/new', {})
  const secret = /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec((await read(owner, '/account/second-factor')).body)?.[1]?.replaceAll(' ', '') ?? ''
  const code = () => generateSync({ secret, epoch: Math.floor(be.moment.getTime() / 1000) })
  expect((await send(owner, '/account/second-factor', { code: code() })).statusCode).toBe(200)
  await send(owner, '/sign-out', {})
  later(1)
  const thief = browserAt('192.0.2.67')
  expect(await tries(thief, login, password)).toBe('code')
  for (let one = 0; one < 6; one += 1) expect((await send(thief, '/sign-in/code', { code: '000000' })).statusCode).toBe(422)
  expect(await tries(thief, login, password)).toBe('wait')
  expect(await tries(owner, login, password)).toBe('code')
  expect((await send(owner, '/sign-in/code', { code: code() })).headers.location).toBe('/')
})

test('tries at one login from many addresses and browsers at the same moment stand in line and never across', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.12')
  await tries(owner, login, password)
  const said = await Promise.all([...Array.from({ length: 24 }, (_, place) => tries(browserAt(`198.18.8.${place}`), login)), ...[1, 2, 3].map(() => tries({ ...owner, cookies: { ...owner.cookies } }, login, password))])
  expect(said.slice(0, 24)).toEqual(Array.from({ length: 24 }, () => 'wrong'))
  expect(said.slice(24)).toEqual(['in', 'in', 'in'])
})

test('what is kept of a browser stands nowhere in the database, and the application reads nothing of it', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.13')
  await tries(owner, login, password)
  const kept = (await be.rows<{ text: string }>(sql`select known::text as text from accounts.known_browser as known union all select row::text from accounts.wrong_try as row`)).map(({ text }) => text).join('\n')
  const secret = owner.cookies['ariadne_browser'] ?? ''
  expect(secret).toHaveLength(43)
  expect([kept.includes(secret), kept.includes(Buffer.from(secret).toString('hex')), kept.includes(owner.address)]).toEqual([false, false, false])
})

test('an invented person, in whose name everybody may come in, is known in no browser', async () => {
  const answer = await web.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'caseworker-pag-asa' } })
  expect(answer.cookies.map(({ name }) => name)).toContain('ariadne_session')
  expect(answer.cookies.map(({ name }) => name)).not.toContain('ariadne_browser')
})

test('a day without a counted try begins anew, however often she signs in meanwhile', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.14')
  await tries(owner, login, password)
  await besieged(login)
  // Neither in the browser that is known nor in one that is not do right passwords keep the strangers' tries alive.
  for (let hours = 0; hours < 40; hours += 8) {
    later(8 * 60)
    expect(await tries(owner, login, password)).toBe('in')
    expect(await tries(browserAt('192.0.2.15'), login, password)).toBe('in')
  }
  const fresh = browserAt('192.0.2.16')
  expect(await tries(fresh, login)).toBe('wrong')
  expect(await tries(fresh, login, password)).toBe('in')
})

test('one customer with thousands of networks has no more tries than an office, and never fills what is counted of strangers together', async () => {
  const { login } = await somebody()
  for (let day = 0; day < 4; day += 1) {
    const said: Said[] = []
    for (let network = 0; network < 22; network += 1) said.push(await tries(browserAt(`2001:db8:7:${day}${network}::${network}`), login))
    expect(said).toEqual([...Array.from({ length: 20 }, () => 'wrong'), 'wait', 'wait'])
    later(24 * 60)
  }
  for (let network = 0; network < 20; network += 1) await tries(browserAt(`2001:db8:7:ff${network}::`), login)
  // The last twenty alone are counted at the login, and whoever waits in that network is told of hours.
  const [kept] = await be.rows<{ tries: number }>(sql`select tries from accounts.wrong_try where mark = ${vaultOf(base.db).mark(`login|${login}`)}`)
  expect(kept?.tries).toBe(20)
  expect((await send(browserAt('2001:db8:7:abc::1'), '/sign-in', { login, password })).body).toMatch(/Wait 24 hours/)
  const fresh = browserAt('2001:db8:8::1')
  expect(await tries(fresh, login)).toBe('wrong')
  expect(await tries(fresh, login, password)).toBe('in')
})

test('a form that is sent twice and an answer that never comes leave her known, for some minutes', async () => {
  const { login } = await somebody()
  const owner = browserAt('192.0.2.17')
  await tries(owner, login, password)
  const before = { ...owner.cookies }
  // Both are sent with what the browser kept, and it takes what comes last.
  const twice = await Promise.all([1, 2].map(() => tries({ ...owner, cookies: { ...before } }, login, password)))
  expect(twice).toEqual(['in', 'in'])
  await besieged(login)
  later(4)
  const again = { ...owner, cookies: { ...before } }
  expect(await tries(again, login, password)).toBe('in')
  later(1)
  expect(await tries({ ...owner, cookies: { ...before } }, login, password)).toBe('wait')
  expect(await tries(again, login, password)).toBe('in')
})

test('who stands in line at a login is counted as what the browser is when its turn comes', async () => {
  const { login, account } = await somebody()
  const owner = browserAt('192.0.2.18')
  await tries(owner, login, password)
  const mark = vaultOf(base.db).mark(`login|${login}`)
  const trying = await asMigrator(base.db, async (tx) => {
    await sql`select from accounts.wrong_try where mark = ${mark} for update`.execute(tx)
    const waiting = tries(owner, login)
    await expect.poll(async () => (await be.rows(sql`select from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`)).length).toBeGreaterThan(0)
    await sql`delete from accounts.known_browser where account = ${account}`.execute(tx)
    return { waiting }
  })
  expect(await trying.waiting).toBe('wrong')
  expect(await be.rows(sql`select tries from accounts.wrong_try where mark = ${mark}`)).toEqual([{ tries: 1 }])
})

test('who keeps the accounts reads that somebody elsewhere waits, and of its owner only what keeps her waiting', async () => {
  const { login, account } = await somebody()
  const page = async () => (await web.as('administrator', { url: `/people/${account}`, headers: { 'accept-language': 'en' } })).body
  for (let one = 0; one < 5; one += 1) await tries(browserAt('192.0.2.68'), login)
  expect([(await page()).includes('Wrong tries elsewhere wait until'), (await page()).includes('In new browsers waits until')]).toEqual([true, false])
  await besieged(login)
  expect((await page()).includes('In new browsers waits until')).toBe(true)
})

test('a program that has a login comes in nowhere: nothing is forgotten of the tries and no browser is known', async () => {
  const { login, account } = await somebody()
  const browser = browserAt('192.0.2.19')
  for (let one = 0; one < 3; one += 1) await tries(browser, login)
  await be.rows(sql`update accounts.account set machine = true where id = ${account}`)
  expect(await tries(browser, login, password)).toBe('wrong')
  expect(await be.rows(sql`select from accounts.known_browser where account = ${account}`)).toEqual([])
  expect(await be.rows(sql`select untold, tries from accounts.wrong_try where mark = ${vaultOf(base.db).mark(`login|${login}`)}`)).toEqual([{ untold: 3, tries: 3 }])
})

test('who signs out of a browser that others use has it forgotten, for everybody who was known in it', async () => {
  const [one, other] = [await somebody(), await somebody()]
  const shared = browserAt('192.0.2.20')
  await tries(shared, one.login, password)
  await tries(shared, other.login, password)
  expect((await send(shared, '/sign-out', {})).headers.location).toBe('/signed-out')
  expect((await read(shared, '/signed-out')).body).toContain('Forget this browser')
  const before = { ...shared.cookies }
  expect((await send(shared, '/signed-out', {})).headers.location).toBe('/sign-in')
  expect(Object.keys(shared.cookies)).not.toContain('ariadne_browser')
  expect(await be.rows(sql`select from accounts.known_browser where account in (${one.account}, ${other.account})`)).toEqual([])
  for (const { login } of [one, other]) {
    await besieged(login)
    expect(await tries({ ...shared, cookies: { ...before } }, login, password)).toBe('wait')
  }
  // Where nothing is kept there is nothing to forget.
  expect((await read(browserAt('192.0.2.20'), '/signed-out')).body).not.toContain('Forget this browser')
})

test('a browser of a lost computer is forgotten by itself when its session has long run out, and nobody forgets somebody else’s', async () => {
  const [{ login, account }, mallory] = [await somebody(), await somebody()]
  const [lost, here, elsewhere] = [browserAt('192.0.2.21'), browserAt('192.0.2.22'), browserAt('192.0.2.23')]
  await tries(lost, login, password)
  later(14 * 60)
  await tries(here, login, password)
  await tries(elsewhere, mallory.login, password)
  const { body } = await read(here, '/account')
  const addresses = [...body.matchAll(/\/account\/browsers\/[0-9a-f-]{36}/g)].map(([address]) => address)
  expect([addresses.length, /\/account\/sessions\/[0-9a-f]/.test(body), body.includes('this one')]).toEqual([1, false, true])
  expect((await send(elsewhere, addresses[0] ?? '', {})).statusCode).toBe(404)
  expect(await be.rows(sql`select from accounts.known_browser where account = ${account}`)).toHaveLength(2)
  expect((await send(here, addresses[0] ?? '', {})).headers.location).toBe('/account')
  expect((await read(here, '/account')).body).not.toContain('/account/browsers/')
  await besieged(login)
  expect(await tries(lost, login, password)).toBe('wait')
  expect(await tries(here, login, password)).toBe('in')
})

test('forgetting a browser ends the session that runs in it', async () => {
  const { login, account } = await somebody()
  const [lost, here] = [browserAt('192.0.2.24'), browserAt('192.0.2.25')]
  await tries(lost, login, password)
  const [known] = await be.rows<{ browser: string }>(sql`select browser from accounts.known_browser where account = ${account}`)
  await tries(here, login, password)
  expect((await send(here, `/account/browsers/${known?.browser}`, {})).statusCode).toBe(303)
  expect([(await read(lost, '/account')).statusCode, (await read(here, '/account')).statusCode]).toEqual([303, 200])
})
