import { expect, test } from 'vitest'
import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { refusalOfIssues } from './input-refusal.ts'
import { besideFields } from './sentence.ts'

const schema = z.strictObject({ said: z.strictObject({ bornOn: Day.optional(), place: z.string().max(5).optional() }) })
const refusalOf = (said: unknown) => {
  const parsed = schema.safeParse({ said })
  return parsed.success ? undefined : refusalOfIssues(parsed.error.issues, { said })
}

test.each(['1990-02-30', '1990-13-01', 'z-0y-0x', '-00-05', '٢٠٢٦-٠٣-٠١'])('%s is refused as no day of the calendar', (bornOn) => {
  expect(refusalOf({ bornOn })).toEqual({ refused: 'no-such-day', field: 'said.bornOn' })
})

test('what is wrong stands beside the field of the form, also where the route files it deeper', () => {
  const errors = { 'said.bornOn': 'no day', 'said.place': 'too long', 'answers.hours': 'a number', centre: 'choose', said: 'all' }
  const fields = { 'bornOn-day': '30', 'bornOn-month': '2', 'bornOn-year': '1990', place: 'somewhere', 'answers.hours': 'x', hours: '3' }
  expect(besideFields(errors, fields)).toEqual({ bornOn: 'no day', place: 'too long', 'answers.hours': 'a number', centre: 'choose', said: 'all' })
})
