/** What a referral may be. */
export const referralStates = ['waiting', 'more-asked', 'accepted', 'declined', 'withdrawn'] as const
export type ReferralState = (typeof referralStates)[number]
export type ReferralSide = 'sender' | 'centre'
type Step = { readonly from: readonly ReferralState[]; readonly to: ReferralState; readonly by: ReferralSide }

/** Who may do what to a referral, from where; buttons, routes and tests read it. What is not here is refused. */
export const referralSteps = {
  accept: { from: ['waiting', 'more-asked'], to: 'accepted', by: 'centre' },
  decline: { from: ['waiting', 'more-asked'], to: 'declined', by: 'centre' },
  redirect: { from: ['waiting', 'more-asked'], to: 'waiting', by: 'centre' },
  'ask-more': { from: ['waiting'], to: 'more-asked', by: 'centre' },
  'answer-more': { from: ['more-asked'], to: 'waiting', by: 'sender' },
  withdraw: { from: ['waiting', 'more-asked', 'declined'], to: 'withdrawn', by: 'sender' },
  'send-again': { from: ['declined'], to: 'waiting', by: 'sender' },
} as const satisfies Record<string, Step>

export type ReferralStep = keyof typeof referralSteps
export const referralStepNames = Object.keys(referralSteps) as readonly ReferralStep[]

/** Whether one side may take a step from a state. */
export const mayStep = (step: ReferralStep, state: ReferralState, side: ReferralSide): boolean => {
  const rule: Step = referralSteps[step]
  return rule.by === side && rule.from.includes(state)
}

/** The steps that one side may take from a state. */
export const stepsFor = (state: ReferralState, side: ReferralSide): readonly ReferralStep[] => referralStepNames.filter((step) => mayStep(step, state, side))

/** Why a centre may say no; the sender reads it. */
export const declineReasons = ['no-place', 'no-language', 'not-our-group', 'not-trafficking', 'safety', 'no-consent', 'other'] as const

/** Days in which a referral is answered, by the row of the country pack that is in force; the law has no such rule. */
export const answerWithinDays = ({ urgentDays, otherDays }: { readonly urgentDays: number; readonly otherDays: number }, isUrgent: boolean): number => (isUrgent ? urgentDays : otherDays)

/** What the sender of a referral has to see to: it was declined, more is asked, or nobody answered in time. */
export const sendersPart = (state: ReferralState, { isLate }: { readonly isLate: boolean }): 'declined' | 'more-asked' | 'unanswered' | null =>
  state === 'declined' || state === 'more-asked' ? state : state === 'waiting' && isLate ? 'unanswered' : null

/** Among whom the centre gives a place when it accepts, if she needs one now. */
export const placesToGive = ['none', 'women', 'men', 'families', 'minors'] as const
export type PlaceToGive = Exclude<(typeof placesToGive)[number], 'none'>
