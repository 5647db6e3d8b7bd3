import { parentPort } from 'node:worker_threads'
import { adviseMerges, type AdviceCall, type MergeAdvice } from '../domain/advise-merges.ts'
import { followsFrom, type Followed, type MaskedTables } from '../domain/deliveries/masked-tables.ts'
import { passGate, type GateAnswer, type GateRequest } from '../domain/gate.ts'
import { highsSolver } from './highs-solver.ts'

export type AdviceRequest = Omit<AdviceCall, 'solver' | 'clock'>
export type GateJob = { readonly id: number } & ({ readonly gate: GateRequest } | { readonly advice: AdviceRequest } | { readonly masked: MaskedTables })
export type Progress = { readonly cost: number; readonly bound: number }
export type GateDone = { readonly id: number } & (
  | { readonly progress: Progress } | { readonly answer: GateAnswer } | { readonly advice: readonly MergeAdvice[] } | { readonly followed: Followed } | { readonly fault: string }
)

const clock = () => performance.now()
const loaded = highsSolver()
let asked = Promise.resolve()

async function work(job: GateJob): Promise<void> {
  const say = (done: GateDone) => parentPort?.postMessage(done)
  try {
    const solver = await loaded
    if ('advice' in job) say({ id: job.id, advice: adviseMerges({ ...job.advice, solver, clock }) })
    else if ('masked' in job) say({ id: job.id, followed: followsFrom(job.masked, solver) })
    else say({ id: job.id, answer: passGate(job.gate, { solver, clock, tell: (progress) => say({ id: job.id, progress }) }) })
  } catch (fault) {
    say({ id: job.id, fault: fault instanceof Error ? fault.message : String(fault) })
  }
}

parentPort?.on('message', (job: GateJob) => { asked = asked.then(() => work(job)) })
