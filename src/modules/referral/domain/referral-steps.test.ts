import { describe, expect, test } from 'vitest'
import { answerWithinDays, mayStep, referralStates, referralStepNames, referralSteps, sendersPart, stepsFor, type ReferralSide } from './referral-steps.ts'

const sides: readonly ReferralSide[] = ['sender', 'centre']

describe('a referral', () => {
  test('moves only as the table says, and every other move is refused', () => {
    let allowed = 0
    let refused = 0
    for (const step of referralStepNames) for (const state of referralStates) for (const side of sides) {
      const expected = (referralSteps[step].from as readonly string[]).includes(state) && referralSteps[step].by === side
      expect(mayStep(step, state, side)).toBe(expected)
      if (expected) allowed += 1
      else refused += 1
    }
    expect([allowed, refused]).toEqual([12, 58])
  })

  test('has a way on from every state but those in which it has ended', () => {
    for (const state of ['waiting', 'more-asked', 'declined'] as const) expect(sides.some((side) => stepsFor(state, side).length > 0)).toBe(true)
    for (const state of ['accepted', 'withdrawn'] as const) expect(sides.every((side) => stepsFor(state, side).length === 0)).toBe(true)
  })

  test('comes back to its sender when it is declined, asked about, or answered by nobody in time', () => {
    expect(referralStates.map((state) => sendersPart(state, { isLate: false }))).toEqual([null, 'more-asked', null, 'declined', null])
    expect(referralStates.map((state) => sendersPart(state, { isLate: true }))).toEqual(['unanswered', 'more-asked', null, 'declined', null])
  })

  test('is answered within the days of the pack, an urgent one sooner', () => {
    expect([true, false].map((isUrgent) => answerWithinDays({ urgentDays: 2, otherDays: 5 }, isUrgent))).toEqual([2, 5])
  })
})
