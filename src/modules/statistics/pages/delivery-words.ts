import { choicesOf, columnsOf, type Codebook, type Item } from '#codebook'
import type { PageCall } from '#platform/doors/page'
import type { Language } from '#vocabulary/language'
import type { DraftView } from '../actions/delivery-acts.ts'
import { words } from './words.ts'

type Fault = DraftView['faults'][number]

export const itemLabel = ({ installation, language }: PageCall, key: string): string => installation.codebook.items.find((item) => item.key === key)?.label[language] ?? key

/** What a column is called in the reader's language. */
export function fieldLabel(book: Codebook, language: Language, key: string): string {
  const say = words(language)
  const variable = book.variables.find((each) => each.key === key)
  if (variable) return variable.label[language]
  return key === 'year' ? say('column.year') : key === 'figure' ? say('column.figure') : key === 'state' ? say('column.state') : key
}

/** What is wrong at a row and a field, as a sentence in the reader's language. */
export function faultSentence({ installation: { codebook }, language }: PageCall, { field, fault, written, hint }: Fault): string {
  const isColumn = fault === 'column-missing'
  const said = (key: string): string => (fault === 'no-headings' ? fieldLabel(codebook, language, key) : wordOf(codebook, language, { field, code: key }))
  const hints = withCodes.has(fault) ? hint.split(', ').map(said).join(', ') : hint
  return words(language)(`fault.${fault}` as 'fault.formula', { written: isColumn ? fieldLabel(codebook, language, written) : written, hint: hints })
}

/** The faults that name keys of the codebook; the others say what stands in the sheet. */
const withCodes: ReadonlySet<string> = new Set(['no-headings', 'code-missing', 'code-unknown', 'state-unknown'])

/** How a sheet in this language writes a code of one of its columns. */
function wordOf(book: Codebook, language: Language, { field, code }: { readonly field: string | null; readonly code: string }): string {
  if (field === 'state') return book.lists.find(({ key }) => key === 'value-state')?.codes.find(({ key }) => key === code)?.label[language] ?? code
  const variable = book.variables.find(({ key }) => key === field)
  return (variable && choicesOf(book, variable, language).find((each) => each.code === code)?.word) ?? code
}

/** What a code means, in the reader's language. */
export function codeLabel({ codebook }: PageCall['installation'], language: Language, { variable: key, code }: { readonly variable: string; readonly code: string }): string {
  const variable = codebook.variables.find((each) => each.key === key)
  if ((variable?.kind === 'country' || variable?.countries) && /^[A-Z]{2}$/.test(code)) return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code
  if (variable?.kind === 'country' && (code === 'unknown' || code === 'stateless')) return words(language)(code === 'unknown' ? 'category.unknown' : 'category.stateless')
  return codebook.lists.find((list) => list.key === variable?.list)?.codes.find((each) => each.key === code)?.label[language] ?? code
}

export const variablesOf = (book: Codebook, item: Item | undefined): readonly string[] => (item ? columnsOf(book, item).map(({ key }) => key) : [])
