import { expect, test } from 'vitest'
import type { EmergencyRule } from '#law'
import { day } from '#vocabulary/day'
import { Instant } from '#vocabulary/instant'
import { emergencyRuleOn, isBlocked, limitReached } from './emergency.ts'

const at = (text: string) => Instant.parse(`${text}:00Z`)
const rule: EmergencyRule = { from: day('2026-11-01'), law: [], verified: false, kinds: ['first-line'], hours: 12, reviewWithinHours: 72, blocks: 'month', unreviewed: { withinHours: 72, perPerson: 2, perOffice: 3 } }
const opened = at('2026-11-10T08:00')

test.each([
  ['nobody has looked into it, and there is still time', null, '2026-11-13T08:00', false],
  ['nobody has looked into it for 72 hours', null, '2026-11-13T08:01', true],
  ['nobody has, and the month is over', null, '2026-12-20T08:00', true],
  ['it was reviewed in time', '2026-11-12T08:00', '2026-11-20T08:00', false],
  ['it was reviewed too late, and the month is not over', '2026-11-15T08:00', '2026-11-30T08:00', true],
  ['it was reviewed too late, and another month has begun', '2026-11-15T08:00', '2026-12-01T08:00', false],
] as const)('an office whose access was opened: %s', (_, reviewed, now, blocked) => {
  expect(isBlocked([{ openedAt: opened, reviewedAt: reviewed === null ? null : at(reviewed), isOwn: false, ofOffice: true }], rule, at(now), 'Europe/Brussels')).toBe(blocked)
})

test('where the pack blocks only until the review, a late review opens it again', () => {
  expect(isBlocked([{ openedAt: opened, reviewedAt: at('2026-11-15T08:00'), isOwn: false, ofOffice: true }], { ...rule, blocks: 'until-reviewed' }, at('2026-11-16T08:00'), 'Europe/Brussels')).toBe(false)
})

test('a kind of office that the pack does not name, or a day before the rule, has no emergency access', () => {
  expect(emergencyRuleOn([rule], 'magistrate', day('2026-11-10'))).toBeUndefined()
  expect(emergencyRuleOn([rule], 'first-line', day('2026-10-31'))).toBeUndefined()
  expect(emergencyRuleOn([rule], 'first-line', day('2026-11-10'))).toBe(rule)
})

const own = { openedAt: opened, reviewedAt: null, isOwn: true, ofOffice: true }
const colleague = { ...own, isOwn: false }
test.each([
  ['nothing stands', [], null],
  ['one of her own', [own], null],
  ['two of her own', [own, own], 'person'],
  ['two of her own, one of them reviewed', [own, { ...own, reviewedAt: at('2026-11-10T09:00') }], null],
  ['two of her own, one of them older than the hours that count', [own, { ...own, openedAt: at('2026-11-08T07:00') }], null],
  ['two of her own from an office where she was before', [{ ...own, ofOffice: false }, { ...own, ofOffice: false }], 'person'],
  ['two of colleagues', [colleague, colleague], null],
  ['three of the office, one of them her own', [own, colleague, colleague], 'office'],
] as const)('another access is limited by those that nobody has reviewed: %s', (_, accesses, because) => {
  expect(limitReached(accesses, rule, at('2026-11-11T07:30'))?.because ?? null).toBe(because)
})
