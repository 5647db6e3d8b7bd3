import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFirstAdministrator } from '#accounts'
import { inTransaction } from '#platform/database/transaction'
import { perform } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { sentenceOf } from '#platform/doors/sentence'
import { languages } from '#vocabulary/language'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let web: Visitors
let pagAsa: string
let payoke: string
beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
  pagAsa = await be.office('caseworker-pag-asa')
  payoke = await be.office('caseworker-payoke')
})
afterAll(() => web.server.close())

const password = 'seven green boats at dawn'
let number = 0
const make = (more: object = {}) => {
  number += 1
  return be.does<{ account: string; code: string | null; waits: boolean }>('administrator', 'account.create', { login: `n.exempel${number}`, name: `N. Exempel ${number}`, office: pagAsa, language: 'nl', reason: 'begins on Monday', ...more })
}
const waiting = async () => String((await be.rows<{ id: string }>(sql`select id from accounts.approval where answer is null order by asked_at desc, id limit 1`))[0]?.id)
const answer = (login: string, approval: string, said = 'approve') => be.ask(login, 'approval.answer', { approval, answer: said, reason: 'met her' })
/** Says yes, and answers the code that whoever says it is given. */
const agreeing = async (login: string) => (await be.does<{ code: string | null; key: string | null }>(login, 'approval.answer', { approval: await waiting(), answer: 'approve', reason: 'met her' }))
const accept = (code: string | null) => be.ask(null, 'account.accept-invitation', { code, password })
const withdraw = async () => { for (const { id } of await be.rows<{ id: string }>(sql`select id from accounts.approval where answer is null`)) await be.rows(sql`update accounts.approval set answer = 'expired', answered_at = asked_at where id = ${id}`) }

