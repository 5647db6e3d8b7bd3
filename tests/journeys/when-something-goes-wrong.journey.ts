import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { installation } from '../support/installation.ts'
import { choose, fillReport, sendReport } from '../support/report-on-phone.ts'

const ariadne = installation()
const phone = { width: 390, height: 844 }
let file = ''

beforeAll(async () => {
  const inspector = await ariadne.visit('labour-inspector', phone)
  await fillReport(inspector)
  const reference = await sendReport(inspector, 'PAG-ASA')
  const centre = await ariadne.visit('caseworker-pag-asa')
  await centre.goto('/arrivals')
  await centre.getByRole('link', { name: reference }).click()
  await centre.getByRole('link', { name: 'Accept', exact: true }).click()
  await centre.getByRole('button', { name: 'Accept', exact: true }).click()
  await centre.getByRole('link', { name: 'Open the file' }).click()
  file = new URL(centre.url()).pathname
})

const stepForm = `steps/record-condition`
const record = (page: Page) => page.getByRole('button', { name: 'Record this step' }).click()
const summary = (page: Page) => page.locator('.ari-error-summary').innerText()

async function fillCondition(page: Page): Promise<void> {
  await page.goto(`${file}/${stepForm}`)
  await page.getByRole('link', { name: 'Contact with the suspects is broken off' }).click()
  await choose(page, 'Is it met?', 'Yes')
  await choose(page, 'Evidence', 'The person says so')
}

async function fillYear(page: Page, year: string): Promise<void> {
  await page.getByRole('group', { name: 'Day of this step' }).getByLabel('Year', { exact: true }).fill(year)
}

test('a step with a wrong day or a missing choice is refused beside the field, and nothing that was typed is lost', async () => {
  const centre = await ariadne.visit('caseworker-pag-asa')
  for (const [year, sentence] of [['2099', 'The day lies in the future'], ['2001', 'The day lies before']] as const) {
    await fillCondition(centre)
    await fillYear(centre, year)
    await record(centre)
    expect(await summary(centre)).toContain(sentence)
    expect(await centre.locator('#on-error').innerText()).toContain(sentence)
    expect(await centre.locator('#on-year').inputValue()).toBe(year)
    expect(await centre.getByText('Contact with the suspects is broken off').count()).toBe(1)
    expect(await centre.getByRole('radio', { name: 'The person says so' }).isChecked()).toBe(true)
  }
  await centre.goto(`${file}/${stepForm}?chosen=contact-broken`)
  await choose(centre, 'Is it met?', 'No')
  await record(centre)
  expect(await centre.locator('#evidence-error').count()).toBe(1)
  expect(await centre.getByRole('radio', { name: 'No', exact: true }).isChecked()).toBe(true)
  await centre.locator('.ari-error-summary a').first().click()
  expect(await centre.evaluate('document.activeElement.name')).toBe('evidence')
})

test('of two colleagues on one file the second is told who was first, and keeps what was typed', async () => {
  const first = await ariadne.visit('caseworker-pag-asa')
  const second = await ariadne.visit('lead-pag-asa')
  await fillCondition(first)
  await fillCondition(second)
  await record(first)
  await first.getByText('Recorded: the step is in the file.').waitFor()
  await record(second)
  expect(await summary(second)).toMatch(/PAG-ASA.*recorded a step on/s)
  expect(await second.getByRole('radio', { name: 'The person says so' }).isChecked()).toBe(true)
  await record(second)
  await second.getByText('Recorded: the step is in the file.').waitFor()
})

test('the same form sent twice acts once', async () => {
  const centre = await ariadne.visit('caseworker-pag-asa')
  await centre.goto(`${file}/person`)
  await centre.getByLabel('What has to be done').or(centre.locator('#what')).first().fill('Ring the invented interpreter')
  const fields = await centre.evaluate<string>('new URLSearchParams(new FormData(document.querySelector("form[action$=tasks]"))).toString()')
  for (let time = 0; time < 2; time += 1) {
    const answer = await centre.request.post(`${ariadne.address}${file}/tasks`, { data: fields, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    expect(answer.status()).toBe(200)
  }
  await centre.goto(`${file}/person`)
  expect(await centre.getByText('Ring the invented interpreter').count()).toBe(1)
})

test('when a session ends while somebody types, the form comes back after sign-in as it was', async () => {
  const centre = await ariadne.visit('caseworker-pag-asa')
  await fillCondition(centre)
  ariadne.passMinutes(13 * 60)
  await record(centre)
  expect(new URL(centre.url()).pathname).toBe('/sign-in')
  await centre.getByRole('button', { name: /C\. Fictif/ }).click()
  await centre.waitForLoadState()
  expect(new URL(centre.url()).pathname).toBe(`${file}/${stepForm}`)
  expect(await centre.locator('main').innerText()).toContain('Contact with the suspects is broken off')
  expect(await centre.getByRole('radio', { name: 'The person says so' }).isChecked()).toBe(true)
})

test('whoever reads her rights and is looked over the shoulder leaves with Escape three times, and not by a slip', async () => {
  const page = await ariadne.visit(null, phone)
  await page.route('https://www.meteo.be/**', (route) => route.fulfill({ body: '<title>Weather</title>', contentType: 'text/html' }))
  await page.goto('/rights')
  const at = page.url()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  // Two at once and a third later are slips.
  await page.waitForTimeout(2100)
  await page.keyboard.press('Escape')
  await page.waitForTimeout(300)
  expect(page.url()).toBe(at)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.waitForURL('https://www.meteo.be/')
  // The way back does not lead to the page that she read.
  await page.goBack().catch(() => null)
  expect(page.url()).not.toBe(at)
})
