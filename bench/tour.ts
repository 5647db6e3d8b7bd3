import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../tests/support/axe.ts'
import { fillReport, heading } from '../tests/support/report-on-phone.ts'

// Takes the pictures of docs/tour.md and README.md from a running evaluation: npx tsx bench/tour.ts http://localhost:3000
const address = process.argv[2] ?? 'http://localhost:3000'
const folder = join(import.meta.dirname, '../docs/tour')
mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
const desk = { width: 1280, height: 900 }
const phone = { width: 390, height: 844 }

async function visit(login: string | null, viewport: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, baseURL: address })
  await context.addCookies([{ name: 'ariadne_language', value: 'en', url: address }])
  if (login) await context.request.post('/api/v1/session.demo', { data: { account: login } })
  await context.addCookies([{ name: 'ariadne_language', value: 'en', url: address }])
  return context.newPage()
}
const take = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) })
const openFirst = async (page: Page, like: RegExp) => {
  await page.locator('main table tr').filter({ hasText: like }).first().getByRole('link').first().click()
  await page.waitForLoadState()
}

const inspector = await visit('labour-inspector', phone)
await fillReport(inspector)
await inspector.getByRole('link', { name: /Change.*What did you see|What did you see/ }).first().click().catch(() => inspector.goBack())
for (let back = 0; back < 12 && (await heading(inspector)) !== 'What did you see or hear?'; back += 1) await inspector.goBack()
await take(inspector, '1-signs')

const anyone = await visit(null, phone)
await anyone.goto('/rights')
await take(anyone, '2-rights')

const centre = await visit('caseworker-pag-asa', desk)
await centre.goto('/arrivals')
await openFirst(centre, /waiting/)
await take(centre, '3-arrival')

const officer = await visit('immigration-officer', desk)
await officer.goto('/waiting')
await take(officer, '4-waiting')

await centre.goto('/files')
await openFirst(centre, /Provisional stay/)
await take(centre, '5-file')

const auditor = await visit('labour-auditor', desk)
await auditor.goto('/waiting')
await openFirst(auditor, /Answer/)
await auditor.getByRole('link', { name: /^Answer/ }).first().click()
await auditor.waitForLoadState()
await take(auditor, '6-answer')

const analyst = await visit('analyst', { ...desk, height: 1000 })
await analyst.goto('/tables?rows=citizenship&columns=sex&from=2026&to=2026')
await take(analyst, '7-tables')

const protection = await visit('data-protection-officer', desk)
await protection.goto('/acts')
await take(protection, '8-acts')

await anyone.setViewportSize(desk)
await anyone.goto('/figures/2')
await take(anyone, '9-figures')

await browser.close()