describe('an account that one administrator makes', () => {
  test('lets nobody in: no invitation, no provider, no opening by hand, no invitation anew', async () => {
    const { account, code, waits } = await make()
    expect([waits, code]).toEqual([true, null])
    expect(await be.rows(sql`select from accounts.invitation where account = ${account}`)).toEqual([])
    expect(await be.rows(sql`select accounts.bind_subject(${`n.exempel${number}`}, 'issuer', 'subject', now()) as bound, accounts.accept_invitation_by_subject('\\x00', 'issuer', 'subject', now()) as accepted`)).toEqual([{ bound: null, accepted: null }])
    expect(refusalOf(await be.ask('administrator', 'account.set-active', { account, active: true }))).toBe('opening-needs-second')
    expect(refusalOf(await be.ask('administrator', 'account.invite', { account }))).toBe('not-active')
    expect(refusalOf(await answer('administrator', await waiting()))).toBe('accounts:approval-own')
    expect(await be.does('administrator', 'account.show', { account })).toMatchObject({ active: false, waits: true, opening: 'waiting' })
    await withdraw()
  })

  test('never shows its code to who made it: the yes makes it, for who said it, once', async () => {
    const { account } = await make()
    const approval = await waiting()
    const given = await be.does<{ code: string; to: string }>('lead-pag-asa', 'approval.answer', { approval, answer: 'approve', reason: 'met her' })
    expect(given).toMatchObject({ isDone: true, key: null, to: expect.stringMatching(/^N\. Exempel \d+, PAG-ASA$/) })
    // Whatever the maker asks afterwards, no answer holds it, nor does any second one to her who agreed.
    const asked = [['administrator', 'approval.show', { approval }], ['administrator', 'account.show', { account }], ['administrator', 'account.list', {}], ['lead-pag-asa', 'approval.show', { approval }]] as const
    for (const [login, route, input] of asked) expect(JSON.stringify(await be.ask(login, route, input))).not.toContain(given.code)
    expect(refusalOf(await answer('lead-pag-asa', approval))).toBe('colleague-first')
    for (const login of ['administrator', 'lead-pag-asa']) {
      expect(await inTransaction(base.db, { actor: await be.actor(login) }, async (tx) => (await sql`select accounts.hand_over(${approval}, '\\x01', '\\x02', now() + interval '1 day', now()) as made`.execute(tx)).rows)).toEqual([{ made: null }])
    }
    expect(refusalOf(await be.ask('administrator', 'account.invite', { account }))).toBe('input-missing')
    expect(refusalOf(await accept(given.code))).toBe('answered')
  })

  test('and never entered is invited anew by nobody alone: the code goes to who agrees, and the first one opens nothing any more', async () => {
    const { account } = await make()
    const first = await agreeing('second-administrator')
    for (const [asks, route, agrees] of [['administrator', 'account.invite', 'lead-pag-asa'], ['lead-pag-asa', 'colleague.invite', 'second-administrator']] as const) {
      expect(await be.does(asks, route, { account, reason: 'lost the letter' })).toMatchObject({ code: null, waits: true })
      expect(refusalOf(await answer(asks, await waiting()))).toBe('accounts:approval-own')
      const { code } = await agreeing(agrees)
      expect(code).toMatch(/^[\w-]{43}$/)
      expect(refusalOf(await accept(first.code))).toBe('invitation-over')
      first.code = code
    }
    expect(refusalOf(await accept(first.code))).toBe('answered')
  })

  test.each(['second-administrator', 'lead-pag-asa'])('opens with the yes of %s', async (second) => {
    await make()
    const approval = await waiting()
    expect(await be.does(second, 'approval.show', { approval })).toMatchObject({ act: 'open-account', about: [expect.stringMatching(/^N\. Exempel \d+, PAG-ASA$/)], askedBy: 'B. Sample' })
    const { code } = await agreeing(second)
    expect(refusalOf(await accept(code))).toBe('answered')
    expect(refusalOf(await answer(second, approval))).toBe('colleague-first')
  })

  test('is agreed to by nobody else: no lead of another office, no caseworker of this one, nobody who watches', async () => {
    await make()
    const approval = await waiting()
    for (const login of ['lead-payoke', 'caseworker-pag-asa', 'lead-labour-inspection', 'coordinator']) expect([login, refusalOf(await answer(login, approval))]).toEqual([login, 'not-found'])
    expect(refusalOf(await answer('data-protection-officer', approval))).toBe('colleague-first')
    const actor = await be.actor('caseworker-pag-asa')
    for (const statement of [sql`select accounts.answer_approval(${approval}, 'approved', '\\x01', now()) as done`, sql`select accounts.carry_out_approval(${approval}, 'UTC', now()) as done`]) {
      expect((await inTransaction(base.db, { actor }, async (tx) => (await statement.execute(tx)).rows))).toEqual([{ done: false }])
    }
    await withdraw()
  })

  test('of an office without a lead, or of the administration itself, opens with another administrator alone', async () => {
    await make({ office: await be.office('administrator') })
    for (const login of ['lead-pag-asa', 'caseworker-pag-asa']) expect(refusalOf(await answer(login, await waiting()))).toBe('not-found')
    expect(refusalOf(await accept((await agreeing('second-administrator')).code))).toBe('answered')
  })

  test('needs a reason, and can be asked for anew after a no', async () => {
    expect(await be.ask('administrator', 'account.create', { login: 'n.reason', name: 'N. Exempel', office: pagAsa, language: 'nl' })).toMatchObject({ refusal: { refused: 'input-missing', field: 'reason' } })
    const { account } = await make()
    expect(await answer('second-administrator', await waiting(), 'refuse')).toMatchObject({ value: { code: null, key: null } })
    expect(await be.does('administrator', 'account.show', { account })).toMatchObject({ opening: 'to-ask' })
    await be.does('administrator', 'account.ask-opening', { account, reason: 'the letter has come' })
    expect(refusalOf(await be.ask('administrator', 'account.ask-opening', { account, reason: 'again' }))).toBe('accounts:approval-asked-already')
    const { code } = await agreeing('second-administrator')
    expect(refusalOf(await be.ask('administrator', 'account.ask-opening', { account, reason: 'again' }))).toBe('is-open')
    expect(refusalOf(await accept(code))).toBe('answered')
  })

  test('that was closed opens again in the same way, and its person comes in as before: no code is made', async () => {
    const { account, code } = await be.letIn('n.back', { office: pagAsa })
    await accept(code)
    await be.does('administrator', 'account.set-active', { account, active: false })
    expect(refusalOf(await be.ask('lead-pag-asa', 'colleague.set-active', { account, active: true }))).toBe('opening-needs-second')
    await be.does('lead-pag-asa', 'colleague.ask-opening', { account, reason: 'back from leave' })
    const approval = await waiting()
    expect(refusalOf(await answer('lead-pag-asa', approval))).toBe('accounts:approval-own')
    expect(await answer('caseworker-pag-asa', approval)).toMatchObject({ value: { isDone: true, code: null } })
    expect(await be.does('lead-pag-asa', 'colleague.show', { account })).toMatchObject({ active: true, opening: 'open' })
  })
})

