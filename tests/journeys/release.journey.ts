import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { languages } from '#vocabulary/language'
import { sendThroughGate, stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { numbersFrom, plain, randomTable } from '../disclosure/random-tables.ts'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation()
afterAll(() => stopGate())

/** Coded facts of invented people, without a name and without a story: enough to be counted. */
beforeAll(async () => {
  await asMigrator(ariadne.door.db, (tx) => sql`
    insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, forms, citizenship, district, exploited_in, opened_by, opened_in)
    select gen_random_uuid(), 'INVENTED-' || n, (now() - interval '1 day')::date, 'adult', 'referred', (now() - interval '1 day')::date, office.id,
      (array['woman', 'man', 'man', 'other'])[1 + n % 17 % 4], n % 9 = 0, array[(array['labour', 'sexual', 'begging'])[1 + n % 3]], (array['VN', 'RO', 'BR'])[1 + n % 5 % 3], 'brussels', (array['antwerp', 'liege', 'IT', 'both', null])[1 + n % 5], office.id, pg_current_xact_id()
    from generate_series(1, 140) as n, (select id from accounts.office where key = 'pag-asa') as office`.execute(tx))
})

test('a table is built, weighed, proposed, approved by another, released after confirming, and read by a stranger in four languages', async () => {
  const year = new Date().getUTCFullYear()
  const page = await ariadne.visit('analyst')
  await page.goto('/tables?rows=form&columns=citizenship-group')
  await page.getByText('Not for release.').first().waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'The same by sex' }).click()
  await page.getByRole('heading', { name: /by form of exploitation, citizenship, grouped,? and sex/ }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.goto('/tables?rows=month&columns=sex')
  expect(await axeFindings(page)).toEqual([])
  for (const [chart, name] of [['shares', 'Shares'], ['map', 'District map, where found'], ['place-map', 'District map, where exploited'], ['world', 'World map, citizenship'], ['place-world', 'World map, where exploited'], ['flows', 'Flows']] as const) {
    await page.goto(`/tables?rows=citizenship-group&columns=${chart === 'shares' ? 'sex' : chart === 'map' ? 'district' : 'exploited-in'}`)
    if (chart === 'world') await page.goto('/tables?rows=citizenship&columns=exploited-in')
    await page.getByRole('navigation', { name: 'Kind of chart' }).getByRole('link', { name }).click()
    expect(new URL(page.url()).searchParams.get('chart')).toBe(chart)
    await page.getByRole('img', { name: `${name}: Persons by` }).waitFor()
    expect(await axeFindings(page), chart).toEqual([])
  }
  await page.goto('/tables?rows=age&columns=sex')
  await page.getByRole('button', { name: 'Keep this table and send it to the gate' }).click()
  await page.locator('main').getByText('Safe.').waitFor({ timeout: 60_000 })
  await page.locator('main').getByText('it found a table of whole numbers').waitFor()
  await page.getByRole('heading', { name: 'What a reader would know' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Work out the others too' }).click()
  const choices = page.getByRole('table', { name: 'The choices side by side' })
  await choices.getByRole('link', { name: /^Show as one: / }).waitFor({ timeout: 60_000 })
  expect(await choices.getByRole('row', { name: /^Hide figures/ }).innerText()).toMatch(/\d+ hidden[\s\S]*Proven: /)
  expect(await choices.getByRole('row', { name: /^Round to 5/ }).innerText()).toMatch(/\d+ moved\s+\d+\s+\d/)
  expect(await choices.getByRole('row', { name: /^Show as one/ }).innerText()).toContain('Not proven least.')
  expect(await axeFindings(page)).toEqual([])
  await choices.getByRole('link', { name: 'Round to 5' }).click()
  await page.getByText('a range of at least 5 whole numbers').waitFor({ timeout: 60_000 })
  expect(await axeFindings(page)).toEqual([])
  await page.goto('/tables?rows=form&columns=sex')
  await page.getByRole('button', { name: 'Keep this table and send it to the gate' }).click()
  await page.locator('main').getByText('Safe.').waitFor({ timeout: 60_000 })
  await choices.getByRole('link', { name: 'Round to 5' }).click()
  await page.locator('main').getByText('Safe.').waitFor({ timeout: 60_000 })
  await choices.getByRole('link', { name: 'Hide figures' }).click()
  const gate = page.url()
  const proposed = async () => {
    await page.getByLabel('Why it should be published').fill('Figures of the year')
    await page.getByRole('button', { name: 'Propose and ask a colleague to approve' }).click()
    await page.getByText('The proposal waits').waitFor()
    return new URL(page.url()).pathname
  }
  const tooEarly = await proposed()
  expect(await axeFindings(page)).toEqual([])
  const colleague = await ariadne.visit('second-analyst', { language: 'en' })
  await colleague.goto(tooEarly)
  await colleague.getByText('waits for a colleague').first().waitFor()
  await colleague.goto('/approvals')
  await colleague.getByRole('link', { name: /^Release of a table: Persons by form of exploitation and sex/ }).waitFor()
  const approve = async (proposal: string) => {
    await colleague.goto(proposal)
    await colleague.getByRole('link', { name: 'The question to the colleague' }).click()
    await colleague.getByRole('link', { name: /^Persons by form of exploitation and sex/ }).waitFor()
    expect(await axeFindings(colleague)).toEqual([])
    await colleague.locator('main textarea').first().fill('Checked')
    await colleague.getByRole('button', { name: /approve/i }).first().click()
    await colleague.waitForLoadState()
  }
  await approve(tooEarly)

  // What is approved and has not left is taken back on a telephone, by keyboard, and then proposed anew.
  const narrow = await ariadne.visit('analyst', { language: 'fr', width: 390, height: 844 })
  await narrow.goto(tooEarly)
  expect([await axeFindings(narrow), await sidewaysPixels(narrow)]).toEqual([[], 0])
  await narrow.getByRole('link', { name: 'Retirer la proposition' }).focus()
  await narrow.keyboard.press('Enter')
  await narrow.getByRole('heading', { name: /Retirer cette proposition/ }).waitFor()
  expect([await axeFindings(narrow), await sidewaysPixels(narrow)]).toEqual([[], 0])
  await narrow.getByRole('button', { name: 'Retirer la proposition' }).focus()
  await narrow.keyboard.press('Enter')
  await narrow.getByText('La proposition est retirée.').waitFor()
  await narrow.getByRole('link', { name: 'Revoir et proposer à nouveau' }).waitFor()
  expect([await axeFindings(narrow), await sidewaysPixels(narrow), await narrow.getByRole('button', { name: 'Publier' }).count()]).toEqual([[], 0, 0])
  await narrow.context().close()
  await page.goto(gate)
  const proposal = await proposed()
  await approve(proposal)
  ariadne.passMinutes(6)
  await page.goto(proposal)
  await page.getByRole('button', { name: 'Release it' }).click()
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor()
  await page.getByRole('button', { name: 'It is me' }).click()
  await page.getByRole('button', { name: 'Release it' }).click()
  await page.getByText('Released as figure 1.').waitFor()
  await page.goto(gate)
  await page.getByText('This table is already released as Figure 1').waitFor()
  expect(await page.getByLabel('Why it should be published').count()).toBe(0)
  expect(await axeFindings(page)).toEqual([])
  for (const language of languages) {
    const stranger = await ariadne.visit(null, { language, width: 390, height: 844 })
    for (const address of ['/figures', '/figures/1', '/figures/1?chart=shares']) {
      expect((await stranger.goto(address))?.status(), `${address} ${language}`).toBe(200)
      expect(await axeFindings(stranger), `${address} ${language}`).toEqual([])
      expect(await sidewaysPixels(stranger), `${address} ${language}`).toBe(0)
    }
    // What is saved is what the page shows: the picture of the same kind, as an image that opens by itself.
    const drawn = await stranger.goto(String(await stranger.locator('main a[href$="/shares.svg"]').getAttribute('href')))
    expect([drawn?.status(), drawn?.headers()['content-type'], await stranger.locator('svg title').first().textContent()]).toEqual([200, 'image/svg+xml; charset=utf-8', expect.stringContaining(String(year))])
    await stranger.goto('/figures/1')
    expect(await stranger.locator('main').innerText()).toContain(String(year))
    await stranger.context().close()
  }
}, 240_000)

test('a week and one person later the same table is refused, and the gate says in every language how many are lacking and where', async () => {
  await asMigrator(ariadne.door.db, (tx) => sql`
    insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, forms, citizenship, district, opened_by, opened_in)
    select gen_random_uuid(), 'INVENTED-LATER', (now() - interval '1 day')::date, 'adult', 'referred', (now() - interval '1 day')::date, office.id, 'woman', false, array['sexual'], 'VN', 'brussels', office.id, pg_current_xact_id()
    from accounts.office where key = 'pag-asa'`.execute(tx))
  ariadne.passDays(7)
  const page = await ariadne.visit('analyst')
  await page.goto('/tables?rows=form&columns=sex')
  await page.getByRole('button', { name: 'Keep this table and send it to the gate' }).click()
  await page.waitForURL(/\/release/)
  await page.locator('main').getByText('This cannot leave.').waitFor({ timeout: 60_000 })
  const told = page.getByRole('table', { name: 'What would make it possible' })
  await told.waitFor({ timeout: 60_000 })
  expect(await told.getByRole('row', { name: /^all together/ }).innerText()).toMatch(/\+1 since release 1[\s\S]*fewer than 5[\s\S]*\+\d/)
  for (const language of languages) {
    const narrow = await ariadne.visit('analyst', { language, width: 390, height: 844 })
    await narrow.goto(page.url())
    await narrow.reload()
    await narrow.getByText(/\+1 (since|sinds|depuis|seit)/).first().waitFor()
    expect(await axeFindings(narrow), language).toEqual([])
    expect(await sidewaysPixels(narrow), language).toBe(0)
    await narrow.context().close()
  }
}, 120_000)

test('while the gate is at something else its page says so, keeps what has the focus, is called off, and moves on by itself', async () => {
  const abort = new AbortController()
  const large = randomTable({ dimensions: [plain('a', 14), plain('b', 12), plain('c', 10)], next: numbersFrom(2), upTo: 200, zeros: 0.1 })
  const held = sendThroughGate({ tables: [large], rule: { threshold: 5, oneCategory: 'no' }, method: { suppress: 'value' }, earlier: [], seconds: 300 }, { signal: abort.signal }).catch(() => undefined)
  const page = await ariadne.visit('analyst')
  await page.goto('/tables?rows=age&columns=sex')
  await page.getByRole('button', { name: 'Keep this table and send it to the gate' }).click()
  await page.waitForURL(/\/release/)
  const gate = page.url()
  const status = page.locator('main [role="status"]').first()
  await page.getByText('It waits its turn, or has just begun.').waitFor()
  expect([await axeFindings(page), await page.locator('meta[http-equiv="refresh"]').count()]).toEqual([[], 0])
  await page.getByRole('button', { name: 'Call it off' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('The gate was stopped.').waitFor()
  await page.goto(gate)
  await page.getByText('The work was called off.').waitFor()
  await page.getByRole('link', { name: 'Begin anew' }).click()
  await page.getByText('It waits its turn, or has just begun.').waitFor()
  const before = await status.elementHandle()
  await page.getByRole('link', { name: 'Look again' }).focus()
  await page.waitForResponse((response) => response.url().includes('/release') && response.request().resourceType() === 'fetch')
  // What is said changes in its place, so that it is heard, and the focus stays.
  expect([await before?.evaluate((node) => node.isConnected), await page.evaluate(() => document.activeElement?.textContent)]).toEqual([true, 'Look again'])
  await page.getByRole('link', { name: 'Tables', exact: true }).first().focus()
  abort.abort()
  await held
  await page.locator('main').getByText(/This cannot leave|Safe\./).first().waitFor({ timeout: 60_000 })
  expect([await page.evaluate(() => document.activeElement?.textContent), await page.locator('main [data-at-work]').count() === 0 || await page.getByText('What would make it possible is being looked for.').count() > 0]).toEqual(['Tables', true])
  await page.locator('body > [role="status"]').getByText(/cannot leave|Safe/).waitFor({ state: 'attached' })
  expect(await axeFindings(page)).toEqual([])
}, 120_000)
