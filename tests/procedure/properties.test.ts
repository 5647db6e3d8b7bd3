import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day, type Day } from '#vocabulary/day'
import { actorKinds, isOneOf, rulesFor, type Pack } from '#law'
import { mayHappen, openProcedure, replay, take, type Procedure } from '#protection'
import { belgium, factsOf, halvonia, inputFor } from './a-procedure.ts'

const settings = { seed: 20261123, numRuns: 1500 }
const move = fc.record({ choice: fc.nat(60), actor: fc.constantFrom(...actorKinds), days: fc.nat(70), honest: fc.boolean() })
const walk = fc.record({ variant: fc.nat(20), openedOn: fc.constantFrom('2010-02-28', '2016-11-30', '2020-02-29', '2026-01-31'), moves: fc.array(move, { minLength: 5, maxLength: 40 }) })
type Walk = typeof walk extends fc.Arbitrary<infer W> ? W : never

/** Walks at random: honest moves take a step that may happen, the others try anything. */
function walked(pack: Pack, { variant, openedOn, moves }: Walk, each: (before: Procedure, after: Procedure | undefined) => void): Procedure {
  const rules = rulesFor(pack, day(openedOn))
  const variants = [...rules.variants.keys()]
  const name = variants[variant % variants.length] ?? ''
  let procedure = openProcedure(rules, { openedOn: day(openedOn), variant: name, facts: factsOf(rules, name) })
  let today: Day = day(openedOn)
  for (const { choice, actor, days, honest } of moves) {
    today = addDays(today, days)
    const open = mayHappen(procedure, today).filter((step) => step.possible)
    // Most walks go on rather than out, so that they come far.
    const goingOn = open.filter(({ leadsTo }) => leadsTo === undefined || rules.states.get(leadsTo)?.row.kind === 'open')
    const possible = choice % 8 > 0 && goingOn.length > 0 ? goingOn : open
    const names = honest && possible.length > 0 ? possible.map(({ step }) => step) : [...rules.steps.keys()]
    const step = names[choice % names.length] ?? ''
    const row = rules.steps.get(step)?.row
    if (!row) continue
    const by = honest ? (actorKinds.find((kind) => isOneOf(kind, row.by)) ?? actor) : actor
    const outcome = take(procedure, { step, by, on: today, input: inputFor(procedure, row) }, today)
    each(procedure, 'refused' in outcome ? undefined : outcome.procedure)
    if (!('refused' in outcome)) procedure = outcome.procedure
  }
  return procedure
}

describe.each([['Belgium', belgium], ['Halvonia', halvonia]] as const)('whatever happens in %s', (_, pack) => {
  test('a procedure is at an outcome or has a step that leads on', () => {
    let accepted = 0
    fc.assert(fc.property(walk, (told) => {
      walked(pack, told, (_before, after) => {
        if (!after) return
        accepted += 1
        const waysOut = mayHappen(after, after.lastOn).filter((step) => step.leadsTo !== undefined)
        expect(after.standing === 'ended' || waysOut.some((step) => step.possible)).toBe(true)
      })
    }), settings)
    expect(accepted).toBeGreaterThan(1000)
  })
  test('no clock runs without an owner and an end, and none runs in an outcome', () => {
    fc.assert(fc.property(walk, (told) => {
      walked(pack, told, (_before, after) => {
        for (const clock of after?.clocks ?? []) expect(clock.owner && clock.party && clock.endsOn >= clock.startsOn && clock.law.length > 0).toBe(true)
        if (after?.standing === 'ended') expect(after.clocks).toEqual([])
      })
    }), settings)
  })
  test('replaying the stored steps gives what was built step by step', () => {
    fc.assert(fc.property(walk, (told) => {
      const built = walked(pack, told, () => {})
      expect(replay(built.rules, built.opening, built.steps)).toEqual(built)
    }), settings)
  })
  test('a refused attempt changes nothing', () => {
    let refused = 0
    fc.assert(fc.property(walk, (told) => {
      let snapshot: string | undefined
      walked(pack, told, (before, after) => {
        const { rules: _rules, ...content } = before
        const now = JSON.stringify(content)
        if (snapshot !== undefined) expect(now).toBe(snapshot)
        if (after === undefined) refused += 1
        snapshot = after === undefined ? now : undefined
      })
    }), settings)
    expect(refused).toBeGreaterThan(1000)
  })
  test('documents of one procedure never overlap', () => {
    fc.assert(fc.property(walk, (told) => {
      const documents = walked(pack, told, () => {}).documents
      for (const [index, next] of documents.slice(1).entries()) {
        const previous = documents[index]
        expect(previous?.endedOn !== undefined && previous.endedOn < next.validFrom).toBe(true)
      }
    }), settings)
  })
})
