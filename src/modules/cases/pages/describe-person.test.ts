import { expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import type { Language } from '#vocabulary/language'
import { describePerson as describeOn } from './describe-person.ts'

const describePerson = (who: Parameters<typeof describeOn>[0], language: Language) => describeOn(who, language, day('2026-11-30'))

const woman = { sex: 'woman', isChild: false, age: 24, bornIn: 2002, citizenship: 'VN' }

test('a person is told by sex, age and citizenship', () => {
  expect(describePerson(woman, 'en')).toBe('woman, 24, Vietnam')
})

test('by the year of birth where the day is not known, since a year too many makes an adult of a child', () => {
  expect(describePerson({ ...woman, age: null }, 'en')).toBe('woman, born 2002, Vietnam')
  expect(describePerson({ ...woman, age: null, bornIn: null, citizenship: null }, 'nl')).toBe('vrouw')
})

test('a child stays one until the day on which she is eighteen, and then was one', () => {
  expect(describePerson({ ...woman, isChild: true, age: 17 }, 'en')).toBe('child, 17, Vietnam')
  expect(describePerson({ ...woman, isChild: true, age: 18 }, 'en')).toBe('opened as a child, 18, Vietnam')
})

test('where the year alone is known, she was a child once no day of that year leaves her one', () => {
  expect(describePerson({ ...woman, isChild: true, age: null, bornIn: 2008 }, 'en')).toBe('child, born 2008, Vietnam')
  expect(describePerson({ ...woman, isChild: true, age: null, bornIn: 2007 }, 'en')).toBe('opened as a child, born 2007, Vietnam')
})

test('somebody who is certainly a child in a file for adults is called so, and nobody who may be grown up', () => {
  expect(describePerson({ ...woman, age: 15 }, 'en')).toBe('child by date of birth, handled as an adult, 15, Vietnam')
  expect(describePerson({ ...woman, age: null, bornIn: 2009 }, 'en')).toBe('child by date of birth, handled as an adult, born 2009, Vietnam')
  expect(describePerson({ ...woman, age: null, bornIn: 2008 }, 'en')).toBe('woman, born 2008, Vietnam')
})
