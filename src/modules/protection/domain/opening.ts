import { z } from 'zod'
import { Day } from '#vocabulary/day'

/** What is known of a person that decides which path the law gives her. A child in doubt is treated as a child. */
export const Facts = z.strictObject({
  minor: z.enum(['yes', 'no', 'in-doubt']),
  unaccompanied: z.enum(['yes', 'no', 'unknown']).default('unknown'),
  citizenshipGroup: z.enum(['own', 'eu', 'other', 'stateless', 'unknown']),
  hasResidenceTitle: z.enum(['yes', 'no', 'unknown']).default('unknown'),
  exploitedAbroad: z.enum(['yes', 'no', 'unknown']).default('unknown'),
  phenomenon: z.enum(['trafficking', 'aggravated-smuggling']).default('trafficking'),
  diplomaticHousehold: z.enum(['yes', 'no', 'unknown']).default('no'),
  detectedIn: z.enum(['workplace', 'public-space', 'dwelling', 'asylum', 'closed-centre', 'border', 'hospital', 'prison', 'other']).default('other'),
  declines: z.enum(['yes', 'no']).default('no'),
})
export type Facts = z.infer<typeof Facts>
export type FactName = keyof Facts

/** How a procedure begins: on which day, on which path, and on which facts. */
export const Opening = z.strictObject({ openedOn: Day, variant: z.string(), facts: Facts })
export type Opening = z.infer<typeof Opening>
