import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { readDetection } from './read-indicator-packs.ts'
import { checkReport } from '../domain/check-report.ts'
import { smugglingCircumstancesOn } from '../domain/detection-rules.ts'
import { draftExpiry } from '../domain/draft-expiry.ts'
import { anonymisedNotification, nextScreen, ReportDraft, screensOf } from '../domain/report.ts'
import { putAside, questionsFor } from '../domain/report-questions.ts'
import { occasionsOf, variantOf } from '../domain/variant-of.ts'

const today = day('2026-11-23')
const { rules, questions: { questions, sectors } } = readDetection('src/countries/be', 'src/countries/international')
const halvonia = readDetection('src/countries/halvonia', 'src/countries/international')
const begun: ReportDraft = { startedOn: today }
const aDraft = (changes: Partial<ReportDraft> = {}): ReportDraft => ({
  startedOn: today, immediateDanger: 'no', contactBroken: 'unknown', age: 'adult', consent: 'yes', seenOn: today, district: 'brussels', sector: 'construction',
  signs: { 'few-contacts': 'seen' }, language: 'ar', interpreterNeeded: 'yes', sex: 'male', familyName: 'Voorbeeld', citizenships: ['MA'],
  exploitedWhere: 'here', exploitedDistrict: 'brussels', stay: 'neither', diplomaticHousehold: 'no', smuggling: 'no', ...changes,
})
const refused = (draft: ReportDraft) => checkReport(draft, { kind: 'urgent' }, today)
const keys = (draft: ReportDraft) => screensOf(draft).map(({ key }) => key)

describe('the screens of the urgent report', () => {
  test('are at most twelve on every path and end with the check', () => {
    for (const age of ['adult', 'child', 'unsure', undefined] as const)
      for (const consent of ['yes', 'no', undefined] as const) {
        const path = keys({ ...begun, ...(age && { age }), ...(consent && { consent }) })
        expect(path.length).toBeLessThanOrEqual(12)
        expect(path.at(-1)).toBe('check')
      }
  })
  test.each(['child', 'unsure'] as const)('%s leads to the child’s path at once, where consent is not asked and a no changes nothing', (age) => {
    expect(nextScreen({ ...begun, age }, 'age').key).toBe('child')
    expect(keys({ ...begun, age, consent: 'no' })).not.toContain('consent')
    expect(keys({ ...begun, age, consent: 'no' })).toContain('person')
  })
  test('an adult who does not agree leads to the anonymised notification and nothing more', () => {
    const draft = aDraft({ consent: 'no', bornOn: day('1990-01-01'), place: 'Kerkstraat 1', givenName: 'Specimen' })
    expect(keys(draft)).toEqual(['safety', 'age', 'consent', 'notification', 'check'])
    expect(Object.keys(anonymisedNotification(draft)).sort()).toEqual(['age', 'district', 'sector', 'seenOn', 'sex', 'signs'])
    expect(checkReport(draft, { kind: 'later', questions }, today)).toEqual([])
    expect(occasionsOf(draft, rules)).toEqual(['no-consent'])
  })
  test('a draft resumes at the first screen that misses something', () => {
    expect(nextScreen(begun).key).toBe('safety')
    expect(nextScreen({ ...aDraft(), signs: {} }).key).toBe('signs')
    expect(nextScreen(aDraft()).key).toBe('check')
    expect(nextScreen(aDraft(), 'check').key).toBe('check')
  })
})

