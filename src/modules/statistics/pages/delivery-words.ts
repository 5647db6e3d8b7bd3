import { columnsOf, type Codebook, type Item } from '#codebook'
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
export function faultSentence({ installation: { codebook }, language }: PageCall, { fault, written, hint }: Fault): string {
  const isColumn = fault === 'column-missing'
  const hints = fault === 'no-headings' ? hint.split(', ').map((key) => fieldLabel(codebook, language, key)).join(', ') : hint
  return words(language)(`fault.${fault}` as 'fault.formula', { written: isColumn ? fieldLabel(codebook, language, written) : written, hint: hints })
}

/** What a code means, in the reader's language. */
export function codeLabel({ codebook }: PageCall['installation'], language: Language, { variable: key, code }: { readonly variable: string; readonly code: string }): string {
  const variable = codebook.variables.find((each) => each.key === key)
  if ((variable?.kind === 'country' || variable?.countries) && /^[A-Z]{2}$/.test(code)) return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code
  if (variable?.kind === 'country' && (code === 'unknown' || code === 'stateless')) return words(language)(code === 'unknown' ? 'category.unknown' : 'category.stateless')
  return codebook.lists.find((list) => list.key === variable?.list)?.codes.find((each) => each.key === code)?.label[language] ?? code
}

export const variablesOf = (book: Codebook, item: Item | undefined): readonly string[] => (item ? columnsOf(book, item).map(({ key }) => key) : [])
