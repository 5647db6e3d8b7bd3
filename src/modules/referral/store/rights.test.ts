import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { PackFault, readPack } from '#law'
import { stopDocuments } from '#platform/documents/render-pdf'
import { textFolder } from '#platform/text-folder'
import { day } from '#vocabulary/day'
import { languages } from '#vocabulary/language'
import { audiences, rightsLanguages, rightsSheet, type Audience } from '../domain/rights-sheet.ts'
import { readRights } from './read-rights.ts'
import { rightsPdf } from './rights-pdf.ts'

const path = join(import.meta.dirname, '../../../countries/be')
const folder = textFolder(path, '.yaml')
const rights = readRights(folder)
const today = day('2026-11-23')
const sheetOf = (language: string, audience: Audience, on = today) => rightsSheet(rights, { language, audience, on })
const keysOf = (sheet: ReturnType<typeof sheetOf>) => sheet?.sections.flatMap((section) => section.statements.map((one) => one.key)) ?? []

afterAll(stopDocuments)

test('the sheet exists in every language of the screens, and no other language is invented', () => {
  expect(rightsLanguages(rights)).toEqual(expect.arrayContaining([...languages]))
  expect(sheetOf('xx', 'adult')).toBeUndefined()
})

test('every statement about the law rests on an article of the pack and says whether it was checked', () => {
  const articles = readPack(folder).law.articles.map((article) => article.key)
  const stated = rights.table.sections.flatMap((section) => section.statements)
  expect(stated.flatMap((one) => one.law ?? []).filter((key) => !articles.includes(key))).toEqual([])
})

test('help is told apart from residence, and the 45 days are told with their conditions', () => {
  const said = sheetOf('en', 'adult')?.sections.flatMap((section) => section.statements) ?? []
  const text = (key: string) => said.find((one) => one.key === key)?.text ?? ''
  expect(text('help-apart')).toMatch(/must not depend/)
  expect(text('forty-five-days')).toMatch(/45 days/)
  expect(text('three-conditions')).toMatch(/three things/)
})

test('a child hears of three months and a guardian, never of the 45 days or of conditions', () => {
  const keys = keysOf(sheetOf('nl', 'child'))
  expect(keys).toEqual(expect.arrayContaining(['child-paper', 'child-guardian', 'child-best']))
  expect(keys).not.toEqual(expect.arrayContaining(['forty-five-days']))
  expect(keys).not.toContain('three-conditions')
})

test('before the document changed in 2017 the sheet does not promise a silent one', () => {
  expect(keysOf(sheetOf('fr', 'adult', day('2017-05-19')))).not.toContain('silent-document')
  expect(keysOf(sheetOf('fr', 'adult', day('2017-05-20')))).toContain('silent-document')
})

test('a language that lacks a sentence, or has one that belongs to nothing, is refused with its place', () => {
  const english = folder.files['rights/en.yaml'] ?? ''
  const without = { ...folder, files: { ...folder.files, 'rights/en.yaml': english.replace(/^ {2}interpreter:.*\n/m, '  stranger: { adult: x }\n') } }
  expect(() => readRights(without)).toThrow(PackFault)
  expect(() => readRights(without)).toThrow(/statements › interpreter is missing[\s\S]*stranger belongs to nothing/)
})

describe.each(languages)('in %s', (language) => {
  test.each(audiences)('the sheet and the card for the %s come out tagged', async (audience) => {
    const sheet = sheetOf(language, audience)
    if (!sheet) throw new Error('the sheet is missing')
    expect(JSON.stringify(sheet)).not.toContain('""')
    for (const format of ['sheet', 'card'] as const) {
      const pdf = Buffer.from(await rightsPdf({ sheet, format, folder: path, isEvaluation: false, titleOf: (article) => article })).toString('latin1')
      expect(pdf).toContain('/StructTreeRoot')
      expect(pdf).toMatch(new RegExp(`/Lang\\s*\\(${language}\\)`))
      if (format === 'card') expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(2)
    }
  })
})

test('a language that is written from right to left is set so', async () => {
  const sheet = sheetOf('en', 'adult')
  if (!sheet) throw new Error('the sheet is missing')
  const arabic = { ...sheet, language: 'ar', direction: 'rtl' as const, title: 'حقوقك', lead: 'مرحبا' }
  const pdf = Buffer.from(await rightsPdf({ sheet: arabic, format: 'sheet', folder: path, isEvaluation: false, titleOf: (article) => article })).toString('latin1')
  expect(pdf).toMatch(/\/Lang\s*\(ar\)/)
})
