import { z } from 'zod'

/** A guard may hold for some variants or states only. */
const limits = {
  only: z.array(z.string()).min(1).optional(),
  except: z.array(z.string()).min(1).optional(),
  inStates: z.array(z.string()).min(1).optional(),
}
const guard = <N extends string, S extends z.ZodRawShape>(name: N, shape: S) =>
  z.strictObject({ guard: z.literal(name), ...shape, ...limits })

const none = {}
const steps = z.array(z.string()).min(1)
const clocks = z.array(z.string()).min(1)

/** The closed list of what a step may ask for. The protection module has one function and one test for each. */
export const Guard = z.discriminatedUnion('guard', [
  guard('applied-for', { document: z.string() }),
  guard('no-open-application', none),
  guard('condition-met', { condition: z.string() }),
  guard('condition-not-denied', { condition: z.string() }),
  guard('answers-all-yes', { set: z.string() }),
  guard('favourable-opinion', none),
  guard('statement-recorded', none),
  guard('statement-in-time', { clocks }),
  guard('no-statement-in-time', { clocks }),
  guard('identity-evidence', none),
  guard('no-residence-title', none),
  guard('at-most', { times: z.int().positive(), steps }),
  guard('within', { clocks }),
  guard('after', { clocks }),
  guard('ground-allowed', none),
  guard('conviction-or-charge-retained', { steps, set: z.string().optional() }),
  guard('taken', { steps }),
  guard('fact', { fact: z.string(), in: z.array(z.string()).min(1) }),
])
export type Guard = z.infer<typeof Guard>
export type GuardName = Guard['guard']
export const guardNames: readonly GuardName[] = Guard.options.map((option) => option.shape.guard.value)
