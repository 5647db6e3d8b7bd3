import { createServer as listenAnywhere, type AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { pino } from 'pino'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDemonstrationAccounts, readDemonstrationAccounts } from '#accounts'
import { readConfiguration } from '#platform/configuration'
import { asMigrator } from '#platform/database/transaction'
import type { Door } from '#platform/doors/perform'
import { createServer } from '#platform/http/server'
import { composeDoor, composeSite } from '../../src/main/compose-site.tsx'
import { packFolder, readCountry } from '../../src/main/country-pack.ts'
import { keepOffices } from '../../src/main/keep-offices.ts'
import { axeFindings, openBrowser } from '../support/axe.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
const log = pino({ level: 'silent' })
let ahead = 0
let door: Door
let servers: readonly FastifyInstance[] = []
let browser: Browser
let context: BrowserContext
let page: Page
let device: CDPSession
let authenticatorId: string
let here: string
let elsewhere: string

const freePort = (): Promise<number> => new Promise((resolve) => {
  const probe = listenAnywhere().listen(0, '127.0.0.1', () => {
    const { port } = probe.address() as AddressInfo
    probe.close(() => resolve(port))
  })
})

// Two addresses of one host: keys belong to the host, so a browser offers them at both, and only the server can tell that one is wrong.
beforeAll(async () => {
  const [port, other] = [await freePort(), await freePort()]
  here = `http://localhost:${port}`
  elsewhere = `http://localhost:${other}`
  const pack = readCountry('be')
  door = composeDoor(base.db, readConfiguration({ ARIADNE_PUBLIC_URL: here }), pack, () => new Date(Date.now() + ahead))
  await keepOffices(base.db, pack)
  await addDemonstrationAccounts(base.db, readDemonstrationAccounts(readFileSync(join(packFolder('be'), 'demonstration.yaml'), 'utf8')))
  servers = await Promise.all([port, other].map(async (at) => {
    const server = await createServer(composeSite(door, log))
    await server.listen({ host: '127.0.0.1', port: at })
    return server
  }))
  browser = await openBrowser()
  context = await browser.newContext()
  context.setDefaultTimeout(8000)
  await context.addCookies([{ name: 'ariadne_language', value: 'en', url: here }])
  page = await context.newPage()
  device = await context.newCDPSession(page)
  await device.send('WebAuthn.enable')
  ;({ authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  }))
})
afterAll(async () => {
  await browser.close()
  for (const server of servers) await server.close()
})

const signInAsInvented = async (login: string) => {
  await context.request.post(`${here}/api/v1/session.demo`, { data: { account: login } })
}
const signOut = async () => {
  await page.goto(`${here}/sign-out`)
  await page.locator('#content').getByRole('button', { name: 'Sign out' }).click()
  // Who is known in this browser is offered to have it forgotten first.
  await page.waitForURL(/\/(?:sign-in|signed-out)$/)
}
const signInWithPasskey = async (at = here) => {
  await page.goto(`${at}/sign-in`)
  await page.getByText('With a password').click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
}
const who = async () => (await context.request.get(`${here}/api/v1/session.show`)).status() === 200
  ? ((await (await context.request.get(`${here}/api/v1/session.show`)).json()) as { name: string }).name : null
const keys = () => device.send('WebAuthn.getCredentials', { authenticatorId }).then(({ credentials }) => credentials)
const sessionsLastOpened = async () => asMigrator(base.db, async (tx) => (await sql<{ way: string }>`select way from accounts.session order by started_at desc limit 1`.execute(tx)).rows[0]?.way)

test('a passkey is made on the account page, under a name', async () => {
  await signInAsInvented('caseworker-pag-asa')
  await page.goto(`${here}/account`)
  await page.getByRole('link', { name: 'Sign in without a password: passkeys' }).click()
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Name', { exact: true }).fill('Telephone')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey is kept').waitFor()
  expect(await page.getByRole('row', { name: /Telephone/ }).count()).toBe(1)
  const [key] = await keys()
  expect(key).toMatchObject({ isResidentCredential: true, rpId: 'localhost' })
})

