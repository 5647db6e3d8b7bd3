import { expect, test } from 'vitest'
import { sayFrom } from '#platform/words'
import { languages } from '#vocabulary/language'
import { reasonKeys } from '../domain/reason.ts'
import './words.ts'

test.each(languages)('every reason that a screening can give has its sentence in %s, for one sign and for several, without a gap', (language) => {
  for (const key of reasonKeys) for (const count of [1, 2]) {
    const sentence = sayFrom('detection', language, `reason.${key}`, { count, needed: 2, pack: 'PACK', dimension: 'DIMENSION', signs: 'SIGNS' })
    expect(sentence, `${key} in ${language}`).toMatch(/[.)]$/)
    expect(sentence).not.toContain('{{')
  }
})

test('a reason that nobody has worded yet is left out and breaks no page', () => {
  expect(sayFrom('detection', 'nl', 'reason.unheard-of', { count: 1 })).toBeUndefined()
})
