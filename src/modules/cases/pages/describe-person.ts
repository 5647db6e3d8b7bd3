import { countryName } from '#design'
import type { Language } from '#vocabulary/language'
import { words } from './words.ts'

type Described = { readonly sex: string; readonly isChild: boolean; readonly age: number | null; readonly citizenship: string | null }

/** A person without her name, such as "woman, 24, Vietnam". */
export function describePerson({ sex, isChild, age, citizenship }: Described, language: Language): string {
  const say = words(language)
  const kind = isChild ? say('person.child') : say(`person.${sex}` as 'person.woman')
  return [kind, age === null ? '' : String(age), citizenship === null ? '' : countryName(citizenship, language)].filter(Boolean).join(', ')
}
