import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { checkPack, rulesFor } from '#law'
import { clocksOf, inputOf, openOn, take, variantsFor, type Procedure } from '#protection'
import { aProcedure, attempt, belgium, factsOf, someFacts, tell, type Told } from './a-procedure.ts'

const met = (condition: string, evidence: string) => ({ kind: 'condition', condition, met: 'yes', evidence }) as const
/** An adult who complained at once, so that the certificate may be issued on any day. */
const certified = (on: string): Procedure => tell(aProcedure(belgium, '2020-01-01', 'adult'), [
  ['2020-01-01', 'police', 'refer'], ['2020-01-01', 'reception-centre', 'accept-accompaniment'], ['2020-01-01', 'police', 'record-statement'],
  ['2020-01-01', 'reception-centre', 'record-condition', met('contact-broken', 'person-says-so')], ['2020-01-01', 'reception-centre', 'apply-for-certificate'], [on, 'immigration-office', 'issue-certificate'],
])
const residing = (on: string): Procedure => tell(certified(on), [
  [on, 'reception-centre', 'apply-for-temporary-residence'], [on, 'immigration-office', 'ask-set-b'], [on, 'public-prosecutor', 'answer-set-b'], [on, 'immigration-office', 'grant-temporary-residence'],
])
const refused = (procedure: Procedure, ...[on, by, step, input]: Told) => {
  const outcome = take(procedure, attempt(procedure, on, by, step, input), day('2099-01-01'))
  return 'refused' in outcome ? outcome.refused : undefined
}

describe('periods at the ends of months', () => {
  test.each([
    ['2025-01-31', '2025-04-30', '2025-07-31'], ['2023-11-30', '2024-02-29', '2024-05-30'], ['2024-11-30', '2025-02-28', '2025-05-30'],
    ['2024-02-29', '2024-05-29', '2024-08-29'], ['2023-08-31', '2023-11-30', '2024-02-29'], ['2024-08-31', '2024-11-30', '2025-02-28'],
  ])('a document issued on %s runs three months to %s or six to %s', (on, three, six) => {
    expect([certified(on).documents.at(-1)?.validUntil, residing(on).documents.at(-1)?.validUntil]).toEqual([three, six])
  })
  test('an extension is counted from the end of the certificate, however early it is issued', () => {
    const extended = tell(certified('2025-01-31'), [['2025-03-03', 'reception-centre', 'apply-for-extension'], ['2025-03-04', 'immigration-office', 'extend-certificate-as-appropriate']])
    expect(extended.documents.at(-1)).toMatchObject({ validFrom: '2025-05-01', validUntil: '2025-07-30' })
  })
  test('an extension decided after the certificate ended begins on its own day and leaves the gap visible', () => {
    const extended = tell(certified('2025-01-31'), [['2025-04-30', 'reception-centre', 'apply-for-extension'], ['2025-05-12', 'immigration-office', 'extend-certificate-as-appropriate']])
    expect(extended.documents.map(({ validFrom, validUntil, endedBy }) => [validFrom, validUntil, endedBy])).toEqual([['2025-01-31', '2025-04-30', 'lapsed'], ['2025-05-12', '2025-08-12', undefined]])
  })
  test('three months are the longest, so that a certificate may be issued for less; six months and forty-five days are fixed', () => {
    const applied = tell(aProcedure(belgium, '2020-01-01', 'adult'), [
      ['2020-01-01', 'police', 'refer'], ['2020-01-01', 'reception-centre', 'accept-accompaniment'], ['2020-01-01', 'police', 'record-statement'],
      ['2020-01-01', 'reception-centre', 'record-condition', met('contact-broken', 'person-says-so')], ['2020-01-01', 'reception-centre', 'apply-for-certificate'],
    ])
    const until = (validUntil: string) => ({ kind: 'issue', validUntil: day(validUntil) }) as const
    const short = tell(applied, [['2025-01-31', 'immigration-office', 'issue-certificate', until('2025-03-15')]])
    expect([short.documents[0]?.validUntil, clocksOf(short)[0]?.endsOn, refused(short, '2025-03-16', 'reception-centre', 'apply-for-extension')]).toEqual(['2025-03-15', '2025-03-15', 'needs-within'])
    expect(['2025-05-01', '2025-01-30', '2025-04-30'].map((end) => refused(applied, '2025-01-31', 'immigration-office', 'issue-certificate', until(end)))).toEqual(['longer-than-the-law', 'ends-before-it-begins', undefined])
    const card = tell(short, [['2025-02-03', 'reception-centre', 'apply-for-temporary-residence'], ['2025-02-03', 'immigration-office', 'ask-set-b'], ['2025-02-10', 'public-prosecutor', 'answer-set-b']])
    expect(refused(card, '2025-02-11', 'immigration-office', 'grant-temporary-residence', until('2025-06-30'))).toBe('length-is-fixed')
    const fields = (step: string) => inputOf(card, card.rules.steps.get(step)!.row).fields.map(({ name }) => name)
    expect([fields('extend-certificate'), fields('grant-temporary-residence')]).toEqual([['number', 'validFrom', 'validUntil'], ['number', 'validFrom']])
  })
  test('forty-five days that end on a public holiday end on it', () => {
    const reflecting = tell(aProcedure(belgium, '2025-11-01', 'adult'), [
      ['2025-11-01', 'police', 'refer'], ['2025-11-02', 'reception-centre', 'accept-accompaniment'], ['2025-11-03', 'reception-centre', 'apply-for-reflection-document'], ['2025-11-10', 'immigration-office', 'issue-reflection-document'],
    ])
    expect(clocksOf(reflecting)[0]?.endsOn).toBe('2025-12-25')
    expect(reflecting.rules.calendar.isWorkingDay(day('2025-12-25'))).toBe(false)
  })
})