describe('the check', () => {
  test('a complete report lacks nothing, and a name or a citizenship need not be known', () => {
    const { familyName: _, citizenships: __, ...draft } = aDraft()
    expect(refused(draft)).toEqual([])
  })
  test('a no or an unknown beside a circumstance of smuggling is asked again, and neither is thrown away', () => {
    for (const aside of ['no', 'unknown'])
      expect(refused(aDraft({ smuggling: [aside, 'life-in-danger'] }))).toMatchObject([{ refused: 'report.smuggling-contradicts', field: 'smuggling' }])
    expect(refused(aDraft({ smuggling: ['life-in-danger', 'grave-injury'] }))).toEqual([])
  })
  test('every required field of every screen is missed beside itself', () => {
    for (const field of screensOf(aDraft()).flatMap(({ required }) => required)) {
      const found = refused({ ...aDraft(), [field]: undefined })
      expect(found.map((refusal) => refusal.field), field).toContain(field)
      expect(found[0]?.refused).toMatch(/^report\.missing-[a-z-]+$/)
    }
  })
  test('a list on which nothing was seen is not a report', () => {
    expect(refused(aDraft({ signs: { 'few-contacts': 'not-seen' } }))).toMatchObject([{ refused: 'report.missing-signs' }])
  })
  test.each([
    [{ seenOn: day('2026-11-24') }, 'report.day-in-the-future'], [{ bornOn: day('2026-11-24'), age: 'unsure', unaccompanied: 'no' }, 'report.born-in-the-future'],
    [{ bornOn: day('2000-01-02'), seenOn: day('2000-01-01') }, 'report.day-before-birth'], [{ bornOn: day('1900-01-01') }, 'report.born-too-long-ago'],
    [{ bornOn: day('2008-11-24') }, 'report.birth-says-child'], [{ bornOn: day('2008-11-23'), age: 'child', unaccompanied: 'no' }, 'report.birth-says-adult'],
  ] as const)('%o is refused with %s', (changes, key) => expect(refused(aDraft(changes)).map((refusal) => refusal.refused)).toContain(key))
  test('somebody who turns eighteen today is an adult', () => expect(refused(aDraft({ bornOn: day('2008-11-23') }))).toEqual([]))
})

describe('the later part', () => {
  const asked = (draft: ReportDraft) => questionsFor(questions, draft).map(({ key }) => key)
  const later = (draft: ReportDraft) => checkReport(draft, { kind: 'later', questions: halvonia.questions.questions }, today)
  test('every sector has questions, and only its own', () => {
    for (const { key } of sectors) expect(asked(aDraft({ sector: key })).length, key).toBeGreaterThanOrEqual(4)
    expect(asked(aDraft())).toContain('site-safety')
    expect(asked(aDraft())).not.toContain('sex-refuse')
  })
  test('a question that depends on another waits for its answer', () => {
    expect(asked(aDraft())).not.toContain('pay-per-hour')
    expect(asked(aDraft({ answers: { paid: { kind: 'yes-no-unknown', value: 'yes' } } }))).toContain('pay-per-hour')
  })
  test('an answer that no longer applies is kept aside and comes back', () => {
    const paid = aDraft({ answers: { paid: { kind: 'yes-no-unknown', value: 'yes' }, 'pay-per-hour': { kind: 'number', value: 3 } } })
    const unpaid = putAside({ ...paid, answers: { ...paid.answers, paid: { kind: 'yes-no-unknown', value: 'no' } } }, questions)
    expect(unpaid.answers).toEqual({ paid: { kind: 'yes-no-unknown', value: 'no' } })
    expect(unpaid.aside).toEqual({ 'pay-per-hour': { kind: 'number', value: 3 } })
    const again = putAside({ ...unpaid, answers: { paid: { kind: 'yes-no-unknown', value: 'yes' } } }, questions)
    expect(again.answers).toEqual(paid.answers)
    expect(putAside(putAside({ ...paid, sector: 'begging' }, questions), questions).aside).toEqual(paid.answers)
  })
  test('each wrong answer is refused beside its question', () => {
    const draft = aDraft({ sector: 'agriculture', bornOn: day('2000-05-05'), answers: {
      paid: { kind: 'yes-no-unknown', value: 'yes' }, 'pay-per-day': { kind: 'number', value: 101 }, 'last-harvest': { kind: 'day', value: day('2000-05-04') },
    } })
    expect(later(draft)).toEqual([
      { refused: 'report.number-out-of-range', with: { least: 0, most: 100 }, field: 'answers.pay-per-day' },
      { refused: 'report.day-before-birth', with: { earliest: '2000-05-05' }, field: 'answers.last-harvest' },
    ])
    expect(later({ ...draft, answers: { paid: { kind: 'text', value: 'yes' }, 'last-harvest': { kind: 'day', value: day('2026-11-24') } } })).toMatchObject([
      { refused: 'report.expects-yes-no-unknown' }, { refused: 'report.missing-answer', field: 'answers.pay-per-day' }, { refused: 'report.day-in-the-future' },
    ])
  })
})

