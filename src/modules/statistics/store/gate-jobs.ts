import { ThreadFault } from '#platform/threads/one-thread'
import type { GateRequest } from '../domain/gate.ts'
import type { Progress, ToldAnswer } from './gate-worker.ts'
import { sendThroughGate } from './gate-thread.ts'

/** How far the gate is with a table. */
export type GateState =
  | { readonly at: 'working'; readonly progress: Progress | null }
  | { readonly at: 'done'; readonly answer: ToldAnswer }
  | { readonly at: 'stopped' }

/** How many answers are kept, so that the same question is worked out once. */
const keptJobs = 50

type Job = { state: GateState; readonly ended: Promise<void>; readonly abort: AbortController }
const jobs = new Map<string, Job>()

const keyOf = (request: GateRequest): string => JSON.stringify(request, (_, value: unknown) => (value instanceof Set ? [...value].toSorted() : value))

/** Begins to send a table through the gate, or looks how far it is; waits no longer than that for the answer. */
export async function lookAtGate(request: GateRequest, milliseconds: number): Promise<GateState> {
  const key = keyOf(request)
  const job = jobs.get(key) ?? begun(key, request)
  let timer: NodeJS.Timeout | undefined
  await Promise.race([job.ended, new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds) })])
  clearTimeout(timer)
  if (job.state.at === 'stopped') jobs.delete(key)
  return job.state
}

/** Calls off what is being worked out; the next look begins again. */
export async function callOffGate(request: GateRequest): Promise<void> {
  const job = jobs.get(keyOf(request))
  job?.abort.abort()
  await job?.ended
  jobs.delete(keyOf(request))
}

function begun(key: string, request: GateRequest): Job {
  const abort = new AbortController()
  const watch = { signal: abort.signal, tell: (progress: Progress) => { job.state = { at: 'working', progress } } }
  const ended = sendThroughGate(request, watch).then((answer) => { job.state = { at: 'done', answer } }).catch((fault: unknown) => {
    if (!(fault instanceof ThreadFault)) throw fault
    job.state = { at: 'stopped' }
  })
  const job: Job = { state: { at: 'working', progress: null }, ended, abort }
  jobs.set(key, job)
  for (const oldest of jobs.keys()) {
    if (jobs.size <= keptJobs) break
    jobs.delete(oldest)
  }
  return job
}
