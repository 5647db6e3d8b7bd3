import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { amendRow, guardNames, rulesFor, type Guard, type GuardName } from '#law'
import { openProcedure, take, type Procedure } from '#protection'
import { halvonia, plain, preparedFor, someFacts } from './a-procedure.ts'

const opened = day('2026-01-01')
/** Every word of the vocabulary, with one procedure in which it is met and one in which it is not. */
const cases: { [N in GuardName]: { guard: Extract<Guard, { guard: N }>; spoil?: (met: Procedure) => Procedure; on?: string; early?: string } } = {
  'applied-for': { guard: { guard: 'applied-for', document: 'settlement' } },
  'no-open-application': { guard: { guard: 'no-open-application' }, spoil: (met) => ({ ...met, applications: [{ document: 'settlement', appliedOn: opened }] }) },
  'condition-met': { guard: { guard: 'condition-met', condition: 'safe' } },
  'condition-not-denied': { guard: { guard: 'condition-not-denied', condition: 'safe' }, spoil: (met) => ({ ...met, conditions: [{ condition: 'safe', met: 'no', evidence: 'seen', on: opened, by: 'police' }] }) },
  'answers-all-yes': { guard: { guard: 'answers-all-yes', set: 'P' } },
  'favourable-opinion': { guard: { guard: 'favourable-opinion' } },
  'statement-recorded': { guard: { guard: 'statement-recorded' } },
  'statement-in-time': { guard: { guard: 'statement-in-time', clocks: ['rest'] }, spoil: (met) => ({ ...met, steps: [{ step: 'depart', by: 'police', on: day('2026-01-02'), input: { kind: 'statement', form: 'complaint' } }] }) },
  'no-statement-in-time': { guard: { guard: 'no-statement-in-time', clocks: ['rest'] }, spoil: (met) => ({ ...met, clocks: clocksAfter(met), steps: [{ step: 'depart', by: 'police', on: opened, input: { kind: 'statement', form: 'complaint' } }] }) },
  'identity-evidence': { guard: { guard: 'identity-evidence' } },
  'no-residence-title': { guard: { guard: 'no-residence-title' }, spoil: (met) => ({ ...met, facts: { ...met.facts, hasResidenceTitle: 'yes' } }) },
  'at-most': { guard: { guard: 'at-most', times: 1, steps: ['depart'] }, spoil: (met) => ({ ...met, steps: [{ step: 'depart', by: 'police', on: opened, input: plain }] }) },
  within: { guard: { guard: 'within', clocks: ['rest'] }, spoil: (met) => ({ ...met, clocks: clocksAfter(met) }), on: '2026-01-02' },
  after: { guard: { guard: 'after', clocks: ['rest'] }, on: '2026-01-02' },
  'ground-allowed': { guard: { guard: 'ground-allowed' }, spoil: (met) => ({ ...met, rules: { ...met.rules, grounds: new Map() } }) },
  'conviction-or-charge-retained': { guard: { guard: 'conviction-or-charge-retained', steps: ['dismiss'] } },
  taken: { guard: { guard: 'taken', steps: ['grant-rest'] } },
  fact: { guard: { guard: 'fact', fact: 'minor', in: ['yes'] } },
}

const rulesWith = (guard: Guard) => rulesFor(amendRow(halvonia, 'steps', 'depart', 0, { needs: [guard] }), opened)
const bare = (guard: Guard): Procedure => ({ ...openProcedure(rulesWith(guard), { openedOn: opened, variant: 'anyone', facts: someFacts }), state: 'under-decision' })
const ready = (guard: Guard): Procedure => {
  const row = rulesWith(guard).steps.get('depart')?.row
  if (!row) throw new Error('Halvonia has no such step')
  return preparedFor(bare(guard), 'under-decision', row, 'reception-centre', opened)
}
const clocksAfter = (met: Procedure) => ready({ guard: 'after', clocks: ['rest'] }).clocks.filter(() => met.standing === 'running')
const depart = (procedure: Procedure, on: string) => take(procedure, { step: 'depart', by: 'reception-centre', on: day(on), input: plain }, day('2026-12-31'))

describe('each guard lets through what meets it and holds back what does not', () => {
  test.each(guardNames)('%s', (name) => {
    const { guard, spoil, on = '2026-01-01' } = cases[name]
    expect(depart(ready(guard), on)).not.toHaveProperty('refused')
    expect(depart(spoil ? spoil(ready(guard)) : bare(guard), on)).toMatchObject({ refused: `needs-${name}` })
  })
  test('a guard for some variants does not concern the others', () => {
    const [limited, exempt] = [{ guard: 'statement-recorded', only: ['child'] }, { guard: 'statement-recorded', except: ['anyone'] }] as const
    for (const guard of [limited, exempt]) expect(depart(bare({ ...guard, ...('only' in guard ? { only: [...guard.only] } : { except: [...guard.except] }) } as Guard), '2026-01-01')).not.toHaveProperty('refused')
  })
  test('all that is missing is said at once', () => {
    const rules = rulesFor(amendRow(halvonia, 'steps', 'depart', 0, { needs: [{ guard: 'statement-recorded' }, { guard: 'identity-evidence' }] }), opened)
    const procedure = openProcedure(rules, { openedOn: opened, variant: 'anyone', facts: someFacts })
    expect(depart(procedure, '2026-01-01')).toMatchObject({ refused: 'needs-statement-recorded', also: [{ refused: 'needs-identity-evidence' }] })
  })
})
