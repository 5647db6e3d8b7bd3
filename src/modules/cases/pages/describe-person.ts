import { countryName } from '#design'
import type { Language } from '#vocabulary/language'
import type { Day } from '#vocabulary/day'
import { words } from './words.ts'

type Described = { readonly sex: string; readonly isChild: boolean; readonly age: number | null; readonly bornIn: number | null; readonly citizenship: string | null }

/** A person without her name, such as "woman, 24, Vietnam". Where only the year is known, she counts as grown up from the first day on which she must be. */
export function describePerson({ sex, isChild, age, bornIn, citizenship }: Described, language: Language, today: Day): string {
  const say = words(language)
  const thisYear = Number(today.slice(0, 4))
  const atLeast = age ?? (bornIn === null ? 0 : thisYear - bornIn - 1)
  const atMost = age ?? (bornIn === null ? 200 : thisYear - bornIn)
  const kind = isChild ? say(atLeast >= 18 ? 'person.was-child' : 'person.child') : say(atMost < 18 ? 'person.handled-as-adult' : `person.${sex}` as 'person.woman')
  const years = age !== null ? String(age) : bornIn !== null ? say('person.born-in', { year: bornIn }) : ''
  return [kind, years, citizenship === null ? '' : countryName(citizenship, language)].filter(Boolean).join(', ')
}
