import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { amendRow, rulesFor, type Pack } from '#law'
import { clocksOf, documentsOf, mayHappen, openOn, picture, replay, take, whoIsBlocking, type Procedure, type StepInput } from '#protection'
import { aProcedure, answersOf, attempt, belgium, plain, someFacts, tell, type Told } from './a-procedure.ts'

const met = (condition: string, evidence: string) => ({ kind: 'condition', condition, met: 'yes', evidence }) as const
const toAccompanied: Told[] = [
  ['2026-01-05', 'inspection', 'refer'],
  ['2026-01-06', 'reception-centre', 'accept-accompaniment'],
  ['2026-01-06', 'reception-centre', 'record-condition', met('contact-broken', 'person-says-so')],
]
const toReflection: Told[] = [...toAccompanied, ['2026-01-07', 'reception-centre', 'apply-for-reflection-document'], ['2026-01-10', 'immigration-office', 'issue-reflection-document']]
const toProvisional: Told[] = [
  ...toReflection, ['2026-02-01', 'police', 'record-statement'], ['2026-02-02', 'reception-centre', 'apply-for-certificate'], ['2026-02-05', 'immigration-office', 'issue-certificate'],
]
const toTemporary: Told[] = [
  ...toProvisional,
  ['2026-04-01', 'reception-centre', 'apply-for-temporary-residence'], ['2026-04-02', 'immigration-office', 'ask-set-b'],
  ['2026-04-20', 'public-prosecutor', 'answer-set-b'], ['2026-04-25', 'immigration-office', 'grant-temporary-residence'],
]
const adult = (lines: readonly Told[], pack: Pack = belgium) => tell(aProcedure(pack, '2026-01-05', 'adult'), lines)
const refused = (procedure: Procedure, ...[on, by, step, input]: Told) => {
  const outcome = take(procedure, attempt(procedure, on, by, step, input), day('2099-01-01'))
  return 'refused' in outcome ? outcome : undefined
}

