import { write, utils } from '@e965/xlsx'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeFindings } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation()
const year = new Date().getFullYear() - 1

const sheet = (rows: readonly (readonly unknown[])[]): Buffer => {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), 'Sheet')
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}
async function check(page: Page, item: string, rows: readonly (readonly unknown[])[]): Promise<void> {
  await page.goto(`/deliveries/new/${item}`)
  expect(await axeFindings(page)).toEqual([])
  await page.setInputFiles('#file', { name: `${item}.xlsx`, mimeType: 'application/octet-stream', buffer: sheet(rows) })
  await page.getByRole('button', { name: 'Check' }).click({ noWaitAfter: true })
  await page.waitForURL(/\/drafts\//, { timeout: 40_000 })
  expect(await axeFindings(page)).toEqual([])
}
const handOver = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Hand over', exact: true }).click()
  await page.waitForURL(/\/deliveries\/[0-9a-f-]{36}$/)
  expect(await axeFindings(page)).toEqual([])
}

test('three services hand over their year, one with errors and one with a correction, and the analyst sees which revision counts', async () => {
  const centre = await ariadne.visit('caseworker-payoke')
  const reception = ['Step of reception', 'Sex', 'Age group', 'Form of exploitation', 'Figure']
  await check(centre, 'reception', [reception, ['accompanied', 'woman', 'adult', 'sexual', ''], ['housed', 'woman', 'adult', 'sexuall', 3]])
  expect(await centre.getByText('a blank is not a zero').count()).toBe(1)
  expect(await centre.getByText('sexuall is no code of this column').count()).toBe(1)
  await check(centre, 'reception', [reception, ['accompanied', 'woman', 'adult', 'sexual', 31], ['housed', 'woman', 'adult', 'sexual', 12]])
  await handOver(centre)

  const office = await ariadne.visit('immigration-officer')
  const documents = ['Residence document', 'Sex', 'Age group', 'Figure']
  for (const [figure, reason] of [[40, ''], [41, 'One document was counted in the wrong year']] as const) {
    await check(office, 'residence-documents', [documents, ['reflection', 'woman', 'adult', figure]])
    if (reason !== '') await office.fill('#reason', reason)
    await handOver(office)
  }

  const inspection = await ariadne.visit('labour-inspector')
  await check(inspection, 'inspections', [['What was counted', 'Figure'], ['controls', 210], ['with-signs', ':']])
  await handOver(inspection)

  // More controls with signs than controls: a warning names its rule and stops nothing, and the service answers it.
  await inspection.goto('/deliveries/new/inspections')
  await inspection.fill('#year', String(year - 1))
  await inspection.fill('#text', 'What was counted\tFigure\ncontrols\t5\nwith-signs\t9')
  await inspection.getByRole('button', { name: 'Check' }).click()
  await inspection.waitForURL(/\/drafts\//, { timeout: 40_000 })
  expect(await inspection.getByText('More controls with signs than controls').count()).toBeGreaterThan(0)
  await handOver(inspection)
  await inspection.getByRole('link', { name: /^Answer/ }).first().click()
  expect(await axeFindings(inspection)).toEqual([])
  await inspection.getByLabel('Explanation').fill('Signs are counted by person here')
  await inspection.getByRole('button', { name: 'Answer' }).click()
  await inspection.getByText('Signs are counted by person here').waitFor()

  const analyst = await ariadne.visit('analyst')
  for (const address of ['/deliveries', '/codebook']) {
    await analyst.goto(address)
    expect(await axeFindings(analyst), address).toEqual([])
  }
  await analyst.goto('/deliveries')
  expect(await analyst.getByText(String(year)).count()).toBeGreaterThan(0)
  expect(await analyst.getByText('counts', { exact: true }).count()).toBe(4)
  expect(await analyst.getByText('replaced', { exact: true }).count()).toBe(1)
  // What was handed over stands in a table of its own, with what is not known said in it.
  await analyst.goto('/delivered?item=residence-documents&rows=sex')
  expect(await analyst.getByRole('cell', { name: '41' }).count()).toBeGreaterThan(0)
  expect(await axeFindings(analyst)).toEqual([])
  const picture = await analyst.context().request.get(String(await analyst.getByRole('link', { name: 'Download picture as SVG' }).getAttribute('href')))
  expect([picture.headers()['content-type'], picture.headers()['content-disposition']]).toEqual(['image/svg+xml; charset=utf-8', expect.stringContaining('delivered-residence-documents.svg')])
  // Persons of one year go on to the gate; documents are no persons, and the page says so.
  await analyst.getByText('does not count persons').waitFor()
  await analyst.goto('/delivered?item=reception&rows=form&columns=sex&only=reception-count:accompanied')
  await analyst.getByRole('button', { name: 'Keep this table and send it to the gate' }).click()
  await analyst.getByRole('heading', { name: 'The gate' }).waitFor()
  expect(await axeFindings(analyst)).toEqual([])
  await analyst.goto('/delivered?item=inspections&rows=inspection-count')
  expect(await analyst.getByRole('cell', { name: 'not available' }).count()).toBeGreaterThan(0)

  // A file that somebody else designed, with figures that it keeps to itself: one of the two follows.
  const rows = ['Total,Total,12', 'Female,Total,9', 'Male,Total,<5'].map((rest) => `Belgium,Europe,Western Europe,Persons prosecuted,Total,Total,${rest.replace(/,([^,]*)$/, `,${year},Counts,$1`)}`)
  await analyst.goto('/deliveries/new/unodc')
  await analyst.fill('#series', 'Belgium')
  await analyst.fill('#text', ['Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE', ...rows].join('\n'))
  await analyst.getByRole('button', { name: 'Check' }).click()
  await analyst.waitForURL(/\/drafts\//, { timeout: 40_000 })
  await handOver(analyst)
  await analyst.getByRole('link', { name: 'Masked figures' }).click()
  await analyst.locator('main').getByText('1 of 1 masked figures follow').waitFor({ timeout: 60_000 })
  expect(await axeFindings(analyst)).toEqual([])
}, 240_000)
