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
  await page.getByLabel('Who this is, and how you know').fill('The system of the centre; letter of its director seen')
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
  const key = await page.locator('code').innerText()
  expect(key).toMatch(/^ariadne-key-[\w-]{43}$/)
  await page.getByText('The key opens nothing before a second person has agreed').waitFor()
  const list = async () => (await page.request.post(`${ariadne.address}/api/v1/file.list`, { data: {}, headers: { authorization: `Bearer ${key}`, cookie: '', 'x-forwarded-for': '192.0.2.1' } })).status()
  expect(await list()).toBe(401)
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

test('an account that one administrator makes opens when somebody else has agreed: the invitation waits, says so, and then lets the person in', async () => {
  const page = await ariadne.visit('administrator')
  await page.goto('/people/new')
  await page.getByText('A second person has to agree before this opens').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('N. Exempel')
  await page.getByLabel('Login').fill('n.exempel')
  await page.getByLabel('Office', { exact: true }).selectOption({ label: 'PAG-ASA' })
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Make the account and the invitation' }).click()
  await page.locator('.ari-error-summary').waitFor()
  await page.getByLabel('Who this is, and how you know').fill('Begins on Monday; rang back her director')
  await page.getByRole('button', { name: 'Make the account and the invitation' }).click()
  const told = await page.getByText('opens once a second person has agreed').innerText()
  const address = new URL(/https?:\S+\/invitation\/\S+/.exec(told)?.[0] ?? '').pathname
  await page.getByRole('row', { name: /N\. Exempel/ }).getByText('waits for a second person').waitFor()
  await page.getByRole('link', { name: 'N. Exempel' }).click()
  await page.getByText('has not answered yet').waitFor()
  expect(await page.getByRole('button', { name: 'Open the account again' }).count()).toBe(0)

  const newcomer = await ariadne.visit(null)
  expect((await newcomer.goto(address))?.status()).toBe(409)
  await newcomer.getByText('a second person has still to agree').waitFor()
  expect(await axeFindings(newcomer)).toEqual([])

  // By keyboard, as the lead of the office, who finds it in her menu.
  const lead = await ariadne.visit('lead-pag-asa')
  await lead.goto('/approvals')
  await lead.getByRole('link', { name: 'An account opens' }).first().focus()
  await lead.keyboard.press('Enter')
  await lead.getByText('N. Exempel, PAG-ASA').waitFor()
  expect(await axeFindings(lead)).toEqual([])
  await lead.getByLabel('Why do you approve or refuse?').fill('She begins on Monday')
  await lead.getByRole('button', { name: 'Approve' }).focus()
  await lead.keyboard.press('Enter')
  await lead.getByText('It is approved and done.').waitFor()

  await newcomer.reload()
  await newcomer.locator('input[name=password]').fill('seven green boats at dawn')
  await newcomer.locator('input[name=again]').fill('seven green boats at dawn')
  await newcomer.locator('#content button[type=submit]').click()
  await newcomer.waitForURL('**/sign-in*')
  await page.goto('/people')
  await page.getByRole('row', { name: /N\. Exempel/ }).getByText('open', { exact: true }).waitFor()
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