describe('the way of an adult in Belgium', () => {
  test('leads from detection to unlimited residence', () => {
    const procedure = tell(adult(toTemporary), [
      ['2026-09-01', 'public-prosecutor', 'record-conviction'], ['2026-09-02', 'reception-centre', 'record-identity-evidence'],
      ['2026-09-03', 'reception-centre', 'apply-for-unlimited-residence'], ['2026-09-20', 'immigration-office', 'grant-unlimited-residence'],
    ])
    expect([procedure.state, procedure.standing, procedure.clocks]).toEqual(['unlimited-residence', 'ended', []])
    expect(documentsOf(procedure, day('2026-10-01')).map(({ document, status }) => [document, status])).toEqual([
      ['reflection-document', 'ended'], ['certificate', 'ended'], ['temporary-residence-card', 'ended'], ['unlimited-residence-card', 'valid'],
    ])
  })
  test('waits for the centre to apply once it accompanies, and never for somebody to decline', () => {
    expect(whoIsBlocking(adult(toAccompanied), day('2026-01-06'))).toMatchObject([{ who: 'reception-centre', because: 'next-step', subject: 'apply-for-reflection-document' }])
  })
  test('knows reflection for 45 days, owned by the centre', () => {
    expect(clocksOf(adult(toReflection))[0]).toMatchObject({ key: 'reflection', owner: 'reception-centre', party: 'centre', startsOn: '2026-01-10', endsOn: '2026-02-24', law: ['AA:61/2-2'] })
  })
  test('issues no document that starts after it would have ended, and keeps one that was', () => {
    const applied = adult([...toAccompanied, ['2026-01-07', 'reception-centre', 'apply-for-reflection-document']])
    const from = (validFrom: string) => ({ kind: 'issue', validFrom: day(validFrom) }) as const
    expect(refused(applied, '2026-01-10', 'immigration-office', 'issue-reflection-document', from('2036-01-10'))).toMatchObject({ refused: 'document-starts-too-late', with: { latest: '2026-02-24' }, field: 'validFrom' })
    expect(refused(applied, '2026-01-10', 'immigration-office', 'issue-reflection-document', from('2026-02-24'))).toBeUndefined()
    expect(replay(applied.rules, applied.opening, [...applied.steps, attempt(applied, '2026-01-10', 'immigration-office', 'issue-reflection-document', from('2036-01-10'))]).standing).toBe('running')
  })
  test('shows a place that was left out as left out, not as still to come', () => {
    const atOnce = adult([...toAccompanied, ['2026-01-08', 'police', 'record-statement'], ['2026-01-09', 'reception-centre', 'apply-for-certificate'], ['2026-01-10', 'immigration-office', 'issue-certificate']])
    expect(picture(atOnce.rules, atOnce).places.filter(({ skipped }) => skipped).map(({ state }) => state)).toEqual(['in-reflection'])
    expect(picture(atOnce.rules, adult(toReflection)).places.some(({ skipped }) => skipped)).toBe(false)
  })
  test('lets only a centre apply', () => {
    expect(refused(adult(toAccompanied), '2026-01-07', 'guardian', 'apply-for-reflection-document')).toMatchObject({ refused: 'not-yours', with: { needs: 'reception-centre' } })
  })
  test('wants a statement before the certificate, and says so', () => {
    expect(refused(adult(toReflection), '2026-01-20', 'reception-centre', 'apply-for-certificate')).toMatchObject({ refused: 'needs-statement-in-time', with: { endsOn: '2026-02-24' } })
  })
  test('takes the statement on the last day of the reflection period, and the application for the certificate after it', () => {
    const [inTime, late] = ['2026-02-24', '2026-02-25'].map((on) => tell(adult(toReflection), [[on, 'police', 'record-statement']])) as [Procedure, Procedure]
    expect(refused(inTime, '2026-03-02', 'reception-centre', 'apply-for-certificate')).toBeUndefined()
    expect(refused(late, '2026-02-25', 'reception-centre', 'apply-for-certificate')).toMatchObject({ refused: 'needs-statement-in-time', with: { endsOn: '2026-02-24' } })
    expect(refused(inTime, '2026-02-25', 'immigration-office', 'record-reflection-lapsed')).toMatchObject({ refused: 'needs-no-statement-in-time', with: { madeOn: '2026-02-24' } })
    expect(refused(late, '2026-02-25', 'immigration-office', 'record-reflection-lapsed')).toBeUndefined()
  })
  test('never reads a missing or unknown answer as a yes', () => {
    const asked = tell(adult(toProvisional), [['2026-04-01', 'reception-centre', 'apply-for-temporary-residence'], ['2026-04-02', 'immigration-office', 'ask-set-b']])
    const three = { ...answersOf(asked.rules, 'B'), B4: 'unknown' as const }
    const { B4: _, ...missing } = answersOf(asked.rules, 'B')
    for (const answers of [three, missing]) {
      const answered = tell(asked, [['2026-04-20', 'public-prosecutor', 'answer-set-b', { kind: 'answers', answers }]])
      expect(refused(answered, '2026-04-21', 'immigration-office', 'grant-temporary-residence')).toMatchObject({ refused: 'needs-answers-all-yes', with: { set: 'B' } })
      expect(refused(answered, '2026-04-21', 'immigration-office', 'ask-set-b')).toBeUndefined()
    }
  })
  test('does not let answers given for one document serve the next', () => {
    const applied = tell(adult(toTemporary), [['2026-09-01', 'reception-centre', 'apply-for-renewal']])
    expect(refused(applied, '2026-09-02', 'immigration-office', 'renew-temporary-residence')).toMatchObject({ refused: 'needs-answers-all-yes' })
  })
  test('extends the certificate once, from the end of the first', () => {
    const extended = tell(adult(toProvisional), [['2026-04-20', 'reception-centre', 'apply-for-extension'], ['2026-04-21', 'immigration-office', 'extend-certificate-as-appropriate']])
    expect(extended.documents.at(-1)).toMatchObject({ validFrom: '2026-05-06', validUntil: '2026-08-05' })
    expect(refused(extended, '2026-07-01', 'reception-centre', 'apply-for-extension')).toMatchObject({ refused: 'needs-at-most', with: { times: 1 } })
  })
  test('refuses a document that would overlap the one before', () => {
    const applied = tell(adult(toProvisional), [['2026-04-20', 'reception-centre', 'apply-for-extension']])
    expect(refused(applied, '2026-04-21', 'immigration-office', 'extend-certificate-as-appropriate', { kind: 'issue', validFrom: day('2026-05-01') })).toMatchObject({ refused: 'documents-overlap', with: { until: '2026-05-05' }, field: 'validFrom' })
  })
  test('wants all three elements of the first ground', () => {
    const ground = (elements: string[]) => ({ kind: 'ground', ground: 'W1', elements }) as const
    expect(refused(adult(toReflection), '2026-01-20', 'immigration-office', 'end-reflection', ground(['actively', 'voluntarily']))).toMatchObject({ refused: 'ground-incomplete', with: { missing: 'own-initiative' } })
    expect(refused(adult(toReflection), '2026-01-20', 'immigration-office', 'end-reflection', ground(['actively', 'voluntarily', 'own-initiative']))).toBeUndefined()
  })
  test.each(['W3', 'W4', 'W5'])('does not allow ground %s before temporary residence', (ground) => {
    const input: StepInput = { kind: 'ground', ground, elements: ['with-judicial-authorities'] }
    expect(refused(adult(toProvisional), '2026-03-01', 'immigration-office', 'end-provisional-stay', input)).toMatchObject({ refused: 'ground-not-allowed', with: { allowed: 'W1 W2' } })
    expect(refused(adult(toTemporary), '2026-05-01', 'immigration-office', 'end-temporary-residence', input)).toBeUndefined()
  })
  test('waits for the magistrate who was asked, and for nobody else to answer', () => {
    const asked = tell(adult(toProvisional), [['2026-04-02', 'immigration-office', 'ask-set-b', { kind: 'questions', askedOf: 'labour-auditor' }]])
    expect(whoIsBlocking(asked, day('2026-05-10'))).toMatchObject([{ who: 'labour-auditor', party: 'magistrate-asked', dueOn: '2026-05-05', daysLate: 5 }])
    expect(refused(asked, '2026-04-10', 'public-prosecutor', 'answer-set-b')).toMatchObject({ refused: 'asked-of-another', with: { askedOf: 'labour-auditor' } })
  })
  test('refuses an article that was not in force, unless it was on the day of the facts', () => {
    const judged = (article: string, factsOn?: string) => ({ kind: 'judgment', article, ...(factsOn ? { factsOn: day(factsOn) } : {}) }) as const
    const procedure = adult(toTemporary)
    expect(refused(procedure, '2026-05-01', 'magistrate', 'record-conviction', judged('CC2024:258'))).toMatchObject({ refused: 'article-not-in-force', with: { from: '2026-09-01' } })
    expect(refused(procedure, '2027-05-01', 'magistrate', 'record-conviction', judged('CC1867:433quinquies'))).toMatchObject({ refused: 'article-not-in-force' })
    expect(refused(procedure, '2027-05-01', 'magistrate', 'record-conviction', judged('CC1867:433quinquies', '2025-05-01'))).toBeUndefined()
  })
  test('refuses days in the future, before the opening and before the last step', () => {
    const procedure = adult(toAccompanied)
    const on = (when: string, today: string) => take(procedure, attempt(procedure, when, 'reception-centre', 'apply-for-reflection-document'), day(today))
    expect([on('2026-02-01', '2026-01-31'), on('2026-01-01', '2026-02-01'), on('2026-01-05', '2026-02-01')]).toMatchObject([{ refused: 'day-in-the-future' }, { refused: 'day-before-opening' }, { refused: 'day-before-last-step' }])
  })
  test('is drawn with the present place, and with the ways out beside it', () => {
    const { places, sideExits } = picture(rulesFor(belgium, day('2026-01-05')), adult(toProvisional))
    expect(places.filter(({ passed }) => passed).map(({ state }) => state)).toEqual(['detected', 'referred', 'accompanied', 'in-reflection'])
    expect(places.find(({ present }) => present)?.state).toBe('provisional-stay')
    expect(sideExits.map(({ leadsTo }) => leadsTo)).toContain('ended-provisional-stay')
  })
})

