import { read } from '@e965/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { languages } from '#vocabulary/language'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation()
afterAll(() => stopGate())
const year = new Date().getUTCFullYear() - 1

/** Three services hand in what they counted. */
beforeAll(async () => {
  const victims = ['Status', 'Organisation', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure']
  const sheets: readonly (readonly [login: string, item: string, rows: readonly (readonly unknown[])[]])[] = [
    ['caseworker-payoke', 'victims', [victims, ['identified', 'centre', 'woman', 'adult', 'RO', 'sexual', 20], ['presumed', 'centre', 'woman', 'adult', 'NG', 'sexual', 11], ['identified', 'centre', 'man', 'adult', 'VN', 'labour', 17], ['identified', 'centre', 'woman', 'child', 'BE', 'sexual', 6], ['identified', 'centre', 'man', 'child', 'BE', 'criminal', 0]]],
    ['immigration-officer', 'victims', [victims, ['identified', 'immigration', 'man', 'adult', 'VN', 'labour', 9], ['identified', 'immigration', 'woman', 'adult', 'NG', 'sexual', 7]]],
    ['labour-inspector', 'suspects', [['Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'], ['man', 'adult', 'BE', 'labour', 25], ['woman', 'adult', 'BE', 'labour', 8], ['man', 'child', 'BE', 'labour', 0], ['woman', 'child', 'BE', 'labour', 0]]],
  ]
  for (const [login, item, rows] of sheets) {
    const page = await ariadne.visit(login)
    const send = async (route: string, data: object) => (await page.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })).json() as Promise<Record<string, string>>
    const { draft } = await send('delivery.check', { item, year, text: rows.map((row) => row.join('\t')).join('\n') })
    await send('delivery.hand-over', { draft })
  }
  // Coded facts of invented people, without a name and without a story: enough to be counted.
  await asMigrator(ariadne.door.db, (tx) => sql`
    insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, forms, citizenship, district, opened_by, opened_in)
    select gen_random_uuid(), 'INVENTED-' || n, ${`${year}-06-01`}::date, 'adult', 'referred', ${`${year}-06-01`}::date, office.id, (array['woman', 'man'])[1 + n % 2], false, array[(array['labour', 'sexual'])[1 + n / 2 % 2]], 'VN', 'brussels', office.id, pg_current_xact_id()
    from generate_series(1, 60) as n, (select id from accounts.office where key = 'pag-asa') as office`.execute(tx))
}, 60_000)

test('the Eurostat tables of a year: what is missing is seen, a colleague approves, and a stranger reads them in four languages and takes the file', async () => {
  const page = await ariadne.visit('analyst')
  await page.goto('/hand-overs')
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('row', { name: /^Eurostat/ }).getByRole('link', { name: String(year), exact: true }).click()
  for (let tries = 0; tries < 20 && await page.getByText('Safe.').count() === 0; tries += 1) await page.getByRole('link', { name: 'Look again' }).click()
  await page.getByText('Still missing, from those who owe it: PAG-ASA and Sürya.').waitFor()
  await page.getByText('The base of the immigration office holds no Belgian victims.').waitFor()
  expect(await page.getByRole('row', { name: /^Registered victims/ }).innerText()).toMatch(/70\s+44\s+26/)
  expect(await page.getByRole('row', { name: /^Convicted persons/ }).innerText()).toMatch(/not known/)
  expect(await axeFindings(page)).toEqual([])
  expect(await sidewaysPixels(page)).toBe(0)
  await page.getByLabel('Why it should be published').fill('The yearly collection of Eurostat')
  await page.getByRole('button', { name: 'Propose and ask a colleague to approve' }).click()
  await page.getByText('The proposal waits').waitFor()
  expect(await axeFindings(page)).toEqual([])
  const proposal = new URL(page.url()).pathname
  const colleague = await ariadne.visit('second-analyst', { language: 'en' })
  await colleague.goto('/approvals')
  await colleague.locator('main a[href^="/approvals/"]').first().click()
  await colleague.locator('main textarea').first().fill('Compared with the deliveries')
  await colleague.getByRole('button', { name: /approve/i }).first().click()
  ariadne.passMinutes(6)
  await page.goto(proposal)
  await page.getByRole('button', { name: 'Release it' }).click()
  await page.getByRole('button', { name: 'It is me' }).click()
  await page.getByRole('button', { name: 'Release it' }).click()
  await page.getByText('Released as hand-over 1.').waitFor()
  for (const language of languages) {
    const stranger = await ariadne.visit(null, { language, width: 390, height: 844 })
    for (const address of ['/hand-overs', '/hand-overs/released/1']) {
      expect((await stranger.goto(address))?.status(), `${address} ${language}`).toBe(200)
      expect(await axeFindings(stranger), `${address} ${language}`).toEqual([])
      expect(await sidewaysPixels(stranger), `${address} ${language}`).toBe(0)
    }
    expect(await stranger.locator('main').innerText()).toContain('70')
    await stranger.context().close()
  }
  for (const language of languages) {
    const narrow = await ariadne.visit('analyst', { language, width: 390, height: 844 })
    for (const address of [`/hand-overs/report/${year}`, '/records', `/hand-overs/national/${year}`]) {
      await narrow.goto(address)
      expect(await axeFindings(narrow), `${address} ${language}`).toEqual([])
      expect(await sidewaysPixels(narrow), `${address} ${language}`).toBe(0)
    }
    await narrow.context().close()
  }
  const { table } = await (await page.context().request.post(`${ariadne.address}/api/v1/table.keep`, { data: { rows: 'sex', columns: 'form', from: year, to: year } })).json() as { table: string }
  await page.goto(`/tables/${table}/records`)
  for (let tries = 0; tries < 20 && await page.getByText('These records may be proposed.').count() === 0; tries += 1) await page.getByRole('link', { name: 'Look again' }).click()
  expect(await axeFindings(page)).toEqual([])
  await page.getByLabel('Recipient', { exact: true }).fill('Invented University')
  await page.getByLabel(/^Ground on which/).fill('Agreement of September, for a study')
  await page.getByRole('button', { name: 'Propose and ask a colleague to approve' }).click()
  await page.getByText('The proposal waits').waitFor()
  expect(await axeFindings(page)).toEqual([])
  const stranger = await ariadne.visit(null, { language: 'en' })
  const file = await stranger.context().request.get(`${ariadne.address}/hand-overs/released/1/tables.xlsx`)
  expect(read(await file.body(), { type: 'buffer' }).SheetNames.slice(0, 4)).toEqual(['A crim-thb-a', 'B crim-thb-b', 'C crim-thb-c', 'D crim-thb-d'])
}, 240_000)
