import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { mostGridRows, parsePersonGrid } from './person-grid.ts'

const today = day('2026-11-23')
const parse = (text: string) => parsePersonGrid(text, today)

describe('a pasted grid of persons', () => {
  test.each([
    ['English, tabs', 'Family name\tGiven name\tSex\tBorn on\tCitizenship\tLanguages\tConsent\nSpecimen\tAna\tF\t1990-02-28\tBrazil\tPortuguese, English\tyes'],
    ['Dutch, semicolons, another order', 'Toestemming;Talen;Nationaliteit;Geboortedatum;Geslacht;Voornaam;Achternaam\nja;Portugees, Engels;Brazilië;28/02/1990;v;Ana;Specimen'],
    ['French, commas and quotes', 'Nom,Prénom,Sexe,Né le,Nationalité,Langues,Consentement\n"Specimen",Ana,femme,28.02.1990,Brésil,"portugais, anglais",oui'],
    ['German, codes', 'Familienname\tVorname\tGeschlecht\tGeburtsdatum\tStaatsangehörigkeit\tSprachen\tEinwilligung\nSpecimen\tAna\tw\t28-2-1990\tBR\tpt/en\tja'],
  ])('reads the same person from %s', (_, text) => {
    expect(parse(text)).toEqual({ faults: [], changed: [], persons: [
      { row: 2, familyName: 'Specimen', givenName: 'Ana', sex: 'female', bornOn: '1990-02-28', age: 'adult', citizenship: 'BR', languages: ['pt', 'en'], consent: 'yes' },
    ] })
  })
  test('each broken row says what would be right, and the good rows stay', () => {
    const grid = parse([
      'Surname;Sex;Born on;Age;Citizenship;Languages', 'Exempel;m;1990-02-30;;;', 'Fictief;zz;;;Atlantis;Klingonish', ';;2000-01-01;;;', 'Invented;m;2010-01-01;adult;;', 'Voorbeeld;m;2027-01-01;;;',
      '', 'Specimen;m;;child;Kosovo;sq', 'Exempel;m;;;;;;surplus',
    ].join('\n'))
    expect(grid.faults.map(({ row, refusals }) => [row, refusals.map(({ refused }) => refused)])).toEqual([
      [2, ['grid.no-such-day']], [3, ['grid.unknown-citizenship', 'grid.unknown-sex', 'grid.unknown-languages']], [4, ['grid.nobody-named']],
      [5, ['grid.birth-says-child']], [6, ['grid.born-in-the-future']], [9, ['grid.too-many-cells']],
    ])
    expect(grid.faults[0]?.refusals[0]).toMatchObject({ field: 'bornOn', with: { found: '1990-02-30' } })
    expect(grid.persons).toMatchObject([{ row: 8, familyName: 'Specimen', age: 'child', citizenship: 'XK' }])
  })
  test('without a birth date or a word the age is in doubt, and without an answer consent is unknown', () => {
    expect(parse('Surname\nSpecimen').persons).toMatchObject([{ age: 'unsure', consent: 'unknown', sex: 'unknown' }])
  })
  test.each(['=HYPERLINK("x")', '+1', '-2', '@SUM', '\u200B=1', '\u0000 =1', '＝1', '=-@+x'])('%j no longer begins like a formula, and the change is said', (cell) => {
    const grid = parsePersonGrid([['Surname', 'Reference'], [cell, 'r1']], today)
    expect(grid.persons[0]?.familyName ?? '').toMatch(/^[^=+\-@＝]/)
    expect(grid.changed).toEqual([{ row: 2, column: 'familyName', key: 'formula-made-harmless' }])
  })
  test('a name in any script is a name', () => {
    for (const name of ['عبد الله', 'Ժողովուրդ', '王', "O'Specimen", 'Van-Voorbeeld']) expect(parse(`Surname\n${name}`).persons).toMatchObject([{ familyName: name }])
  })
  test('a name is at most 200 characters', () => expect(parse(`Surname\n${'x'.repeat(10_000)}`).faults[0]?.refusals[0]?.refused).toBe('grid.text-too-long'))
  test.each([
    ['', 'grid.empty'], ['Surname;Shoe size\nx;42', 'grid.unknown-columns'], ['Surname;Nom\nx;y', 'grid.column-twice'], ['Sex\nf', 'grid.no-column-for-who'],
    [`Surname\n${'Specimen\n'.repeat(mostGridRows + 1)}`, 'grid.too-many-rows'],
  ])('a sheet that cannot be read as a whole is refused', (text, key) => expect(parse(text).refused?.refused).toBe(key))
  test('five hundred rows are read', () => expect(parse(`Surname\n${'Specimen\n'.repeat(mostGridRows)}`).persons).toHaveLength(500))
})
