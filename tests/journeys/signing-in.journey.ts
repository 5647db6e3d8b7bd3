import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { generateSync } from 'otplib'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFirstAdministrator } from '#accounts'
import { readConfiguration } from '#platform/configuration'
import { createServer } from '#platform/http/server'
import { composeDoor, composeSite } from '../../src/main/compose-site.tsx'
import { readCountry } from '../../src/main/country-pack.ts'
import { keepOffices } from '../../src/main/keep-offices.ts'
import { axeFindings, openBrowser } from '../support/axe.ts'
import { testDatabase } from '../support/database.ts'
import { clientId, clientSecret, freePort, TestProvider } from '../support/identity-provider.ts'

const base = testDatabase()
const password = 'seven green boats at dawn'
let ours: string
let ahead = 0
let provider: TestProvider
let server: FastifyInstance
let browser: Browser

beforeAll(async () => {
  ours = `http://127.0.0.1:${await freePort()}`
  provider = new TestProvider(await freePort(), ours)
  await provider.start()
  const pack = readCountry('be')
  await keepOffices(base.db, pack)
  const settings = readConfiguration({
    ARIADNE_HOME: mkdtempSync(join(tmpdir(), 'ariadne-home-')), ARIADNE_PUBLIC_URL: ours, ARIADNE_SECOND_FACTOR: 'all',
    ARIADNE_OIDC_ISSUER: provider.issuer, ARIADNE_OIDC_CLIENT_ID: clientId, ARIADNE_OIDC_CLIENT_SECRET: clientSecret, ARIADNE_OIDC_NAME: 'Ministry of Examples', ARIADNE_OIDC_SECOND_FACTOR: 'hwk',
  })
  const log = pino({ level: 'error' })
  server = await createServer(composeSite(composeDoor(base.db, settings, pack, () => new Date(Date.now() + ahead)), log))
  await server.listen({ host: '127.0.0.1', port: Number(new URL(ours).port) })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
  await provider.stop()
})

