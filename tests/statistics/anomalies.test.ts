import { describe, expect, test } from 'vitest'
import { readCountry, readCountryCodebook, readCountryDetection } from '../../src/main/country-pack.ts'
import { lookAt, type Delivered } from '../../src/modules/statistics/domain/deliveries/anomalies.ts'
import type { MarginFact } from '../../src/modules/statistics/domain/deliveries/margins.ts'
import { digestOf } from '../../src/modules/statistics/store/delivery-digests.ts'

const book = readCountryCodebook('be', readCountry('be'), readCountryDetection('be'))
const itemOf = (key: string) => { const item = book.items.find((each) => each.key === key); if (!item) throw new Error(key); return item }
const police = (year: number, labour: number | null, begging: number | null): MarginFact[] => ([['labour', labour], ['begging', begging]] as const).map(([form, value]) =>
  ({ year, codes: { phenomenon: 'trafficking', form }, state: value === null ? 'not-available' : value === 0 ? 'known-zero' : 'measured', value }))
const digest = (item: string, facts: readonly MarginFact[]) => digestOf({ codebook: book, item: itemOf(item) }, facts)
const found = (delivered: Delivered) => lookAt(book.anomalyRules, delivered).flatMap(({ findings }) => findings.map(({ rule, year, at, now, against }) => [rule, year, at, now, against]))
const alone = (item: string, facts: readonly MarginFact[], before: readonly (readonly MarginFact[])[] = []): Delivered => ({ item, officeKind: 'police', digest: digest(item, facts), others: before.map((each) => digest(item, each)), beside: () => [] })

const unodc = (sex: string, value: number | null, more: Record<string, string> = {}): MarginFact => ({
  year: 2018, state: value === null ? 'confidential' : 'measured', value,
  codes: { 'unodc-country': 'BE', 'unodc-indicator': 'prosecuted', 'unodc-dimension': 'total', 'unodc-category': 'Total', 'unodc-sex': sex, 'unodc-age': 'total', ...more },
})

describe('the rules for delivered figures', () => {
  const years = [2022, 2023, 2024].map((year) => police(year, 40, 6))

  test('find nothing in a year like the others', () => {
    expect(found(alone('police-records', police(2025, 44, 5), years))).toEqual([])
  })

  test('find a zero where there was always something, and a blank after years of figures, each where it is', () => {
    expect(found(alone('police-records', police(2025, 41, 0), years))).toEqual([['zero-where-there-was-always-something', 2025, { form: 'begging' }, 0, 6]])
    expect(found(alone('police-records', police(2025, 41, null), years))).toEqual([['blank-after-years-of-figures', 2025, { form: 'begging' }, null, 6]])
    // A row that is left out is a blank as well.
    expect(found(alone('police-records', police(2025, 41, 1).slice(0, 1), years))).toEqual([['blank-after-years-of-figures', 2025, { form: 'begging' }, null, 6]])
    expect(found(alone('police-records', police(2025, 41, 0), years.slice(1)))).toEqual([])
  })

  test('find a jump that is large in persons and in times, and none in small numbers', () => {
    expect(found(alone('police-records', police(2025, 80, 6), years)).map(([rule, , at]) => [rule, at])).toEqual([['jump-against-last-year', { form: 'labour' }]])
    expect(found(alone('police-records', police(2025, 40, 14), years))).toEqual([])
  })

  test('find a written total that its parts cannot come to, with what is masked counted both ways, and a part above the whole', () => {
    expect(found(alone('unodc', [unodc('total', 12), unodc('woman', 9), unodc('man', null)]))).toEqual([])
    expect(found(alone('unodc', [unodc('total', 14), unodc('woman', 9), unodc('man', null)]))).toMatchObject([['total-is-not-the-sum', 2018, {}, 14, 13]])
    expect(found(alone('unodc', [unodc('total', 8), unodc('woman', 9), unodc('man', null)])).map(([rule, , , now, against]) => [rule, now, against])).toEqual([['total-is-not-the-sum', 8, 9], ['part-above-the-whole', 9, 8]])
  })

  test('find Belgian victims in what the immigration office hands over, whose base holds none, and in nobody else\'s', () => {
    const victim = (citizenship: string, value: number): MarginFact => ({ year: 2025, codes: { status: 'identified', organisation: 'immigration', sex: 'woman', 'age-group': 'adult', citizenship, form: 'sexual' }, state: value === 0 ? 'known-zero' : 'measured', value })
    const by = (officeKind: string, ...facts: MarginFact[]) => found({ ...alone('victims', facts), officeKind })
    expect(by('immigration-office', victim('BE', 3), victim('RO', 9))).toEqual([['immigration-office-holds-no-belgians', 2025, { citizenship: 'BE' }, 3, 0]])
    expect(by('immigration-office', victim('BE', 0), victim('RO', 9))).toEqual([])
    expect(by('reception-centre', victim('BE', 3), victim('RO', 9))).toEqual([])
  })

  test('find more convicted than prosecuted in one file and across two items', () => {
    const file = [unodc('total', 10), unodc('total', 12, { 'unodc-indicator': 'convicted' })]
    expect(found(alone('unodc', file)).map(([rule, , , now, against]) => [rule, now, against])).toEqual([['more-convicted-than-prosecuted-unodc', 12, 10]])
    const persons = (value: number): MarginFact[] => [{ year: 2025, codes: { sex: 'man', 'age-group': 'adult', citizenship: 'BE', form: 'labour' }, state: 'measured', value }]
    const delivered = { ...alone('convictions', persons(7)), beside: (item: string) => (item === 'prosecutions' ? [digest('prosecutions', persons(4)), digest('prosecutions', persons(2))] : []) }
    expect(found(delivered)).toEqual([['more-convicted-than-prosecuted', 2025, {}, 7, 6]])
  })
})
