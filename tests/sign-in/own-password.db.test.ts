import { generateSync } from 'otplib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composersOf } from '../../src/main/mail.ts'
import { sendWaiting } from '#platform/mail/send-waiting'
import { languages } from '#vocabulary/language'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let web: Visitors
const first = 'seven green boats at dawn'
const second = 'eight blue barges by night'

beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
})
afterAll(() => web.server.close())

const post = (url: string, fields: Record<string, string>, session?: string) => web.server.inject({
  method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString(), cookies: session ? { ariadne_session: session } : {},
})
const cookieOf = (answer: Awaited<ReturnType<typeof post>>) => answer.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? ''
const isOpen = async (session: string) => (await web.server.inject({ url: '/api/v1/session.show', cookies: { ariadne_session: session } })).statusCode === 200

let number = 0
async function somebody(): Promise<{ login: string; account: string; enter: (password?: string) => Promise<string> }> {
  number += 1
  const login = `n.exempel${number}`
  const { account, code } = await be.letIn(login, { office: await be.office('caseworker-pag-asa') })
  await be.does('administrator', 'account.accept-invitation', { code, password: first })
  return { login, account, enter: async (password = first) => cookieOf(await post('/sign-in', { login, password })) }
}
const change = (session: string, fields: Partial<Record<'old' | 'password' | 'again', string>> = {}) => post('/account/password', { old: first, password: second, again: second, ...fields }, session)

describe('one’s own password', () => {
  test('is changed for the old one: every other session ends, this one has a new token, and the line of record is there', async () => {
    const { login, account, enter } = await somebody()
    const [here, there] = [await enter(), await enter()]
    const answer = await change(here)
    expect([answer.statusCode, answer.headers['location'], answer.headers['cache-control']]).toEqual([303, '/account', 'no-store'])
    const fresh = cookieOf(answer)
    expect([await isOpen(fresh), await isOpen(here), await isOpen(there)]).toEqual([true, false, false])
    expect(cookieOf(await post('/sign-in', { login, password: first }))).toBe('')
    expect(await isOpen(cookieOf(await post('/sign-in', { login, password: second })))).toBe(true)
    expect(await be.rows(sql`select outcome from audit.line where route = 'account.change-password' and account = ${account}`)).toEqual([{ outcome: 'done' }])
  })

  test('stays where the old one is wrong, and wrong ones count like those at sign-in', async () => {
    const { login, enter } = await somebody()
    const session = await enter()
    for (let tries = 0; tries < 5; tries += 1) {
      const answer = await change(session, { old: 'not the old one at all' })
      expect([answer.statusCode, answer.body.includes('niet uw wachtwoord')]).toEqual([422, true])
    }
    expect((await change(session)).body).toMatch(/Wacht|wacht/)
    expect(cookieOf(await post('/sign-in', { login, password: first }))).toBe('')
    expect(await isOpen(session)).toBe(true)
  })

  test('is never the old one, too short, written differently twice, one’s login, nor one that thieves try first, each with a sentence in every language', async () => {
    const { login, account, enter } = await somebody()
    const session = await enter()
    const refused = async (fields: Parameters<typeof change>[1], language: string) => {
      await be.rows(sql`update accounts.account set language = ${language} where id = ${account}`)
      const { statusCode, body } = await change(session, fields)
      expect(statusCode).toBe(422)
      expect(body).not.toContain('seven green')
      return /error-message[^>]*>(?:<span[^>]*>[^<]*<\/span>)?([^<]+)/.exec(body)?.[1] ?? 'no sentence'
    }
    for (const fields of [{ password: first, again: first }, { password: 'short one', again: 'short one' }, { again: 'something else here' }, { password: `${login}-${login}` , again: `${login}-${login}` }, { password: 'leavemealone2026', again: 'leavemealone2026' }, { password: 'q1w2e3r4t5y6', again: 'q1w2e3r4t5y6' }]) {
      const said = new Set<string>()
      for (const language of languages) said.add(await refused(fields, language))
      expect([JSON.stringify(fields), said.size, said.has('no sentence')]).toEqual([JSON.stringify(fields), 4, false])
    }
  })

  test('does not exist for who signs in by another way, whose page says so', async () => {
    const { body } = await web.as('caseworker-pag-asa', { url: '/account/password' })
    expect(body).not.toContain('name="old"')
    expect((await web.as('caseworker-pag-asa', { method: 'POST', url: '/api/v1/account.change-password', payload: { old: first, password: second } })).json()).toMatchObject({ refused: 'no-password' })
  })

  test('that thieves try first is refused at an invitation too', async () => {
    const { code } = await be.letIn('n.common', { office: await be.office('guardian'), language: 'fr' })
    for (const password of ['leavemealone!', 'Dragon1Monkey2026']) {
      const answer = await web.server.inject({ method: 'POST', url: '/api/v1/account.accept-invitation', payload: { code, password } })
      expect([password, answer.json<{ refused: string }>().refused]).toEqual([password, 'password-common'])
    }
  })

  test('once changed is told by mail, without saying what or of whom, where there is an address', async () => {
    const { enter } = await somebody()
    let session = await enter()
    await post('/account/notices', { address: 'n.exempel@centre.example' }, session)
    session = cookieOf(await change(session))
    await sendWaiting({ db: base.db, clock: () => be.moment, mail: be.door.installation.mail, composers: composersOf(be.door.installation) })
    const { shown } = await be.does<{ shown: { recipient: string; subject: string; body: string }[] }>('administrator', 'mail.list', {})
    expect(shown.filter(({ recipient }) => recipient === 'n.exempel@centre.example').map(({ subject }) => subject)).toEqual(['Hoe u zich aanmeldt, is veranderd'])
    expect(JSON.stringify(shown)).not.toMatch(/N\. Exempel|n\.exempel\d/)
  })
})

