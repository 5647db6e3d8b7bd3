import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { acceptWaiting } from '../support/accept-waiting.ts'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation({ stories: 6 })
const one = (query: ReturnType<typeof sql<{ id: string }>>): Promise<string> => asMigrator(ariadne.door.db, async (tx) => (await query.execute(tx)).rows[0]?.id ?? '')

/** Does something as somebody, and answers with what came of it. */
async function done(login: string, route: string, data: object): Promise<Record<string, string>> {
  const page = await ariadne.visit(login)
  const answer = await page.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })
  expect(answer.status(), `${route}: ${await answer.text()}`).toBe(200)
  const value = await answer.json() as Record<string, string>
  await page.context().close()
  return value
}

async function looksWell(login: string, address: string): Promise<void> {
  const page = await ariadne.visit(login, { language: 'fr', width: 390, height: 844 })
  expect((await page.goto(address))?.status(), address).toBe(200)
  expect(await axeFindings(page), address).toEqual([])
  expect(await sidewaysPixels(page), address).toBe(0)
  await page.context().close()
}

test('an emergency access shows what it opened, and its page has no fault', async () => {
  const reference = await one(sql`select reference as id from cases.file order by opened_on, reference limit 1`)
  const { emergency = '' } = await done('hospital-social-worker', 'emergency.open', { reference, reason: 'an invented danger to the life of an invented person' })
  await looksWell('hospital-social-worker', `/emergency/${emergency}`)
}, 90_000)

test('the limit of emergencies, and what data protection asks a second person, hold on a telephone', async () => {
  await acceptWaiting(ariadne, 'caseworker-pag-asa')
  const reference = await one(sql`select file.reference as id from cases.file join accounts.office on office.id = file.holder_office where office.key = 'pag-asa' and outcome is null order by file.reference limit 1`)
  const person = (login: string) => one(sql`select id from accounts.account where login = ${login}`)
  for (const number of [1, 2]) await done('asylum-officer', 'emergency.open', { reference, reason: `an invented danger to an invented person, ${number}` })
  await looksWell('asylum-officer', '/emergency')
  const third = await (await ariadne.visit('asylum-officer')).context().request.post(`${ariadne.address}/api/v1/emergency.open`, { data: { reference, reason: 'an invented danger to an invented person' } })
  expect(third.status()).toBe(422)
  await looksWell('data-protection-officer', '/emergencies')
  await done('data-protection-officer', 'guard.shut-out', { reference, account: await person('labour-auditor'), reason: 'an invented conflict' })
  await done('lead-pag-asa', 'guard.seal', { reference, people: [await person('lead-pag-asa')], reason: 'an invented danger' })
  for (const at of ['/guarded', `/guarded/conflicts/${await one(sql`select id from access.conflict limit 1`)}/ask`, `/guarded/sealed/${await one(sql`select id from access.seal limit 1`)}/lift`]) await looksWell('data-protection-officer', at)
  await looksWell('administrator', '/guarded')
  await done('lead-pag-asa', 'guard.unseal', { reference })
}, 120_000)

test('a stay is given a shelter of the own centre', async () => {
  // The centre has accepted everybody above.
  await done('lead-pag-asa', 'shelter.add', { name: 'Invented house', address: 'Specimenlaan 7' })
  const file = await one(sql`select file.id from cases.file join accounts.office on office.id = file.holder_office where office.key = 'pag-asa' and outcome is null limit 1`)
  await done('caseworker-pag-asa', 'place.set', { women: 20, men: 9, families: 9, minors: 9, versions: { women: 0, men: 0, families: 0, minors: 0 } })
  const { id = '' } = await done('caseworker-pag-asa', 'stay.begin', { file, group: 'women' })
  await looksWell('caseworker-pag-asa', `/stays/${id}/shelter`)
}, 90_000)

test('what a colleague is asked to approve is shown whole: a run of destruction', async () => {
  await asMigrator(ariadne.door.db, async (tx) => sql`update cases.file set outcome = 'ended-lapsed', state = 'ended-lapsed', opened_on = opened_on - 5000, state_since = opened_on - 4999 where id = (select id from cases.file order by reference limit 1)`.execute(tx))
  const { run = '' } = await done('data-protection-officer', 'retention.propose', { reason: 'An invented file is over' })
  await looksWell('second-data-protection-officer', `/retention/${run}`)
  const approval = await one(sql`select id from accounts.approval order by asked_at desc limit 1`)
  await looksWell('second-data-protection-officer', `/approvals/${approval}`)
}, 90_000)
