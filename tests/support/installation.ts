import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { addDemonstrationAccounts, readDemonstrationAccounts } from '#accounts'
import { readConfiguration } from '#platform/configuration'
import type { Door } from '#platform/doors/perform'
import { createServer } from '#platform/http/server'
import type { Language } from '#vocabulary/language'
import { composeDoor, composeSite } from '../../src/main/compose-site.tsx'
import { packFolder, readCountry } from '../../src/main/country-pack.ts'
import { loadDemonstration } from '../../src/main/demonstration/load-demonstration.ts'
import { keepOffices } from '../../src/main/keep-offices.ts'
import { openBrowser } from './axe.ts'
import { testDatabase } from './database.ts'

const country = 'be'
const log = pino({ level: process.env['LOG_LEVEL'] ?? 'error' })
const dayLong = 24 * 60 * 60_000

export type Visit = { readonly width?: number; readonly height?: number; readonly language?: Language }

export type Installation = {
  readonly address: string
  readonly door: Door
  /** Lets so many days pass; whoever was signed in has to sign in again. */
  readonly passDays: (days: number) => void
  readonly passMinutes: (minutes: number) => void
  /** A browser of one's own, signed in when a login is given. */
  readonly visit: (login: string | null, visit?: Visit) => Promise<Page>
  /** Signs the browser of a page in again, as after a night. */
  readonly signIn: (page: Page, login: string) => Promise<void>
}

/**
 * A whole Ariadne for this test file: database, server on a free port, invented accounts, browser, and a clock that the test moves.
 * `stories` says how many people of the demonstration live in it.
 */
export function installation({ stories = 0 }: { readonly stories?: number } = {}): Installation {
  const database = testDatabase()
  const settings = { ...readConfiguration({}), PORT: 0 }
  let ahead = 0
  let opened: { readonly address: string; readonly door: Door; readonly browser: Browser } | undefined
  let close = async (): Promise<void> => {}

  beforeAll(async () => {
    const pack = readCountry(country)
    const door = composeDoor(database.db, settings, pack, () => new Date(Date.now() + ahead))
    await keepOffices(database.db, pack)
    await addDemonstrationAccounts(database.db, readDemonstrationAccounts(readFileSync(join(packFolder(country), 'demonstration.yaml'), 'utf8')))
    if (stories > 0) await loadDemonstration(door, country, log, { atMost: stories })
    const server = await createServer(composeSite(door, log))
    const address = await server.listen({ host: '127.0.0.1', port: 0 })
    const browser = await openBrowser()
    opened = { address, door, browser }
    close = async () => {
      await browser.close()
      await server.close()
    }
  })
  afterAll(() => close())

  const running = () => {
    if (!opened) throw new Error('the installation is there from beforeAll on')
    return opened
  }
  const signIn = async (context: BrowserContext, login: string): Promise<void> => {
    const answer = await context.request.post(`${running().address}/api/v1/session.demo`, { data: { account: login } })
    if (!answer.ok()) throw new Error(`${login} could not sign in: ${answer.status()} ${await answer.text()}`)
  }
  return {
    get address() { return running().address },
    get door() { return running().door },
    passDays: (days) => { ahead += days * dayLong },
    passMinutes: (minutes) => { ahead += minutes * 60_000 },
    signIn: (page, login) => signIn(page.context(), login),
    visit: async (login, { width = 1280, height = 900, language = 'en' } = {}) => {
      const { address, browser } = running()
      const context = await browser.newContext({ viewport: { width, height }, baseURL: address })
      context.setDefaultTimeout(8000)
      await context.addCookies([{ name: 'ariadne_language', value: language, url: address }])
      if (login !== null) await signIn(context, login)
      return context.newPage()
    },
  }
}
