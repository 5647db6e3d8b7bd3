import { OneThread, ThreadFault, type Watch } from '#platform/threads/one-thread'
import type { MergeAdvice } from '../domain/advise-merges.ts'
import type { Followed, MaskedTables } from '../domain/deliveries/masked-tables.ts'
import type { Progress } from '../domain/gate-progress.ts'
import type { GateAnswer, GateRequest } from '../domain/gate.ts'
import type { Refused, WaysOut } from '../domain/ways-out.ts'
import type { Told, WithoutGate } from '../domain/without-gate.ts'
import type { AdviceRequest, GateDone, GateJob } from './gate-worker.ts'

const thread = new OneThread<GateJob, GateDone, Progress>(new URL('./gate-worker.ts', import.meta.url), { queueLimit: 50 })
/** What the audit may take beyond the time that is given to the search, in seconds. */
const auditSeconds = 900
/** What nobody waits longer for: how much more a reader would know without the gate. */
const withoutSeconds = 120

const otherQuestion = () => new ThreadFault('fault', 'the thread of the gate answered another question')

/** Sends tables through the gate in a thread of its own; whoever asked may hear how far it is, and call it off. */
export async function sendThroughGate(gate: GateRequest, watch: Watch<Progress> = {}): Promise<GateAnswer> {
  const done = await thread.ask({ gate }, gate.seconds + auditSeconds, watch)
  if (!('answer' in done)) throw otherQuestion()
  return done.answer
}

/** What would make it possible that refused tables leave, worked out in the same thread. */
export async function askWaysOut(beside: GateRequest, refused: Refused, watch: Watch<Progress> = {}): Promise<WaysOut> {
  const done = await thread.ask({ beside, refused }, beside.seconds + auditSeconds, watch)
  if (!('ways' in done)) throw otherQuestion()
  return done.ways
}

/** Which categories to merge so that less must be hidden, worked out in the same thread. */
export async function askForMerges(advice: AdviceRequest, watch: Watch<Progress> = {}): Promise<readonly MergeAdvice[]> {
  const done = await thread.ask({ advice }, advice.seconds + auditSeconds, watch)
  if (!('advice' in done)) throw otherQuestion()
  return done.advice
}

/** What a reader would know if only the sensitive figures were hidden, worked out in the same thread. */
export async function askWithoutGate(without: Told, watch: Watch<Progress> = {}): Promise<WithoutGate> {
  const done = await thread.ask({ without }, withoutSeconds, watch)
  if (!('known' in done)) throw otherQuestion()
  return done.known
}

/** How many of the figures that a source keeps to itself follow from those that it prints, worked out in the same thread. */
export async function askWhatFollows(masked: MaskedTables, seconds: number, watch: Watch<Progress> = {}): Promise<Followed> {
  const done = await thread.ask({ masked }, seconds + auditSeconds, watch)
  if (!('followed' in done)) throw otherQuestion()
  return done.followed
}

/** Stops the thread; the next table starts another. */
export const stopGate = (): Promise<void> => thread.stop()
