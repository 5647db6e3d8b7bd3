import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { noticesDue, resume, suspend, warningLevel, type RunningClock } from './clock.ts'

const clock: RunningClock = { startsOn: day('2026-01-10'), endsOn: day('2026-02-24'), warnings: [30, 14, 7, 3, 1], escalation: { superiorAfterDays: 1, coordinationAfterDays: 7 } }
const said = (today: string, given: readonly string[] = [], of = clock) => noticesDue(of, day(today), given).map(({ kind, days }) => `${kind} ${days}`)

describe('how pressing a clock is', () => {
  test.each([
    ['2026-01-10', { level: 'quiet', daysLeft: 45 }], ['2026-01-25', { level: 'warning', within: 30, daysLeft: 30 }], ['2026-02-15', { level: 'warning', within: 14, daysLeft: 9 }],
    ['2026-02-23', { level: 'warning', within: 1, daysLeft: 1 }], ['2026-02-24', { level: 'due' }], ['2026-02-25', { level: 'late', daysLate: 1 }],
  ])('on %s', (today, level) => expect(warningLevel(clock, day(today))).toEqual(level))
  test('a clock that stands still does not press, and ends later by the days it stood', () => {
    const still = suspend(clock, day('2026-02-01'))
    expect(warningLevel(still, day('2026-03-30'))).toEqual({ level: 'suspended', daysLeft: 23 })
    expect(resume(still, day('2026-02-11')).endsOn).toBe('2026-03-06')
  })
})

describe('what is said about a clock', () => {
  test('nothing while it is quiet', () => expect(said('2026-01-20')).toEqual([]))
  test('each warning once', () => {
    expect(said('2026-01-25')).toEqual(['warning 30'])
    expect(said('2026-01-26', ['warning:30:2026-02-24'])).toEqual([])
  })
  test('only the most pressing of the warnings that were missed', () => expect(said('2026-02-18')).toEqual(['warning 7']))
  test('that it is due, on the last day', () => expect(said('2026-02-24')).toEqual(['due 0']))
  test('that it is late, and to the superior, the day after', () => expect(said('2026-02-25')).toEqual(['late 1', 'escalate-to-superior 1']))
  test('to coordination when nobody has acted for a week', () => expect(said('2026-03-03')).toContain('escalate-to-coordination 7'))
  test('no warning for more days than the clock is long', () => expect(said('2026-01-12', [], { ...clock, endsOn: day('2026-01-31') })).toEqual([]))
  test('no further warning once it was acknowledged, but lateness all the same', () => {
    const seen = { ...clock, acknowledgedOn: day('2026-01-26') }
    expect([said('2026-02-18', [], seen), said('2026-02-25', [], seen)]).toEqual([[], ['late 1', 'escalate-to-superior 1']])
  })
  test('the warnings anew when the end moved', () => expect(said('2026-02-25', ['warning:30:2026-02-24'], { ...clock, endsOn: day('2026-03-27') })).toEqual(['warning 30']))
})
