import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { MergeAdvice } from '../domain/advise-merges.ts'
import type { Followed, MaskedTables } from '../domain/deliveries/masked-tables.ts'
import type { GateAnswer, GateRequest } from '../domain/gate.ts'
import type { AdviceRequest, GateDone, GateJob, Progress } from './gate-worker.ts'

/** A table that could not be looked at: `cancelled` and `busy` pass, `fault` is ours to mend. */
export class GateFault extends Error {
  readonly why: 'busy' | 'cancelled' | 'fault'
  constructor(why: GateFault['why'], message: string) {
    super(message)
    this.name = 'GateFault'
    this.why = why
  }
}

export type Watch = { readonly tell?: (progress: Progress) => void; readonly signal?: AbortSignal }

const queueLimit = 50
/** What the audit may take beyond the time that is given to the search, in seconds. */
const auditSeconds = 900

type Result = { readonly answer: GateAnswer } | { readonly advice: readonly MergeAdvice[] } | { readonly followed: Followed }
type Waiting = { readonly job: GateJob; readonly seconds: number; readonly watch: Watch; readonly resolve: (result: Result) => void; readonly reject: (fault: GateFault) => void }
const waiting: Waiting[] = []
let current: { readonly item: Waiting; readonly timer: NodeJS.Timeout } | undefined
let worker: Worker | undefined
let lastId = 0

/** Sends tables through the gate in a thread of its own; whoever asked may hear how far it is, and call it off. */
export async function sendThroughGate(gate: GateRequest, watch: Watch = {}): Promise<GateAnswer> {
  const result = await ask({ gate }, gate.seconds, watch)
  if (!('answer' in result)) throw new GateFault('fault', 'the gate answered another question')
  return result.answer
}

/** Which categories to merge so that less must be hidden, worked out in the same thread. */
export async function askForMerges(advice: AdviceRequest, watch: Watch = {}): Promise<readonly MergeAdvice[]> {
  const result = await ask({ advice }, advice.seconds, watch)
  if (!('advice' in result)) throw new GateFault('fault', 'the adviser answered another question')
  return result.advice
}

/** How many of the figures that a source keeps to itself follow from those that it prints, worked out in the same thread. */
export async function askWhatFollows(masked: MaskedTables, seconds: number): Promise<Followed> {
  const result = await ask({ masked }, seconds, {})
  if (!('followed' in result)) throw new GateFault('fault', 'the auditor answered another question')
  return result.followed
}

/** Stops the thread; the next table starts another. */
export async function stopGate(): Promise<void> {
  const stopped = worker
  worker = undefined
  finish((item) => item.reject(new GateFault('cancelled', 'the gate was stopped')))
  await stopped?.terminate()
}

type Question = { readonly gate: GateRequest } | { readonly advice: AdviceRequest } | { readonly masked: MaskedTables }

function ask(question: Question, seconds: number, watch: Watch): Promise<Result> {
  if (waiting.length >= queueLimit) return Promise.reject(new GateFault('busy', `more than ${queueLimit} tables wait for the gate`))
  if (watch.signal?.aborted) return Promise.reject(new GateFault('cancelled', 'called off before it began'))
  lastId += 1
  const id = lastId
  return new Promise((resolve, reject) => {
    watch.signal?.addEventListener('abort', () => callOff(id), { once: true })
    waiting.push({ job: { id, ...question }, seconds, watch, resolve, reject })
    takeNext()
  })
}

function takeNext(): void {
  if (current) return
  const item = waiting.shift()
  if (!item) return
  const used = startedWorker()
  used.ref()
  current = { item, timer: setTimeout(() => drop(used, new GateFault('cancelled', 'the table took longer than its time')), (item.seconds + auditSeconds) * 1000) }
  used.postMessage(item.job)
}

// A thread of Node 20 does not inherit tsx, whatever it is started with: it must register it itself before it reads TypeScript.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json').replace(/package\.json$/, 'dist/esm/api/index.mjs')).href
const bootstrap = `const [tsx, file] = require('node:worker_threads').workerData
import(tsx).then(({ register }) => { register(); return import(file) })`

function startedWorker(): Worker {
  if (worker) return worker
  const started = new Worker(bootstrap, { eval: true, workerData: [tsx, new URL('./gate-worker.ts', import.meta.url).href] })
  started.on('message', (done: GateDone) => heard(started, done))
  started.on('error', (fault) => lost(started, fault instanceof Error ? fault.message : String(fault)))
  started.on('exit', () => lost(started, 'the thread of the gate ended'))
  worker = started
  return started
}

function heard(by: Worker, done: GateDone): void {
  if (current?.item.job.id !== done.id) return
  if ('progress' in done) return current.item.watch.tell?.(done.progress)
  by.unref()
  finish((item) => ('fault' in done ? item.reject(new GateFault('fault', done.fault)) : item.resolve(done)))
}

/** The solver hears nothing while it works: the only way to call it off is to end its thread. */
function callOff(id: number): void {
  const fault = new GateFault('cancelled', 'called off')
  const place = waiting.findIndex(({ job }) => job.id === id)
  if (place >= 0) for (const item of waiting.splice(place, 1)) item.reject(fault)
  else if (worker && current?.item.job.id === id) drop(worker, fault)
}

function drop(used: Worker, fault: GateFault): void {
  worker = undefined
  void used.terminate()
  finish((item) => item.reject(fault))
}

function lost(gone: Worker, message: string): void {
  if (worker !== gone) return
  worker = undefined
  finish((item) => item.reject(new GateFault('fault', message)))
}

function finish(tell: (item: Waiting) => void): void {
  const done = current
  current = undefined
  if (done) {
    clearTimeout(done.timer)
    tell(done.item)
  }
  takeNext()
}
