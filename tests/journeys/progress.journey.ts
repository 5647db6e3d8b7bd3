import { expect, test } from 'vitest'
import { languages } from '#vocabulary/language'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation({ stories: 12 })
const addresses = ['/progress', '/progress/waits', '/progress/clocks'] as const

test('an analyst sees how far people come, by sex in one touch, how long they wait and which clocks are kept, and sends the first to the gate', async () => {
  const page = await ariadne.visit('analyst', { language: 'en' })
  await page.goto('/numbers')
  await page.getByRole('link', { name: 'Procedure in figures', exact: true }).click()
  await page.getByRole('heading', { name: 'The procedure in figures' }).waitFor()
  await page.getByText('Not for release.').waitFor()
  await page.getByLabel('From year').fill('2020')
  await page.getByRole('button', { name: 'Show' }).click()
  const table = page.getByRole('table', { name: /How far persons detected in 2020–\d{4} came/ })
  const persons = Number(await table.getByRole('row', { name: /Detected: a file was opened/ }).getByRole('cell').first().innerText())
  expect(persons).toBe(12)
  await page.getByRole('link', { name: 'The same by sex' }).click()
  await page.waitForURL(/by=sex/)
  const counted = await table.locator('tbody').first().getByRole('row').locator('td:nth-of-type(1)').allInnerTexts()
  expect(counted.slice(0, 1).map(Number)).toEqual([persons])
  expect(counted.slice(1).reduce((sum, count) => sum + Number(count), 0)).toBe(persons)
  await page.getByRole('link', { name: 'How long they wait' }).click()
  await page.getByRole('table', { name: /Waits that began in 2020/ }).waitFor()
  // Who goes on to the next figure keeps her question.
  expect(page.url()).toMatch(/\/progress\/waits\?from=2020&to=\d{4}&by=sex$/)
  await page.getByRole('link', { name: 'Clocks kept and missed' }).click()
  await page.getByRole('rowheader', { name: /Answer to a referral/ }).waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()])
  expect(file.suggestedFilename()).toMatch(/^not-for-release-clocks-2020-\d{4}\.csv$/)
  const picture = await page.context().request.get(String(await page.getByRole('link', { name: 'Download picture as PNG' }).getAttribute('href')))
  expect([picture.headers()['content-type'], picture.headers()['content-disposition']]).toEqual(['image/png', expect.stringMatching(/not-for-release-clocks-2020-\d{4}\.png/)])
  await page.getByRole('link', { name: 'How far people come' }).click()
  await page.getByRole('button', { name: 'Keep this table and send it to the gate' }).click()
  await page.getByRole('heading', { name: 'The gate' }).waitFor()
  await page.getByText(/Persons by furthest place on the way and sex/).first().waitFor()
}, 120_000)

test('the three figures shut nobody out, in no language, on a telephone and on paper, told apart and together', async () => {
  for (const language of languages) {
    const page = await ariadne.visit('analyst', { language, width: 390, height: 844 })
    for (const address of addresses.flatMap((each) => [`${each}?from=2020`, `${each}?from=2020&by=sex`])) {
      await page.goto(address)
      expect(await axeFindings(page, { colours: language === 'en' }), `${address} ${language}`).toEqual([])
      expect(await sidewaysPixels(page), `${address} ${language}`).toBe(0)
    }
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('form:visible, .buttons:visible').count()).toBe(0)
    await page.context().close()
  }
}, 240_000)
