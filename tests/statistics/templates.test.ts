import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { languages, type Language } from '#vocabulary/language'
import { readCountry, readCountryCodebook, readCountryDetection } from '../../src/main/country-pack.ts'
import { checkSheet } from '../../src/modules/statistics/domain/deliveries/check-sheet.ts'
import { templateOf } from '../../src/modules/statistics/store/delivery-sheets.ts'
import { readSheet } from '../../src/modules/statistics/store/read-sheet.ts'

const book = readCountryCodebook('be', readCountry('be'), readCountryDetection('be'))

const wordsIn = { en: ['Year', 'Figure', 'State of the figure'], nl: ['Jaar', 'Cijfer', 'Staat van het cijfer'], fr: ['Année', 'Chiffre', 'État du chiffre'], de: ['Jahr', 'Zahl', 'Zustand der Zahl'] } as const satisfies Record<Language, readonly string[]>

/** What the drop-down of each column of a template offers, by the letters of its cells. */
async function offeredIn(bytes: Uint8Array): Promise<{ readonly headings: readonly string[]; readonly offered: ReadonlyMap<number, readonly string[]> }> {
  const { sheets: [sheet, codes] } = await readXlsx(bytes)
  const offered = new Map((sheet?.dataValidations ?? []).map(({ range, formula1 = '' }) => {
    const [, name = '', first = '', last = ''] = /^'(.+)'!\$C\$(\d+):\$C\$(\d+)$/.exec(formula1) ?? []
    expect(name.replaceAll("''", "'"), formula1).toBe(codes?.name)
    return [range.charCodeAt(0) - 65, (codes?.rows ?? []).slice(Number(first) - 1, Number(last)).map((row) => String(row[2]))] as const
  }))
  return { headings: (sheet?.rows[0] ?? []).map(String), offered }
}

describe.each(languages)('a template in %s', (language) => {
  const [year = '', figure = '', state = ''] = wordsIn[language]
  const words = { sheet: 'Blatt', codes: "L'état & codes", year, figure, state, variable: 'V', code: 'C', meaning: 'M', readMe: ['R'] }

  test.each(book.items.map(({ key }) => key))('of %s is filled from its own drop-downs, every choice of each, and has no fault', async (key) => {
    const item = book.items.find((each) => each.key === key)
    if (!item) throw new Error(key)
    const { headings, offered } = await offeredIn(await templateOf(book, item, { language, words }))
    const lists = headings.map((_, column) => offered.get(column) ?? [])
    const states = lists.at(-1) ?? []
    const stateKeys = book.lists.find((list) => list.key === 'value-state')?.codes.map((code) => code.key) ?? []
    const rows = Array.from({ length: Math.max(...lists.slice(0, item.kind === 'counts' ? -1 : undefined).map(({ length }) => length)) }, (_, row) => headings.map((heading, column) => {
      const stateKey = stateKeys[row % states.length] ?? ''
      const choices = lists[column] ?? []
      if (choices.length > 0) return choices[row % choices.length] ?? ''
      if (heading === year) return 2025
      return heading !== figure ? 'Total' : stateKey === 'known-zero' ? 0 : ['measured', 'provisional'].includes(stateKey) ? row + 1 : ''
    }))
    const sheet = readSheet(Buffer.from(await writeXlsx({ sheets: [{ name: 'S', rows: [[...headings], ...rows] }] })))
    if (typeof sheet === 'string') throw new Error(sheet)
    const { faults, facts } = checkSheet({ book, item, year: item.series ? null : 2025, sheet, lastYear: 2025 })
    expect(faults).toEqual([])
    expect(facts.length).toBeGreaterThan(0)
    // Each choice came back as a code of its own: a word that two codes share would make one of them unreachable.
    for (const variable of item.variables) {
      const known = book.variables.find((each) => each.key === variable.key)
      const column = headings.indexOf(known?.label[language] ?? '')
      if ((lists[column] ?? []).length > 0 && item.kind === 'counts') expect(new Set(facts.map(({ codes }) => codes[variable.key])).size, variable.key).toBe(lists[column]?.length)
      if (known?.kind !== 'words') expect(lists[column]?.length, variable.key).toBeGreaterThan(0)
      const list = book.lists.find((each) => each.key === known?.list)
      if (list) expect(lists[column]?.slice(0, list.codes.length).every((word, index) => word === list.codes[index]?.label[language] || known?.countries), variable.key).toBe(true)
    }
    if (item.kind === 'counts') expect(states).toEqual(book.lists.find((list) => list.key === 'value-state')?.codes.map(({ label }) => label[language]))
  })
})
