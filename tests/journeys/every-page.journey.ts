import { expect, test } from 'vitest'
import { axeFindings } from '../support/axe.ts'
import { everyPage, pictures } from '../support/every-page.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation({ stories: 6 })
const house = everyPage(ariadne)

/**
 * What the demonstration does not have on its first day: acts that come back to the page they were done on, which is looked at here; and
 * pages of one thing, each walked by the journey that makes it (signing in, passkeys, confirming, pages of one thing).
 */
const walkedElsewhere = [
  '/guarded/conflicts/:conflict/end', '/office/people/:account/ask-reset', '/office/people/:account/ask-opening', '/guarded/sealed/:reference/open', '/guarded/conflicts/:conflict/ask', '/guarded/sealed/:seal/lift', '/holds/:hold/lift', '/mail/:mail/retry', '/replacements/:replacement/end',
  '/files/:file/papers/:attachment/remove', '/files/:file/care-team/:member/end', '/files/:file/medical/papers/:attachment/remove', '/shelters/:shelter/close', '/stays/:stay/end', '/stays/:stay/shelter',
  '/analyses/:number', '/analyses/:number/revise', '/analyses/figures/:number', '/analyses/hand-overs/:number', '/analyses/proposals/:proposal',
  '/deliveries/:delivery/masked', '/deliveries/:delivery/masked/stop', '/hand-overs/:recipient/:year/stop', '/deliveries/:delivery/explain', '/account/passkeys/:passkey', '/account/browsers/:browser', '/approvals/:approval', '/emergency/:emergency', '/machines/:machine', '/replacements/:replacement/work', '/retention/:run',
  '/sign-in/code', '/sign-in/enrol', '/figures/:number', '/releases/:proposal', '/releases/:proposal/take-back', '/tables/:table/release', '/tables/:table/stop',
  '/hand-overs/proposals/:proposal', '/hand-overs/proposals/:proposal/take-back', '/hand-overs/released/:number', '/tables/:table/records', '/records/:record',
]

test('no page of any module breaks a rule of accessibility or is wider than a telephone', async () => {
  expect(await house.findings('en')).toEqual([])
  expect(house.addresses.filter((at) => !house.opened('en').includes(at) && !walkedElsewhere.includes(at))).toEqual([])
}, 600_000)

test('each screen of a report holds, and so does what it says when nothing is answered', async () => {
  const inspector = await ariadne.visit('labour-inspector', { width: 390 })
  const findings: string[] = []
  for (const screen of ['safety', 'age', 'consent', 'place', 'signs', 'language', 'person', 'exploitation', 'stay', 'circumstances']) {
    await inspector.goto(`/reports/${house.known.get('report') ?? ''}/${screen}`)
    findings.push(...(await axeFindings(inspector)).map((finding) => `${screen}: ${finding}`))
  }
  await inspector.goto('/reports')
  await inspector.getByRole('button', { name: 'Report what you saw' }).click()
  await inspector.getByRole('button', { name: 'Continue' }).click()
  expect(await inspector.locator('.ari-error-message').count()).toBe(2)
  findings.push(...await axeFindings(inspector))
  expect(findings).toEqual([])
})

test('forms that are sent empty say what is wrong, and that holds too', async () => {
  const findings: string[] = []
  for (const [login, address, button] of [
    ['caseworker-pag-asa', `/files/${house.known.get('file') ?? ''}/steps/record-condition?chosen=contact-broken`, 'Record this step'],
    ['labour-inspector', '/operations/new', null], ['administrator', '/people/new', null], [null, '/sign-in', 'Sign in'],
    ['labour-inspector', `/reports/${house.known.get('report') ?? ''}/send`, null],
  ] as const) {
    const page = await ariadne.visit(login, { width: 390 })
    await page.goto(address)
    if (address === '/sign-in') await page.locator('summary', { hasText: 'With a password' }).click()
    await (button === null ? page.locator('main form button').last() : page.locator('main').getByRole('button', { name: button, exact: true }).first()).click()
    await page.waitForLoadState()
    findings.push(...(await axeFindings(page)).map((finding) => `${address}: ${finding}`))
    if (pictures) await page.screenshot({ path: `${pictures}/empty-${address.split('/').at(-1) ?? ''}-390.png`, fullPage: true })
  }
  for (const address of ['/check?code=NOT-A-CODE', '/nothing-here']) {
    const page = await ariadne.visit(null)
    await page.goto(address)
    findings.push(...(await axeFindings(page)).map((finding) => `${address}: ${finding}`))
  }
  expect(findings).toEqual([])
})
