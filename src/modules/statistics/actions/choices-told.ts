import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { isRefusal } from '#vocabulary/refusal'
import { mergeCodes, type MergeAdvice } from '../domain/advise-merges.ts'
import type { GateAccount, GateRequest } from '../domain/gate.ts'
import type { ProtectedTable } from '../domain/protected-table.ts'
import { writtenMerge, type ReleaseMethod } from '../domain/release-method.ts'
import { readingFor } from '../domain/release-wish.ts'
import type { Table } from '../domain/table.ts'
import { readPart } from '../domain/table-wish.ts'
import { lookAtGate, lookForMerges, stateOfGate } from '../store/gate-jobs.ts'
import type { AdviceRequest } from '../store/gate-worker.ts'
import { ruleOf } from './counting.ts'
import { stoppedRefusals } from './gate-refusal.ts'
import { noWork, Work, workOf } from './gate-work.ts'
import { methodRequest, refusalOfGate, type Weighed } from './release-acts.ts'

/** What the adviser may take, in seconds. */
const adviceSeconds = 8
/** What a screen waits for each choice that it asks for. */
const glance = 400

/** What a choice costs in the table that its readers get: a person counts in each figure that she stands in, and a hidden zero is nobody. */
const Cost = z.strictObject({ figures: z.number(), persons: z.number(), most: z.number(), zeros: z.number() })
/** `least`: what the whole costs that the gate looks at, and what nothing safe goes below. */
const Least = z.strictObject({ cost: z.number(), bound: z.number(), isProven: z.boolean() })
const Way = z.strictObject({ how: z.enum(['suppress', 'round']), isChosen: z.boolean(), work: Work, refused: z.string().nullable(), cost: Cost.nullable(), least: Least.nullable() })
const Merge = z.strictObject({ merge: z.string(), axis: z.string(), codes: z.tuple([z.string(), z.string()]), cost: Cost, /** Figures of the table that are one with another. */ fewer: z.number() })
export const Choices = z.strictObject({ ways: z.array(Way), advice: Work, /** The best first; only those that hide less than now. Null where the adviser was not asked. */ merges: z.array(Merge).nullable() })
export type Choices = z.output<typeof Choices>

export const adviceFor = (call: Call<Actor>, { table }: Weighed, dimensions: readonly string[]): AdviceRequest =>
  ({ table, rule: ruleOf(call.installation), cost: 'value', dimensions, seconds: adviceSeconds })

type Comparing = { readonly method: ReleaseMethod; readonly mergeable: readonly string[]; readonly isAsked: boolean; readonly again: boolean }

/** The choices side by side: what was worked out of each is told, and what is asked for begins in the gate's thread. */
export async function choicesOf(call: Call<Actor>, found: Weighed, { method, mergeable, isAsked, again }: Comparing): Promise<Choices> {
  const ways: Choices['ways'] = []
  for (const how of ['suppress', 'round'] as const) {
    const isChosen = method.how === how
    const request = methodRequest(call, found.request, how)
    const cannot = cannotBe(how, found)
    const state = cannot === null && isAsked && !isChosen ? await lookAtGate(request, glance, again) : stateOfGate(request)
    const outcome = state === undefined ? undefined : refusalOfGate({ ...found, request }, state)
    const passed = outcome === undefined || isRefusal(outcome) ? undefined : outcome
    const least = passed?.account
    ways.push({
      how, isChosen, work: workOf(state), refused: cannot ?? (isRefusal(outcome) && outcome.refused !== 'gate-works' && !stoppedRefusals.includes(outcome.refused) ? outcome.refused : null),
      cost: passed ? costOf(found, passed) : null, least: least ? { cost: least.cost, bound: least.bound, isProven: least.isProvenLeast } : null,
    })
  }
  if (!isAsked || mergeable.length === 0) return { ways, advice: noWork, merges: null }
  const advised = await lookForMerges(adviceFor(call, found, mergeable), { milliseconds: glance, again })
  return { ways, advice: workOf(advised), merges: advised.at === 'done' ? advised.answer.filter(({ saves }) => saves > 0).map((each) => mergeTold(found, each)) : null }
}

/** What is known of a choice before anything is worked out. */
function cannotBe(how: 'suppress' | 'round', { standing }: Weighed): string | null {
  if (standing.some(({ roundedTo }) => roundedTo !== undefined)) return 'stands-rounded'
  return how === 'round' && standing.length > 0 ? 'rounded-beside' : null
}

type Passed = { readonly tables: readonly ProtectedTable[]; readonly account: GateAccount }

function costOf({ table, counted: { wish } }: Weighed, { tables: [made] }: Passed) {
  const shown = readPart(table, table.cells.map(({ value }, cell) => ({ value, leaves: made?.cells[cell] })), readingFor(wish)).cells
  return summed(shown.flatMap(({ value, leaves }) => (value === null || leaves === value ? [] : [{ value, moved: typeof leaves === 'number' ? Math.abs(leaves - value) : value }])))
}

function summed(changed: readonly { readonly value: number; readonly moved: number }[]): z.output<typeof Cost> {
  return { figures: changed.length, persons: changed.reduce((sum, { moved }) => sum + moved, 0), most: Math.max(0, ...changed.map(({ moved }) => moved)), zeros: changed.filter(({ value }) => value === 0).length }
}

function mergeTold({ table, counted: { wish } }: Weighed, { dimension, codes: [one, other], cells }: MergeAdvice): z.output<typeof Merge> {
  const merged = mergeCodes(table, dimension, [one, other])
  const hidden = new Set(cells)
  const shownOf = (each: Table, isHidden: (cell: number) => boolean) => readPart(each, each.cells.map(({ value }, cell) => ({ value, hidden: isHidden(cell) })), readingFor(wish)).cells.filter(({ value }) => value !== null)
  const shown = shownOf(merged, (cell) => hidden.has(cell))
  return {
    merge: writtenMerge(dimension, [one, other]), axis: dimension, codes: [one, other], fewer: shownOf(table, () => false).length - shown.length,
    cost: summed(shown.flatMap(({ value, hidden: isHidden }) => (isHidden ? [{ value: value ?? 0, moved: value ?? 0 }] : []))),
  }
}

/** The requests to the gate of a table in both ways, for whoever calls off what works for it. */
export const requestsOf = (call: Call<Actor>, { request }: Weighed): readonly GateRequest[] => (['suppress', 'round'] as const).map((how) => methodRequest(call, request, how))
