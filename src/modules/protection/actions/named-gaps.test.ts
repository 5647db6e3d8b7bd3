import { describe, expect, test } from 'vitest'
import { readPack, rulesFor } from '#law'
import { sentenceOf } from '#platform/doors/sentence'
import { textFolder } from '#platform/text-folder'
import { day } from '#vocabulary/day'
import { languages } from '#vocabulary/language'
import { refuse } from '#vocabulary/refusal'
import '../pages/words.ts'
import { named } from './named-gaps.ts'

const rules = rulesFor(readPack(textFolder('src/countries/be', '.yaml')), day('2026-11-23'))
const said = (refusal: Parameters<typeof named>[1], language: (typeof languages)[number] = 'en') => sentenceOf(named(rules, refusal, language), 'procedure.take-step', language)

describe('a refusal of the procedure', () => {
  test.each([
    [refuse('protection:needs-fact', { with: { fact: 'diplomaticHousehold' } }), /whether the work was in a diplomatic household/],
    [refuse('protection:not-yours', { with: { step: 'issue-certificate', needs: 'immigration-office' } }), /Immigration Office/],
    [refuse('protection:not-to-be-asked', { with: { askedOf: 'magistrate', among: 'public-prosecutor labour-auditor' } }), /prosecutor, .*auditor/i],
    [refuse('protection:asked-of-another', { with: { askedOf: 'labour-auditor' } }), /labour auditor/i],
    [refuse('protection:ground-incomplete', { with: { ground: 'W5', missing: 'with-judicial-authorities' } }), /Assessed together with the judicial authorities/],
    [refuse('protection:ground-not-allowed', { with: { ground: 'W5', state: 'temporary-residence', allowed: 'W3 W4' } }), /Stopped cooperating, The judicial authorities/],
    [refuse('protection:variant-not-for-these-facts', { with: { variant: 'adult', allowed: 'unaccompanied-minor eu-minor' } }), /Unaccompanied child, Child from/],
    [refuse('protection:not-for-this-variant', { with: { step: 'end-reflection', variant: 'eu-minor', variants: 'adult declined' } }), /Adult, Declines/],
  ])('names in words what it asks for: %o', (refusal, expected) => {
    expect(said(refusal)).toMatch(expected)
  })

  test('has no key and no bare day in any language', () => {
    const refusals = [
      refuse('protection:not-from-here', { with: { step: 'end-reflection', state: 'accompanied', states: 'in-reflection provisional-stay' } }),
      refuse('protection:ground-not-allowed', { with: { ground: 'W5', state: 'in-reflection', allowed: 'W1 R1' } }),
      refuse('protection:not-in-force-for-this-file', { with: { step: 'end-reflection', from: '2026-09-01', openedOn: '2026-08-01' } }),
    ]
    for (const language of languages) for (const refusal of refusals) expect(said(refusal, language)).not.toMatch(/\d{4}-\d{2}-\d{2}|[a-z]+-(?:reflection|stay)\b|\b[WR]\d\b/)
  })

  test('says that nothing is allowed rather than nothing at all', () => {
    expect(said(refuse('protection:ground-not-allowed', { with: { ground: 'W1', state: 'accompanied', allowed: '' } }))).toContain('—')
  })
})
