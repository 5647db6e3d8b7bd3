import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { acceptWaiting } from '../support/accept-waiting.ts'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation({ stories: 6 })
const pages: readonly (readonly [login: string, addresses: readonly string[]])[] = [
  ['data-protection-officer', ['/compartments', '/emergencies']], ['labour-inspector', ['/emergency', '/replacements']],
  ['lead-guardianship', ['/guarded', '/guarded/guardians']], ['lead-pag-asa', ['/guarded/sealed', '/shelters', '/replacements/new']], ['administrator', ['/guarded/conflicts', '/people/move']],
]

test.each(pages)('the pages of %s on which files are closed and opened have no fault that a machine finds, on a telephone', async (login, addresses) => {
  const page = await ariadne.visit(login, { language: 'nl', width: 390, height: 844 })
  for (const address of addresses) {
    expect((await page.goto(address))?.status(), address).toBe(200)
    expect(await axeFindings(page), address).toEqual([])
    expect(await sidewaysPixels(page), address).toBe(0)
  }
}, 90_000)

async function done(login: string, route: string, data: object): Promise<void> {
  const page = await ariadne.visit(login)
  const answer = await page.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })
  expect(answer.status(), `${route}: ${await answer.text()}`).toBe(200)
  await page.context().close()
}
const one = (query: ReturnType<typeof sql<{ id: string }>>): Promise<string> => asMigrator(ariadne.door.db, async (tx) => (await query.execute(tx)).rows[0]?.id ?? '')
const aReference = () => one(sql`select file.reference as id from cases.file join accounts.office on office.id = file.holder_office where office.key = 'pag-asa' and outcome is null order by file.reference limit 1`)

test('at the limit of emergencies the page says once what stands in the way, before the form is sent and after', async () => {
  await acceptWaiting(ariadne, 'caseworker-pag-asa')
  const reference = await aReference()
  for (const number of [1, 2]) await done('police-officer', 'emergency.open', { reference, reason: `an invented danger to an invented person, ${number}` })
  const page = await ariadne.visit('police-officer', { language: 'fr', width: 390, height: 844 })
  await page.goto('/emergency')
  const limit = page.getByText('Accès que vous avez ouverts')
  expect(await limit.count()).toBe(1)
  await page.getByLabel('Référence du dossier').fill(reference)
  await page.getByLabel('Ce qui se passe').fill('Elle attend à la gare et un homme la suit ; son centre ne répond pas.')
  await page.locator('#content form button').click()
  await page.getByRole('alert').waitFor()
  expect(await limit.count()).toBe(1)
  expect(await axeFindings(page)).toEqual([])
}, 90_000)

test('what data protection has asked a second person waits in the list, with a link to the question and no second way to ask', async () => {
  const reference = await aReference()
  const account = (login: string) => one(sql`select id from accounts.account where login = ${login}`)
  await done('lead-pag-asa', 'guard.seal', { reference, people: [await account('lead-pag-asa')], reason: 'an invented danger' })
  await done('data-protection-officer', 'guard.shut-out', { reference, account: await account('labour-auditor'), reason: 'an invented conflict' })
  const page = await ariadne.visit('data-protection-officer', { language: 'fr', width: 390, height: 844 })
  for (const at of [`/guarded/sealed/${await one(sql`select id from access.seal`)}/lift`, `/guarded/conflicts/${await one(sql`select id from access.conflict`)}/ask`]) {
    await page.goto('/guarded')
    await page.locator(`#content a[href="${at}"]`).click()
    await page.locator('#content textarea').fill('Son propre centre ne peut plus travailler.')
    await page.locator('#content form button').click()
    await page.waitForURL(/\/guarded$/)
    expect(await page.locator(`#content a[href="${at}"]`).count()).toBe(0)
    await page.goto(at)
    expect(await page.locator('#content form').count()).toBe(0)
    await page.getByRole('link', { name: /^Attend une seconde personne/ }).waitFor()
  }
  await page.goto('/guarded')
  expect(await page.getByRole('link', { name: /^Attend une seconde personne/ }).count()).toBe(2)
  expect(await axeFindings(page)).toEqual([])
  expect(await sidewaysPixels(page)).toBe(0)
  await page.getByRole('link', { name: /^Attend une seconde personne/ }).first().click()
  await page.waitForURL(/\/approvals\//)
}, 90_000)
