import { sayFrom } from '#platform/words'
import type { Language } from '#vocabulary/language'
import type { Refusal } from '#vocabulary/refusal'
import type { Fields } from './page.ts'
import { withWrittenDays } from '#vocabulary/written-day'
import './words.ts'

/**
 * A refusal as a sentence: from the book that its key names (`cases:stale`), else from the book of the route's module, else from ours.
 * A key that no book knows is a fault of the program and is thrown.
 */
export function sentenceOf(refusal: Refusal, routeName: string, language: Language): string {
  const colon = refusal.refused.indexOf(':')
  const key = `refusal.${refusal.refused.slice(colon + 1)}`
  const books = [colon > 0 ? refusal.refused.slice(0, colon) : routeName.slice(0, routeName.indexOf('.')), ...otherBooks(routeName), 'platform']
  const values = withWrittenDays(refusal.with ?? {}, language)
  for (const book of books) {
    const sentence = sayFrom(book, language, key, values)
    if (sentence !== undefined) return sentence
  }
  throw new Error(`no sentence for the refusal ${refusal.refused} of ${routeName} in ${language}`)
}

const owners = new Map<string, string>()
/** Says in which module's book the refusals of a route are worded, where its name does not begin with the module's. */
export const wordRefusalsIn = (routeName: string, book: string): void => void owners.set(routeName, book)
const otherBooks = (routeName: string): readonly string[] => (owners.has(routeName) ? [owners.get(routeName) ?? ''] : [])

/** The sentences of a refusal by field; what is about the whole stands under ''. */
export function errorsOf(refusal: Refusal, routeName: string, language: Language): Record<string, string> {
  const all = [refusal, ...(refusal.also ?? [])]
  const errors: Record<string, string> = {}
  for (const one of all) errors[one.field ?? ''] ??= sentenceOf(one, routeName, language)
  return errors
}

/** The same beside the fields of a form, which need not be called as the route calls them: `said.bornOn` is the field `bornOn`. */
export function besideFields(errors: Readonly<Record<string, string>>, fields: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([path, sentence]) => [fieldOf(path, fields), sentence]))
}

/** The longest part of a path that the form has a field for; a day is typed into three. */
function fieldOf(path: string, fields: Fields): string {
  const parts = path.split('.')
  const candidates = parts.flatMap((_, from) => parts.slice(from).map((__, dropped) => parts.slice(from, parts.length - dropped).join('.')))
  return candidates.toSorted((one, other) => other.length - one.length).find((name) => name in fields || `${name}-day` in fields) ?? path
}

export const statusOf = (refusal: Refusal): number => refusal.status ?? 422
