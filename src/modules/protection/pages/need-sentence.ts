import type { Language } from '#vocabulary/language'
import { withWrittenDays } from '#vocabulary/written-day'
import type { NeedView } from '../actions/procedure-view.ts'
import { words } from './words.ts'

/** What a step still needs, as a sentence; days in it are written for the reader. */
export function needSentence(language: Language, { need, with: gaps }: NeedView): string {
  const say = words(language)
  return say(`need.${need}` as Parameters<typeof say>[0], withWrittenDays(gaps, language))
}
