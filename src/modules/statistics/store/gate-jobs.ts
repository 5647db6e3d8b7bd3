import { ThreadFault, type Watch } from '#platform/threads/one-thread'
import type { GateAnswer, GateRequest } from '../domain/gate.ts'
import type { Refused, WaysOut } from '../domain/ways-out.ts'
import type { Progress } from './gate-worker.ts'
import { askWaysOut, sendThroughGate } from './gate-thread.ts'

/** How far the thread of the gate is with something. */
type Looked<Answer> =
  | { readonly at: 'working'; readonly progress: Progress | null }
  | { readonly at: 'done'; readonly answer: Answer }
  | { readonly at: 'stopped' }
export type GateState = Looked<GateAnswer>
export type WaysState = Looked<WaysOut>

/** How many answers are kept, so that the same question is worked out once. */
const keptJobs = 50

type Job<Answer> = { state: Looked<Answer>; readonly ended: Promise<void>; readonly abort: AbortController }

/** Questions that were begun, and their answers as long as they are among the last. */
class Jobs<Asked, Answer> {
  readonly #jobs = new Map<string, Job<Answer>>()
  readonly #works: (asked: Asked, watch: Watch<Progress>) => Promise<Answer>

  constructor(works: (asked: Asked, watch: Watch<Progress>) => Promise<Answer>) {
    this.#works = works
  }

  /** Begins to work, or looks how far it is; waits no longer than that for the answer. */
  async look(asked: Asked, milliseconds: number): Promise<Looked<Answer>> {
    const key = keyOf(asked)
    const job = this.#jobs.get(key) ?? this.#begin(key, asked)
    let timer: NodeJS.Timeout | undefined
    await Promise.race([job.ended, new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds) })])
    clearTimeout(timer)
    if (job.state.at === 'stopped') this.#jobs.delete(key)
    return job.state
  }

  /** How far it is, where it was begun at all. */
  stateOf(asked: Asked): Looked<Answer> | undefined {
    return this.#jobs.get(keyOf(asked))?.state
  }

  async callOff(asked: Asked): Promise<void> {
    const job = this.#jobs.get(keyOf(asked))
    job?.abort.abort()
    await job?.ended
    this.#jobs.delete(keyOf(asked))
  }

  #begin(key: string, asked: Asked): Job<Answer> {
    const abort = new AbortController()
    const watch = { signal: abort.signal, tell: (progress: Progress) => { job.state = { at: 'working', progress } } }
    const ended = this.#works(asked, watch).then((answer) => { job.state = { at: 'done', answer } }).catch((fault: unknown) => {
      if (!(fault instanceof ThreadFault)) throw fault
      job.state = { at: 'stopped' }
    })
    const job: Job<Answer> = { state: { at: 'working', progress: null }, ended, abort }
    this.#jobs.set(key, job)
    for (const oldest of this.#jobs.keys()) {
      if (this.#jobs.size <= keptJobs) break
      this.#jobs.delete(oldest)
    }
    return job
  }
}

const keyOf = (asked: unknown): string => JSON.stringify(asked, (_, value: unknown) => (value instanceof Set ? [...value].toSorted() : value))

const gate = new Jobs<GateRequest, GateAnswer>(sendThroughGate)
const ways = new Jobs<{ readonly request: GateRequest; readonly refused: Refused }, WaysOut>(({ request, refused }, watch) => askWaysOut(request, refused, watch))

/** Begins to send a table through the gate, or looks how far it is; waits no longer than that for the answer. */
export const lookAtGate = (request: GateRequest, milliseconds: number): Promise<GateState> => gate.look(request, milliseconds)

/** Begins to look for what would make it possible that refused tables leave: nobody has to wait for that to hear that they are refused. */
export const lookForWays = (request: GateRequest, refused: Refused, milliseconds: number): Promise<WaysState> => ways.look({ request, refused }, milliseconds)

/** Calls off what is being worked out, the answer or the ways out of it; the next look begins again. */
export async function callOffGate(request: GateRequest): Promise<void> {
  const state = gate.stateOf(request)
  if (state?.at === 'done' && !state.answer.passed) await ways.callOff({ request, refused: state.answer })
  else await gate.callOff(request)
}
