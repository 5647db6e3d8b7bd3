import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'
import { fillReport, sendReport } from '../support/report-on-phone.ts'

const ariadne = installation()
const main = (page: Page) => page.locator('main').innerText()
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('a centre that is asked reads what it needs to answer, is told what opens, and reads who she is once it has accepted', async () => {
  const inspector = await ariadne.visit('labour-inspector', { width: 390, height: 844 })
  await fillReport(inspector)
  const reference = await sendReport(inspector, 'PAG-ASA')
  const centre = await ariadne.visit('caseworker-pag-asa')
  await centre.goto('/waiting')
  await picture(centre, 'waiting')
  expect(await main(centre)).toContain('a referral waits for your answer')
  await centre.getByRole('link', { name: 'referral that waits for your answer' }).click()
  await centre.getByRole('link', { name: reference }).click()
  await picture(centre, 'asked')
  const address = new URL(centre.url()).pathname
  expect(await main(centre)).toMatch(/Opens when you accept[\s\S]*woman[\s\S]*Vietnamese[\s\S]*Nail bar and beauty/)
  expect(await main(centre)).not.toMatch(/Voorbeeld|Linh/)
  for (const language of ['nl', 'fr', 'de'] as const) {
    const phone = await ariadne.visit('caseworker-pag-asa', { width: 390, height: 844, language })
    await phone.goto(address)
    await picture(phone, `asked-${language}`)
    expect(await axeFindings(phone)).toEqual([])
    expect(await sidewaysPixels(phone)).toBe(0)
  }
  await centre.goto('/files?search=Voorbeeld')
  expect(await main(centre)).not.toContain(reference)
  await centre.goto(address)
  await centre.getByRole('link', { name: 'Accept' }).click()
  await centre.getByRole('button', { name: 'Accept' }).click()
  await picture(centre, 'accepted')
  expect(await main(centre)).toMatch(/Accepted[\s\S]*Linh Voorbeeld/)
  expect(await main(centre)).not.toContain('Opens when you accept')
  expect(await axeFindings(centre)).toEqual([])
}, 120_000)
