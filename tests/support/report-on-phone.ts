import type { Page } from 'playwright-core'

export type Said = { readonly age?: 'An adult' | 'A child (under 18)' | 'Not sure'; readonly consent?: 'Yes' | 'No'; readonly district?: string; readonly sector?: string; readonly signs?: number }

/** The heading of the page that stands open. */
export const heading = (page: Page): Promise<string> => page.locator('h1').first().innerText()

export const choose = (page: Page, question: string, answer: string): Promise<void> =>
  page.getByRole('group', { name: question }).getByRole('radio', { name: answer, exact: true }).check()

const press = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click()
  await page.waitForLoadState()
}

/** Fills in each screen of a report as it comes, and stops before sending. Returns the headings of the screens that came. */
export async function fillReport(page: Page, { age = 'An adult', consent = 'Yes', district = 'brussels', sector = 'nail-bar', signs = 3 }: Said = {}): Promise<readonly string[]> {
  await page.goto('/reports')
  await press(page, 'Report what you saw')
  const answers: Readonly<Record<string, () => Promise<void>>> = {
    'Is the person safe now?': async () => {
      await choose(page, 'Is there immediate danger?', 'No')
      await choose(page, 'Is contact with the suspected exploiters broken off?', 'Yes')
    },
    'Is it an adult or a child?': () => choose(page, 'Age', age),
    'A child: who is with her or him?': () => choose(page, 'Is the child without a responsible adult?', 'Yes'),
    'Does the person agree?': () => choose(page, 'Does the person agree', consent),
    'Where and when?': async () => {
      await page.getByLabel('District').selectOption(district)
      await page.getByLabel('Sector').selectOption(sector)
    },
    'What did you see or hear?': () => tick(page, signs),
    'Which language?': async () => {
      await page.getByLabel('Language the person understands').selectOption('vi')
      await choose(page, 'Is an interpreter needed?', 'Yes')
    },
    'Who is the person?': async () => {
      await choose(page, 'Sex', 'Woman or girl')
      await page.getByLabel('Family name').fill('Voorbeeld')
      await page.getByLabel('Given name').fill('Linh')
    },
    'Where did it happen?': async () => {
      await choose(page, 'Where was the person exploited?', 'In this country')
      await page.getByLabel('in which judicial district?').selectOption(district)
    },
    'Asylum or a closed centre?': () => choose(page, 'Is the person asking for asylum', 'Neither'),
    'Special circumstances': async () => {
      await choose(page, "Does the person work in a diplomat's household?", 'No')
      await page.getByRole('group', { name: 'Was the person smuggled' }).getByRole('checkbox', { name: 'No', exact: true }).check()
    },
    'A notification without a name': async () => {
      await page.getByLabel('District').selectOption(district)
      await page.getByLabel('Sector').selectOption(sector)
      await choose(page, 'Sex', 'Woman or girl')
      await tick(page, signs)
    },
  }
  const seen: string[] = []
  for (;;) {
    const title = await heading(page)
    seen.push(title)
    if (title === 'Check and send') return seen
    const answer = answers[title]
    if (!answer || seen.length > 14) throw new Error(`an unexpected screen: ${seen.join(' → ')}`)
    await answer()
    await press(page, 'Continue')
    if (title === await heading(page)) throw new Error(`stays on “${title}”: ${await page.locator('.ari-error-summary').innerText().catch(() => '')}`)
  }
}

async function tick(page: Page, signs: number): Promise<void> {
  const boxes = page.getByRole('group', { name: 'What did you see or hear?' }).first().getByRole('checkbox')
  for (let index = 0; index < Math.min(signs, await boxes.count()); index += 1) await boxes.nth(index).check()
}

/** Sends the report that is ready; returns the reference that stands on the receipt. */
export async function sendReport(page: Page, centre?: string): Promise<string> {
  if (centre) await page.getByRole('radio', { name: centre }).check()
  await page.locator('main').getByRole('button').last().click()
  const receipt = await page.locator('[role=status].large').innerText()
  return /[A-Z]+-?[\w-]*\d[\w-]*/.exec(receipt)?.[0] ?? ''
}

/** Takes a step of a file as the signed-in role does: the file's page, the link, the form. */
export async function takeStep(page: Page, file: string, label: string, fill: () => Promise<void> = async () => {}): Promise<void> {
  await page.goto(file)
  await page.getByRole('link', { name: label, exact: true }).click()
  await fill()
  await page.getByRole('button', { name: 'Record this step' }).click()
  const trouble = page.locator('.ari-error-summary')
  if (await trouble.count() > 0) throw new Error(`${label}: ${await trouble.innerText()}`)
  await page.getByText('Recorded: the step is in the file.').waitFor()
}
