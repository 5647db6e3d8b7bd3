import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { isRefusal } from '#vocabulary/refusal'
import { cellsOfSheet, columns, poolOf, readRows, spreadOperation, type TypedRow } from './operation.ts'

const today = day('2026-11-23')
const typed = (text: string): readonly TypedRow[] => {
  const cells = cellsOfSheet(text, today)
  if (isRefusal(cells)) throw new Error(cells.refused)
  return cells.map((row, index) => ({ number: index + 1, cells: row }))
}

describe('the persons of an operation', () => {
  test('are kept as typed, in our order of columns whatever order was pasted', () => {
    const [row] = typed('Toestemming;Achternaam;Geslacht\nmisschien;Voorbeeld;v')
    expect(row?.cells[columns.indexOf('consent')]).toBe('misschien')
    expect(row?.cells[columns.indexOf('familyName')]).toBe('Voorbeeld')
  })

  test('are good or faulty each for itself', () => {
    const rows = readRows(typed('Surname;Age;Consent;Born on\nSpecimen;adult;yes;\nExempel;adult;perhaps;\nFictief;adult;no;\nInvented;adult;;\nVoorbeeld;child;no;\nVoorbeeld;adult;yes;1990-02-31'), today)
    expect(rows.map(({ number, refusals }) => [number, refusals.map(({ refused }) => refused)])).toEqual([
      [1, []], [2, ['grid.unknown-consent']], [3, ['grid.no-consent']], [4, ['grid.consent-missing']], [5, []], [6, ['grid.no-such-day']],
    ])
    expect(rows.filter(({ person }) => person !== null).map(({ number }) => number)).toEqual([1, 5])
  })

  test('stand once: the second row about the same person says which is the first', () => {
    const rows = readRows(typed('Surname;Given name;Consent;Age\nSpecimen;Ana;yes;adult\nSPECIMEN;ana;yes;adult'), today)
    expect(rows[1]?.refusals).toMatchObject([{ refused: 'grid.same-as', with: { row: 1 } }])
  })

  test('keep a cell that has no column, so that nothing typed is lost', () => {
    const rows = readRows(typed('Surname;Age\nSpecimen;child;surplus'), today)
    expect(rows[0]?.cells.at(-1)).toBe('surplus')
    expect(rows[0]?.refusals).toMatchObject([{ refused: 'grid.too-many-cells' }])
  })
})

describe('the spread of an operation', () => {
  const person = (number: number, age: 'adult' | 'child' | 'unsure', sex: 'female' | 'male' | 'unknown', languages: readonly string[] = []) => ({ number, row: number, age, sex, languages, consent: 'yes' as const })

  test('places who may be a child among minors, and nobody among men who is not known to be one', () => {
    expect([poolOf({ age: 'unsure', sex: 'male' }), poolOf({ age: 'child', sex: 'female' }), poolOf({ age: 'adult', sex: 'unknown' }), poolOf({ age: 'adult', sex: 'male' })]).toEqual(['minors', 'minors', 'women', 'men'])
  })

  test('uses the places of each group and says at once who does not fit', () => {
    const centres = [
      { office: 'north', languages: ['nl'], districts: ['antwerp'], groups: [{ group: 'women', free: 1 }, { group: 'men', free: 0 }] },
      { office: 'south', languages: ['fr'], districts: ['liege'], groups: [{ group: 'women', free: 1 }, { group: 'men', free: 1 }] },
    ]
    const { placed, unplaced } = spreadOperation([person(1, 'adult', 'male'), person(2, 'adult', 'male'), person(3, 'adult', 'female', ['fr']), person(4, 'adult', 'female'), person(5, 'unsure', 'female')], centres, 'antwerp')
    expect(placed.map(({ key, office }) => [key, office])).toEqual([['1', 'south'], ['3', 'south'], ['4', 'north']])
    expect(unplaced).toEqual([{ key: '2', why: 'no-free-place' }, { key: '5', why: 'no-centre-for-minors' }])
  })
})
