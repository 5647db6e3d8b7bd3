import { choicesOf, type Choice, type Codebook, type Item } from '#codebook'
import { cellsOn, workbookOf } from '#platform/sheets/write-sheets'
import type { Language } from '#vocabulary/language'

export type TemplateWords = { readonly sheet: string; readonly codes: string; readonly year: string; readonly figure: string; readonly state: string; readonly variable: string; readonly code: string; readonly meaning: string; readonly readMe: readonly string[] }

/** Down to this row of the sheet the choices reach. */
const lastRow = 5000

type Column = { readonly heading: string; readonly choices: readonly Choice[] }

/** The template of an item in one language: an empty sheet with its headings and drop-downs, and a sheet with every word that they offer and its code. */
export async function templateOf(book: Codebook, item: Item, { language, words }: { readonly language: Language; readonly words: TemplateWords }): Promise<Uint8Array> {
  const variables = item.variables.flatMap(({ key }) => book.variables.filter((variable) => variable.key === key))
  const states = book.lists.find(({ key }) => key === 'value-state')?.codes.map(({ key, label }) => ({ code: key, word: label[language] })) ?? []
  const columns: readonly Column[] = [
    { heading: words.year, choices: [] }, ...variables.map((variable) => ({ heading: variable.label[language], choices: choicesOf(book, variable, language) })),
    ...(item.kind === 'counts' ? [{ heading: words.figure, choices: [] }, { heading: words.state, choices: states }] : []),
  ]
  const about = [...words.readMe.map((sentence) => [sentence]), [], [words.variable, words.code, words.meaning]]
  const listed = columns.flatMap(({ heading, choices }, index) => choices.map(({ code, word }) => ({ index, line: [heading, code, word] })))
  // The choices stand on the sheet of codes: Excel opens no list in the cell itself that is longer than 255 signs.
  const dataValidations = columns.flatMap(({ choices }, index) => {
    if (choices.length === 0) return []
    const first = about.length + listed.findIndex((each) => each.index === index) + 1
    const at = String.fromCodePoint(65 + index)
    return [{ type: 'list' as const, formula1: cellsOn(words.codes, `$C$${first}:$C$${first + choices.length - 1}`), range: `${at}2:${at}${lastRow}`, allowBlank: true }]
  })
  return workbookOf([
    { name: words.sheet, rows: [columns.map(({ heading }) => heading)], columns: columns.map(() => ({ width: 22 })), freezePane: { rows: 1 }, dataValidations },
    { name: words.codes, rows: [...about, ...listed.map(({ line }) => line)], columns: [{ width: 28 }, { width: 28 }, { width: 44 }] },
  ])
}
