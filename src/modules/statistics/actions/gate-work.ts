import { z } from 'zod'
import type { Progress } from '../domain/gate-progress.ts'
import type { Looked } from '../store/thread-jobs.ts'

/** How far the thread of the gate is, as a screen says it. */
export const ProgressTold = z.union([
  z.strictObject({ doing: z.literal('hiding'), cost: z.number(), bound: z.number() }),
  z.strictObject({ doing: z.enum(['rounding', 'proving', 'reading', 'merging', 'following', 'trying']), done: z.number(), of: z.number() }),
])
/** `none`: nothing was asked. `stopped`: it ended without an answer, and `why`. */
export const Work = z.strictObject({ at: z.enum(['none', 'working', 'stopped', 'done']), why: z.enum(['busy', 'late', 'cancelled', 'fault']).nullable(), progress: ProgressTold.nullable() })
export type Work = z.output<typeof Work>

export const noWork: Work = { at: 'none', why: null, progress: null }
export const workOf = (state: Looked<unknown, Progress> | undefined): Work =>
  (state === undefined ? noWork : { at: state.at, why: state.at === 'stopped' ? state.why : null, progress: state.at === 'working' ? state.progress : null })

/** Whether a screen asks for work to begin anew that was stopped: else it says that it was. */
export const Again = z.enum(['yes']).optional()
