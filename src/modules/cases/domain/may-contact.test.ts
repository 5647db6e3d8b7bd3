import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { Instant } from '#vocabulary/instant'
import { channels, localMoment, mayContactBy, type ContactRule, type Way } from './may-contact.ts'

const rule: ContactRule = { confirmedOn: day('2026-11-02'), confirmedHow: 'in-person', weekdays: [1, 3], from: '10:00', until: '12:30', answeredBy: 'herself', maySay: 'nothing', codeWord: '' }
const way = (more: Partial<Way> = {}): Way => ({ id: 'x', channel: 'call', value: '+32 000', isSafe: true, note: '', rule, ...more })
const said = (asked: Way | undefined, weekday: number, time: string) => { const may = mayContactBy(asked, { weekday, time }); return may.may ? 'may' : may.because }

describe('whether she may be reached', () => {
  test('is yes within the days and hours that she named, and no a minute outside them', () => {
    expect([said(way(), 1, '10:00'), said(way(), 3, '12:29'), said(way(), 1, '09:59'), said(way(), 1, '12:30'), said(way(), 2, '11:00')]).toEqual(['may', 'may', 'not-now', 'not-now', 'not-now'])
  })

  test('is no where nothing is known, where she said no, and where nobody noted how she said yes', () => {
    expect([said(undefined, 1, '11:00'), said(way({ isSafe: false }), 1, '11:00'), said(way({ rule: null }), 1, '11:00')]).toEqual(['unknown', 'not-safe', 'unconfirmed'])
  })

  test('follows hours over midnight into the day after', () => {
    const night = way({ rule: { ...rule, weekdays: [7], from: '22:00', until: '02:00' } })
    expect([said(night, 7, '23:00'), said(night, 1, '01:59'), said(night, 1, '02:00'), said(night, 7, '01:00')]).toEqual(['may', 'may', 'not-now', 'not-now'])
  })

  test('has no hours for a letter, but needs her word all the same', () => {
    expect([said(way({ channel: 'letter' }), 2, '03:00'), said(way({ channel: 'letter', rule: null }), 2, '03:00')]).toEqual(['may', 'unconfirmed'])
  })

  test('is never yes without her word that it is safe, whatever else is true', () => {
    fc.assert(fc.property(fc.constantFrom(...channels), fc.boolean(), fc.boolean(), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1439 }), (channel, isSafe, hasRule, weekday, minute) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
      const may = mayContactBy(way({ channel, isSafe, rule: hasRule ? rule : null }), { weekday, time })
      return !may.may || (isSafe && hasRule)
    }), { seed: 20261123 })
  })

  test('is asked of the clock on her wall', () => {
    expect(localMoment('Europe/Brussels', Instant.parse('2026-11-22T23:30:00Z'))).toEqual({ weekday: 1, time: '00:30' })
  })
})
