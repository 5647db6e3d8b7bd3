import type { MergeAdvice } from '../domain/advise-merges.ts'
import type { Progress } from '../domain/gate-progress.ts'
import type { GateAnswer, GateRequest } from '../domain/gate.ts'
import type { Refused, WaysOut } from '../domain/ways-out.ts'
import type { Told, WithoutGate } from '../domain/without-gate.ts'
import { askForMerges, askWaysOut, askWithoutGate, sendThroughGate } from './gate-thread.ts'
import type { AdviceRequest } from './gate-worker.ts'
import { ThreadJobs, type Look, type Looked } from './thread-jobs.ts'

export type GateState = Looked<GateAnswer, Progress>
export type WaysState = Looked<WaysOut, Progress>
export type WithoutState = Looked<WithoutGate, Progress>
export type AdviceState = Looked<readonly MergeAdvice[], Progress>

const gate = new ThreadJobs<GateRequest, GateAnswer, Progress>(sendThroughGate)
const ways = new ThreadJobs<{ readonly request: GateRequest; readonly refused: Refused }, WaysOut, Progress>(({ request, refused }, watch) => askWaysOut(request, refused, watch))
const without = new ThreadJobs<Told, WithoutGate, Progress>(askWithoutGate)
const advice = new ThreadJobs<AdviceRequest, readonly MergeAdvice[], Progress>(askForMerges)

/** Begins to send a table through the gate, or looks how far it is; waits no longer than that for the answer. */
export const lookAtGate = (request: GateRequest, milliseconds: number, again = true): Promise<GateState> => gate.look(request, { milliseconds, again })

/** Begins to look for what would make it possible that refused tables leave: nobody has to wait for that to hear that they are refused. */
export const lookForWays = (request: GateRequest, refused: Refused, milliseconds: number, again = true): Promise<WaysState> => ways.look({ request, refused }, { milliseconds, again })

/** Begins to work out what a reader would know without the gate, or looks how far it is. */
export const lookWithoutGate = (told: Told, look: Look): Promise<WithoutState> => without.look(told, look)

/** Begins to look for categories that could be shown as one, or looks how far it is. */
export const lookForMerges = (request: AdviceRequest, look: Look): Promise<AdviceState> => advice.look(request, look)

/** How far the gate is with a table, where it was asked at all. */
export const stateOfGate = (request: GateRequest): GateState | undefined => gate.stateOf(request)

/** Calls off what is being worked out, the answer or the ways out of it. */
export async function callOffGate(request: GateRequest): Promise<void> {
  const state = gate.stateOf(request)
  if (state?.at === 'done' && !state.answer.passed) await ways.callOff({ request, refused: state.answer })
  else await gate.callOff(request)
}

export const callOffWithoutGate = (told: Told): Promise<void> => without.callOff(told)
export const callOffMerges = (request: AdviceRequest): Promise<void> => advice.callOff(request)