describe('the other paths in Belgium', () => {
  test('a child goes to the certificate at once, without reflection and without a statement', () => {
    const child = tell(aProcedure(belgium, '2026-01-05', 'unaccompanied-minor'), [
      ['2026-01-05', 'police', 'refer'], ['2026-01-05', 'guardian', 'assign-guardian'], ['2026-01-06', 'reception-centre', 'accept-accompaniment'], ['2026-01-06', 'reception-centre', 'apply-for-certificate'],
    ])
    expect(refused(child, '2026-01-06', 'reception-centre', 'apply-for-reflection-document')).toMatchObject({ refused: 'not-for-this-variant' })
    expect(tell(child, [['2026-01-07', 'immigration-office', 'issue-certificate']]).state).toBe('provisional-stay')
  })
  test('a person whose age is in doubt cannot be opened as an adult', () => {
    const rules = rulesFor(belgium, day('2026-01-05'))
    expect(openOn(rules, { openedOn: day('2026-01-05'), variant: 'adult', facts: { ...someFacts, minor: 'in-doubt' } })).toMatchObject({ refused: 'variant-not-for-these-facts', with: { allowed: 'unaccompanied-minor' } })
  })
  test('a diplomatic household needs the favourable opinion of the labour auditor and no answers', () => {
    const before = tell(aProcedure(belgium, '2026-01-05', 'diplomatic-household'), [...toProvisional, ['2026-04-01', 'reception-centre', 'apply-for-temporary-residence']])
    expect(refused(before, '2026-04-02', 'immigration-office', 'grant-temporary-residence')).toMatchObject({ refused: 'needs-favourable-opinion' })
    expect(refused(before, '2026-04-02', 'public-prosecutor', 'give-opinion')).toMatchObject({ refused: 'not-yours' })
    expect(tell(before, [['2026-04-02', 'labour-auditor', 'give-opinion'], ['2026-04-03', 'immigration-office', 'grant-temporary-residence']]).state).toBe('temporary-residence')
  })
  test('a Belgian victim is assisted, from 10 March 2017 on', () => {
    expect(aProcedure(belgium, '2017-03-09', 'belgian-victim').standing).toBe('indeterminate')
    expect(tell(aProcedure(belgium, '2017-03-10', 'belgian-victim'), [
      ['2017-03-10', 'police', 'refer'], ['2017-03-11', 'reception-centre', 'accept-accompaniment'], ['2017-03-12', 'reception-centre', 'assist-only'], ['2018-03-12', 'reception-centre', 'close-assistance'],
    ]).state).toBe('assistance-closed')
  })
  test('who declines may come back', () => {
    // A detector may write down that she comes back too; the file is in the centre's hands and waits for it.
    expect(whoIsBlocking(aProcedure(belgium, '2026-01-05', 'declined'), day('2026-01-06'))).toMatchObject([{ who: 'reception-centre', party: 'centre', subject: 'come-back' }])
    expect(tell(aProcedure(belgium, '2026-01-05', 'declined'), [['2026-02-01', 'reception-centre', 'come-back'], ['2026-02-02', 'reception-centre', 'accept-accompaniment'], ['2026-02-03', 'reception-centre', 'apply-for-reflection-document']]).state).toBe('accompanied')
  })
})

