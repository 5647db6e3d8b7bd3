import { expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { ageGroupOf } from './age-group.ts'

const openedOn = day('2026-11-23')

test.each([
  [2020, true, 'under-12'], [2014, true, '12-17'], [2009, true, '12-17'], [2008, true, null], [2008, false, '18-24'], [2002, false, '18-24'], [2001, false, '25-and-over'], [2010, false, null], [null, true, null], [null, false, null],
] as const)('somebody born in %s, treated as a child: %s, is told of as %s', (birthYear, isChild, group) => {
  expect(ageGroupOf({ openedOn, birthYear, isChild })).toBe(group)
})