describe('what nobody has read in the law is said', () => {
  test('of every period that begins with a document, the first day is unverified', () => {
    const { periods } = rulesFor(belgium, day('2026-11-30'))
    expect([...periods.values()].filter(({ row }) => row.verified !== false).map(({ key }) => key)).toEqual(['magistrate-answer'])
  })
  test('every open question says what is done until then, in every language, and cites articles that exist', () => {
    expect(belgium.law.open.length).toBeGreaterThanOrEqual(12)
    expect(checkPack({ ...belgium, law: { ...belgium.law, open: [{ ...belgium.law.open[0]!, law: ['AA:none'] }] } }).map(({ place }) => place)).toContain('open › first-day')
  })
  test('an article of data protection is no article of a judgment', () => {
    const procedure = residing('2024-02-29')
    expect(refused(procedure, '2024-06-01', 'magistrate', 'record-conviction', { kind: 'judgment', article: 'GDPR:15' })).toBe('unknown-article')
    const options = (step: string) => inputOf(procedure, procedure.rules.steps.get(step)!.row).fields[0]?.options?.map(({ value }) => value) ?? []
    expect(options('record-charge-retained')).not.toContain('AA:77bis')
    expect(options('record-conviction')).toContain('AA:77bis')
    expect([...options('record-charge-retained'), ...options('record-conviction')].filter((key) => !/^(CC|AA:77)/.test(key))).toEqual([])
  })
})

describe('children', () => {
  const rules = rulesFor(belgium, day('2025-01-01'))
  const child = { ...someFacts, minor: 'yes' } as const
  test.each([['yes', 'unaccompanied-minor'], ['unknown', 'unaccompanied-minor'], ['no', 'accompanied-minor']] as const)('a child from outside the Union of whom it is said alone: %s, is on the path %s and on no other', (unaccompanied, variant) => {
    expect(variantsFor(rules, { ...child, unaccompanied })).toEqual([variant])
  })
  test('turning eighteen moves nothing by itself; a recorded decision moves her to the conditions of an adult', () => {
    const girl = tell(aProcedure(belgium, '2025-01-13', 'unaccompanied-minor'), [
      ['2025-01-13', 'police', 'refer'], ['2025-01-14', 'reception-centre', 'accept-accompaniment'],
    ])
    expect(refused(girl, '2026-01-14', 'reception-centre', 'apply-for-certificate')).toBeUndefined()
    const woman = tell(girl, [['2026-01-14', 'guardian', 'decide-age', { kind: 'age', minor: 'no', variant: 'adult' }]])
    expect([woman.variant, woman.facts.minor]).toEqual(['adult', 'no'])
    expect(refused(woman, '2026-01-15', 'reception-centre', 'apply-for-certificate')).toBe('needs-statement-recorded')
    expect(refused(woman, '2026-01-15', 'reception-centre', 'apply-for-reflection-document')).toBeUndefined()
  })
  test('a certificate that a child holds stays with her when she is found to be an adult', () => {
    const held = tell(aProcedure(belgium, '2025-01-13', 'unaccompanied-minor'), [
      ['2025-01-13', 'police', 'refer'], ['2025-01-14', 'reception-centre', 'accept-accompaniment'], ['2025-01-14', 'reception-centre', 'apply-for-certificate'], ['2025-01-14', 'immigration-office', 'issue-certificate'],
      ['2025-02-03', 'guardian', 'decide-age', { kind: 'age', minor: 'no', variant: 'adult' }],
    ])
    expect([held.state, held.documents.at(-1)?.endedOn, held.clocks[0]?.endsOn]).toEqual(['provisional-stay', undefined, '2025-04-14'])
  })
})

describe('who has no residence procedure gets none by a detour', () => {
  test.each(['own', 'eu'] as const)('citizenship %s: declining does not open the path of declined foreigners', (citizenshipGroup) => {
    const rules = rulesFor(belgium, day('2025-01-01'))
    const facts = { ...someFacts, citizenshipGroup, declines: 'yes' } as const
    expect(openOn(rules, { openedOn: day('2025-01-01'), variant: 'declined', facts })).toMatchObject({ refused: 'variant-not-for-these-facts' })
    expect(variantsFor(rules, facts)).toEqual([citizenshipGroup === 'own' ? 'belgian-victim' : 'eu-citizen'])
  })
  test('every path that leads to a document is for people who need one', () => {
    const { steps, variants } = rulesFor(belgium, day('2026-11-30'))
    const documented = new Set([...steps.values()].flatMap(({ row }) => (row.applies !== undefined && row.variants !== 'all' ? row.variants : [])))
    for (const key of documented) expect(variants.get(key)?.row.when['citizenshipGroup'], key).toEqual(['other', 'stateless', 'unknown'])
    expect(factsOf(rulesFor(belgium, day('2026-11-30')), 'accompanied-minor')).toMatchObject({ minor: 'yes', unaccompanied: 'no' })
  })
  test('only a centre applies, whatever the document and whatever the law of the day', () => {
    for (const on of ['2007-06-01', '2010-01-01', '2017-05-20', '2026-11-30'])
      for (const { key, row } of rulesFor(belgium, day(on)).steps.values()) if (row.applies !== undefined) expect([key, row.by]).toEqual([key, ['reception-centre']])
  })
})
