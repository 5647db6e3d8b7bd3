import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { aProcedure, halvonia, tell } from './a-procedure.ts'

describe('the engine in a country that has no neighbour', () => {
  test('thirty working days pass over the weekend, holidays and end on a working day', () => {
    const resting = tell(aProcedure(halvonia, '2025-02-02', 'anyone'), [['2025-02-02', 'reception-centre', 'grant-rest']])
    expect(resting.clocks[0]).toMatchObject({ endsOn: '2025-03-17' })
  })
  test('a file opened before the law changed keeps twenty working days', () => {
    const early = tell(aProcedure(halvonia, '2024-06-30', 'anyone'), [['2024-07-07', 'reception-centre', 'grant-rest']])
    expect(early.clocks[0]?.counted).toMatchObject({ count: 20, unit: 'working-days' })
  })
  test('the transitional rule of the decision follows the day of the step', () => {
    const asked = (on: string) => tell(aProcedure(halvonia, '2024-06-01', 'child'), [[on, 'reception-centre', 'ask-decision']]).clocks[0]
    expect([asked('2024-06-30')?.endsOn, asked('2024-07-01')?.endsOn]).toEqual(['2024-07-29', '2024-07-21'])
  })
  test('days for which the rest is suspended are added to its end and to its document', () => {
    const told = tell(aProcedure(halvonia, '2025-02-02', 'anyone'), [['2025-02-02', 'reception-centre', 'grant-rest'], ['2025-02-10', 'reception-centre', 'suspend-rest'], ['2025-02-12', 'reception-centre', 'suspend-rest'], ['2025-02-20', 'reception-centre', 'resume-rest']])
    expect([told.clocks[0]?.endsOn, told.documents[0]?.validUntil, told.clocks[0]?.suspendedOn]).toEqual(['2025-03-27', '2025-03-27', undefined])
  })
  test('nobody has to cooperate in order to be settled', () => {
    expect(tell(aProcedure(halvonia, '2025-02-02', 'anyone'), [['2025-02-02', 'reception-centre', 'grant-rest'], ['2025-02-05', 'reception-centre', 'ask-decision'], ['2025-02-09', 'immigration-office', 'settle']])).toMatchObject({ state: 'settled', lastOn: day('2025-02-09') })
  })
})
