import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { actorOfSession } from '#accounts'
import { settleMemberships } from '#access'
import { perform } from '#platform/doors/perform'
import { confirmedForStory } from '#platform/doors/confirmation'
import { Instant } from '#vocabulary/instant'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })
const account = async (login: string) => (await be.actor(login)).account
const at = (text: string) => Instant.parse(`${text}:00.000Z`)

/** Signs somebody in at a moment and answers the token. */
async function signedIn(login: string, moment: string): Promise<string> {
  const opened = await come(null, moment, 'session.demo', { account: login })
  return String((opened as { token: string }).token)
}

async function come(token: string | null, moment: string, name: string, input: unknown): Promise<unknown> {
  const route = routes.get(name)
  if (!route) throw new Error(name)
  const actor = token === null ? null : await actorOfSession(base.db, token, at(moment))
  const outcome = await perform({ ...be.door, clock: () => new Date(at(moment)) }, route, { actor: actor && { ...actor, confirmedAt: confirmedForStory }, language: 'en', input })
  return outcome.answered ? outcome.value : refusalOf(outcome)
}

describe('a replacement', () => {
  test('gives the absent person\'s tasks and nothing more, names both in the record, and ends by itself', async () => {
    const { file } = await be.accompanied({ age: 'child', unaccompanied: 'yes', bornOn: '2011-05-01' })
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    await be.rows(sql`insert into accounts.account (login, name, office, language, demonstration) select 'second-guardian', 'H. Invented', office, 'en', true from accounts.account where login = 'guardian' on conflict do nothing`)
    await be.does('lead-guardianship', 'guard.appoint-guardian', { reference: row?.reference, account: await account('guardian') })
    await be.does('lead-guardianship', 'replacement.set', { absent: await account('guardian'), standIn: await account('second-guardian'), from: '2026-11-24', until: '2026-11-25', reason: 'Away for two days' })
    await be.agreed('guardian')

    const early = await signedIn('second-guardian', '2026-11-23T22:00')
    const { replacements } = (await come(early, '2026-11-23T22:00', 'replacement.show', {})) as { replacements: { id: string; isMine: boolean }[] }
    const replacement = replacements.find(({ isMine }) => isMine)?.id
    expect(await come(early, '2026-11-23T22:00', 'replacement.work-for', { replacement })).toBe('not-found')
    // In Brussels the day begins at 23:00 UTC.
    const token = await signedIn('second-guardian', '2026-11-23T23:00')
    expect(await come(token, '2026-11-23T23:00', 'person.show', { file })).toBe('not-found')
    await come(token, '2026-11-23T23:00', 'replacement.work-for', { replacement })
    expect(await come(token, '2026-11-23T23:01', 'person.show', { file })).toHaveProperty('identity')
    expect(await come(token, '2026-11-23T23:02', 'guard.show', {})).toBe('not-found')
    const [line] = await be.rows<{ account: string; about: string }>(sql`select account, about_account as about from audit.line where file = ${file} and route = 'person.show' and outcome = 'done' order by number desc limit 1`)
    expect(line).toEqual({ account: await account('second-guardian'), about: await account('guardian') })

    const last = await signedIn('second-guardian', '2026-11-25T22:50')
    await come(last, '2026-11-25T22:50', 'replacement.work-for', { replacement })
    expect(await come(last, '2026-11-25T22:59', 'person.show', { file })).toHaveProperty('identity')
    expect(await come(last, '2026-11-25T23:00', 'person.show', { file })).toBe('not-found')
  })

  test('shuts out whoever is shut out, herself or the person in whose place she works, and gives no emergency of hers', async () => {
    const { file } = await be.accompanied()
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    await be.does('administrator', 'guard.shut-out', { reference: row?.reference, account: await account('lead-pag-asa'), reason: 'she knows the suspect' })
    await be.does('administrator', 'replacement.set', { absent: await account('lead-pag-asa'), standIn: await account('caseworker-pag-asa'), from: '2026-11-23', until: '2026-11-30', reason: 'She is ill' })
    await be.agreed()
    const token = await signedIn('caseworker-pag-asa', '2026-11-23T10:00')
    expect(await come(token, '2026-11-23T10:00', 'person.show', { file })).toHaveProperty('identity')
    const { replacements } = (await come(token, '2026-11-23T10:00', 'replacement.show', {})) as { replacements: { id: string }[] }
    await come(token, '2026-11-23T10:00', 'replacement.work-for', { replacement: replacements[0]?.id })
    expect(await come(token, '2026-11-23T10:01', 'person.show', { file })).toBe('not-found')
    // The superior's charge goes with her place, for those days.
    expect(await come(token, '2026-11-23T10:02', 'guard.show', {})).toHaveProperty('conflicts')
    await come(token, '2026-11-23T10:03', 'replacement.work-for', { replacement: null })
    expect(await come(token, '2026-11-23T10:04', 'person.show', { file })).toHaveProperty('identity')
    expect(await come(token, '2026-11-23T10:04', 'guard.show', {})).toBe('not-found')
  })

  test('joins two people of one office, and is set by its superior or the administration alone', async () => {
    const input = { absent: await account('caseworker-pag-asa'), standIn: await account('caseworker-payoke'), from: '2026-11-23', until: '2026-11-30' }
    expect(refusalOf(await be.ask('administrator', 'replacement.set', input))).toBe('replacement-people')
    expect(refusalOf(await be.ask('lead-payoke', 'replacement.set', { ...input, standIn: await account('lead-pag-asa') }))).toBe('replacement-people')
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'replacement.set', { ...input, standIn: await account('lead-pag-asa') }))).toBe('replacement-people')
  })
})

describe('a person who changes office', () => {
  test('loses the old one with the first request of the day, in a session that was open before', async () => {
    const { file } = await be.accompanied()
    await be.rows(sql`insert into accounts.account (login, name, office, language, lead, demonstration) select 'mover', 'M. Invented', office, 'en', true, true from accounts.account where login = 'caseworker-pag-asa' on conflict do nothing`)
    const payoke = await be.office('caseworker-payoke')
    const mover = (await be.rows<{ id: string }>(sql`select id from accounts.account where login = 'mover'`))[0]?.id
    await be.does('administrator', 'account.move', { account: mover, office: payoke, from: '2026-11-24', reason: 'She begins there' })
    await be.agreed()
    const token = await signedIn('mover', '2026-11-23T22:55')
    expect(await come(token, '2026-11-23T22:59', 'procedure.show-file', { file })).not.toBe('not-found')
    expect(await come(token, '2026-11-23T23:00', 'procedure.show-file', { file })).toBe('not-found')
    expect((await actorOfSession(base.db, token, at('2026-11-23T23:00')))?.office).toBe(payoke)
    // She led the old office, and leads nothing in the new one, whether the round has been or not.
    expect(await come(token, '2026-11-23T23:01', 'guard.show', {})).toBe('not-found')
    await settleMemberships(base.db, at('2026-11-23T23:10'))
    expect((await be.rows(sql`select office, lead from accounts.account where id = ${mover}`))[0]).toEqual({ office: payoke, lead: false })
    expect(refusalOf(await be.ask('administrator', 'account.move', { account: mover, office: payoke, from: '2026-12-24' }))).toBe('move-nothing')
    expect(refusalOf(await be.ask('administrator', 'account.move', { account: mover, office: payoke, from: '2026-11-22' }))).toBe('move-in-past')
  })
})
