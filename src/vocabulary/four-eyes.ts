import { z } from 'zod'

/** Acts for which a country may ask a second person of the same office; the pack says for which it does. */
export const fourEyesActs = ['destroy-records', 'review-emergency-access', 'publish-numbers', 'reset-sign-in', 'open-account', 'invite-account', 'set-lead', 'move-account', 'set-replacement', 'end-conflict', 'lift-seal'] as const
export const FourEyesAct = z.enum(fourEyesActs)
export type FourEyesAct = z.infer<typeof FourEyesAct>
