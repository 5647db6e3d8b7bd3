import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { languages } from '#vocabulary/language'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation()
afterAll(() => stopGate())

/** Coded facts of invented people, and one table of them that was released. */
beforeAll(async () => {
  await asMigrator(ariadne.door.db, (tx) => sql`
    insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, forms, citizenship, district, opened_by, opened_in)
    select gen_random_uuid(), 'INVENTED-' || n, (now() - interval '1 day')::date, 'adult', 'referred', (now() - interval '1 day')::date, office.id,
      (array['woman', 'man'])[1 + n % 2], false, array[(array['labour', 'sexual', 'begging'])[1 + n % 3]], 'VN', 'brussels', office.id, pg_current_xact_id()
    from generate_series(1, 120) as n, (select id from accounts.office where key = 'pag-asa') as office`.execute(tx))
})

const pictures = process.env['PICTURES']

test('an analyst writes with figures that cite themselves, a colleague approves, and a stranger reads it in four languages', async () => {
  const year = new Date().getUTCFullYear()
  const [page, colleague] = [await ariadne.visit('analyst'), await ariadne.visit('second-analyst')]
  const send = async (who: typeof page, route: string, data: object) => (await who.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })).json() as Promise<Record<string, string>>
  const approveIt = async () => {
    await colleague.goto('/approvals')
    await colleague.locator('main a[href^="/approvals/"]').first().click()
    await colleague.locator('main textarea').first().fill('Checked')
    await colleague.getByRole('button', { name: /approve/i }).first().click()
    await colleague.waitForLoadState()
  }
  const { table } = await send(page, 'table.keep', { rows: 'form', columns: 'sex', from: year, to: year })
  let proposal: string | undefined
  for (let tries = 0; tries < 10 && proposal === undefined; tries += 1) proposal = (await send(page, 'release.propose', { table, reason: 'Figures of the year' }))['proposal']
  await approveIt()
  await page.goto(`/releases/${proposal ?? ''}`)
  await page.getByRole('button', { name: 'Release it' }).click()
  await page.getByText('Released as figure 1.').waitFor()

  await page.goto('/analyses')
  await page.getByRole('link', { name: 'Analyses being written' }).click()
  await page.getByLabel('Title').fill('What the invented year shows')
  await page.getByRole('button', { name: 'Begin an analysis' }).click()
  await page.getByRole('heading', { name: 'What the invented year shows' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.locator('main a[href="/analyses/figures/1"]').click()
  await page.getByText('[1: labour, woman]').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.goBack()
  await page.locator('textarea[name=text]').fill('# In short\n\nOf all, [2: labour] were exploited at work.')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('There is no released figure 2.').first().waitFor()
  expect(await page.locator('textarea[name=text]').inputValue()).toContain('# In short')
  await page.locator('textarea[name=text]').fill('# In short\n\nOf all, [1: labour] were exploited at work, [1: labour, woman] of them women, on 17 invented sites.\n\n[1]')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('One number is typed and cites nothing:').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Propose to publish' }).click()
  await page.getByLabel('Why it should be published').fill('For the yearly report')
  await page.getByRole('button', { name: 'Propose to publish' }).click()
  await page.getByText('waits for a colleague').waitFor()
  expect(await axeFindings(page)).toEqual([])
  const proposed = page.url()
  await approveIt()
  ariadne.passMinutes(6)
  await page.goto(proposed)
  await page.getByRole('button', { name: 'Publish it' }).click()
  await page.getByRole('button', { name: 'It is me' }).click()
  await page.getByRole('button', { name: 'Publish it' }).click()
  await page.getByText('Published as analysis 1, edition 1.').waitFor()
  for (const language of languages) {
    const stranger = await ariadne.visit(null, { language, width: 390, height: 844 })
    for (const address of ['/analyses', '/analyses/1']) {
      expect((await stranger.goto(address))?.status(), `${address} ${language}`).toBe(200)
      expect(await axeFindings(stranger), `${address} ${language}`).toEqual([])
      expect(await sidewaysPixels(stranger), `${address} ${language}`).toBe(0)
    }
    expect(await stranger.locator('main').innerText()).toContain('40')
    if (pictures) await stranger.screenshot({ path: `${pictures}/analysis-${language}.png`, fullPage: true })
    await stranger.context().close()
  }
  if (pictures) {
    await page.screenshot({ path: `${pictures}/analysis-1280.png`, fullPage: true })
    await page.goto('/analyses/drafts')
    await page.screenshot({ path: `${pictures}/analysis-drafts.png`, fullPage: true })
    await page.locator('main a[href^="/analyses/drafts/"]').first().click()
    await page.screenshot({ path: `${pictures}/analysis-draft.png`, fullPage: true })
  }
}, 240_000)
