import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'
import { choose, fillReport, heading, sendReport, takeStep } from '../support/report-on-phone.ts'

const ariadne = installation({ stories: 12 })

/** What has the focus: what it says, and whether anybody can see that it has it. */
const focused = (page: Page) => page.evaluate<{ says: string; inMain: boolean; isSeen: boolean }>(`(() => {
  const it = document.activeElement
  // Past the last stop the browser itself has the focus.
  if (it === document.body) return { says: '', inMain: false, isSeen: false }
  const shown = (style) => (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none'
  const beside = it.nextElementSibling ? [getComputedStyle(it.nextElementSibling, '::before')] : []
  return {
    says: (it.getAttribute('aria-label') || it.labels?.[0]?.innerText || it.innerText || it.value || '').trim(), inMain: it.closest('main') !== null,
    isSeen: [getComputedStyle(it), ...(it.type === 'radio' || it.type === 'checkbox' ? beside : [])].some(shown),
  }
})()`)

/** Goes on with the tabulator until something says this; every stop on the way must be seen to have the focus. */
async function tabTo(page: Page, like: RegExp, place: 'bar' | 'main' = 'main'): Promise<void> {
  for (let stops = 0; stops < 120; stops += 1) {
    await page.keyboard.press('Tab')
    const { says, inMain, isSeen } = await focused(page)
    if (says !== '') expect(isSeen, `${page.url()}: focus on “${says}”`).toBe(true)
    if (like.test(says) && inMain === (place === 'main')) return
  }
  throw new Error(`${page.url()}: no stop says ${String(like)}`)
}
const enter = (page: Page) => Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
async function press(page: Page, like: RegExp, place: 'bar' | 'main' = 'main'): Promise<void> {
  await tabTo(page, like, place)
  await enter(page)
}

test('a centre finds a referral on its first page and accepts it by keyboard alone', async () => {
  const inspector = await ariadne.visit('labour-inspector', { width: 390, height: 844 })
  await fillReport(inspector)
  const reference = await sendReport(inspector, 'PAG-ASA')
  const centre = await ariadne.visit('caseworker-pag-asa')
  await centre.goto('/')
  await press(centre, /^Arrivals$/, 'bar')
  await press(centre, new RegExp(reference))
  await press(centre, /^Accept$/)
  await press(centre, /^Accept$/)
  expect(await centre.locator('main').innerText()).toContain('accepted')
})

test.each(['immigration-officer', 'public-prosecutor', 'labour-auditor', 'guardian', 'caseworker-payoke'])('%s reads what waits and opens a file by keyboard alone', async (login) => {
  const page = await ariadne.visit(login)
  await page.goto('/')
  expect(new URL(page.url()).pathname).toBe('/waiting')
  const first = page.locator('main table a.strong').first()
  if ((await first.count()) === 0) return
  const reference = await first.innerText()
  await press(page, new RegExp(reference))
  expect(await heading(page)).not.toBe('')
  expect(new URL(page.url()).pathname).toMatch(/^\/files\//)
})

test('coordination, analyst, rapporteur, administrator and data protection walk their first page by keyboard, and its skip link leads to the content', async () => {
  for (const login of ['coordinator', 'analyst', 'rapporteur', 'administrator', 'data-protection-officer', 'labour-inspector']) {
    const page = await ariadne.visit(login)
    await page.goto('/')
    await page.keyboard.press('Tab')
    expect(await focused(page), login).toMatchObject({ isSeen: true })
    await page.keyboard.press('Enter')
    // The browser tells of a jump within the page a moment after it.
    await page.waitForURL(({ hash }) => hash === '#content')
    await page.goto('/')
    const stops: string[] = []
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press('Tab')
      const { says, isSeen } = await focused(page)
      if (says !== '') expect(isSeen, `${login}: focus on “${says}”`).toBe(true)
      stops.push(says)
    }
    expect(new Set(stops).size, login).toBeGreaterThan(4)
  }
})

test('coordination goes from what nobody acted on to the numbers, and the analyst asks for another year, by keyboard alone', async () => {
  const coordinator = await ariadne.visit('coordinator')
  await coordinator.goto('/')
  await press(coordinator, /^Released figures$/, 'bar')
  expect(new URL(coordinator.url()).pathname).toBe('/figures')
  const analyst = await ariadne.visit('analyst')
  await analyst.goto('/numbers')
  await press(analyst, /^2025$/)
  await analyst.getByRole('heading', { name: 'Numbers of 2025' }).waitFor()
  expect(new URL(analyst.url()).search).toBe('?year=2025')
  expect(await analyst.locator('main').innerText()).toContain('2025')
})

