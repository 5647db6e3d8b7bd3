import { expect, test } from 'vitest'
import { languages } from '#vocabulary/language'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation()

test('a key for a program is made after confirming once more, with everything that was typed, and shown a single time', async () => {
  const page = await ariadne.visit('administrator')
  await page.goto('/machines')
  await page.getByRole('button', { name: 'Make a key' }).or(page.getByRole('link', { name: 'Make a key' })).click()
  await page.getByLabel('Office').selectOption({ label: 'PAG-ASA' })
  await page.getByRole('button', { name: 'Show what it may open' }).click()
  await page.getByLabel('Name of the program').fill('Invented file system')
  await page.getByRole('checkbox', { name: 'file.list', exact: true }).check()
  await page.getByRole('checkbox', { name: 'task.add', exact: true }).check()
  const day = page.getByRole('group', { name: 'Good until' })
  await day.getByLabel('Day', { exact: true }).fill('1')
  await day.getByLabel('Month', { exact: true }).fill('3')
  await day.getByLabel('Year', { exact: true }).fill('2027')
  await page.getByLabel('From which addresses').fill('192.0.2.0/24')
  expect(await axeFindings(page)).toEqual([])
  ariadne.passMinutes(6)
  await page.locator('#content').getByRole('button', { name: 'Make a key' }).click()
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
  await page.getByRole('button', { name: 'It is me' }).click()
  await page.getByText('What you typed was kept').waitFor()
  expect(await page.getByLabel('Name of the program').inputValue()).toBe('Invented file system')
  expect(await page.getByRole('checkbox', { name: 'task.add', exact: true }).isChecked()).toBe(true)
  expect(await page.getByLabel('From which addresses').inputValue()).toBe('192.0.2.0/24')
  await page.locator('#content').getByRole('button', { name: 'Make a key' }).click()
  await page.getByRole('heading', { name: 'The key is made' }).waitFor()
  expect(await page.locator('code').innerText()).toMatch(/^ariadne-key-[\w-]{43}$/)
  await page.goto('/machines')
  await page.getByRole('link', { name: 'Invented file system' }).click()
  expect(await page.locator('#content').innerText()).not.toContain('ariadne-key-')
  // One confirmation was for one key: the next needs another.
  await page.getByRole('button', { name: 'Take the key back' }).click()
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
  await page.getByRole('button', { name: 'It is me' }).click()
  await page.getByRole('button', { name: 'Take the key back' }).click()
  await page.getByText('The key is taken back').waitFor()
})

test('the pages of passkeys, confirming, four eyes and programs hold in every language, on a telephone', async () => {
  for (const language of languages) {
    const page = await ariadne.visit('administrator', { language, width: 390, height: 844 })
    for (const address of ['/account/passkeys', '/confirm?next=%2Faccount', '/approvals', '/machines', '/machines/new']) {
      expect((await page.goto(address))?.status(), `${address} ${language}`).toBe(200)
      expect(await axeFindings(page), `${address} ${language}`).toEqual([])
      expect(await sidewaysPixels(page), `${address} ${language}`).toBe(0)
    }
    await page.context().close()
  }
})
