import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { acceptWaiting } from '../support/accept-waiting.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation({ stories: 3 })

/** All that a browser holds of a site: what scripts reach, what they do not, and what a later visitor of the same device finds by going back. */
const held = (page: Page) => page.evaluate(async () => ({
  local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, caches: await globalThis.caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
  databases: (await indexedDB.databases()).length, state: history.state as unknown,
}))

test('who signs out of a shared device leaves neither a page nor a word of it behind', async () => {
  await acceptWaiting(ariadne, 'caseworker-pag-asa')
  const page = await ariadne.visit('caseworker-pag-asa')
  const { rows: [row] } = await asMigrator(ariadne.door.db, (tx) => sql<{ file: string }>`
    select party.file from cases.party join accounts.account on account.office = party.office where login = 'caseworker-pag-asa' and relation = 'centre' and until is null limit 1`.execute(tx))
  const file = row?.file ?? ''
  await page.goto(`/files/${file}/person`)
  const name = await page.locator('input[name=familyNames]').inputValue()
  expect(name.length).toBeGreaterThan(2)
  for (const address of ['/files', `/files/${file}`, '/shelters', `/files/${file}/person`]) await page.goto(address)
  // The language is the harness's own cookie; what Ariadne sets no script can read.
  const nothing = { local: {}, session: {}, cookie: 'ariadne_language=en', caches: [], workers: 0, databases: 0, state: null }
  expect(await held(page)).toEqual(nothing)

  // Looking her up leaves no name in the address, so none in the list of addresses that a browser keeps; back and reload find the list again.
  await page.goto('/files')
  await page.locator('input[name=search]').fill(name)
  await page.locator('input[name=search]').press('Enter')
  await page.waitForURL(/\/files\?found=/)
  const found = page.url()
  await page.locator(`a[href="/files/${file}"]`).first().click()
  await page.goBack()
  await page.reload()
  expect([page.url(), await page.locator('input[name=search]').inputValue(), decodeURIComponent(found).includes(name)]).toEqual([found, name, false])

  const saved = (await page.context().cookies()).find((cookie) => cookie.name === 'ariadne_session')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/sign-in|signed-out/)
  expect(await held(page)).toEqual(nothing)
  const cookies = await page.context().cookies()
  expect(cookies.map((cookie) => cookie.name).filter((one) => one !== 'ariadne_language' && one !== 'ariadne_flash')).toEqual([])
  expect(JSON.stringify(cookies)).not.toContain(name)

  // Back leads to the sign-in, not to a picture of the page; the token of before opens nothing either.
  for (let steps = 0; steps < 4; steps += 1) {
    await page.goBack()
    expect(await page.content()).not.toContain(name)
    expect(new URL(page.url()).pathname).toMatch(/^\/(?:sign-in|signed-out|$)/)
  }
  if (saved) await page.context().addCookies([saved])
  await page.goto(`/files/${file}/person`)
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  expect(await page.content()).not.toContain(name)
})
