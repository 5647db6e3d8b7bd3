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
const withPasskey = (account: string) => be.rows(sql`insert into accounts.passkey (account, credential_id, public_key, counter, backed_up, name, added_at) values (${account}, gen_random_uuid()::text, '\\x00', 0, false, 'Invented', ${be.moment.toISOString()})`)
const ask = (account: string, who = 'administrator') => be.does<{ approval: string }>(who, 'account.ask-reset', { account, reason: 'lost the password; rang back' })

test('who never came in has nothing that could be taken away, and is invited anew by two all the same', async () => {
  const { account } = await be.letIn('n.nieuw', { office: await be.office('guardian') })
  expect(refusalOf(await be.ask('administrator', 'account.ask-reset', { account, reason: 'x' }))).toBe('reset-is-free')
  expect(await be.does('administrator', 'account.show', { account })).toMatchObject({ reset: 'free', inviting: 'to-ask' })
  expect(await be.does('administrator', 'account.invite', { account, reason: 'lost the letter' })).toMatchObject({ code: null, waits: true })
  expect(await be.does('administrator', 'account.show', { account })).toMatchObject({ inviting: 'waiting' })
  expect((await be.agreed()).code).toMatch(/^[\w-]{43}$/)
})

test('an account in use gets a new way in only with a colleague’s yes, once for each, and never with one’s own', async () => {
  const account = await somebody()
  for (const act of ['account.reset-second-factor', 'account.reset-passkeys']) expect([act, refusalOf(await be.ask('administrator', act, { account }))]).toEqual([act, 'reset-needs-colleague'])
  const { approval } = await ask(account)
  expect(refusalOf(await be.ask('administrator', 'account.ask-reset', { account, reason: 'again' }))).toBe('accounts:approval-asked-already')
  expect(refusalOf(await be.ask('administrator', 'approval.answer', { approval, answer: 'approve', reason: 'mine' }))).toBe('accounts:approval-own')
  expect(refusalOf(await be.ask('administrator', 'account.reset-passkeys', { account }))).toBe('reset-needs-colleague')
  expect(await be.does('second-administrator', 'approval.show', { approval })).toMatchObject({ person: `N. Exempel ${number}`, shownAt: `/people/${account}` })
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'I know her voice' })
  expect(await be.does('administrator', 'account.show', { account })).toMatchObject({ reset: 'approved' })
  // A second factor that is not there uses nothing up.
  expect(refusalOf(await be.ask('administrator', 'account.reset-second-factor', { account }))).toBe('no-factor')
  await withPasskey(account)
  expect(refusalOf(await be.ask('administrator', 'account.reset-passkeys', { account }))).toBe('answered')
  expect(refusalOf(await be.ask('administrator', 'account.reset-passkeys', { account }))).toBe('reset-needs-colleague')
})

test('two who use the yes at once do it once', async () => {
  const account = await somebody()
  await withPasskey(account)
  const { approval } = await ask(account)
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'seen in person' })
  const outcomes = await Promise.all(['administrator', 'second-administrator'].map((who) => be.ask(who, 'account.reset-passkeys', { account })))
  expect(outcomes.filter(({ answered }) => answered)).toHaveLength(1)
})

test('a yes for one person opens nothing of another, and is good for three days', async () => {
  const [hers, his] = [await somebody(), await somebody()]
  const { approval } = await ask(hers)
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'seen in person' })
  expect(refusalOf(await be.ask('administrator', 'account.reset-passkeys', { account: his }))).toBe('reset-needs-colleague')
  const morning = be.moment
  be.moment = new Date(morning.getTime() + 4 * 86_400_000)
  expect(refusalOf(await be.ask('administrator', 'account.reset-passkeys', { account: hers }))).toBe('reset-needs-colleague')
  be.moment = morning
})

test('whoever leads an office asks too, and gets no code: a colleague of that office or the administration does', async () => {
  const account = await somebody()
  const { approval } = await be.does<{ approval: string }>('lead-pag-asa', 'colleague.ask-reset', { account, reason: 'forgot it' })
  expect(await be.does('lead-pag-asa', 'colleague.show', { account })).toMatchObject({ reset: 'waiting', inviting: 'to-ask' })
  expect(refusalOf(await be.ask('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'x' }))).toBe('not-found')
  await be.does('caseworker-pag-asa', 'approval.answer', { approval, answer: 'approve', reason: 'she sits beside me' })
  // The yes to a reset is none to an invitation.
  expect(await be.does('lead-pag-asa', 'colleague.invite', { account, reason: 'forgot it' })).toMatchObject({ code: null, waits: true })
  for (const [who, route] of [['caseworker-pag-asa', 'colleague.ask-reset'], ['lead-payoke', 'colleague.ask-reset'], ['lead-payoke', 'colleague.invite'], ['lead-pag-asa', 'account.ask-reset']] as const) {
    expect([who, refusalOf(await be.ask(who, route, { account, reason: 'x' }))]).toEqual([who, 'not-found'])
  }
  expect((await be.agreed('caseworker-pag-asa')).code).toMatch(/^[\w-]{43}$/)
})

test('the person is told by mail, data protection reads who asked and who agreed, and the record names the person', async () => {
  const account = await somebody()
  await be.rows(sql`insert into accounts.mail_wish (account, address, wants_clocks, wants_referrals) values (${account}, 'n@centre.example', false, false)`)
  await be.does('administrator', 'account.invite', { account, reason: 'lost the password; rang back' })
  const [{ id: approval = '' } = {}] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${account} and act = 'invite-account'`)
  expect(await be.count('platform.mail')).toBe(0)
  await be.does('second-administrator', 'approval.answer', { approval, answer: 'approve', reason: 'seen in person' })
  expect(await be.rows(sql`select kind, about from platform.mail`)).toEqual([{ kind: 'sign-in-changed', about: account }])
  expect(await be.does('data-protection-officer', 'approval.show', { approval })).toMatchObject({ askedBy: 'B. Sample', answeredBy: 'V. Exemple', state: 'used' })
  expect(await be.rows(sql`select route, outcome from audit.line where about_account = ${account} and route in ('account.invite', 'approval.answer') order by number offset 1`)).toEqual([{ route: 'account.invite', outcome: 'done' }, { route: 'approval.answer', outcome: 'done' }])
})

test('the page asks for the colleague in the place of the buttons, in every language', async () => {
  const account = await somebody()
  for (const language of languages) {
    const { body } = await web.as('administrator', { url: `/people/${account}`, cookies: { ariadne_language: language } })
    expect(body).toContain(`action="/people/${account}/ask-reset"`)
    expect(body).not.toMatch(/action="[^"]*\/(?:invitation|passkeys|second-factor|lead)"/)
    expect((await web.as('administrator', { url: `/people/${account}/invitation`, cookies: { ariadne_language: language } })).body).toContain('name="reason"')
  }
  await web.as('administrator', { method: 'POST', url: `/people/${account}/ask-reset`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'reason=rang+back' })
  expect((await web.as('administrator', { url: `/people/${account}` })).body).not.toContain('name="reason"')
  const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${account}`)
  expect((await web.as('second-administrator', { url: `/approvals/${asked?.id}` })).body).toContain(`N. Exempel ${number}`)
})
