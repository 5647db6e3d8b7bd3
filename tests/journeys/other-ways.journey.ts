import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'
import { fillReport, heading, sendReport } from '../support/report-on-phone.ts'

const ariadne = installation({ stories: 3 })
const phone = { width: 390, height: 844 }
const main = (page: Page) => page.locator('main').innerText()

test('somebody whose age is in doubt is on the child\'s path at once: nobody asks consent, and the duties name the guardianship', async () => {
  const inspector = await ariadne.visit('labour-inspector', phone)
  const screens = await fillReport(inspector, { age: 'Not sure', signs: 8 })
  expect(screens[2]).toBe('A child: who is with her or him?')
  expect(screens).not.toContain('Does the person agree?')
  await inspector.locator('summary', { hasText: 'What you must do now' }).click()
  expect(await main(inspector)).toContain('Guardianship Service')
  const reference = await sendReport(inspector, 'Payoke')
  const centre = await ariadne.visit('caseworker-payoke')
  await centre.goto('/arrivals')
  expect(await centre.getByRole('row', { name: reference }).innerText()).toMatch(/child, or age in doubt.*urgent/s)
})

test('without consent one notification goes out that betrays nothing, and no centre sees an arrival', async () => {
  const inspector = await ariadne.visit('labour-inspector', phone)
  const screens = await fillReport(inspector, { consent: 'No' })
  expect(screens).toEqual(['Is the person safe now?', 'Is it an adult or a child?', 'Does the person agree?', 'A notification without a name', 'Check and send'])
  expect(await main(inspector)).not.toMatch(/Family name|Given name|Place, in words|To which centre/)
  const reference = await sendReport(inspector)
  expect(await main(inspector)).toContain('It says nothing of who the person is')
  for (const login of ['caseworker-pag-asa', 'caseworker-payoke', 'caseworker-surya']) {
    const centre = await ariadne.visit(login)
    await centre.goto('/arrivals')
    expect(await main(centre)).not.toContain(reference)
  }
})

test('a referral that one centre declines goes to another, which accepts it', async () => {
  const inspector = await ariadne.visit('labour-inspector', phone)
  await fillReport(inspector)
  const reference = await sendReport(inspector, 'PAG-ASA')
  const first = await ariadne.visit('caseworker-pag-asa')
  await first.goto('/arrivals')
  await first.getByRole('link', { name: reference }).click()
  await first.getByRole('link', { name: 'Decline' }).click()
  await first.getByRole('radio', { name: 'no free place' }).check()
  await first.getByRole('button', { name: 'Decline' }).click()
  await inspector.goto('/referrals')
  await inspector.getByRole('link', { name: reference }).click()
  expect(await main(inspector)).toContain('no free place')
  await inspector.getByRole('link', { name: 'Send to another centre' }).click()
  await inspector.getByRole('radio', { name: 'Sürya' }).check()
  await inspector.getByRole('button', { name: 'Send to another centre' }).click()
  const second = await ariadne.visit('caseworker-surya')
  await second.goto('/arrivals')
  await second.getByRole('link', { name: reference }).click()
  await second.getByRole('link', { name: 'Accept' }).click()
  await second.getByRole('button', { name: 'Accept' }).click()
  await second.getByRole('link', { name: 'Open the file' }).click()
  expect(await heading(second)).toContain(reference)
  expect((await first.goto(new URL(second.url()).pathname))?.status()).toBe(404)
})