test('it signs in without a login or a password, and no second factor is asked', async () => {
  await signOut()
  expect(await who()).toBeNull()
  await signInWithPasskey()
  await page.waitForURL(`${here}/waiting`)
  expect(await who()).toBe('C. Fictif')
  expect(await sessionsLastOpened()).toBe('passkey')
})

test('it confirms a grave act after the five minutes, and what was typed is still there', async () => {
  ahead += 6 * 60_000
  await page.goto(`${here}/account/passkeys`)
  await page.getByLabel('Name', { exact: true }).fill('Key on the ring')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.waitForURL(/\/confirm/)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Confirm with a passkey' }).click()
  await page.waitForURL(`${here}/account/passkeys`)
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Key on the ring')
})

test('a device that does not check who holds it opens nothing', async () => {
  await signOut()
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await signInWithPasskey()
  await page.getByText('The device gave no passkey').waitFor()
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  expect(await who()).toBeNull()
})

test('it opens nothing from another address, though the browser offers it there', async () => {
  await signInWithPasskey(elsewhere)
  await page.getByText('This passkey did not fit').first().waitFor()
  expect(await who()).toBeNull()
})

test('an answer is good once, soon, and for the question that was put', async () => {
  const begin = async () => ((await (await context.request.post(`${here}/api/v1/session.begin-passkey`, { data: {} })).json()) as { ceremony: string; options: { challenge: string } })
  await page.goto(`${here}/sign-in`)
  const answerTo = (challenge: string) => page.evaluate(async (asked) => {
    const bytes = (text: string) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
    const found = await navigator.credentials.get({ publicKey: { challenge: bytes(asked), rpId: 'localhost', userVerification: 'required' } })
    return JSON.stringify((found as unknown as { toJSON: () => object }).toJSON())
  }, challenge)
  const open = async (ceremony: string, answer: string) => (await context.request.post(`${here}/api/v1/session.open-with-passkey`, { data: { ceremony, answer } })).status()
  const [first, second] = [await begin(), await begin()]
  const answer = await answerTo(first.options.challenge)
  expect(await open(second.ceremony, answer)).toBe(422)
  expect(await open(first.ceremony, answer)).toBe(200)
  expect(await open(first.ceremony, answer)).toBe(422)
  const late = await begin()
  const lateAnswer = await answerTo(late.options.challenge)
  ahead += 6 * 60_000
  expect(await open(late.ceremony, lateAnswer)).toBe(422)
})

test('a copy of it is noticed: the key that counts backwards is closed, and its person is told', async () => {
  const [key] = await keys()
  if (!key) throw new Error('the device has no key')
  await signOut()
  await device.send('WebAuthn.removeCredential', { authenticatorId, credentialId: key.credentialId })
  await device.send('WebAuthn.addCredential', { authenticatorId, credential: { ...key, signCount: 0 } })
  await signInWithPasskey()
  await page.getByText('This passkey counted backwards').first().waitFor()
  expect(await who()).toBeNull()
  // Even the true one, which counts on, opens nothing from now on.
  await device.send('WebAuthn.removeCredential', { authenticatorId, credentialId: key.credentialId })
  await device.send('WebAuthn.addCredential', { authenticatorId, credential: { ...key, signCount: key.signCount + 50 } })
  await signInWithPasskey()
  await page.getByText('This passkey counted backwards').first().waitFor()
  await signInAsInvented('caseworker-pag-asa')
  await page.goto(`${here}/account/passkeys`)
  await page.getByText('Somebody may have a copy').waitFor()
  expect(await axeFindings(page)).toEqual([])
})

test('it is removed on the account page, and then opens nothing', async () => {
  await page.getByRole('link', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The passkey is removed').waitFor()
  await signOut()
  await signInWithPasskey()
  await page.getByText('This passkey did not fit').first().waitFor()
})

test('without script the pages say what is missing, and everything else works', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false })
  await plain.addCookies([{ name: 'ariadne_language', value: 'en', url: here }])
  const quiet = await plain.newPage()
  await quiet.goto(`${here}/sign-in`)
  expect(await quiet.getByText('A passkey needs script in the browser').count()).toBe(1)
  expect(await quiet.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0)
  await plain.close()
})
