import { countryName } from '#design'
import type { Language } from '#vocabulary/language'
import { words } from './words.ts'

type Described = { readonly sex: string; readonly isChild: boolean; readonly age: number | null; readonly bornIn: number | null; readonly citizenship: string | null }

/** A person without her name, such as "woman, 24, Vietnam". */
export function describePerson({ sex, isChild, age, bornIn, citizenship }: Described, language: Language): string {
  const say = words(language)
  const kind = !isChild ? say(`person.${sex}` as 'person.woman') : age !== null && age >= 18 ? say('person.was-child') : say('person.child')
  const years = age !== null ? String(age) : bornIn !== null ? say('person.born-in', { year: bornIn }) : ''
  return [kind, years, citizenship === null ? '' : countryName(citizenship, language)].filter(Boolean).join(', ')
}
