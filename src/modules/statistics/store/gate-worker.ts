import { workInThread } from '#platform/threads/work-in-thread'
import { adviseMerges, type AdviceCall, type MergeAdvice } from '../domain/advise-merges.ts'
import { followsFrom, type Followed, type MaskedTables } from '../domain/deliveries/masked-tables.ts'
import type { Progress, Tell } from '../domain/gate-progress.ts'
import { passGate, type GateAnswer, type GateRequest } from '../domain/gate.ts'
import { waysOut, type Refused, type WaysOut } from '../domain/ways-out.ts'
import { withoutGate, type Told, type WithoutGate } from '../domain/without-gate.ts'
import { highsSolver } from './highs-solver.ts'

export type AdviceRequest = Omit<AdviceCall, 'solver' | 'clock' | 'tell'>
export type GateJob = { readonly gate: GateRequest } | { readonly beside: GateRequest; readonly refused: Refused } | { readonly advice: AdviceRequest } | { readonly masked: MaskedTables } | { readonly without: Told }
export type GateDone = { readonly answer: GateAnswer } | { readonly ways: WaysOut } | { readonly advice: readonly MergeAdvice[] } | { readonly followed: Followed } | { readonly known: WithoutGate }

const clock = () => performance.now()
const loaded = highsSolver()
/** Nobody looks more often, in milliseconds. */
const between = 200

/** Says how far the work is now and then, and at once where it turns to something else. */
function nowAndThen(tell: Tell): Tell {
  let last: { at: number; doing: string } | undefined
  return (progress) => {
    if (last && last.doing === progress.doing && clock() - last.at < between) return
    last = { at: clock(), doing: progress.doing }
    tell(progress)
  }
}

workInThread<GateJob, GateDone, Progress>(async (job, told) => {
  const solver = await loaded
  const tell = nowAndThen(told)
  if ('advice' in job) return { advice: adviseMerges({ ...job.advice, solver, clock, tell }) }
  if ('masked' in job) return { followed: followsFrom(job.masked, solver, tell) }
  if ('without' in job) return { known: withoutGate(job.without, solver, tell) }
  if ('beside' in job) return { ways: waysOut(job.beside, job.refused, { solver, clock, tell }) }
  return { answer: passGate(job.gate, { solver, clock, tell }) }
})
