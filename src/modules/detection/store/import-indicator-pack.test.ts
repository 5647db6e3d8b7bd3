import { expect, test } from 'vitest'
import { readIndicatorPacks } from './read-indicator-packs.ts'
import { importIndicatorPack } from '../domain/import-indicator-pack.ts'
import { isPackFaults, parseIndicatorPack } from '../domain/indicator-pack.ts'

const empty = readIndicatorPacks(['src/countries/be']).find(({ key }) => key === 'col-2015')
if (!empty) throw new Error('the empty list is missing')

test('a sheet lies over the empty list, whatever separates its cells', () => {
  for (const separator of ['\t', ';', ',']) {
    const text = [['key', 'nl', 'fr', 'en', 'de'], ['one', 'een', 'un', 'one', 'eins'], ['two', '"twee"', 'deux', 'two', 'zwei']].map((row) => row.join(separator)).join('\r\n')
    expect(importIndicatorPack(text, empty)).toMatchObject({ pack: { key: 'col-2015', items: [{ key: 'one', text: { nl: 'een' } }, { key: 'two', text: { nl: 'twee' } }] } })
  }
})

test('each row that is wrong is named by its number in the sheet, and nothing is imported', () => {
  const result = importIndicatorPack('key;en;nl;fr;de\none;one;een;un;eins\n\nTwo!;two;twee;deux;zwei\nthree;three;;trois;drei\none;again;weer;encore;wieder', empty)
  expect(result).toEqual({ faults: [
    expect.objectContaining({ row: 4, at: 'key', says: expect.stringContaining('small letters') }),
    expect.objectContaining({ row: 5, at: 'nl', says: expect.stringContaining('nl') }),
    expect.objectContaining({ row: 6, at: 'key', says: 'the key one is used twice' }),
  ] })
})

test('a sheet without its columns, with strange ones, or with nothing is refused with a sentence', () => {
  expect(importIndicatorPack('key;en\na;b', empty)).toMatchObject({ faults: [{ says: 'lacks the columns nl, fr, de' }] })
  expect(importIndicatorPack('key;en;nl;fr;de;colour\n', empty)).toMatchObject({ faults: [{ says: expect.stringContaining('colour') }] })
  expect(importIndicatorPack('', empty)).toMatchObject({ faults: [{ says: expect.stringContaining('empty') }] })
})

test('broken YAML is refused with its line', () => {
  expect(importIndicatorPack('key: a\ntitle: {en: [')).toMatchObject({ faults: [{ at: 'the file', row: expect.any(Number) }] })
})

test('a list says every fault that it has, each at its place', () => {
  const faults = parseIndicatorPack({ ...empty, from: '2026-02-30', colour: 'red', rule: { kind: 'at-least', count: 3 }, items: [{ key: 'a', text: { en: 'x', nl: 'x', fr: 'x' } }] })
  expect(isPackFaults(faults) && faults.map(({ at }) => at)).toEqual(expect.arrayContaining(['from', 'the list itself', 'items.0.text.de']))
  expect(parseIndicatorPack({ ...empty, rule: { kind: 'at-least', count: 3 }, items: [{ key: 'a', text: empty.title }] })).toEqual([{ at: 'rule.count', says: 'asks for 3 signs but the list has only 1' }])
  expect(parseIndicatorPack(null)).toMatchObject([{ at: 'the list itself' }])
})
