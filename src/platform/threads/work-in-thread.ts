import { parentPort } from 'node:worker_threads'
import type { Numbered, Told } from './one-thread.ts'

/** Does the jobs that a `OneThread` sends, one after the other; what is thrown is told as its fault. Called once, in the file that runs as the thread. */
export function workInThread<Job extends object, Done, Progress = never>(work: (job: Job, tell: (progress: Progress) => void) => Done | Promise<Done>): void {
  const say = (told: Told<Done, Progress>) => parentPort?.postMessage(told)
  let before = Promise.resolve()
  parentPort?.on('message', ({ id, ...job }: Job & Numbered) => {
    before = before.then(async () => {
      try {
        say({ id, done: await work(job as unknown as Job, (progress) => say({ id, progress })) })
      } catch (fault) {
        say({ id, fault: fault instanceof Error ? fault.message : String(fault) })
      }
    })
  })
}
