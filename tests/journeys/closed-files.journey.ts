import { expect, test } from 'vitest'
import { axeFindings, sidewaysPixels } from '../support/axe.ts'
import { installation } from '../support/installation.ts'

const ariadne = installation()
const pages: readonly (readonly [login: string, addresses: readonly string[]])[] = [
  ['data-protection-officer', ['/compartments', '/emergencies']], ['labour-inspector', ['/emergency', '/replacements']],
  ['lead-guardianship', ['/guarded', '/guarded/guardians']], ['lead-pag-asa', ['/guarded/sealed', '/shelters', '/replacements/new']], ['administrator', ['/guarded/conflicts', '/people/move']],
]

test.each(pages)('the pages of %s on which files are closed and opened have no fault that a machine finds, on a telephone', async (login, addresses) => {
  const page = await ariadne.visit(login, { language: 'nl', width: 390, height: 844 })
  for (const address of addresses) {
    expect((await page.goto(address))?.status(), address).toBe(200)
    expect(await axeFindings(page), address).toEqual([])
    expect(await sidewaysPixels(page), address).toBe(0)
  }
}, 90_000)