test('an officer issues a document and a magistrate answers, by keyboard alone', async () => {
  const inspector = await ariadne.visit('labour-inspector', { width: 390, height: 844 })
  await fillReport(inspector)
  const reference = await sendReport(inspector, 'PAG-ASA')
  const [centre, officer, auditor] = [await ariadne.visit('caseworker-pag-asa'), await ariadne.visit('immigration-officer'), await ariadne.visit('labour-auditor')]
  await centre.goto('/arrivals')
  await centre.getByRole('link', { name: reference }).click()
  await centre.getByRole('link', { name: 'Accept', exact: true }).click()
  await centre.getByRole('button', { name: 'Accept', exact: true }).click()
  await centre.getByRole('link', { name: 'Open the file' }).click()
  const file = new URL(centre.url()).pathname
  for (const [condition, evidence] of [['Contact with the suspects is broken off', 'The person says so'], ['Accompanied by a recognised centre', 'Accompaniment agreement signed']] as const) {
    await takeStep(centre, file, 'Record evidence for a condition', async () => {
      await centre.getByRole('link', { name: condition }).click()
      await choose(centre, 'Is it met?', 'Yes')
      await centre.getByRole('group', { name: 'Evidence' }).getByRole('radio', { name: evidence }).check()
    })
  }
  await takeStep(centre, file, 'Apply for the reflection document')

  await officer.goto(file)
  await press(officer, /^Issue the reflection document$/)
  await press(officer, /^Record this step$/)
  expect(await officer.locator('main').innerText()).toContain('Recorded: the step is in the file.')

  await takeStep(centre, file, 'Record a statement or complaint', () => choose(centre, 'What was given', 'a statement'))
  await takeStep(centre, file, 'Apply for the certificate of registration')
  await takeStep(officer, file, 'Issue the certificate of registration')
  await takeStep(centre, file, 'Apply for temporary residence')
  await takeStep(officer, file, 'Ask the magistrate before temporary residence', async () => {
    await choose(officer, 'Who is asked', 'labour auditor')
    const offices = officer.getByRole('combobox', { name: 'Which office' })
    const labels = await offices.locator('option').allInnerTexts()
    await offices.selectOption({ label: labels.find((label) => /(auditor|auditeur).*brussel/i.test(label)) ?? '' })
  })

  await auditor.goto(file)
  await press(auditor, /^Answer before temporary residence$/)
  const questions = await auditor.getByRole('group').filter({ has: auditor.getByRole('radio', { name: 'Yes', exact: true }) }).count()
  expect(questions).toBeGreaterThan(1)
  for (let question = 0; question < questions; question += 1) {
    await tabTo(auditor, /^Yes$/)
    await auditor.keyboard.press('Space')
  }
  await press(auditor, /^Record this step$/)
  expect(await auditor.locator('main').innerText()).toContain('Recorded: the step is in the file.')
})

test('at four hundred per cent, as a browser zooms, no first page of any role has to be pushed sideways', async () => {
  const wide: string[] = []
  for (const login of ['labour-inspector', 'caseworker-pag-asa', 'immigration-officer', 'public-prosecutor', 'guardian', 'coordinator', 'analyst', 'rapporteur', 'administrator', 'data-protection-officer']) {
    const plain = await ariadne.visit(login)
    const zoomed = await plain.context().browser()?.newContext({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4, baseURL: ariadne.address, storageState: await plain.context().storageState() })
    const page = await zoomed?.newPage()
    if (!page) throw new Error('no zoomed page')
    await page.goto('/')
    const own = await page.evaluate<string[]>('[...document.querySelectorAll("header nav a")].map((link) => link.getAttribute("href"))')
    const file = await page.locator('main table a.strong[href^="/files/"]').first().getAttribute('href', { timeout: 500 }).catch(() => null)
    for (const address of ['/', ...own.filter((href) => !href.startsWith('/language')), ...(file ? [file, `${file}/person`] : [])]) {
      await page.goto(address)
      const pixels = await sidewaysPixels(page)
      if (pixels > 0) wide.push(`${login} ${address}: ${pixels}`)
    }
  }
  expect(wide).toEqual([])
})

test.each(['nl', 'fr', 'de'] as const)('the bar is one line on a desk whoever is signed in, in %s', async (language) => {
  const tall: string[] = []
  for (const login of ['labour-inspector', 'asylum-officer', 'caseworker-pag-asa', 'guardian', 'immigration-officer', 'labour-auditor', 'coordinator', 'analyst', 'rapporteur', 'administrator', 'data-protection-officer', 'lead-immigration', 'lead-labour-inspection']) {
    const page = await ariadne.visit(login, { language })
    await page.goto('/')
    const height = await page.evaluate<number>('document.querySelector("header").offsetHeight')
    if (height > 64) tall.push(`${login}: ${height}`)
    await page.context().close()
  }
  expect(tall).toEqual([])
})
