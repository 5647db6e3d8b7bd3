import { describe, expect, test } from 'vitest'
import { blocksOf, citationsIn, figuresIn, handOversIn, pointsIn, typedNumbers, wholeOf, written } from './citation.ts'

const text = '# What we see\n\nOf all persons, [3: labour, woman] were women exploited for their work, [3: labour] in all.\nThe year 2025 was not like 2024.\n\n[3]\n\nAn inspector met 1.200 of them on 17 sites [see the annex].\n\n[12]'

describe('a text that cites figures', () => {
  test('is divided into headings, paragraphs and whole figures', () => {
    expect(blocksOf(text)).toEqual([
      { heading: ['What we see'] },
      { pieces: ['Of all persons, ', { number: 3, codes: ['labour', 'woman'] }, ' were women exploited for their work, ', { number: 3, codes: ['labour'] }, ' in all.\nThe year 2025 was not like 2024.'] },
      { figure: { number: 3, codes: [] } }, { pieces: ['An inspector met 1.200 of them on 17 sites [see the annex].'] }, { figure: { number: 12, codes: [] } },
    ])
  })

  test('names each figure once, in the order of reading', () => {
    expect(figuresIn(text)).toEqual([3, 12])
    expect(citationsIn(text)).toHaveLength(4)
  })

  test('is asked about the numbers that nobody can check: those that are neither cited nor a year', () => {
    expect(typedNumbers(text)).toEqual(['1.200', '17'])
    expect(typedNumbers('In 2024 there were [3: labour].')).toEqual([])
  })

  test('knows a whole number however its thousands are set off, and takes no fraction for one', () => {
    for (const [said, whole] of [['17', 17], ['1.200', 1_200], ['1\u202f200', 1_200], ['12,345,678', 12_345_678], ['2,5', undefined], ['17.25', undefined]] as const) expect([said, wholeOf(said)]).toEqual([said, whole])
  })

  test('keeps a citation through writing and reading', () => {
    for (const citation of [{ number: 7, codes: [] }, { number: 7, codes: ['group:eu', '0-17+18-25'] }]) expect(citationsIn(`As ${written(citation)} says`)).toEqual([citation])
  })

  test('cites tables of hand-overs and what reports printed, in headings too', () => {
    const cites = '# Of [5/art19a-b-form: labour, man] men\n\n[5/art19a-b-form]\n\n[6/crim-thb-a/victims: woman] and [ref: centres-2012], [ref:centres-2012] again.\n\n[ref: unodc-estimate]'
    expect(blocksOf(cites)).toEqual([
      { heading: ['Of ', { number: 5, table: 'art19a-b-form', codes: ['labour', 'man'] }, ' men'] }, { figure: { number: 5, table: 'art19a-b-form', codes: [] } },
      { pieces: [{ number: 6, table: 'crim-thb-a', part: 'victims', codes: ['woman'] }, ' and ', { point: 'centres-2012' }, ', ', { point: 'centres-2012' }, ' again.'] }, { pieces: [{ point: 'unodc-estimate' }] },
    ])
    expect([figuresIn(cites), handOversIn(cites), pointsIn(cites)]).toEqual([[], [5, 6], ['centres-2012', 'unodc-estimate']])
    // What is cited is no typed number, nor are the numbers in its key.
    expect(typedNumbers(cites)).toEqual([])
    for (const each of [{ number: 5, table: 'art19a-b-form', codes: ['labour'] }, { number: 6, table: 'crim-thb-a', part: 'victims', codes: [] }]) expect(citationsIn(`As ${written(each)} says`)).toEqual([each])
    expect(pointsIn(written({ point: 'centres-2012' }))).toEqual(['centres-2012'])
  })

  test('of nothing but odd brackets cites nothing and ends at once', () => {
    for (const odd of ['', '[]', '[ 3 ]', '[3:]', '[[[[', '[0x3]', '[ref:]', '[ref: ]', '[5/]', '[5//: x]', '[/a]', `[5/${'a-'.repeat(30_000)}`, '['.repeat(50_000), '# ']) expect(citationsIn(odd)).toEqual([])
  })
})
