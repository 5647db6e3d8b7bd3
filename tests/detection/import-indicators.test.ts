import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signsOf } from '#detection'
import { day } from '#vocabulary/day'
import { importIndicators } from '../../src/main/commands/import-indicators.ts'
import { readCountryDetection } from '../../src/main/country-pack.ts'

let home = ''
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'ariadne-indicators-')) })
afterEach(() => rmSync(home, { recursive: true, force: true }))

const sheet = 'key;en;nl;fr;de\nspecimen-sign;A specimen sign;Een voorbeeldteken;Un signe fictif;Ein Musterzeichen'
const bring = (text: string, key?: string) => {
  const file = join(home, 'list.csv')
  writeFileSync(file, text)
  return importIndicators(file, { home, country: 'be', key, today: '2026-11-23' })
}

describe('the ministry\'s own list', () => {
  test('is laid over the empty one, survives in the home and is ticked from the next start on', () => {
    expect(bring(sheet)).toMatchObject({ code: 0, says: [expect.stringContaining('col-2015')] })
    expect(readFileSync(join(home, 'indicators', 'col-2015.yaml'), 'utf8')).toContain('specimen-sign')
    const { packs } = readCountryDetection('be', home)
    expect(packs.filter(({ key }) => key === 'col-2015')).toHaveLength(1)
    expect(signsOf(packs, { audience: 'adult', today: day('2026-11-23') }).map(({ sign }) => sign)).toContain('col-2015.specimen-sign')
  })

  test('replaces what was imported before', () => {
    bring(sheet)
    bring(sheet.replaceAll('specimen-sign', 'another-sign'))
    const list = readCountryDetection('be', home).packs.find(({ key }) => key === 'col-2015')
    expect(list?.version).toBe('imported 2026-11-23')
    expect(list?.items.map(({ key }) => key)).toEqual(['another-sign'])
  })

  test('with one row that is wrong is refused by the row, and nothing is written', () => {
    const { code, says } = bring(`${sheet}\nSecond;only English;;;`)
    expect(code).toBe(1)
    expect(says.join('\n')).toMatch(/row 3, key: .*small letters/)
    expect(says.join('\n')).toMatch(/row 3, nl: /)
    expect(readCountryDetection('be', home).packs.find(({ key }) => key === 'col-2015')?.items).toEqual([])
  })

  test('over a list that does not exist, or from a file that does not, is refused with a sentence', () => {
    expect(bring(sheet, 'unheard-of')).toMatchObject({ code: 2, says: [expect.stringContaining('col-2015')] })
    expect(importIndicators(join(home, 'nothing.csv'), { home, country: 'be', today: '2026-11-23' })).toMatchObject({ code: 1, says: [expect.stringContaining('cannot be read')] })
  })
})

test('without a home that holds lists the country\'s own are used', () => {
  expect(readCountryDetection('be', home)).toEqual(readCountryDetection('be'))
})