test('an account that a lead makes in her office opens with a colleague’s yes or the administration’s', async () => {
  for (const second of ['caseworker-pag-asa', 'administrator']) {
    number += 1
    const { code, waits } = await be.does<{ code: null; waits: boolean }>('lead-pag-asa', 'colleague.create', { login: `n.exempel${number}`, name: 'N. Exempel', language: 'nl', reason: 'begins on Monday' })
    expect([waits, code]).toEqual([true, null])
    expect(refusalOf(await answer('lead-payoke', await waiting()))).toBe('not-found')
    expect(refusalOf(await accept((await agreeing(second)).code))).toBe('answered')
  }
})

describe('a key for a program', () => {
  const list = async (key: string | null) => (await web.server.inject({ method: 'POST', url: '/api/v1/file.list', headers: { authorization: `Bearer ${key}` }, payload: {} })).statusCode
  const ask = (office: string) => be.does<{ key: string | null; machine: string }>('administrator', 'machine.make', { name: 'Invented system', office, routes: ['file.list'], until: '2027-03-01', reason: 'sends the papers' })

  test('is agreed to by the lead of the office whose data it opens and by no administrator, and shown to that lead alone', async () => {
    const { key, machine } = await ask(pagAsa)
    expect(key).toBeNull()
    const approval = await waiting()
    expect(await be.does('lead-pag-asa', 'approval.show', { approval })).toMatchObject({ about: ['Invented system, PAG-ASA', 'file.list'], forLead: false })
    expect(await be.does('second-administrator', 'approval.show', { approval })).toMatchObject({ forLead: true })
    for (const [login, refused] of [['administrator', 'accounts:approval-own'], ['second-administrator', 'accounts:approval-for-lead'], ['lead-payoke', 'not-found'], ['caseworker-pag-asa', 'not-found']] as const) {
      expect([login, refusalOf(await answer(login, approval))]).toEqual([login, refused])
    }
    // Nor past the program.
    expect(await inTransaction(base.db, { actor: await be.actor('second-administrator') }, async (tx) => (await sql`select accounts.answer_approval(${approval}, 'approved', '\\x01', ${be.moment.toISOString()}) as done`.execute(tx)).rows)).toEqual([{ done: false }])
    const given = await be.does<{ key: string; to: string }>('lead-pag-asa', 'approval.answer', { approval, answer: 'approve', reason: 'ours' })
    expect(given.to).toBe('Invented system, PAG-ASA')
    expect(await list(given.key)).toBe(200)
    for (const route of ['machine.show', 'machine.list'] as const) expect(JSON.stringify(await be.ask('administrator', route, route === 'machine.show' ? { machine } : {}))).not.toContain(given.key)
    expect(await be.count('platform.mail')).toBe(0)
  })

  test('is refused in the same words to an administrator who leads an office, but another one, and the page offers her no yes', async () => {
    await ask(pagAsa)
    const approval = await waiting()
    await be.rows(sql`update accounts.account set lead = true where login = 'second-administrator'`)
    expect(refusalOf(await answer('second-administrator', approval))).toBe('accounts:approval-for-lead')
    expect(await be.does('second-administrator', 'approval.show', { approval })).toMatchObject({ forLead: true })
    const page = async (login: string) => (await web.as(login, { url: `/approvals/${approval}`, cookies: { ariadne_language: 'en' } })).body
    expect(await page('second-administrator')).not.toContain('value="approve"')
    expect(await page('lead-pag-asa')).toContain('value="approve"')
    await be.rows(sql`update accounts.account set lead = false where login = 'second-administrator'`)
    await withdraw()
  })

  test('is called what it is in the list, in every language, and its page leads nobody to pages that are not there', async () => {
    await ask(pagAsa)
    const approval = await waiting()
    const titles = new Set<string>()
    for (const language of languages) {
      for (const login of ['administrator', 'lead-pag-asa', 'data-protection-officer']) {
        const list = (await web.as(login, { url: '/approvals', cookies: { ariadne_language: language } })).body
        titles.add(`${language} ${new RegExp(`href="/approvals/${approval}">([^<]*)<`).exec(list)?.[1]}`)
      }
    }
    expect(titles).toEqual(new Set(['nl Een sleutel voor een programma: Invented system', 'en A key for a program: Invented system', 'fr Une clé pour un programme: Invented system', 'de Ein Schlüssel für ein Programm: Invented system']))
    const linkOn = async (login: string, one: string) => /href="(\/(?:people|machines)\/[0-9a-f-]{36})"/.exec((await web.as(login, { url: `/approvals/${one}` })).body)?.[1]
    const link = await linkOn('second-administrator', approval)
    expect((await web.as('second-administrator', { url: link ?? '' })).statusCode).toBe(200)
    expect([await linkOn('lead-pag-asa', approval), await linkOn('data-protection-officer', approval)]).toEqual([undefined, undefined])
    await withdraw()
    // So for whoever is invited anew, leads from then on, or gets a new way in.
    const { account } = await be.letIn('n.linked', { office: pagAsa })
    for (const [route, more] of [['account.invite', {}], ['account.set-lead', { lead: true }]] as const) {
      await be.does('administrator', route, { account, reason: 'lost it', ...more })
      const asked = await waiting()
      expect([route, await linkOn('second-administrator', asked), await linkOn('lead-pag-asa', asked), await linkOn('data-protection-officer', asked)]).toEqual([route, `/people/${account}`, undefined, undefined])
      await withdraw()
    }
  })

  test('of an office that nobody leads is agreed to by another administrator, and data protection is told', async () => {
    await be.rows(sql`update accounts.account set lead = false where office = ${payoke}`)
    const watcher = (await be.actor('data-protection-officer')).account
    await be.rows(sql`insert into accounts.mail_wish (account, address, wants_clocks, wants_referrals) values (${watcher}, 'dpo@office.example', false, false)`)
    await ask(payoke)
    expect(await list((await agreeing('second-administrator')).key)).toBe(200)
    expect(await be.rows(sql`select kind, about from platform.mail`)).toEqual([{ kind: 'digest', about: watcher }])
    await be.rows(sql`update accounts.account set lead = true where login = 'lead-payoke'`)
    await be.rows(sql`delete from platform.mail`)
  })

  test('that was made before loses at once what no key opens', async () => {
    await ask(pagAsa)
    const { key } = await agreeing('lead-pag-asa')
    await be.rows(sql`update accounts.machine_key set routes = array['file.list', 'person.show', 'shelter.list', 'medical.show', 'care.show', 'guard.show', 'procedure.show-file', 'emergency.list-own', 'document.print'] where key_hash = sha256(${key}::bytea)`)
    for (const route of ['person.show', 'shelter.list', 'medical.show', 'care.show', 'guard.show', 'procedure.show-file', 'emergency.list-own', 'document.print']) {
      expect([route, (await web.server.inject({ method: 'POST', url: `/api/v1/${route}`, headers: { authorization: `Bearer ${key}` }, payload: {} })).statusCode]).toEqual([route, 404])
    }
    expect(await list(key)).toBe(200)
    const { machines } = await be.does<{ machines: { routes: string[] }[] }>('administrator', 'machine.list', {})
    expect(machines[0]?.routes).toEqual(['file.list'])
  })
})

