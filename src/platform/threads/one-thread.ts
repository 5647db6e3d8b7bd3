import type { Worker } from 'node:worker_threads'
import { startWorker } from './start-worker.ts'

/** A job that was not done: `busy`, `late` and `cancelled` pass, `fault` is ours to mend. */
export class ThreadFault extends Error {
  readonly why: 'busy' | 'late' | 'cancelled' | 'fault'
  constructor(why: ThreadFault['why'], message: string) {
    super(message)
    this.name = 'ThreadFault'
    this.why = why
  }
}

export type Numbered = { readonly id: number }
/** What a thread says of a job: how far it is, what it made, or what stopped it. */
export type Told<Done, Progress> = Numbered & ({ readonly progress: Progress } | { readonly done: Done } | { readonly fault: string })
export type Watch<Progress> = { readonly tell?: (progress: Progress) => void; readonly signal?: AbortSignal }

type Item<Job, Done, Progress> = { readonly job: Job & Numbered; readonly seconds: number; readonly watch: Watch<Progress>; readonly resolve: (done: Done) => void; readonly reject: (fault: ThreadFault) => void }

/** Jobs that one thread does, one after the other, in the order in which they came. The thread starts with the first, and again after a loss; it keeps nobody from ending. */
export class OneThread<Job extends object, Done, Progress = never> {
  readonly #file: URL
  readonly #queueLimit: number
  readonly #waiting: Item<Job, Done, Progress>[] = []
  #current: { readonly item: Item<Job, Done, Progress>; readonly timer: NodeJS.Timeout } | undefined
  #worker: Worker | undefined
  #lastId = 0

  constructor(file: URL, { queueLimit }: { readonly queueLimit: number }) {
    this.#file = file
    this.#queueLimit = queueLimit
  }

  /** Has a job done within so many seconds. Whoever asked may hear how far it is, and call it off. */
  ask(job: Job, seconds: number, watch: Watch<Progress> = {}): Promise<Done> {
    if (this.#waiting.length >= this.#queueLimit) return Promise.reject(new ThreadFault('busy', `more than ${this.#queueLimit} jobs wait`))
    if (watch.signal?.aborted) return Promise.reject(new ThreadFault('cancelled', 'called off before it began'))
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      watch.signal?.addEventListener('abort', () => this.#callOff(id), { once: true })
      this.#waiting.push({ job: { ...job, id }, seconds, watch, resolve, reject })
      this.#takeNext()
    })
  }

  /** Starts the thread before the first job waits for it. */
  warm(): void {
    this.#started().unref()
  }

  /** Ends the thread; the next job starts another. */
  async stop(): Promise<void> {
    const stopped = this.#worker
    this.#worker = undefined
    this.#finish((item) => item.reject(new ThreadFault('cancelled', 'the thread was stopped')))
    await stopped?.terminate()
  }

  #takeNext(): void {
    if (this.#current) return
    const item = this.#waiting.shift()
    if (!item) return
    const used = this.#started()
    used.ref()
    this.#current = { item, timer: setTimeout(() => this.#drop(used, new ThreadFault('late', `the job took longer than ${item.seconds} seconds`)), item.seconds * 1000) }
    used.postMessage(item.job)
  }

  #started(): Worker {
    if (this.#worker) return this.#worker
    const started = startWorker(this.#file)
    started.on('message', (told: Told<Done, Progress>) => this.#heard(started, told))
    started.on('error', (fault) => this.#lost(started, fault instanceof Error ? fault.message : String(fault)))
    started.on('exit', () => this.#lost(started, 'the thread ended'))
    this.#worker = started
    return started
  }

  #heard(by: Worker, told: Told<Done, Progress>): void {
    if (this.#current?.item.job.id !== told.id) return
    if ('progress' in told) return this.#current.item.watch.tell?.(told.progress)
    by.unref()
    this.#finish((item) => ('fault' in told ? item.reject(new ThreadFault('fault', told.fault)) : item.resolve(told.done)))
  }

  /** A thread hears nothing while it works: the only way to call a job off is to end the thread. */
  #callOff(id: number): void {
    const fault = new ThreadFault('cancelled', 'called off')
    const place = this.#waiting.findIndex(({ job }) => job.id === id)
    if (place >= 0) for (const item of this.#waiting.splice(place, 1)) item.reject(fault)
    else if (this.#worker && this.#current?.item.job.id === id) this.#drop(this.#worker, fault)
  }

  #drop(used: Worker, fault: ThreadFault): void {
    this.#worker = undefined
    void used.terminate()
    this.#finish((item) => item.reject(fault))
  }

  #lost(gone: Worker, message: string): void {
    if (this.#worker !== gone) return
    this.#worker = undefined
    this.#finish((item) => item.reject(new ThreadFault('fault', message)))
  }

  #finish(tell: (item: Item<Job, Done, Progress>) => void): void {
    const ended = this.#current
    this.#current = undefined
    if (ended) {
      clearTimeout(ended.timer)
      tell(ended.item)
    }
    this.#takeNext()
  }
}