test('the whole report can be filled in and sent by keyboard alone', async () => {
  const inspector = await ariadne.visit('labour-inspector', phone)
  await inspector.goto('/reports')
  const focused = () => inspector.evaluate<string>('(() => { const it = document.activeElement; return `${it.tagName} ${it.type ?? ""} ${it.name ?? ""} ${it.innerText ?? ""}`.trim() })()')
  const tabTo = async (like: RegExp) => {
    for (let press = 0; press < 90; press += 1) {
      await inspector.keyboard.press('Tab')
      if (like.test(await focused())) return
    }
    throw new Error(`Tab never came to ${like} on “${await heading(inspector)}”`)
  }
  const enter = () => Promise.all([inspector.waitForEvent('load'), inspector.keyboard.press('Enter')])
  await tabTo(/Report what you saw/)
  await enter()
  for (let screen = 0; screen < 14 && await heading(inspector) !== 'Check and send'; screen += 1) {
    const names = await inspector.evaluate<string[]>('[...new Set([...document.querySelectorAll("main form [name]:not([type=hidden])")].filter((it) => it.checkVisibility()).map((it) => it.name))]')
    for (const name of names) {
      const kind = await inspector.evaluate<string>(`document.querySelector('main [name="${name}"]').type`)
      await inspector.evaluate('document.activeElement.blur()')
      if (kind === 'radio' || kind === 'checkbox') {
        await tabTo(new RegExp(`${kind} ${name}`))
        await inspector.keyboard.press('Space')
      }
      if (kind === 'select-one') {
        await tabTo(new RegExp(`select-one ${name}`))
        await inspector.keyboard.press('ArrowDown')
      }
    }
    await tabTo(/^BUTTON.*Continue/)
    await enter()
  }
  expect(await heading(inspector)).toBe('Check and send')
  await tabTo(/radio centre/)
  await inspector.keyboard.press('Space')
  await tabTo(/^BUTTON.*Hand the person on/)
  await enter()
  expect(await heading(inspector)).toBe('Sent')
})

test('roles that work without files have a first page of their own and meet nothing at the address of a file', async () => {
  const addresses: string[] = []
  for (const login of ['caseworker-pag-asa', 'caseworker-payoke', 'caseworker-surya']) {
    const page = await ariadne.visit(login)
    await page.goto('/files')
    for (const link of await page.locator('table a.strong').all()) addresses.push(await link.getAttribute('href') ?? '')
  }
  expect(addresses.length).toBeGreaterThan(0)
  const firstPages = { coordinator: '/escalated', analyst: '/tables', rapporteur: '/figures', administrator: '/people', 'data-protection-officer': '/acts' }
  for (const [login, first] of Object.entries(firstPages)) {
    const page = await ariadne.visit(login)
    const answer = await page.goto('/')
    expect([login, answer?.status(), new URL(page.url()).pathname]).toEqual([login, 200, first])
    expect((await page.goto(addresses[0] ?? ''))?.status(), login).toBe(404)
    expect((await page.goto('/files'))?.status(), login).toBe(404)
  }
})

test('at four hundred per cent no main page has to be pushed sideways', async () => {
  const centre = await ariadne.visit('caseworker-pag-asa', { width: 320, height: 256 })
  await centre.goto('/files')
  const file = await centre.locator('table a.strong').first().getAttribute('href').catch(() => null)
  const wide: string[] = []
  for (const address of ['/waiting', '/files', '/arrivals', '/clocks', '/account', '/reports', '/check', '/rights', '/places', '/free-places', ...(file ? [file, `${file}/person`, `${file}/stay`] : [])]) {
    await centre.goto(address)
    const pixels = await sidewaysPixels(centre)
    if (pixels > 0) wide.push(`${address}: ${pixels}`)
  }
  for (const [login, addresses] of [['labour-inspector', ['/reports', '/referrals', '/operations', '/operations/new']], ['analyst', ['/numbers', '/tables', '/tables/facts', '/progress', '/progress/waits', '/progress/clocks', '/figures']], ['administrator', ['/people', '/people/new']], ['coordinator', ['/escalated']], [null, ['/sign-in']]] as const) {
    const page = await ariadne.visit(login, { width: 320, height: 256 })
    for (const address of addresses) {
      await page.goto(address)
      const pixels = await sidewaysPixels(page)
      if (pixels > 0) wide.push(`${address}: ${pixels}`)
    }
  }
  expect(wide).toEqual([])
})
