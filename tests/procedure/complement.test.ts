import { describe, expect, test } from 'vitest'
import { day } from '#vocabulary/day'
import { actorKinds, inForceOn, type Pack } from '#law'
import { take } from '#protection'
import { aProcedure, belgium, halvonia, inputFor, preparedFor } from './a-procedure.ts'

/** Read here a second time and from the raw rows, so that the engine is not asked about itself. */
const isNamed = (actor: string, by: readonly string[]) =>
  by.includes(actor) ||
  (['police', 'inspection'].includes(actor) && by.includes('first-line')) ||
  (['public-prosecutor', 'labour-auditor'].includes(actor) && by.includes('magistrate'))

function everyCombination(pack: Pack, openedOn: string) {
  const on = day(openedOn)
  const counts = { allowed: 0, refused: 0, reasons: new Set<string>() }
  const mistakes: string[] = []
  for (const { key: variant, rows } of pack.procedure.variants) {
    if (!inForceOn(rows, on)) continue
    const opened = aProcedure(pack, openedOn, variant)
    for (const { key: state } of pack.procedure.states)
      for (const { key: step, rows: stepRows } of pack.procedure.steps)
        for (const actor of actorKinds) {
          const row = inForceOn(stepRows, on)
          if (!row) continue
          const procedure = preparedFor(opened, state, row, actor, on)
          const outcome = take(procedure, { step, by: actor, on, input: inputFor(procedure, row) }, on)
          const isAllowed = row.states.includes(state) && (row.variants === 'all' || row.variants.includes(variant)) && isNamed(actor, row.by)
          // A clock is over only after its last day, so such a step is tried a day later.
          const late = 'refused' in outcome && outcome.refused === 'needs-after' ? take(procedure, { step, by: actor, on: day('2026-01-02'), input: inputFor(procedure, row) }, day('2026-01-02')) : outcome
          if ('refused' in late === isAllowed) mistakes.push(`${variant} ${state} ${step} ${actor}: ${JSON.stringify('refused' in late ? late : 'allowed')}`)
          if ('refused' in late) counts.reasons.add(late.refused)
          counts[isAllowed ? 'allowed' : 'refused'] += 1
        }
  }
  return { ...counts, mistakes }
}

describe('what the table does not allow is refused', () => {
  test('in Belgium, every state, step, actor and variant', () => {
    const { allowed, refused, mistakes, reasons } = everyCombination(belgium, '2026-01-01')
    expect(mistakes.slice(0, 10)).toEqual([])
    expect({ allowed, refused }).toMatchInlineSnapshot(`
      {
        "allowed": 1704,
        "refused": 137688,
      }
    `)
    expect([...reasons].toSorted()).toEqual(['not-for-this-variant', 'not-from-here', 'not-yours'])
  })
  test('in Halvonia, every state, step, actor and variant', () => {
    const { allowed, refused, mistakes } = everyCombination(halvonia, '2026-01-01')
    expect(mistakes.slice(0, 10)).toEqual([])
    expect({ allowed, refused }).toMatchInlineSnapshot(`
      {
        "allowed": 27,
        "refused": 1573,
      }
    `)
  })
})