describe('who leads an office', () => {
  const make = async (lead: boolean, account: string) => be.ask('administrator', 'account.set-lead', { account, lead, reason: 'the letter of the board' })
  const leads = async (account: string) => (await be.rows<{ lead: boolean }>(sql`select lead from accounts.account where id = ${account}`))[0]?.lead

  test('is named and unnamed by nobody alone: another administrator or who leads agrees, never who asks or is to lead, and data protection is told', async () => {
    const { account } = await be.actor('caseworker-payoke')
    for (const [lead, second] of [[true, 'second-administrator'], [false, 'lead-payoke']] as const) {
      expect(refusalOf(await be.ask('administrator', 'account.set-lead', { account, lead }))).toBe('input-missing')
      expect(await make(lead, account)).toMatchObject({ value: { waits: true } })
      expect(await leads(account)).toBe(!lead)
      const approval = await waiting()
      expect((await be.does<{ about: string[] }>('data-protection-officer', 'approval.show', { approval })).about).toEqual([expect.stringContaining('Payoke'), lead ? 'yes' : 'no'])
      for (const login of ['administrator', 'caseworker-payoke', 'lead-pag-asa', 'data-protection-officer']) expect(refusalOf(await answer(login, approval)), login).not.toBe('answered')
      expect(await answer(second, approval)).toMatchObject({ value: { isDone: true, code: null } })
      expect(await leads(account)).toBe(lead)
      expect(await be.count('platform.mail')).toBe(lead ? 1 : 2)
    }
    await be.rows(sql`delete from platform.mail`)
    expect(refusalOf(await make(false, account))).toBe('leads-already')
  })
})

