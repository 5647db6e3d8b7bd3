import { expect, test } from 'vitest'
import { readRecoveryCode, recoveryCodeFrom } from './recovery-code.ts'

test('a recovery code has four groups of four signs that nobody confuses', () => {
  const code = recoveryCodeFrom(Uint8Array.from({ length: 40 }, (_, index) => index * 6))
  expect(code).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/)
  expect(recoveryCodeFrom(Uint8Array.from({ length: 40 }, () => 255))).toBeUndefined()
})

test.each([
  ['abcd-efgh-jkmn-pqrs', 'abcd-efgh-jkmn-pqrs'],
  [' ABCD efgh JKMN pqrs ', 'abcd-efgh-jkmn-pqrs'],
  ['abcdefghjkmnpqrs', 'abcd-efgh-jkmn-pqrs'],
  ['abcd-efgh-jkmn-pqr', null],
  ['abcd-efgh-jkmn-pqr0', null],
  ['123456', null],
])('what was typed as %s is read as %s', (typed, code) => {
  expect(readRecoveryCode(typed)).toBe(code)
})
