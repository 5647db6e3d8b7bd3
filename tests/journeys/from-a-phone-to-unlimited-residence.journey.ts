import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'
import { choose, fillReport, heading, sendReport, takeStep } from '../support/report-on-phone.ts'

const ariadne = installation()

test('a person is followed from an inspector\'s phone to unlimited residence, each office in its own browser', async () => {
  const inspector = await ariadne.visit('labour-inspector', { width: 390, height: 844 })
  const began = Date.now()
  const screens = await fillReport(inspector, { signs: 12 })
  const seconds = (Date.now() - began) / 1000
  console.log(`report: ${screens.length} screens, ${seconds.toFixed(1)} s`)
  expect(screens.length).toBeLessThanOrEqual(12)
  expect(await sidewaysPixels(inspector)).toBe(0)
  await inspector.locator('summary', { hasText: 'What you must do now' }).click()
  expect(await inspector.locator('main').innerText()).toContain('Tell the Immigration Office at once')
  const reference = await sendReport(inspector, 'PAG-ASA')
  expect(reference).not.toBe('')
  await inspector.getByRole('link', { name: 'Follow the status' }).click()
  await inspector.getByRole('link', { name: reference }).click()
  expect(await inspector.locator('main').innerText()).toContain('waiting for an answer')

  const centre = await ariadne.visit('caseworker-pag-asa')
  await centre.goto('/')
  await centre.getByRole('link', { name: 'Arrivals' }).click()
  await centre.getByRole('link', { name: reference }).click()
  await centre.getByRole('link', { name: 'Accept', exact: true }).click()
  await centre.getByRole('button', { name: 'Accept', exact: true }).click()
  await centre.getByText('Accepted: the file is open').waitFor()
  await centre.getByRole('link', { name: 'Open the file' }).click()
  const file = new URL(centre.url()).pathname
  await inspector.reload()
  expect(await inspector.locator('main').innerText()).toContain('accepted')
  expect((await inspector.goto(file))?.status()).toBe(404)

  const record = (condition: string, evidence: string) => takeStep(centre, file, 'Record evidence for a condition', async () => {
    await centre.getByRole('link', { name: condition }).click()
    await choose(centre, 'Is it met?', 'Yes')
    await pick(centre, 'Evidence', evidence)
  })
  await record('Contact with the suspects is broken off', 'The person says so')
  await record('Accompanied by a recognised centre', 'Accompaniment agreement signed')
  await takeStep(centre, file, 'Apply for the reflection document')

  const immigration = await ariadne.visit('immigration-officer')
  const auditor = await ariadne.visit('labour-auditor')
  const everybody = [[centre, 'caseworker-pag-asa'], [immigration, 'immigration-officer'], [auditor, 'labour-auditor']] as const
  const later = async (days: number) => {
    ariadne.passDays(days)
    for (const [page, login] of everybody) await ariadne.signIn(page, login)
  }
  const prosecutor = await ariadne.visit('public-prosecutor')
  expect((await prosecutor.goto(file))?.status()).toBe(404)
  await takeStep(immigration, file, 'Issue the reflection document')
  expect(await immigration.locator('main').innerText()).toContain('Reflection')

  await later(20)
  await takeStep(centre, file, 'Record a statement or complaint', () => choose(centre, 'What was given', 'a statement'))
  await takeStep(centre, file, 'Apply for the certificate of registration')
  await takeStep(immigration, file, 'Issue the certificate of registration')
  await later(10)
  await takeStep(centre, file, 'Apply for temporary residence')
  const ask = async () => {
    await takeStep(immigration, file, 'Ask the magistrate before temporary residence', async () => {
      await choose(immigration, 'Who is asked', 'labour auditor')
      await pick(immigration, 'Which office', /(auditor|auditeur).*brussel/i)
    })
    await takeStep(auditor, file, 'Answer before temporary residence', async () => {
      for (const group of await auditor.getByRole('group').all()) {
        const yes = group.getByRole('radio', { name: 'Yes', exact: true })
        if (await yes.count() > 0) await yes.check()
      }
    })
  }
  await ask()
  await takeStep(immigration, file, 'Grant temporary residence')
  await later(150)
  await takeStep(centre, file, 'Apply for renewal')
  await ask()
  await takeStep(immigration, file, 'Renew temporary residence')
  await later(60)
  await takeStep(auditor, file, 'Record a conviction', async () => {
    await pick(auditor, 'Article of the offence', /433quinquies|trafficking/i)
    await fillDay(auditor, 'Day of the facts', '2025-03-10')
  })
  await takeStep(centre, file, 'Record evidence of identity', () => pick(centre, 'Evidence', 'Passport'))
  await takeStep(centre, file, 'Apply for unlimited residence')
  await takeStep(immigration, file, 'Grant unlimited residence')
  await centre.goto(file)
  expect(await centre.locator('main').innerText()).toContain('The procedure has ended.')
  expect(await heading(centre)).toContain(reference)
})

/** Chooses in a list of choices, whether it is drawn as circles or as a list that opens. */
async function pick(page: Page, label: string, choice: string | RegExp): Promise<void> {
  const list = page.getByRole('combobox', { name: label })
  if (await list.count() === 0) return page.getByRole('group', { name: label }).getByRole('radio', { name: choice }).first().check()
  const labels = await list.locator('option').allInnerTexts()
  await list.selectOption({ label: labels.find((text) => (typeof choice === 'string' ? text === choice : choice.test(text))) ?? '' })
}

async function fillDay(page: Page, label: string, day: string): Promise<void> {
  const [year = '', month = '', date = ''] = day.split('-')
  const group = page.getByRole('group', { name: label })
  await group.getByLabel('Day', { exact: true }).fill(date)
  await group.getByLabel('Month', { exact: true }).fill(month)
  await group.getByLabel('Year', { exact: true }).fill(year)
}