describe('the versions of the Belgian law', () => {
  const reflectionFrom = (openedOn: string, issuedOn: string) =>
    tell(aProcedure(belgium, openedOn, 'adult'), [[openedOn, 'police', 'refer'], [openedOn, 'reception-centre', 'accept-accompaniment'], [openedOn, 'reception-centre', 'apply-for-reflection-document'], [issuedOn, 'immigration-office', 'issue-reflection-document']])
  test.each([['2010-01-05', '2010-01-08', 'Order to leave the territory'], ['2017-05-10', '2017-05-19', 'Order to leave the territory'], ['2017-05-10', '2017-05-20', 'Temporary residence document (Annex 15)'], ['2026-01-05', '2026-01-08', 'Temporary residence document (Annex 15)']])(
    'a file opened on %s with a document issued on %s holds: %s', (openedOn, issuedOn, name) => {
      expect(documentsOf(reflectionFrom(openedOn, issuedOn), day(issuedOn))[0]?.label.en).toBe(name)
    })
  test('the circular behind a referral is the one of the day of opening', () => {
    const lawOf = (on: string) => mayHappen(aProcedure(belgium, on, 'adult'), day(on)).find(({ step }) => step === 'refer')?.law
    expect([lawOf('2007-06-01'), lawOf('2008-10-31'), lawOf('2017-03-10')]).toEqual([['AA:61/2-1'], ['AA:61/2-1', 'CIRC2008:all'], ['AA:61/2-1', 'CIRC2016:all']])
  })
  test('three months of reflection are one changed row, and the case replays', () => {
    const amended = amendRow(belgium, 'periods', 'reflection', 0, { length: { unit: 'months', count: 3 } })
    const today = adult(toReflection)
    const wished = replay(rulesFor(amended, day('2026-01-05')), today.opening, today.steps)
    expect([today.clocks[0]?.endsOn, wished.clocks[0]?.endsOn]).toEqual(['2026-02-24', '2026-04-10'])
    const whole = adult(toTemporary)
    expect(replay(rulesFor(amended, day('2026-01-05')), whole.opening, whole.steps)).toMatchObject({ state: 'temporary-residence', standing: 'running' })
  })
  test('a history that cannot be is indeterminate, with the step and the reason', () => {
    const { rules, opening } = aProcedure(belgium, '2026-01-05', 'adult')
    expect(replay(rules, opening, [{ step: 'grant-unlimited-residence', by: 'immigration-office', on: day('2026-01-06'), input: { kind: 'issue' } }])).toMatchObject({ standing: 'indeterminate', trouble: { index: 0, step: 'grant-unlimited-residence', because: { refused: 'not-from-here' } } })
    expect(replay(rules, opening, [{ step: 'no-such-step', by: 'police', on: day('2026-01-06'), input: plain }])).toMatchObject({ standing: 'indeterminate', trouble: { because: { refused: 'unknown-step' } } })
  })
})
