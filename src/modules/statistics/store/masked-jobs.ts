import { ThreadFault } from '#platform/threads/one-thread'
import type { Followed, MaskedTables } from '../domain/deliveries/masked-tables.ts'
import { askWhatFollows } from './gate-thread.ts'

/** How far the auditor is with somebody else's masked figures. */
export type FollowState = { readonly at: 'working' } | { readonly at: 'stopped' } | { readonly at: 'done'; readonly followed: Followed }

/** A delivery never changes, so what follows from it is worked out once. */
const keptAnswers = 50
const seconds = 300
type Job = { state: FollowState; readonly ended: Promise<void> }
const jobs = new Map<string, Job>()

/** Begins to look at a delivery, or looks how far it is; waits no longer than that for the answer. */
export async function lookWhatFollows(delivery: string, tables: MaskedTables, milliseconds: number): Promise<FollowState> {
  const job = jobs.get(delivery) ?? begun(delivery, tables)
  let timer: NodeJS.Timeout | undefined
  await Promise.race([job.ended, new Promise<void>((resolve) => { timer = setTimeout(resolve, milliseconds) })])
  clearTimeout(timer)
  if (job.state.at === 'stopped') jobs.delete(delivery)
  return job.state
}

function begun(delivery: string, tables: MaskedTables): Job {
  const ended = askWhatFollows(tables, seconds).then((followed) => { job.state = { at: 'done', followed } }).catch((fault: unknown) => {
    if (!(fault instanceof ThreadFault)) throw fault
    job.state = { at: 'stopped' }
  })
  const job: Job = { state: { at: 'working' }, ended }
  jobs.set(delivery, job)
  for (const oldest of jobs.keys()) {
    if (jobs.size <= keptAnswers) break
    jobs.delete(oldest)
  }
  return job
}
