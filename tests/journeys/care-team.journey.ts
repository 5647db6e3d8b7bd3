import { expect, test } from 'vitest'
import { acceptWaiting } from '../support/accept-waiting.ts'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation({ stories: 6 })

test('medical notes open to whom the lead names into the care team, by keyboard and on a telephone, and close when she leaves it', async () => {
  await acceptWaiting(ariadne, 'caseworker-pag-asa')
  const worker = await ariadne.visit('caseworker-pag-asa', { width: 390, height: 844 })
  await worker.goto('/files')
  const file = (await worker.locator('table a.strong').first().getAttribute('href')) ?? ''
  await worker.goto(`${file}/notes`)
  await worker.getByText('Nobody is in the care team yet.').waitFor()
  expect(await worker.getByRole('link', { name: 'Medical notes' }).count()).toBe(0)
  expect((await worker.goto(`${file}/medical`))?.status()).toBe(404)

  const lead = await ariadne.visit('lead-pag-asa')
  await lead.goto(`${file}/notes`)
  await lead.getByRole('link', { name: 'Who is in the care team' }).click()
  await lead.getByLabel('Name a colleague').selectOption({ label: 'C. Fictif' })
  await lead.getByRole('button', { name: 'Into the care team' }).focus()
  await lead.keyboard.press('Enter')
  await lead.getByText('The colleague is in the care team from now on.').waitFor()
  expect(await axeFindings(lead)).toEqual([])

  await worker.goto(`${file}/notes`)
  await worker.getByLabel('Psychological').check()
  await worker.getByLabel('Note', { exact: true }).fill('Sleeps badly since the hearing.\n\nAsks for the same interpreter.')
  await worker.getByRole('button', { name: 'Add the note' }).click()
  await worker.getByText('The note is added.').waitFor()
  await worker.getByRole('link', { name: /^Correct the note/ }).click()
  await worker.getByText('which stays readable').waitFor()
  await worker.getByLabel('Note', { exact: true }).fill('Sleeps badly since the move, not the hearing.')
  await worker.getByRole('button', { name: 'Add the correction' }).click()
  await worker.getByText('corrected since').waitFor()
  expect(await worker.getByText('Sleeps badly').count()).toBe(2)
  expect(await axeFindings(worker)).toEqual([])
  expect(await sidewaysPixels(worker)).toBe(0)

  await worker.getByRole('link', { name: 'Medical notes' }).click()
  await worker.getByLabel('Note', { exact: true }).fill('Seen by the doctor; the paper is below.')
  await worker.getByRole('button', { name: 'Add the note' }).click()
  await worker.getByText('The note is added.').waitFor()
  await worker.locator('input[type=file]').setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('An invented letter') })
  await worker.getByRole('button', { name: 'Add', exact: true }).click()
  await worker.getByText('The paper is added.').waitFor()
  expect(await axeFindings(worker)).toEqual([])
  expect(await sidewaysPixels(worker)).toBe(0)
  await worker.getByRole('button', { name: 'Remove letter.txt' }).click()
  await worker.getByText('The paper is removed.').waitFor()

  await lead.goto(`${file}/papers`)
  expect(await lead.locator('main').innerText()).not.toContain('letter.txt')
  await lead.goto(`${file}/care-team`)
  await lead.getByRole('button', { name: 'C. Fictif: out of the care team' }).click()
  await lead.getByText('closed to this colleague').waitFor()
  await worker.reload()
  await worker.getByText('There is nothing here for you').waitFor()
})
