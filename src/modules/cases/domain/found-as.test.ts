import { expect, test } from 'vitest'
import { foundAs, searchedWords } from './found-as.ts'

test('a name is found without its accents, its case and its order', () => {
  expect(foundAs('Nguyễn', 'Thị Voorbeeld')).toBe('nguyen thi voorbeeld')
  expect(foundAs('VOORBEELD thi', 'nguyen')).toBe('nguyen thi voorbeeld')
  expect(foundAs('Đặng-Specimen')).toBe('dang specimen')
})

test('letters of other scripts stay what they are', () => {
  expect(foundAs('Олена', 'Вигадана')).toBe('вигадана олена')
  expect(foundAs('ሰላም')).toBe('ሰላም')
})

test('a search has at most six words', () => {
  expect(searchedWords('a b c d e f g h')).toHaveLength(6)
})
