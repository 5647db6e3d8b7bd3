import { refuse, type Refusal } from '#vocabulary/refusal'
import type { GateRequest } from '../domain/gate.ts'
import type { Standing } from '../domain/release-method.ts'
import type { Refused } from '../domain/ways-out.ts'
import type { GateState } from '../store/gate-jobs.ts'

/** The numbers under which releases stand, each once: a hand-over has many tables under one. */
export const numbersOf = (standing: readonly Standing[]): number[] => [...new Set(standing.map(({ number }) => number))]

/** Refusals of work that was not done: called off, too much waited, too late, or the thread was lost. */
export const stoppedRefusals: readonly string[] = ['gate-stopped', 'gate-busy', 'gate-late', 'gate-lost']

/** What is said where the gate has no answer: that it works, or why it was stopped. */
export function refusalOfWork(state: Exclude<GateState, { at: 'done' }>): Refusal {
  if (state.at === 'working') return refuse('gate-works', { status: 409 })
  if (state.why === 'busy') return refuse('gate-busy', { status: 409 })
  if (state.why === 'late') return refuse('gate-late', { status: 409 })
  return state.why === 'fault' ? refuse('gate-lost', { status: 409 }) : refuse('gate-stopped', { status: 409 })
}

/** What a refusal of the gate says to whoever wanted the tables out, each kind with what would make it possible. Figures are never in it: it is written down. */
export function refusalOfAnswer(refused: Refused, { standing, request }: { readonly standing: readonly Standing[]; readonly request: GateRequest }): Refusal {
  const { why } = refused
  const figures = numbersOf(standing).join(', ')
  if (why === 'no-table') return refuse('does-not-add-up', { status: 409 })
  if (why === 'rounding-does-not-add-up') return refuse('rounding-does-not-add-up', { status: 409 })
  if (why === 'auditor-refuses' || standing.length === 0) return refuse('auditor-refuses', { status: 409 })
  if (why === 'tables-disagree') return refuse('counted-otherwise', { status: 409, with: { figures } })
  if (standing.some(({ roundedTo }) => roundedTo !== undefined)) return refuse('stands-rounded', { status: 409, with: { figures } })
  if ('roundTo' in request.method) return refuse('rounded-beside', { status: 409, with: { figures } })
  if (refused.why !== 'would-open') return refuse('nothing-is-safe', { status: 409, with: { figures } })
  // Where nothing changed between two days, it is hidden figures that the two would tell together.
  return refused.findings.some(({ since }) => since !== undefined) ? refuse('would-open', { status: 409, with: { figures, threshold: request.rule.threshold } }) : refuse('would-tell-hidden', { status: 409, with: { figures } })
}
