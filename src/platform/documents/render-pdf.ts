import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Done, Job } from './typst-worker.ts'

export type PdfRequest = {
  /** Path of a Typst file on the disk. It reads `sys.inputs`: `title`, `language`, `fonts` (JSON) and `data` (JSON); other files of its folder too. */
  readonly template: string
  readonly data: unknown
  /** The language of the document as a BCP 47 code; more than the languages of the screens, because people read others. */
  readonly language: string
  readonly title: string
}

/** A document that could not be made: `busy` and `late` pass, `fault` is ours to mend, `missing` says that the country has no such paper. */
export class DocumentFault extends Error {
  readonly why: 'busy' | 'late' | 'fault' | 'missing'
  constructor(why: DocumentFault['why'], message: string) {
    super(message)
    this.name = 'DocumentFault'
    this.why = why
  }
}

const timeLimit = 10_000
const queueLimit = 200

type Waiting = { readonly job: Job; readonly resolve: (pdf: Uint8Array) => void; readonly reject: (fault: DocumentFault) => void }
const waiting: Waiting[] = []
let current: { readonly item: Waiting; readonly timer: NodeJS.Timeout } | undefined
let worker: Worker | undefined
let lastId = 0

/** Makes a tagged PDF (PDF/UA-1) from a template and data. What people typed travels as JSON and can never become markup. */
export function renderPdf({ template, data, language, title }: PdfRequest): Promise<Uint8Array> {
  if (!existsSync(template)) return Promise.reject(new DocumentFault('missing', 'the country has no template for this paper'))
  if (waiting.length >= queueLimit) return Promise.reject(new DocumentFault('busy', `more than ${queueLimit} documents wait to be made`))
  lastId += 1
  const job: Job = { id: lastId, template, inputs: { title, language, data: JSON.stringify(data, printable) } }
  return new Promise((resolve, reject) => {
    waiting.push({ job, resolve, reject })
    takeNext()
  })
}

/** Half characters and the few that PDF/UA forbids, none of which anybody can read, are left out. */
const printable = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replace(/[\u0000\uFEFF\uFFFE\uFFFF]|\p{Surrogate}/gu, '') : value

/** Starts the worker and loads the fonts before the first person waits for a document. */
export function warmDocuments(): void {
  startedWorker().unref()
}

/** Stops the worker; the next document starts another. */
export async function stopDocuments(): Promise<void> {
  const stopped = worker
  worker = undefined
  finish((item) => item.reject(new DocumentFault('late', 'documents were stopped')))
  await stopped?.terminate()
}

function takeNext(): void {
  if (current) return
  const item = waiting.shift()
  if (!item) return
  const used = startedWorker()
  used.ref()
  current = { item, timer: setTimeout(() => giveUp(used), timeLimit) }
  used.postMessage(item.job)
}

// A thread of Node 20 does not inherit tsx, whatever it is started with: it must register it itself before it reads TypeScript.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json').replace(/package\.json$/, 'dist/esm/api/index.mjs')).href
const bootstrap = `const [tsx, file] = require('node:worker_threads').workerData
import(tsx).then(({ register }) => { register(); return import(file) })`

/** The worker is one thread of ours: whoever starts it also hears of its end, and then the next document gets a new one. */
function startedWorker(): Worker {
  if (worker) return worker
  const started = new Worker(bootstrap, { eval: true, workerData: [tsx, new URL('./typst-worker.ts', import.meta.url).href] })
  started.on('message', (done: Done) => answered(started, done))
  started.on('error', (fault) => lost(started, fault instanceof Error ? fault.message : String(fault)))
  started.on('exit', () => lost(started, 'the thread that makes documents ended'))
  worker = started
  return started
}

function answered(by: Worker, done: Done): void {
  if (current?.item.job.id !== done.id) return
  by.unref()
  finish((item) => ('pdf' in done ? item.resolve(done.pdf) : item.reject(new DocumentFault('fault', done.fault))))
}

function lost(gone: Worker, message: string): void {
  if (worker !== gone) return
  worker = undefined
  finish((item) => item.reject(new DocumentFault('fault', message)))
}

function giveUp(late: Worker): void {
  worker = undefined
  void late.terminate()
  finish((item) => item.reject(new DocumentFault('late', `${item.job.template} took longer than ${timeLimit / 1000} seconds`)))
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
