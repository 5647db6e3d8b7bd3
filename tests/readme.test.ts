import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { readDemonstrationAccounts } from '#accounts'
import { describeConfiguration } from '#platform/configuration'
import { run } from '../src/main/command-line.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

/** The rows of the table under a heading, each as its cells. */
const tableUnder = (heading: string): readonly (readonly string[])[] => {
  const [, section = ''] = readme.split(`\n## ${heading}\n`)
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', '')))
}

describe('the README', () => {
  test('lists every setting that Ariadne reads, as `ariadne config` tells it', () => {
    expect(tableUnder('Settings')).toEqual(describeConfiguration().map(({ name, says }) => [name, says]))
  })

  test('lists every command with what it does', async () => {
    const spoken = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await run(['help'])
    const help = String(spoken.mock.calls[0]?.[0])
    spoken.mockRestore()
    expect(tableUnder('Commands')).toEqual(help.split('\n').filter((line) => line.startsWith('  ')).map((line) => line.trim().split(/\s{2,}/)))
  })

  test('lists everybody as whom one can sign in to the evaluation', () => {
    const offices = (parse(read('src/countries/be/offices.yaml')) as { offices: readonly { key: string; name: { en: string } }[] }).offices
    const listed = readDemonstrationAccounts(read('src/countries/be/demonstration.yaml')).filter((account) => account.listed)
    expect(listed.length).toBe(19)
    expect(tableUnder('Who you can be')).toEqual(listed.map(({ login, name, office, language }) => [login, name, offices.find(({ key }) => key === office)?.name.en, language]))
  })

  test('names every module that stands in the house', () => {
    const fronts = Object.entries((JSON.parse(read('package.json')) as { imports: Record<string, string> }).imports)
      .flatMap(([name, path]) => (path.startsWith('./src/modules/') ? [name.slice(1)] : []))
    const row = tableUnder('Where things live').find(([folder]) => folder === 'src/modules')?.[1] ?? ''
    expect(fronts.filter((name) => name !== 'codebook' && !row.includes(name))).toEqual([])
  })
})
