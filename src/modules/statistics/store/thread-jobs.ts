import { ThreadFault, type Watch } from '#platform/threads/one-thread'

/** How far the thread of the gate is with something; `why`: called off, too much waited, too late, or the thread was lost. */
export type Looked<Answer, Progress> =
  | { readonly at: 'working'; readonly progress: Progress | null }
  | { readonly at: 'done'; readonly answer: Answer }
  | { readonly at: 'stopped'; readonly why: ThreadFault['why'] }

/** What a look does where the work was stopped: it says so, or begins anew. */
export type Look = { readonly milliseconds: number; readonly again?: boolean }

/** How many answers are kept, so that the same question is worked out once. */
const keptJobs = 50

type Job<Answer, Progress> = { state: Looked<Answer, Progress>; readonly ended: Promise<void>; readonly abort: AbortController }

/** Questions to the thread that were begun, and their answers as long as they are among the last. */
export class ThreadJobs<Asked, Answer, Progress> {
  readonly #jobs = new Map<string, Job<Answer, Progress>>()
  readonly #works: (asked: Asked, watch: Watch<Progress>) => Promise<Answer>
  readonly #keyOf: (asked: Asked) => string

  constructor(works: (asked: Asked, watch: Watch<Progress>) => Promise<Answer>, keyOf: (asked: Asked) => string = wholeKey) {
    this.#works = works
    this.#keyOf = keyOf
  }

  /** Begins to work, or looks how far it is; waits no longer than that for the answer. */
  async look(asked: Asked, { milliseconds, again = true }: Look): Promise<Looked<Answer, Progress>> {
    const key = this.#keyOf(asked)
    const before = this.#jobs.get(key)
    const job = before && !(again && before.state.at === 'stopped') ? before : this.#begin(key, asked)
    if (job.state.at !== 'working') return job.state
    let timer: NodeJS.Timeout | undefined
    await Promise.race([job.ended, new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds) })])
    clearTimeout(timer)
    return job.state
  }

  /** How far it is, where it was begun at all. */
  stateOf(asked: Asked): Looked<Answer, Progress> | undefined {
    return this.#jobs.get(this.#keyOf(asked))?.state
  }

  /** Stops the work where there is any; whoever looks then sees that it was stopped. */
  async callOff(asked: Asked): Promise<void> {
    const job = this.#jobs.get(this.#keyOf(asked))
    job?.abort.abort()
    await job?.ended
  }

  #begin(key: string, asked: Asked): Job<Answer, Progress> {
    const abort = new AbortController()
    const watch = { signal: abort.signal, tell: (progress: Progress) => { job.state = { at: 'working', progress } } }
    const ended = this.#works(asked, watch).then((answer) => { job.state = { at: 'done', answer } }).catch((fault: unknown) => {
      // Whoever looks next reads that it was stopped, whatever stopped it.
      job.state = { at: 'stopped', why: fault instanceof ThreadFault ? fault.why : 'fault' }
      if (!(fault instanceof ThreadFault)) throw fault
    })
    const job: Job<Answer, Progress> = { state: { at: 'working', progress: null }, ended, abort }
    this.#jobs.delete(key)
    this.#jobs.set(key, job)
    for (const oldest of this.#jobs.keys()) {
      if (this.#jobs.size <= keptJobs) break
      this.#jobs.delete(oldest)
    }
    return job
  }
}

const wholeKey = (asked: unknown): string => JSON.stringify(asked, (_, value: unknown) => (value instanceof Set ? [...value].toSorted() : value))
