import { formatShortDay } from '#design'
import type { Language } from '#vocabulary/language'
import type { NeedView } from '../actions/procedure-view.ts'
import { words } from './words.ts'

/** What a step still needs, as a sentence; days in it are written for the reader. */
export function needSentence(language: Language, { need, with: gaps }: NeedView): string {
  const say = words(language)
  const readable = Object.fromEntries(Object.entries(gaps).map(([name, value]) => [name, /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? formatShortDay(String(value), language) : value]))
  return say(`need.${need}` as Parameters<typeof say>[0], readable)
}
