import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '#vocabulary/language'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let web: Visitors
beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
})
afterAll(() => web.server.close())

const password = 'seven green boats at dawn'
let number = 0
async function somebody(of = 'caseworker-pag-asa'): Promise<string> {
  number += 1
  const { account, code } = await be.letIn(`n.exempel${number}`, { name: `N. Exempel ${number}`, office: await be.office(of) })
  await be.does('administrator', 'account.accept-invitation', { code, password })
  return account
}
const ask = (account: string, who = 'administrator') => be.does<{ approval: string }>(who, 'account.ask-reset', { account, reason: 'lost the password; rang back' })

test('who never came in is invited anew by one person, since nothing is taken over', async () => {
  const { account } = await be.letIn('n.nieuw', { office: await be.office('guardian') })
  expect(refusalOf(await be.ask('administrator', 'account.ask-reset', { account, reason: 'x' }))).toBe('reset-is-free')
  expect(await be.does('administrator', 'account.invite', { account })).toHaveProperty('code')
  expect(await be.does('administrator', 'account.show', { account })).toMatchObject({ reset: 'free' })
})

test('an account in use gets a new way in only with a colleague’s yes, once for each, and never with one’s own', async () => {
  const account = await somebody()
  for (const act of ['account.invite', 'account.reset-second-factor', 'account.reset-passkeys']) expect([act, refusalOf(await be.ask('administrator', act, { account }))]).toEqual([act, 'reset-needs-colleague'])
  const { approval } = await ask(account)
  expect(refusalOf(await be.ask('administrator', 'account.ask-reset', { account, reason: 'again' }))).toBe('accounts:approval-asked-already')
  expect(refusalOf(await be.ask('administrator', 'approval.answer', { approval, answer: 'approve', reason: 'mine' }))).toBe('accounts:approval-own')
  expect(refusalOf(await be.ask('administrator', 'account.invite', { account }))).toBe('reset-needs-colleague')
  expect(await be.does('second-administrator', 'approval.show', { approval })).toMatchObject({ person: `N. Exempel ${number}`, shownAt: `/people/${account}` })
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'I know her voice' })
  expect(await be.does('administrator', 'account.show', { account })).toMatchObject({ reset: 'approved' })
  // A second factor that is not there uses nothing up.
  expect(refusalOf(await be.ask('administrator', 'account.reset-second-factor', { account }))).toBe('no-factor')
  expect(await be.does('administrator', 'account.invite', { account })).toHaveProperty('code')
  expect(refusalOf(await be.ask('administrator', 'account.invite', { account }))).toBe('reset-needs-colleague')
})

test('two who use the yes at once get one invitation', async () => {
  const account = await somebody()
  const { approval } = await ask(account)
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'seen in person' })
  const outcomes = await Promise.all(['administrator', 'second-administrator'].map((who) => be.ask(who, 'account.invite', { account })))
  expect(outcomes.filter(({ answered }) => answered)).toHaveLength(1)
})

test('a yes for one person opens nothing of another, and is good for three days', async () => {
  const [hers, his] = [await somebody(), await somebody()]
  const { approval } = await ask(hers)
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'seen in person' })
  expect(refusalOf(await be.ask('administrator', 'account.invite', { account: his }))).toBe('reset-needs-colleague')
  const morning = be.moment
  be.moment = new Date(morning.getTime() + 4 * 86_400_000)
  expect(refusalOf(await be.ask('administrator', 'account.invite', { account: hers }))).toBe('reset-needs-colleague')
  be.moment = morning
})

test('whoever leads an office asks a colleague of that office; for others the door is not there', async () => {
  const account = await somebody()
  expect(refusalOf(await be.ask('lead-pag-asa', 'colleague.invite', { account }))).toBe('reset-needs-colleague')
  const { approval } = await be.does<{ approval: string }>('lead-pag-asa', 'colleague.ask-reset', { account, reason: 'forgot it' })
  expect(await be.does('lead-pag-asa', 'colleague.show', { account })).toMatchObject({ reset: 'waiting' })
  expect(refusalOf(await be.ask('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'x' }))).toBe('not-found')
  await be.does('caseworker-pag-asa', 'approval.answer', { approval, answer: 'approve', reason: 'she sits beside me' })
  expect(await be.does('lead-pag-asa', 'colleague.invite', { account })).toHaveProperty('code')
  for (const [who, route] of [['caseworker-pag-asa', 'colleague.ask-reset'], ['lead-payoke', 'colleague.ask-reset'], ['lead-pag-asa', 'account.ask-reset']] as const) {
    expect([who, refusalOf(await be.ask(who, route, { account, reason: 'x' }))]).toEqual([who, 'not-found'])
  }
})

test('the person is told by mail, data protection reads who asked and who agreed, and the record names the person', async () => {
  const account = await somebody()
  await be.rows(sql`insert into accounts.mail_wish (account, address, wants_clocks, wants_referrals) values (${account}, 'n@centre.example', false, false)`)
  const { approval } = await ask(account)
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'seen in person' })
  expect(await be.count('platform.mail')).toBe(0)
  await be.does('administrator', 'account.invite', { account })
  expect(await be.rows(sql`select kind, about from platform.mail`)).toEqual([{ kind: 'sign-in-changed', about: account }])
  expect(await be.does('data-protection-officer', 'approval.show', { approval })).toMatchObject({ askedBy: 'B. Sample', answeredBy: 'V. Exemple', state: 'used' })
  expect(await be.rows(sql`select route, outcome from audit.line where about_account = ${account} and route in ('account.ask-reset', 'account.invite') order by number`)).toEqual([{ route: 'account.ask-reset', outcome: 'done' }, { route: 'account.invite', outcome: 'done' }])
})

test('the page asks for the colleague in the place of the buttons, in every language', async () => {
  const account = await somebody()
  for (const language of languages) {
    const { body } = await web.as('administrator', { url: `/people/${account}`, cookies: { ariadne_language: language } })
    expect(body).toContain(`action="/people/${account}/ask-reset"`)
    expect(body).not.toMatch(/\/invitation"|\/passkeys"|\/second-factor"/)
  }
  await web.as('administrator', { method: 'POST', url: `/people/${account}/ask-reset`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'reason=rang+back' })
  expect((await web.as('administrator', { url: `/people/${account}` })).body).not.toContain('name="reason"')
  const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${account}`)
  expect((await web.as('second-administrator', { url: `/approvals/${asked?.id}` })).body).toContain(`N. Exempel ${number}`)
})
