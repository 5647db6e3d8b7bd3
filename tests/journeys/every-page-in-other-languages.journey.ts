import { expect, test } from 'vitest'
import { everyPage } from '../support/every-page.ts'
import { installation } from '../support/installation.ts'

const house = everyPage(installation({ stories: 6 }))

test.each(['nl', 'fr', 'de'] as const)('no page breaks a rule of accessibility or is wider than a telephone in %s', async (language) => {
  expect(await house.findings(language)).toEqual([])
  expect(house.opened(language).length).toBeGreaterThan(house.addresses.length / 2)
}, 600_000)
