import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Language } from '#vocabulary/language'
import { modules } from '../../src/main/compose-site.tsx'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'
import { fillReport, sendReport } from '../support/report-on-phone.ts'

const ariadne = installation({ stories: 6 })
/** Set to a folder, it keeps a picture of every page that is looked at. */
const pictures = process.env['PICTURES']
const known = new Map<string, string>()
const opened: string[] = []

/** The role as whom each address is looked at, and what fills its gaps. */
const lookedAtAs: Readonly<Record<string, string | null>> = {
  '/sign-in': null, '/sign-in/demo': null, '/check': null, '/rights': null, '/rights/:language': null, '/invitation/:code': null,
  '/reports': 'labour-inspector', '/reports/start': 'labour-inspector', '/reports/:report/drop': 'labour-inspector', '/reports/:report/send': 'labour-inspector', '/reports/:report/sent': 'labour-inspector',
  '/reports/:report/:screen': 'labour-inspector', '/reports/:report/:screen/keep': 'labour-inspector', '/referrals': 'labour-inspector', '/referrals/:referral': 'labour-inspector',
  '/operations': 'labour-inspector', '/operations/new': 'labour-inspector',
  '/numbers': 'rapporteur', '/escalated': 'coordinator', '/people': 'administrator', '/people/new': 'administrator', '/acts': 'data-protection-officer',
  '/compartments': 'data-protection-officer', '/emergencies': 'data-protection-officer', '/emergency': 'labour-inspector',
  '/guarded': 'lead-guardianship', '/guarded/conflicts': 'administrator', '/guarded/sealed': 'lead-pag-asa', '/guarded/guardians': 'lead-guardianship',
}
const roleFor = (at: string): string | null => (at in lookedAtAs ? (lookedAtAs[at] ?? null) : /^\/(people|machines)/.test(at) ? 'administrator' : /^\/(referrals|reports|operations)/.test(at) ? 'labour-inspector' : 'caseworker-pag-asa')
const filled = (at: string): string | null => {
  const address = at.replaceAll(/:(\w+)/g, (whole, name: string) => known.get(`${at} ${name}`) ?? known.get(name) ?? whole)
  return address.includes(':') ? null : address
}
const addresses = [...new Set(modules.flatMap(({ pages, forms }) => [...pages, ...forms].map(({ at }) => at)))].toSorted()
const main = ['/sign-in', '/waiting', '/files', '/files/:file', '/files/:file/steps/:step', '/reports', '/reports/:report/:screen', '/reports/:report/send', '/arrivals', '/numbers', '/people', '/operations']

const visits = new Map<string, Page>()
async function pageOf(login: string | null, language: Language): Promise<Page> {
  const key = `${login} ${language}`
  const page = visits.get(key) ?? await ariadne.visit(login, { language, width: 390, height: 844 })
  visits.set(key, page)
  return page
}

async function findingsAt(at: string, language: Language): Promise<readonly string[]> {
  const address = filled(at)
  if (address === null) return []
  const page = await pageOf(roleFor(at), language)
  const answer = await page.goto(address)
  // Nobody may learn whether an invitation ever existed, so the page for an unknown one is the page for nothing.
  if (answer?.status() !== (at === '/invitation/:code' ? 404 : 200)) return [`${at} as ${roleFor(at)}: ${answer?.status()}: ${address}`]
  opened.push(`${at} ${language}`)
  if (pictures && main.includes(at)) {
    mkdirSync(pictures, { recursive: true })
    const name = `${at.replaceAll(/[^a-z]+/g, '-').slice(1)}-${language}`
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true })
    }
  }
  const found = [...await axeFindings(page), ...(await sidewaysPixels(page) > 0 ? ['wider than the screen'] : [])].map((finding) => `${at} (${language}): ${finding}`)
  if (found.length > 0) console.log(found.join('\n'))
  return found
}

