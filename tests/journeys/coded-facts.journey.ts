import { expect, test } from 'vitest'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation({ stories: 4 })

test('a caseworker says anew in which form somebody was exploited, with the reason, and reads what stood there before', async () => {
  const page = await ariadne.visit('caseworker-pag-asa', { width: 390, language: 'en' })
  await page.goto('/files/new')
  expect(await page.locator('input[name="forms"]').count()).toBeGreaterThan(9)
  await page.locator('input[name="sex"][value="woman"]').check()
  await page.locator('input[name="facts.minor"][value="no"]').check()
  await page.locator('input[name="facts.citizenshipGroup"][value="other"]').check()
  await page.getByLabel('Labour exploitation').check()
  await page.locator('main button[type="submit"]').last().click()
  await page.waitForURL(/\/files\/[0-9a-f-]{36}/)
  await page.goto(`${new URL(page.url()).pathname}/person`)
  await page.getByText('Say it anew').first().click()
  await page.locator('form[action$="/forms"]').getByRole('button', { name: 'Save' }).click()
  // Without a reason it says what is missing, and holds what was typed.
  expect(await page.locator('.ari-error-message').count()).toBeGreaterThan(0)
  expect(await axeFindings(page)).toEqual([])
  for (const box of await page.locator('input[name="forms"]:checked').all()) await box.uncheck()
  await page.getByLabel('Domestic servitude').check()
  await page.getByLabel('Forced marriage').check()
  await page.getByLabel('More is known now').check()
  await page.locator('form[action$="/forms"]').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Domestic servitude and Forced marriage', { exact: true }).waitFor()
  await page.getByText('What stood here before').click()
  await page.getByText('→ Domestic servitude and Forced marriage').waitFor()
  expect([await axeFindings(page), await sidewaysPixels(page)]).toEqual([[], 0])
})

test('an analyst reads persons and their steps under pseudonyms, and asks for some only, on a wide screen and on a telephone', async () => {
  for (const [width, language] of [[1280, 'en'], [390, 'en']] as const) {
    const page = await ariadne.visit('analyst', { width, language })
    await page.goto('/tables/facts?from=2015&to=2026')
    const code = page.locator('td code').first()
    expect(await code.textContent()).toMatch(/^P-[0-9a-f]{4}(-[0-9a-f]{4}){3}$/)
    expect(await page.locator('.coded-steps li').count()).toBeGreaterThan(3)
    expect([await axeFindings(page), await sidewaysPixels(page)], String(width)).toEqual([[], 0])
    await page.getByLabel('Some people only, by').selectOption('sex')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByLabel('Only', { exact: true }).selectOption('sex:woman')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByText('Sex: women').waitFor()
    expect([await axeFindings(page), await sidewaysPixels(page)], String(width)).toEqual([[], 0])
    await page.goto('/tables?rows=service&columns=sex&from=2015&to=2026&of=district')
    expect([await axeFindings(page), await sidewaysPixels(page)], String(width)).toEqual([[], 0])
  }
})
