import { expect, test } from 'vitest'
import { describePerson } from './describe-person.ts'

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
