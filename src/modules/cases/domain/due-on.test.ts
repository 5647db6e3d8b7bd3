import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { calendarOf, easterSunday, type Country } from '#law'
import { dueOn, type Period } from './due-on.ts'

const row = { from: day('2000-01-01'), law: ['X'], verified: false as const, label: { en: 'x', nl: 'x', fr: 'x', de: 'x' } }
const country: Pick<Country, 'weekend' | 'holidays'> = {
  weekend: [6, 7],
  holidays: [
    { ...row, key: 'new-year', rule: { kind: 'fixed', month: 1, day: 1 } },
    { ...row, key: 'easter-monday', rule: { kind: 'easter', offset: 1 } },
    { ...row, key: 'abolished', to: day('2024-12-31'), rule: { kind: 'fixed', month: 5, day: 2 } },
  ],
}
const calendar = calendarOf(country)
const due = (count: number, unit: Period['unit'], from: string, more: Partial<Period> = {}) => dueOn({ count, unit, firstDay: 'day-after', roll: 'none', ...more }, day(from), calendar)

describe('the last day of a period', () => {
  test('is counted from the day after, or from the day itself', () => {
    expect([due(45, 'days', '2026-01-01'), due(45, 'days', '2026-01-01', { firstDay: 'day-itself' })]).toEqual(['2026-02-15', '2026-02-14'])
  })
  test('keeps to the end of a shorter month', () => {
    expect([due(1, 'months', '2026-01-31'), due(1, 'months', '2024-01-31'), due(3, 'months', '2025-11-30'), due(12, 'months', '2024-02-29')]).toEqual(['2026-02-28', '2024-02-29', '2026-02-28', '2025-02-28'])
  })
  test('counts months from the day itself to the day before the same day', () => {
    expect(due(3, 'months', '2026-02-01', { firstDay: 'day-itself' })).toBe('2026-04-30')
  })
  test.each([['2026-03-28', '2026-03-30'], ['2026-10-24', '2026-10-26']])('is not moved by the change of the clock between %s and %s', (from, end) => {
    expect(due(2, 'days', from)).toBe(end)
  })
  test('skips weekends and holidays when working days are counted', () => {
    expect(due(3, 'working-days', '2026-04-02')).toBe('2026-04-08')
  })
  test('counts the day itself only when it is a working day', () => {
    expect([due(1, 'working-days', '2026-11-23', { firstDay: 'day-itself' }), due(1, 'working-days', '2026-11-22', { firstDay: 'day-itself' })]).toEqual(['2026-11-23', '2026-11-23'])
  })
  test('moves from a holiday to the next working day where the law says so', () => {
    const onEasterMonday = (roll: Period['roll']) => due(10, 'days', '2026-03-27', { roll })
    expect([onEasterMonday('none'), onEasterMonday('next-working-day')]).toEqual(['2026-04-06', '2026-04-07'])
  })
  test('does not skip a holiday in a year after it was abolished', () => {
    expect([due(1, 'working-days', '2024-05-01'), due(1, 'working-days', '2025-05-01')]).toEqual(['2024-05-03', '2025-05-02'])
  })
})

test.each([[2000, '2000-04-23'], [2008, '2008-03-23'], [2019, '2019-04-21'], [2024, '2024-03-31'], [2026, '2026-04-05'], [2038, '2038-04-25']])('Easter of %i is on %s', (year, on) => {
  expect(easterSunday(year)).toBe(on)
})
