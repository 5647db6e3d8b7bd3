import { workInThread } from '#platform/threads/work-in-thread'
import { adviseMerges, type AdviceCall, type MergeAdvice } from '../domain/advise-merges.ts'
import { followsFrom, type Followed, type MaskedTables } from '../domain/deliveries/masked-tables.ts'
import { passGate, type GateAnswer, type GateRequest } from '../domain/gate.ts'
import { noWay, waysOut, type Refused, type WaysOut } from '../domain/ways-out.ts'
import { highsSolver } from './highs-solver.ts'

export type AdviceRequest = Omit<AdviceCall, 'solver' | 'clock'>
export type GateJob = { readonly gate: GateRequest } | { readonly advice: AdviceRequest } | { readonly masked: MaskedTables }
/** The answer of the gate; a refusal comes with what would make it possible. */
export type ToldAnswer = Extract<GateAnswer, { passed: true }> | (Refused & { readonly ways: WaysOut })
export type GateDone = { readonly answer: ToldAnswer } | { readonly advice: readonly MergeAdvice[] } | { readonly followed: Followed }
export type Progress = { readonly cost: number; readonly bound: number }

const clock = () => performance.now()
const loaded = highsSolver()

/** A refusal stands even where the solver loses its way in looking for what would pass. */
function waysOrNone(...asked: Parameters<typeof waysOut>): WaysOut {
  try {
    return waysOut(...asked)
  } catch {
    return noWay
  }
}

workInThread<GateJob, GateDone, Progress>(async (job, tell) => {
  const solver = await loaded
  if ('advice' in job) return { advice: adviseMerges({ ...job.advice, solver, clock }) }
  if ('masked' in job) return { followed: followsFrom(job.masked, solver) }
  const answer = passGate(job.gate, { solver, clock, tell })
  return { answer: answer.passed ? answer : { ...answer, ways: waysOrNone(job.gate, answer, { solver, clock }) } }
})