test.each([[0, 'fresh'], [20, 'fresh'], [21, 'reminded'], [27, 'reminded'], [28, 'expired'], [400, 'expired']] as const)('a draft of %i days is %s', (age, state) => {
  const now = new Date(Date.parse(`${today}T00:00:00Z`) + age * 86_400_000).toISOString().slice(0, 10)
  expect(draftExpiry(today, day(now), rules.drafts)).toEqual({ state, remindOn: '2026-12-14', expiresOn: '2026-12-21' })
})

describe('the variant that is suggested', () => {
  test.each([
    [{}, 'adult', 'general', []],
    [{ citizenships: ['BE', 'MA'] }, 'belgian-victim', 'own-citizenship', ['national']],
    [{ citizenships: ['RO'] }, 'eu-citizen', 'european-citizenship', []],
    [{ age: 'child', citizenships: ['BG'] }, 'eu-minor', 'child-with-european-citizenship', ['child']],
    [{ age: 'child', unaccompanied: 'yes' }, 'unaccompanied-minor', 'child-alone', ['child']],
    [{ age: 'unsure', unaccompanied: 'unknown' }, 'unaccompanied-minor', 'child-perhaps-alone', ['child']],
    [{ age: 'child', unaccompanied: 'no' }, 'accompanied-minor', 'accompanied-child', ['child']],
    [{ diplomaticHousehold: 'yes' }, 'diplomatic-household', 'diplomatic-household', ['diplomatic-household']],
    [{ exploitedWhere: 'abroad', exploitedCountry: 'IT' }, 'exploited-abroad', 'exploited-abroad', ['exploited-abroad']],
    [{ exploitedWhere: 'both' }, 'adult', 'general', []],
    [{ stay: 'closed-centre' }, 'asylum-or-closed-centre', 'closed-centre', ['asylum-or-closed-centre']],
    [{ stay: 'asylum-applicant' }, 'asylum-or-closed-centre', 'asylum-applicant', ['asylum-or-closed-centre']],
    [{ smuggling: ['life-in-danger'] }, 'aggravated-smuggling', 'smuggling-circumstances', []],
    [{ smuggling: 'unknown', citizenships: [] }, 'adult', 'general', []],
  ] satisfies [Partial<ReportDraft>, string, string, string[]][])('%o suggests %s because %s', (changes, variant, because, occasions) => {
    expect(variantOf(aDraft(changes), rules)).toMatchObject({ variant, because, confirmedBy: undefined })
    expect(occasionsOf(aDraft(changes), rules)).toEqual(occasions)
  })
  test('what else the answers touch is named beside it', () => {
    expect(variantOf(aDraft({ diplomaticHousehold: 'yes', stay: 'closed-centre' }), rules).also).toEqual([{ variant: 'asylum-or-closed-centre', because: 'closed-centre' }])
  })
  test('five circumstances of smuggling open the procedure before and after the new code', () => {
    for (const [on, count] of [['2016-06-17', 5], ['2016-06-18', 6], ['2026-08-31', 6], ['2026-09-01', 6]] as const) expect(smugglingCircumstancesOn(rules, day(on))).toHaveLength(count)
    expect(smugglingCircumstancesOn(rules, day('2007-05-31'))).toEqual([])
  })
})
