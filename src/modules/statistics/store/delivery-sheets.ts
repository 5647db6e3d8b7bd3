import type { Codebook, Item } from '#codebook'
import { workbookOf } from '#platform/sheets/write-sheets'
import type { Language } from '#vocabulary/language'

export type TemplateWords = { readonly sheet: string; readonly codes: string; readonly year: string; readonly figure: string; readonly state: string; readonly variable: string; readonly code: string; readonly meaning: string; readonly readMe: readonly string[] }

/** The template of an item: an empty sheet with its headings and choices, and a sheet with every code that may stand in it. */
export async function templateOf(book: Codebook, item: Item, { language, words }: { readonly language: Language; readonly words: TemplateWords }): Promise<Uint8Array> {
  const variables = item.variables.flatMap(({ key }) => book.variables.filter((variable) => variable.key === key))
  const listOf = (list: string | undefined) => book.lists.find(({ key }) => key === list)
  const states = listOf('value-state')?.codes.map(({ key }) => key) ?? []
  const headings = [words.year, ...variables.map(({ label }) => label[language]), ...(item.kind === 'counts' ? [words.figure, words.state] : [])]
  const column = (index: number) => String.fromCodePoint(65 + index)
  const choices = variables.flatMap(({ list }, index) => {
    const codes = listOf(list)?.codes.map(({ key }) => key) ?? []
    // A list of choices longer than 255 signs is one that Excel will not open.
    return codes.length > 0 && codes.join(',').length <= 255 ? [{ type: 'list' as const, values: codes, range: `${column(index + 1)}2:${column(index + 1)}5000`, allowBlank: true }] : []
  })
  const stateChoice = item.kind === 'counts' && states.join(',').length <= 255 ? [{ type: 'list' as const, values: states, range: `${column(headings.length - 1)}2:${column(headings.length - 1)}5000`, allowBlank: true }] : []
  const codes = [
    ...variables.flatMap((variable) => (listOf(variable.list)?.codes ?? []).map(({ key, label }) => [variable.label[language], key, label[language]])),
    ...(item.kind === 'counts' ? (listOf('value-state')?.codes ?? []).map(({ key, label }) => [words.state, key, label[language]]) : []),
  ]
  return workbookOf([
    { name: words.sheet, rows: [headings], columns: headings.map(() => ({ width: 22 })), freezePane: { rows: 1 }, dataValidations: [...choices, ...stateChoice] },
    { name: words.codes, rows: [...words.readMe.map((sentence) => [sentence]), [], [words.variable, words.code, words.meaning], ...codes], columns: [{ width: 28 }, { width: 28 }, { width: 44 }] },
  ])
}