async function visit(): Promise<Page> {
  const context = await browser.newContext({ baseURL: ours, viewport: { width: 1100, height: 900 } })
  context.setDefaultTimeout(30_000)
  await context.addCookies([{ name: 'ariadne_language', value: 'en', url: ours }])
  return context.newPage()
}
const invite = (login: string): Promise<string> => createFirstAdministrator(base.db, { login, name: 'J. Specimen', now: new Date() })
const codeAt = (secret: string): string => generateSync({ secret, epoch: Math.floor((Date.now() + ahead) / 1000) })
const seconds = (count: number): void => { ahead += count * 1000 }
/** What is focused, reached by the tabulator alone. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim())) === name) return
  }
  throw new Error(`the tabulator does not reach ${name}`)
}

test('who must have a second factor sets it up by keyboard after the password, keeps the recovery codes, and signs in with a code', async () => {
  const page = await visit()
  await page.goto(`/invitation/${await invite('j.code')}`)
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('The same once more').fill(password)
  await page.getByRole('button', { name: 'Set the password' }).click()

  await tabTo(page, 'login')
  await page.keyboard.type('j.code')
  await tabTo(page, 'password')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  // Nothing else opens meanwhile.
  const other = await page.context().newPage()
  await other.goto('/account')
  expect(new URL(other.url()).pathname).toBe('/sign-in')
  await other.close()

  const secret = (await page.locator('main code').innerText()).replaceAll(' ', '')
  await tabTo(page, 'code')
  await page.keyboard.type(codeAt(secret))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  const codes = await page.locator('main li code').allInnerTexts()
  expect(codes).toHaveLength(10)
  await tabTo(page, 'I have kept them')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/people')
  await page.goto('/account/second-factor')
  expect(await page.locator('main').innerText()).toContain('10 recovery codes are left.')
  expect(await axeFindings(page)).toEqual([])

  seconds(60)
  const again = await visit()
  await again.goto('/sign-in')
  await again.getByLabel('Login').fill('j.code')
  await again.getByLabel('Password', { exact: true }).fill('wrong, wrong and wrong')
  await again.keyboard.press('Enter')
  await again.getByRole('alert').waitFor()
  await again.getByLabel('Password', { exact: true }).fill(password)
  await again.keyboard.press('Enter')
  await again.getByRole('heading', { name: 'Now the code' }).waitFor()
  expect(await axeFindings(again)).toEqual([])
  await again.getByLabel('Code').fill('000000')
  await again.keyboard.press('Enter')
  await again.getByRole('alert').waitFor()
  expect(await again.locator('main').innerText()).toContain('wrong or was used already')
  await again.getByLabel('Code').fill(codeAt(secret))
  await again.keyboard.press('Enter')
  await again.getByText('2 tries with your login failed').waitFor()

  const third = await visit()
  await third.goto('/sign-in')
  await third.getByLabel('Login').fill('j.code')
  await third.getByLabel('Password', { exact: true }).fill(password)
  await third.keyboard.press('Enter')
  await third.getByLabel('Code').fill(codes[0] ?? '')
  await third.keyboard.press('Enter')
  await third.getByRole('button', { name: 'Sign out' }).waitFor()
  await third.goto('/account')
  expect(await third.locator('main').innerText()).toContain('Chrome on Linux with a recovery code')
  expect(await axeFindings(third)).toEqual([])
  await third.locator('main a[href^="/account/browsers/"]').first().click()
  await third.waitForURL(/\/account\/browsers\//)
  expect(await axeFindings(third)).toEqual([])

  // Others use this one: she has it forgotten after signing out, by keyboard.
  await tabTo(third, 'Sign out')
  await third.keyboard.press('Enter')
  await third.getByRole('heading', { name: 'You are signed out' }).waitFor()
  expect((await third.context().cookies()).map(({ name }) => name)).toContain('ariadne_browser')
  expect(await axeFindings(third)).toEqual([])
  await tabTo(third, 'Forget this browser')
  await third.keyboard.press('Enter')
  await third.getByText('This browser is forgotten.').waitFor()
  expect((await third.context().cookies()).map(({ name }) => name)).not.toContain('ariadne_browser')
})

test('an invitation is accepted with the ministry’s own sign-in, which then opens the door and closes it', async () => {
  provider.said = { amr: ['hwk'] }
  const page = await visit()
  await page.goto(`/invitation/${await invite('j.provider')}`)
  await page.getByRole('link', { name: 'accept it with Ministry of Examples' }).click()
  await page.getByLabel('Name').fill('subject-of-j')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'J. Specimen, Administration' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  expect(await axeFindings(page)).toEqual([])

  const again = await visit()
  await again.goto('/account')
  await again.getByRole('link', { name: 'Sign in with Ministry of Examples' }).click()
  await again.getByLabel('Name').fill('subject-of-j')
  await again.keyboard.press('Enter')
  await again.getByRole('heading', { name: 'Your account' }).waitFor()
  expect(new URL(again.url()).pathname).toBe('/account')

  const stranger = await visit()
  await stranger.goto('/sign-in')
  await stranger.getByRole('link', { name: 'Sign in with Ministry of Examples' }).click()
  await stranger.getByLabel('Name').fill('nobody-here')
  await stranger.keyboard.press('Enter')
  await stranger.getByText('no account here is bound to you').waitFor()
  expect(await axeFindings(stranger)).toEqual([])
})

test('two minutes before a session ends a message asks, one touch keeps it, and what was typed stays', async () => {
  provider.said = { amr: ['hwk'] }
  const page = await visit()
  await page.clock.install()
  await page.goto('/sign-in/provider?next=%2Fpeople%2Fnew')
  await page.getByLabel('Name').fill('subject-of-j')
  await page.keyboard.press('Enter')
  // The provider asks for a name too: only on the loaded page does a clock run that can be put forward.
  await page.waitForURL('**/people/new')
  await page.getByLabel('Name').fill('Half of a n')
  expect(await page.locator('dialog').isVisible()).toBe(false)
  seconds(29 * 60)
  await page.clock.fastForward('29:00')
  await page.getByRole('dialog', { name: 'Are you still there?' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('dialog').isVisible()).toBe(false)
  expect(await page.getByLabel('Name').inputValue()).toBe('Half of a n')
  // The half hour began again: at what would have been its end the server still knows the person.
  seconds(10 * 60)
  const other = await page.context().newPage()
  await other.goto('/account')
  await other.getByRole('heading', { name: 'Your account' }).waitFor()
  await other.close()

  seconds(40 * 60)
  await page.clock.fastForward('40:00')
  await page.getByText('Your session has ended.').waitFor()
  await page.getByRole('button', { name: 'Close this message' }).click()
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('link', { name: 'Sign in with Ministry of Examples' }).waitFor()
  await page.goto(page.url().replace('/sign-in?', '/sign-in/provider?'))
  if (await page.getByLabel('Name').count() && new URL(page.url()).pathname.startsWith('/who/')) {
    await page.getByLabel('Name').fill('subject-of-j')
    await page.keyboard.press('Enter')
  }
  await page.getByText('What you typed was kept').or(page.getByText('Half of a n')).first().waitFor({ state: 'attached' })
  expect(await page.getByLabel('Name').inputValue()).toBe('Half of a n')
})