test('nobody asks for an invitation of their own, whatever the country asks', async () => {
  for (const [login, route] of [['administrator', 'account.invite'], ['lead-pag-asa', 'colleague.invite']] as const) {
    const { account } = await be.actor(login)
    expect([login, refusalOf(await be.ask(login, route, { account, reason: 'lost it' }))]).toEqual([login, 'own-invitation'])
  }
  // Whoever works in somebody's place would get a way in as that person.
  const [asking, absent] = [await be.actor('administrator'), await be.actor('second-administrator')]
  const inPlace = { actor: { ...asking, standsFor: { account: absent.account, name: absent.name } }, language: 'en' as const, input: { account: absent.account, reason: 'lost it' } }
  expect(refusalOf(await perform(be.door, routes.get('account.invite') as Route, inPlace))).toBe('own-invitation')
  for (const language of languages) expect(sentenceOf({ refused: 'own-invitation' }, 'account.invite', language).length).toBeGreaterThan(40)
})

test('what one administrator does alone is to close; opening the same account again and moving it need two', async () => {
  const { account } = await be.letIn('n.in-danger', { office: pagAsa })
  expect(await be.ask('administrator', 'account.set-active', { account, active: false })).toMatchObject({ value: { active: false } })
  expect(refusalOf(await be.ask('administrator', 'account.set-active', { account, active: true }))).toBe('opening-needs-second')
  expect(await be.ask('administrator', 'account.ask-opening', { account, reason: 'it was a mistake' })).toMatchObject({ answered: true })
  expect(refusalOf(await answer('administrator', await waiting()))).toBe('accounts:approval-own')
  expect(await answer('second-administrator', await waiting())).toMatchObject({ value: { isDone: true } })
  expect(await be.ask('administrator', 'account.move', { account, office: payoke, from: '2026-11-24', reason: 'begins there' })).toMatchObject({ value: { waits: true } })
  await withdraw()
})

