import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, isMissing, readFigure, valueStates, writeFigure, type Figure } from '#codebook'
import { factDimensions } from '../src/modules/statistics/domain/fact-dimensions.ts'
import { day } from '#vocabulary/day'
import { languages } from '#vocabulary/language'
import { checkCodebook } from '../src/modules/codebook/domain/check-codebook.ts'
import { readCountry, readCountryCodebook, readCountryDetection } from '../src/main/country-pack.ts'

const bookOf = (country: string) => readCountryCodebook(country, readCountry(country), readCountryDetection(country))
const book = bookOf('be')

describe('the codebook', () => {
  test.each(['be', 'halvonia'])('of %s is whole: labels in four languages, a target for every mapped code', (country) => {
    expect(checkCodebook(bookOf(country))).toEqual([])
  })

  test('says so when a mapping forgets a code, a word could be two codes, or something leads nowhere', () => {
    const [list] = book.lists.filter(({ key }) => key === 'sex')
    if (!list) throw new Error('no list of sexes')
    const forgets = { ...list, maps: [{ standard: 'htcds', target: 'x', codes: { woman: 'a' }, verified: false as const }] }
    const double = { ...list, key: 'double', maps: [], codes: list.codes.map((code) => ({ ...code, aliases: ['same'] })) }
    const said = checkCodebook({ ...book, lists: [...book.lists.filter(({ key }) => key !== 'sex'), forgets, double], standards: book.standards.filter(({ key }) => key !== 'sdmx') }).join('\n')
    expect(said).toContain('man has no target in htcds')
    expect(said).toContain('same could be')
    expect(said).toContain('there is no standard sdmx')
  })

  test('says so of a code that stands in no group, and of groups that are none', () => {
    const [form] = book.lists.filter(({ key }) => key === 'form')
    if (!form?.coarser) throw new Error('no list of forms in groups')
    const { sexual: _, ...others } = form.coarser.codes
    const said = (coarser: typeof form.coarser) => checkCodebook({ ...book, lists: book.lists.map((list) => (list.key === 'form' ? { ...form, coarser } : list)) })
    expect(said({ list: 'form-group', codes: others })).toEqual(['lists › form: sexual stands in no group of form-group; name one'])
    expect(said({ list: 'nothing', codes: form.coarser.codes })).toEqual(['lists › form: there is no list nothing of groups; add it or correct the name'])
    expect(said({ list: 'form-group', codes: { ...form.coarser.codes, slavery: 'other' } })).toEqual(['lists › form: its groups name slavery, which is no code of the list'])
  })

  test('tells the facts of the files in the words of the tables, and says what each form of exploitation means', () => {
    expect(book.facts.map(({ key }) => key)).toEqual([...factDimensions])
    for (const { label, definition } of book.facts) for (const language of languages) expect([label[language], definition[language]].join(' ')).not.toMatch(/\{\{|about\.|fact\./)
    expect(book.facts.find(({ key }) => key === 'clocks-answers')?.definition.en).toContain('Answer of the magistrate')
    for (const list of ['form', 'victim-status']) for (const code of book.lists.find(({ key }) => key === list)?.codes ?? []) expect(code.definition, `${list} ${code.key}`).toBeDefined()
  })

  test('carries a country\'s own codes for the international lists, which another country does not have', () => {
    const documents = (country: string) => bookOf(country).lists.find(({ key }) => key === 'document')?.maps.find(({ standard }) => standard === 'be-documents')
    expect(documents('be')?.codes).toMatchObject({ reflection: 'Annex 15', 'six-months': 'A card', refused: null })
    expect(documents('halvonia')).toBeUndefined()
    const form = book.lists.find(({ key }) => key === 'form')
    const purpose = (standard: string) => form?.maps.find((map) => map.standard === standard)?.codes
    expect([purpose('be-code-1867')?.['marriage'], purpose('be-code-2024')?.['marriage']]).toEqual([null, '7°'])
  })

  test('keeps the earlier versions of an entry, which follow one another', () => {
    const [variable] = book.variables
    if (!variable) throw new Error('no variables')
    const changed = { en: 'x', nl: 'x', fr: 'x', de: 'x' }
    const said = (version: string, from: string, to: string) => checkCodebook({ ...book, variables: [{ ...variable, version: '2', from: day('2026-06-01'), earlier: [{ version, from: day(from), to: day(to), changed }] }, ...book.variables.slice(1)] })
    expect(said('1', '2020-01-01', '2026-05-31')).toEqual([])
    expect(said('1', '2020-01-01', '2026-06-01')).toEqual([`${variable.key}: version 2 begins while the one before it still holds; let it begin later`])
    expect(said('2', '2020-01-01', '2026-05-31')).toEqual([`${variable.key}: version 2 stands twice; keep one`])
    expect(said('1', '2026-03-01', '2026-02-01')).toEqual([`${variable.key}, version 1, ends before it begins; its end must not be earlier`])
  })

  test('names a code of Eurostat for every breakdown of its tables, and the scheme of the hand-over none', () => {
    const goesOut = (key: string) => book.lists.find((list) => list.key === key)?.maps.find(({ standard }) => standard === 'eurostat')
    expect(Object.fromEntries(['sex', 'age-group', 'citizenship-group', 'form', 'form-group'].map((key) => [key, goesOut(key)?.target]))).toEqual({ sex: 'SEX', 'age-group': 'AGE', 'citizenship-group': 'CITIZEN', form: 'EXPLOIT', 'form-group': 'EXPLOIT' })
    const [form] = book.lists.filter(({ key }) => key === 'form')
    for (const [code, group] of Object.entries(form?.coarser?.codes ?? {})) expect(goesOut('form')?.codes[code], code).toBe(goesOut('form-group')?.codes[group])
  })

  test('says so of a rule that would never find anything: of no item, variable or code that there is', () => {
    const rule = book.anomalyRules.find(({ kind }) => kind === 'holds-none')
    if (rule?.kind !== 'holds-none') throw new Error('no such rule')
    const said = (change: object) => checkCodebook({ ...book, anomalyRules: [{ ...rule, ...change }] })
    expect(said({})).toEqual([])
    expect(said({ item: 'nothing' })).toEqual([`anomalyRules › ${rule.key}: there is no item nothing; add it or correct the name`])
    expect(said({ at: { 'unodc-sex': 'woman' } })).toEqual([`anomalyRules › ${rule.key}: victims has no variable unodc-sex; add it or correct the name`])
    expect(said({ at: { status: 'nothing' } })).toEqual([`anomalyRules › ${rule.key}: status has no code nothing; add it or correct the name`])
  })

  test('has every item of the directive from victims to convictions, and a state for every figure', () => {
    expect(book.items.filter(({ from19a }) => from19a !== undefined).map(({ key }) => key)).toEqual(['victims', 'suspects', 'prosecutions', 'decisions', 'convictions'])
    expect(book.lists.find(({ key }) => key === 'value-state')?.codes.map(({ key }) => key)).toEqual([...valueStates])
    expect(book.referencePoints.length).toBeGreaterThan(10)
  })

  test('says of every field of HTCDS what becomes of it, and means it', () => {
    const htcds = book.fields.filter(({ standard }) => standard === 'htcds')
    expect(htcds).toHaveLength(83)
    expect(htcds.filter(({ here }) => here === 'mapped').map(({ field }) => field).toSorted()).toEqual(['prs_Citizenship', 'prs_Gender', 'vic_ForcedLabourIndustry', 'vic_TraffickingStatus', 'vic_TraffickingStatusDecisionMakingOrg', 'vic_TypeOfExploitation'])
    expect(checkCodebook({ ...book, fields: htcds.map((each) => ({ ...each, here: 'not-collected' as const })) })).toContain('fields › prs_Gender is mapped; say so')
  })

  test('reads a column in any of the four languages', () => {
    const item = book.items.find(({ key }) => key === 'victims')
    const columns = item ? columnsOf(book, item) : []
    const form = columns.find(({ key }) => key === 'form')
    expect(['seksuele uitbuiting', 'Exploitation sexuelle', 'SEXUELLE AUSBEUTUNG', 'sexual'].map((text) => form?.read(text))).toEqual(['sexual', 'sexual', 'sexual', 'sexual'])
    const citizenship = columns.find(({ key }) => key === 'citizenship')
    expect(['BE', 'Roemenië', "Côte d'Ivoire", 'Rumänien', 'onbekend', 'Atlantis'].map((text) => citizenship?.read(text))).toEqual(['BE', 'RO', 'CI', 'RO', 'unknown', undefined])
  })

  test('reads a place of exploitation as a district, a country or a word of the list, and takes what could be two of them for neither', () => {
    const item = book.items.find(({ key }) => key === 'victims')
    const place = (item ? columnsOf(book, item) : []).find(({ key }) => key === 'exploited-in')
    expect(['Antwerpen', 'Italië', 'FR', 'lieu inconnu', 'nicht erhoben', 'Luxembourg (province)', 'LU', 'here and abroad'].map((text) => place?.read(text))).toEqual(['antwerp', 'IT', 'FR', 'unknown', 'not-collected', 'luxembourg', 'LU', 'both'])
    expect(['Luxembourg', 'luxembourg', 'Atlantis', 'unknown place of Mars'].map((text) => place?.read(text))).toEqual([undefined, undefined, undefined, undefined])
    expect(place?.headings.has('country of exploitation')).toBe(true)
  })
})

describe('a figure', () => {
  test('that is blank is a fault and never a zero', () => {
    for (const written of [null, '', '  ', '\u00A0']) expect(readFigure({ written })).toBe('figure-blank')
    expect(readFigure({ written: null, said: 'not-collected' })).toEqual({ state: 'not-collected', value: null })
    expect(readFigure({ written: 0 })).toEqual({ state: 'known-zero', value: 0 })
  })

  test('that its source keeps to itself has no number', () => {
    expect(readFigure({ written: '<5', marks: [{ text: '<5', state: 'confidential' }] })).toEqual({ state: 'confidential', value: null })
    expect(readFigure({ written: '<5' })).toBe('figure-not-a-number')
  })

  test.each([['1 234', { state: 'measured', value: 1234 }], ['12p', { state: 'provisional', value: 12 }], ['1.5', 'figure-not-whole'], ['1.234', 'figure-has-separators'], ['1,234', 'figure-has-separators'], ["1'234", 'figure-has-separators'], ['1e3', 'figure-not-a-number'], ['(3)', 'figure-not-a-number'], [-3, 'figure-negative'], ['many', 'figure-not-a-number'], [1e15, 'figure-too-large']])('written %s is read as it is meant or not at all', (written, expected) => {
    expect(readFigure({ written })).toEqual(expected)
  })

  test('comes back from a sheet as it left, whatever its state', () => {
    const figures: fc.Arbitrary<Figure> = fc.oneof(
      fc.integer({ min: 1, max: 1_000_000 }).map((value): Figure => ({ state: 'measured', value })), fc.constant<Figure>({ state: 'known-zero', value: 0 }),
      fc.constantFrom(...valueStates).filter(isMissing).map((state): Figure => ({ state, value: null })))
    fc.assert(fc.property(figures, (figure) => { expect(readFigure({ written: writeFigure(figure) })).toEqual(figure) }), { seed: 20261123 })
  })
})
