import { workInThread } from '#platform/threads/work-in-thread'
import { adviseMerges, type AdviceCall, type MergeAdvice } from '../domain/advise-merges.ts'
import { followsFrom, type Followed, type MaskedTables } from '../domain/deliveries/masked-tables.ts'
import { passGate, type GateAnswer, type GateRequest } from '../domain/gate.ts'
import { waysOut, type Refused, type WaysOut } from '../domain/ways-out.ts'
import { highsSolver } from './highs-solver.ts'

export type AdviceRequest = Omit<AdviceCall, 'solver' | 'clock'>
export type GateJob = { readonly gate: GateRequest } | { readonly beside: GateRequest; readonly refused: Refused } | { readonly advice: AdviceRequest } | { readonly masked: MaskedTables }
export type GateDone = { readonly answer: GateAnswer } | { readonly ways: WaysOut } | { readonly advice: readonly MergeAdvice[] } | { readonly followed: Followed }
export type Progress = { readonly cost: number; readonly bound: number }

const clock = () => performance.now()
const loaded = highsSolver()

workInThread<GateJob, GateDone, Progress>(async (job, tell) => {
  const solver = await loaded
  if ('advice' in job) return { advice: adviseMerges({ ...job.advice, solver, clock }) }
  if ('masked' in job) return { followed: followsFrom(job.masked, solver) }
  if ('beside' in job) return { ways: waysOut(job.beside, job.refused, { solver, clock }) }
  return { answer: passGate(job.gate, { solver, clock, tell }) }
})
