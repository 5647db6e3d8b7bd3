import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { freeOf, placeGroups, refusePlaces, refuseStay, refuseStayDay } from './places.ts'

describe('places of a centre', () => {
  test('are free when nobody stays in them, and never fewer than none', () => {
    expect(freeOf({ places: 5, taken: 2 })).toBe(3)
    expect(freeOf({ places: 1, taken: 4 })).toBe(0)
  })

  test('are not counted down below those who stay', () => {
    expect(refusePlaces({ group: 'women', places: 1, taken: 2 })).toMatchObject({ refused: 'fewer-than-stay', field: 'women' })
    expect(refusePlaces({ group: 'women', places: 2, taken: 2 })).toBeUndefined()
  })

  test('take a child among minors or with her family, an adult anywhere else, and nobody when none is free', () => {
    let taken = 0
    for (const group of placeGroups) for (const isChild of [true, false]) for (const free of [0, 1]) {
      const fits = isChild ? group === 'minors' || group === 'families' : group !== 'minors'
      const refusal = refuseStay({ group, places: free, taken: 0 }, { group, isChild })
      expect(refusal === undefined).toBe(fits && free === 1)
      if (refusal === undefined) taken += 1
    }
    expect(taken).toBe(5)
    expect(refuseStay(undefined, { group: 'men', isChild: false })).toMatchObject({ refused: 'no-free-place' })
  })

  test('are taken and left neither in the future nor before the beginning', () => {
    const days = { today: day('2026-11-23'), notBefore: day('2026-11-01'), field: 'until' }
    expect(refuseStayDay(day('2026-11-24'), days)).toMatchObject({ refused: 'day-in-future' })
    expect(refuseStayDay(day('2026-10-31'), days)).toMatchObject({ refused: 'day-too-early' })
    for (const on of ['2026-11-01', '2026-11-23']) expect(refuseStayDay(day(on), days)).toBeUndefined()
  })
})
