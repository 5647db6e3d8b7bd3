import type { Worker } from 'node:worker_threads'
import { startWorker } from '#platform/threads/start-worker'
import type { SheetCheck } from '../domain/deliveries/check-sheet.ts'
import type { SheetTrouble } from '../domain/deliveries/sheet.ts'
import type { SheetDone, SheetJob } from './sheet-worker.ts'

/** How far a sheet is that somebody waits for: kept in this process while it is read and a minute longer. */
export type SheetProgress = { readonly phase: 'reading' | 'checking' | 'done'; readonly done: number; readonly of: number }
const progress = new Map<string, SheetProgress>()
export const progressOf = (upload: string): SheetProgress | undefined => progress.get(upload)

const seconds = 120
const atOnce = 2
/** What may wait while two are read. */
const queueLimit = 20
let running = 0
const waiting: (() => void)[] = []

/** Reads and checks a sheet in a thread of its own, with a limit on its memory and its time, so that no file stops the server. */
export async function readInThread(job: SheetJob, upload?: string): Promise<SheetCheck | SheetTrouble> {
  if (waiting.length >= queueLimit) return 'busy'
  if (running >= atOnce) await new Promise<void>((resolve) => { waiting.push(resolve) })
  running += 1
  const tell = (at: SheetProgress) => void (upload !== undefined && progress.set(upload, at))
  tell({ phase: 'reading', done: 0, of: 0 })
  try {
    return await once(job, (at) => tell({ phase: 'checking', ...at }))
  } finally {
    running -= 1
    waiting.shift()?.()
    if (upload !== undefined) {
      tell({ phase: 'done', done: 1, of: 1 })
      setTimeout(() => progress.delete(upload), 60_000).unref()
    }
  }
}

/** Threads that have read a sheet and wait for the next one, since starting one takes longer than most sheets do. One that read a large sheet ends, and gives its memory back. */
const idle: Worker[] = []
const large = 1_000_000

function started(): Worker {
  const worker = startWorker(new URL('./sheet-worker.ts', import.meta.url), { maxOldGenerationSizeMb: 1_024 })
  worker.once('exit', () => { if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1) })
  return worker
}

/** Starts a thread for somebody who is about to hand a sheet in, where none waits: the first sheet would else take the seconds of its start. */
export function warmSheets(): void {
  if (idle.length > 0 || running > 0) return
  const worker = started().on('error', () => {})
  worker.unref()
  idle.push(worker)
}

function once(job: SheetJob, tell: (at: { done: number; of: number }) => void): Promise<SheetCheck | SheetTrouble> {
  const worker = idle.pop() ?? started()
  worker.ref()
  return new Promise((resolve) => {
    const end = (with_: SheetCheck | SheetTrouble, mayStay: boolean) => {
      clearTimeout(timer)
      worker.removeAllListeners('message').removeAllListeners('error').on('error', () => {})
      if (mayStay) {
        worker.unref()
        idle.push(worker)
      } else void worker.terminate()
      resolve(with_)
    }
    const timer = setTimeout(() => end('too-slow', false), seconds * 1_000)
    worker.on('message', (done: SheetDone) => {
      if ('progress' in done) return tell(done.progress)
      return end('trouble' in done ? done.trouble : done.check, (job.bytes ?? job.text ?? '').length < large)
    })
    // A thread that ran out of memory, or a file that the reader stumbles over.
    worker.on('error', (fault) => end('code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too-big' : 'unreadable', false))
    worker.postMessage(job)
  })
}