describe('somebody who is moved by one administrator', () => {
  const move = (account: string, more: object = {}) => be.ask('administrator', 'account.move', { account, office: payoke, from: '2026-11-24', reason: 'begins there', ...more })
  const officeOf = async (account: string, on: string) => (await be.rows<{ office: string }>(sql`select (accounts.membership_at(${account}, ${`${on}T12:00:00Z`})).office as office`))[0]?.office

  test('stays where she is until a second person agrees: another administrator, or the lead of the new office', async () => {
    for (const second of ['second-administrator', 'lead-payoke']) {
      number += 1
      const { account } = await be.letIn(`n.mover${number}`, { office: pagAsa })
      expect(refusalOf(await move(account, { reason: '' }))).toBe('input-missing')
      expect(refusalOf(await move(account, { office: pagAsa }))).toBe('move-nothing')
      expect(await move(account)).toMatchObject({ value: { waits: true } })
      expect(await officeOf(account, '2026-11-25')).toBe(pagAsa)
      const approval = await waiting()
      expect((await be.does<{ about: string[] }>(second, 'approval.show', { approval })).about.slice(1, 3)).toEqual(['Payoke', '2026-11-24'])
      for (const login of ['administrator', 'lead-pag-asa', 'caseworker-payoke']) expect(refusalOf(await answer(login, approval)), login).not.toBe('answered')
      expect(await answer(second, approval)).toMatchObject({ value: { isDone: true } })
      expect([await officeOf(account, '2026-11-23'), await officeOf(account, '2026-11-25')]).toEqual([pagAsa, payoke])
    }
  })

  test('never agrees herself, and a yes that comes too late for anything says so', async () => {
    const second = (await be.actor('second-administrator')).account
    await move(second)
    expect(refusalOf(await answer('second-administrator', await waiting()))).toBe('accounts:approval-gains')
    await withdraw()
    number += 1
    const { account } = await be.letIn(`n.mover${number}`, { office: pagAsa })
    await move(account)
    const approval = await waiting()
    await be.rows(sql`select accounts.carry_out_move(${account}, ${payoke}, null, '2026-11-24', 'UTC', ${be.moment.toISOString()})`)
    expect(refusalOf(await answer('second-administrator', approval))).toBe('accounts:approval-overtaken')
    expect(refusalOf(await answer('second-administrator', approval, 'refuse'))).toBe('answered')
  })
})

test('a replacement holds with the yes of somebody who is neither who asked nor who stands in', async () => {
  const [absent, standIn] = [(await be.actor('lead-pag-asa')).account, (await be.actor('caseworker-pag-asa')).account]
  const set = (login: string) => be.ask(login, 'replacement.set', { absent, standIn, from: '2026-11-23', until: '2026-11-30', reason: 'she is away' })
  const held = async () => (await be.rows(sql`select from accounts.replacement`)).length
  expect(await set('lead-pag-asa')).toMatchObject({ value: { waits: true, replacement: null } })
  const approval = await waiting()
  expect(refusalOf(await answer('caseworker-pag-asa', approval))).toBe('accounts:approval-gains')
  expect(await held()).toBe(0)
  expect(refusalOf(await answer('second-administrator', approval))).toBe('answered')
  expect(await held()).toBe(1)
  expect(await be.rows(sql`select set_by = ${absent} as own from accounts.replacement`)).toEqual([{ own: true }])
  await set('administrator')
  expect(refusalOf(await answer('lead-pag-asa', await waiting()))).toBe('answered')
})

test('whoever the server itself makes an administrator needs nobody’s yes, the first and the second', async () => {
  for (const login of ['z.first', 'z.second']) {
    const code = await createFirstAdministrator(base.db, { login, name: 'Z. Exempel', now: be.moment })
    expect(refusalOf(await accept(code))).toBe('answered')
  }
})

test('a lone administrator reads what makes it possible, on the page, in every language', async () => {
  for (const language of languages) {
    const page = async () => (await web.as('administrator', { url: '/people/new', cookies: { ariadne_language: language } })).body
    expect(await page()).not.toContain('ariadne admin create')
    await be.rows(sql`update accounts.account set active = false where login in ('second-administrator', 'z.first', 'z.second') or (login like 'n.%' and office = (select office from accounts.account where login = 'administrator'))`)
    const alone = await page()
    expect(alone).toContain('ariadne admin create')
    expect(alone.replace(/<[^>]+>/g, ' ')).not.toMatch(/\{\{|undefined|\bopening\.[a-z]/)
    await be.rows(sql`update accounts.account set active = true where login = 'second-administrator'`)
  }
})

test('the record names the person whose account was asked for, and data protection reads who agreed', async () => {
  const { account } = await be.letIn('n.recorded', { office: pagAsa })
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${account}`)
  expect(await be.does('data-protection-officer', 'approval.show', { approval: approval?.id })).toMatchObject({ state: 'used', askedBy: 'B. Sample', answeredBy: 'V. Exemple', about: ['N. Exempel, PAG-ASA'] })
})