beforeAll(async () => {
  const inspector = await ariadne.visit('labour-inspector')
  await fillReport(inspector, { signs: 12 })
  known.set('/reports/:report/sent report', new URL(inspector.url()).pathname.split('/')[2] ?? '')
  await sendReport(inspector, 'PAG-ASA')
  await fillReport(inspector, { signs: 12 })
  const report = new URL(inspector.url()).pathname.split('/')[2] ?? ''
  known.set('report', report).set('screen', 'signs').set('code', 'unknown-code').set('step', 'record-condition?chosen=contact-broken').set('language', 'nl')
  await inspector.goto('/referrals')
  known.set('referral', (await inspector.locator('table a.strong').first().getAttribute('href'))?.split('/')[2] ?? '')
  await inspector.goto('/operations/new')
  await inspector.getByLabel('Name of the operation').fill('Invented market day')
  await inspector.getByLabel('District').selectOption('brussels')
  await inspector.getByRole('button', { name: 'Open an operation' }).click()
  known.set('operation', new URL(inspector.url()).pathname.split('/')[2] ?? '')
  const centre = await ariadne.visit('caseworker-pag-asa')
  await centre.goto('/files')
  for (const link of await centre.locator('table a.strong').all()) {
    known.set('file', (await link.getAttribute('href'))?.split('/')[2] ?? '')
  }
  const administrator = await ariadne.visit('administrator')
  await administrator.goto('/people')
  known.set('account', (await administrator.locator('main a[href^="/people/"]:not([href="/people/new"])').first().getAttribute('href'))?.split('/')[2] ?? '')
})

afterAll(() => console.log(`pages looked at: ${opened.length}; left out: ${addresses.filter((at) => !opened.some((one) => one.startsWith(`${at} `))).join(' ')}`))

test('no page of any module breaks a rule of accessibility or is wider than a telephone', async () => {
  const findings: string[] = []
  for (const at of addresses.filter((address) => !/\/(start|drop|keep|sign-out|forget|acknowledge|finish)$/.test(address))) findings.push(...await findingsAt(at, 'en'))
  expect(findings).toEqual([])
})

test('the main pages hold in each language', async () => {
  const findings: string[] = []
  for (const language of ['nl', 'fr', 'de'] as const) for (const at of main) findings.push(...await findingsAt(at, language))
  expect(findings).toEqual([])
})

test('each screen of a report holds, and so does what it says when nothing is answered', async () => {
  const inspector = await ariadne.visit('labour-inspector', { width: 390 })
  const findings: string[] = []
  for (const screen of ['safety', 'age', 'consent', 'place', 'signs', 'language', 'person', 'exploitation', 'stay', 'circumstances']) {
    await inspector.goto(`/reports/${known.get('report') ?? ''}/${screen}`)
    findings.push(...(await axeFindings(inspector)).map((finding) => `${screen}: ${finding}`))
  }
  await inspector.goto('/reports')
  await inspector.getByRole('button', { name: 'Report what you saw' }).click()
  await inspector.getByRole('button', { name: 'Continue' }).click()
  expect(await inspector.locator('.ari-error-message').count()).toBe(2)
  findings.push(...await axeFindings(inspector))
  expect(findings).toEqual([])
})

test('forms that are sent empty say what is wrong, and that holds too', async () => {
  const findings: string[] = []
  for (const [login, address, button] of [
    ['caseworker-pag-asa', `/files/${known.get('file') ?? ''}/steps/record-condition?chosen=contact-broken`, 'Record this step'],
    ['labour-inspector', '/operations/new', null], ['administrator', '/people/new', null], [null, '/sign-in', 'Sign in'],
    ['labour-inspector', `/reports/${known.get('report') ?? ''}/send`, null],
  ] as const) {
    const page = await ariadne.visit(login, { width: 390 })
    await page.goto(address)
    if (address === '/sign-in') await page.locator('summary', { hasText: 'With a password' }).click()
    await (button === null ? page.locator('main form button').last() : page.locator('main').getByRole('button', { name: button, exact: true }).first()).click()
    await page.waitForLoadState()
    findings.push(...(await axeFindings(page)).map((finding) => `${address}: ${finding}`))
    if (pictures) await page.screenshot({ path: `${pictures}/empty-${address.split('/').at(-1) ?? ''}-390.png`, fullPage: true })
  }
  for (const address of ['/check?code=NOT-A-CODE', '/nothing-here']) {
    const page = await ariadne.visit(null)
    await page.goto(address)
    findings.push(...(await axeFindings(page)).map((finding) => `${address}: ${finding}`))
  }
  expect(findings).toEqual([])
})
