import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeFindings } from '../support/axe.ts'
import { installation } from '../support/installation.ts'
import { fillReport, sendReport } from '../support/report-on-phone.ts'

const ariadne = installation()
const main = (page: Page) => page.locator('main').innerText()
const findings: string[] = []
const look = async (page: Page) => { findings.push(...(await axeFindings(page)).map((finding) => `${new URL(page.url()).pathname}: ${finding}`)) }
const check = (page: Page, group: string, name: string) => page.getByRole('group', { name: group }).getByLabel(name, { exact: true }).check()

test('a person agrees that the hospital knows her name, and takes it back: it reads, and reads no more', async () => {
  const inspector = await ariadne.visit('labour-inspector', { width: 390 })
  await fillReport(inspector)
  const reference = await sendReport(inspector, 'PAG-ASA')
  await inspector.getByRole('link', { name: 'Send the rights sheet' }).click()
  await look(inspector)
  await inspector.getByLabel('Address that the person said is safe').fill('linh@specimen.example')
  await inspector.getByRole('button', { name: 'Send' }).click()
  expect(await main(inspector)).toContain('Say how the person told you that this address is safe')
  await check(inspector, 'How did the person say that it is safe?', 'in person, with an interpreter')
  await inspector.getByRole('button', { name: 'Send' }).click()
  expect(await main(inspector)).toContain('The mail is on its way.')

  const centre = await ariadne.visit('caseworker-pag-asa')
  await centre.goto('/arrivals')
  await centre.getByRole('link', { name: reference }).click()
  await centre.getByRole('link', { name: 'Accept' }).click()
  await centre.getByRole('button', { name: 'Accept' }).click()
  await centre.getByRole('link', { name: 'Open the file' }).click()
  await centre.getByRole('link', { name: 'Consent', exact: true }).click()
  expect(await main(centre)).toMatch(/To be handed on to a centre.*stands/s)
  expect(await main(centre)).toContain('Immigration Office')
  await centre.locator('summary', { hasText: 'Note a consent' }).click()
  await look(centre)
  await centre.getByLabel('For what').selectOption({ label: 'Care by a doctor, psychologist or hospital' })
  const hospital = await ariadne.visit('hospital-social-worker')
  const chosen = await centre.getByLabel('For whom').first().locator('option').allInnerTexts()
  const name = chosen.find((label) => /hospital/i.test(label) && !/doctor/i.test(label)) ?? ''
  await centre.getByLabel('For whom').first().selectOption({ label: name })
  await centre.getByRole('group', { name: 'Which parts' }).first().getByLabel('name, birth date and papers').check()
  await check(centre, 'How the person agreed', 'in speech, with an interpreter')
  await centre.getByRole('button', { name: 'Note a consent' }).click()
  expect(await main(centre)).toContain('The consent is in the ledger.')

  await hospital.goto('/shared')
  expect(await main(hospital)).toContain('Linh Voorbeeld')
  await look(hospital)

  await centre.getByRole('link', { name: /^Withdraw: Care by/ }).click()
  await look(centre)
  await check(centre, 'How did the person withdraw it?', 'in speech, with an interpreter')
  await centre.getByRole('button', { name: 'Withdraw' }).click()
  expect(await main(centre)).toMatch(/Withdrawn\. .*withdrawn on/s)
  await hospital.reload()
  expect(await main(hospital)).not.toContain('Linh')
})

test('the pages of calls, letters, mail and notices stand up to the accessibility rules', async () => {
  const centre = await ariadne.visit('caseworker-pag-asa')
  for (const address of ['/calls', '/account/notices']) { await centre.goto(address); await look(centre) }
  const administrator = await ariadne.visit('administrator')
  await administrator.goto('/mail')
  await look(administrator)
  const nobody = await ariadne.visit(null, { language: 'nl' })
  await nobody.goto('/i')
  await look(nobody)
  expect(findings).toEqual([])
})
