import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { acceptWaiting } from '../support/accept-waiting.ts'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'
import { exifOfTelephone, jpegPart, picture, withParts } from '../support/picture-parts.ts'

const ariadne = installation({ stories: 3 })
const photograph = withParts(picture('progressive.jpg'), jpegPart(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifOfTelephone()])))

test('a photograph of a passport is added from a telephone, and the page says that where it was taken is gone', async () => {
  await acceptWaiting(ariadne, 'caseworker-pag-asa')
  const file = await asMigrator(ariadne.door.db, async (tx) => (await sql<{ id: string }>`select file.id from cases.file join accounts.office on office.id = file.holder_office where office.key = 'pag-asa' and outcome is null limit 1`.execute(tx)).rows[0]?.id ?? '')
  const page = await ariadne.visit('caseworker-pag-asa', { language: 'en', width: 390, height: 844 })
  await page.goto(`/files/${file}/papers`)
  expect(file).not.toBe('')
  await page.locator('input[type=file]').setInputFiles({ name: 'passport.jpg', mimeType: 'image/jpeg', buffer: photograph })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  expect(await page.getByRole('row', { name: /passport\.jpg/ }).innerText()).toContain('Taken out of the picture: where it was taken and camera and hour.')
  expect([await axeFindings(page), await sidewaysPixels(page)]).toEqual([[], 0])
  if (process.env['PICTURES']) await page.screenshot({ path: `${process.env['PICTURES']}/papers.png`, fullPage: true })
  await page.locator('input[type=file]').setInputFiles({ name: 'passport.jpg', mimeType: 'image/jpeg', buffer: photograph.subarray(0, 400) })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  expect(await page.locator('main').innerText()).toContain('save it anew as JPEG or PNG')
  expect(await axeFindings(page)).toEqual([])
}, 90_000)