describe('a second factor that is set up or taken away', () => {
  test('takes a secret that no other session was shown: whoever sits in another one of hers sees none, and has none of theirs taken', async () => {
    const { enter } = await somebody()
    const [hers, thief] = [await enter(), await enter()]
    const propose = (session: string) => post('/account/second-factor/new', {}, session)
    const secretOf = async (session: string) => /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec((await web.server.inject({ url: '/account/second-factor', cookies: { ariadne_session: session } })).body)?.[1]?.replaceAll(' ', '')
    const confirm = async (session: string, secret = '') => (await post('/account/second-factor', { code: generateSync({ secret, epoch: Math.floor(be.moment.getTime() / 1000) }) }, session)).statusCode
    await propose(hers)
    const shown = await secretOf(hers)
    expect(shown).toMatch(/^[A-Z2-7]{32}$/)
    expect([await secretOf(thief), await confirm(thief, shown)]).toEqual([undefined, 422])
    // Who makes one after her shows it to nobody else either, and hers is over.
    await propose(thief)
    const stolen = await secretOf(thief)
    expect([await secretOf(hers), await confirm(hers, stolen), await confirm(hers, shown)]).toEqual([undefined, 422, 422])
    await propose(hers)
    expect(await confirm(hers, await secretOf(hers))).toBe(200)
  })

  test('gives the session a new token and ends the others', async () => {
    const { enter } = await somebody()
    const there = await enter()
    let here = await enter()
    await post('/account/second-factor/new', {}, here)
    const secret = /<code[^>]*>([A-Z2-7 ]{16,})<\/code>/.exec((await web.server.inject({ url: '/account/second-factor', cookies: { ariadne_session: here } })).body)?.[1]?.replaceAll(' ', '') ?? ''
    const codeAt = () => generateSync({ secret, epoch: Math.floor(be.moment.getTime() / 1000) })
    const set = await post('/account/second-factor', { code: codeAt() }, here)
    expect(set.statusCode).toBe(200)
    expect([await isOpen(cookieOf(set)), await isOpen(here), await isOpen(there)]).toEqual([true, false, false])
    here = cookieOf(set)
    be.moment = new Date(be.moment.getTime() + 60_000)
    const removed = await post('/account/second-factor/remove', { code: codeAt() }, here)
    expect(removed.statusCode).toBe(303)
    expect([await isOpen(cookieOf(removed)), await isOpen(here)]).toEqual([true, false])
  })
})
