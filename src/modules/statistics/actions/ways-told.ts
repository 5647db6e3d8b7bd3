import { z } from 'zod'
import { isRefusal } from '#vocabulary/refusal'
import type { GateRequest } from '../domain/gate.ts'
import { moreIn, type Added } from '../domain/persons-more.ts'
import { writtenMerge, type Standing } from '../domain/release-method.ts'
import { codesAt, figureKey, type Table } from '../domain/table.ts'
import type { Change, WaysOut } from '../domain/ways-out.ts'
import { lookForWays, type GateState } from '../store/gate-jobs.ts'
import { noWork, workOf, type Work } from './gate-work.ts'

const At = z.array(z.strictObject({ axis: z.string(), code: z.string() }))
/** What would make it possible for a refused release to leave: for the analysis centre alone, since it tells what changed. */
export const Ways = z.strictObject({
  /** Figures that changed by too few, or in one category only: since which releases, and with how many persons more in them the whole would pass. `of`: what is counted. */
  figures: z.array(z.strictObject({ of: z.string().nullable(), at: At, change: z.number(), since: z.array(z.number()), why: z.enum(['few', 'one-category']), more: z.number().nullable() })),
  /** With these persons more and nobody else the gate has let it out; null where none were found. */
  persons: z.array(z.strictObject({ of: z.string().nullable(), at: At, persons: z.number() })).nullable(),
  /** The gate has let it out without one of these dimensions, or with two categories shown as one. */
  without: z.array(z.string()), merges: z.array(z.strictObject({ merge: z.string(), axis: z.string(), codes: z.tuple([z.string(), z.string()]) })),
})
export type Ways = z.output<typeof Ways>
/** `none`: nothing is looked for. `stopped`: it ended without an answer, called off or otherwise. */
export const WaysAt = z.enum(['none', 'working', 'stopped', 'done'])

type About = {
  readonly standing: readonly Standing[]
  readonly request: GateRequest
  /** What a table counts, where that is not the same for all. */
  readonly countedIn: (table: number) => string | null
  /** The codes that all figures have. */
  readonly fixed: Readonly<Record<string, string>>
  /** The dimensions that whoever asks can leave out or merge. */
  readonly axes: readonly string[]
  /** Whether a search that was stopped begins anew. */
  readonly again: boolean
}

/** Refusals beside which persons more or a coarser table may help. */
const mayHaveWays = ['would-open', 'would-tell-hidden', 'nothing-is-safe']
/** What a screen waits for the ways out once it knows that a table is refused. */
const glance = 500

/** What would make a refused release possible, and how far the search for it is; null where there is nothing to say beyond the refusal's sentence. */
export async function waysOutOf(outcome: unknown, state: GateState, about: About): Promise<{ readonly ways: Ways | null; readonly waysAt: z.output<typeof WaysAt>; readonly waysWork: Work }> {
  if (!isRefusal(outcome) || !mayHaveWays.includes(outcome.refused) || state.at !== 'done' || state.answer.passed) return { ways: null, waysAt: 'none', waysWork: noWork }
  const found = await lookForWays(about.request, state.answer, glance, about.again)
  const waysWork = workOf(found)
  return found.at === 'done' ? { ways: waysTold(found.answer, about), waysAt: 'done', waysWork } : { ways: null, waysAt: found.at, waysWork }
}

function waysTold({ changes, more, without, merges }: WaysOut, about: About): Ways | null {
  const { axes, fixed, countedIn, request: { tables } } = about
  if (changes.length === 0 && more === null && without.length === 0 && merges.length === 0) return null
  return {
    figures: figuresTold(about, changes, more === null ? null : moreByFigure(tables, more.added)).toSorted((a, b) => b.at.length - a.at.length),
    persons: more === null ? null : more.persons.map(({ population, persons, codes }) => ({
      of: countedIn(tables.findIndex((table) => table.population === population)), at: Object.entries(codes).flatMap(([axis, code]) => (fixed[axis] === code ? [] : [{ axis, code }])), persons,
    })),
    without: axes.length > 1 ? without.filter((axis) => axes.includes(axis)) : [],
    merges: merges.filter(({ axis }) => axes.includes(axis)).map(({ axis, codes }) => ({ merge: writtenMerge(axis, codes), axis, codes: [...codes] })),
  }
}

const moreByFigure = (tables: readonly Table[], added: readonly Added[]): ReadonlyMap<string, number> =>
  new Map(tables.flatMap((table, index) => [...moreIn(table, added.filter((each) => each.table === index))].map(([cell, count]) => [figureKey(table, cell), count] as const)))

/** Each change once, however many tables show it. */
function figuresTold({ request: { tables }, standing, countedIn, fixed }: About, changes: readonly Change[], more: ReadonlyMap<string, number> | null): Ways['figures'] {
  const found = new Map<string, Ways['figures'][number]>()
  for (const { table: index, cell, earlier, change, why } of changes) {
    const table = tables[index]
    if (!table) continue
    const key = `${figureKey(table, cell)} ${change}`
    const number = standing[earlier]?.number
    const since = [...new Set([...found.get(key)?.since ?? [], ...(number === undefined ? [] : [number])])].toSorted((a, b) => a - b)
    const at = codesAt(table.dimensions, cell).flatMap((place, axis) => {
      const { name = '', codes = [] } = table.dimensions[axis] ?? {}
      const { code = '', parent = null } = codes[place] ?? {}
      return parent === null || fixed[name] === code ? [] : [{ axis: name, code }]
    })
    found.set(key, { of: countedIn(index), at, change, since, why, more: more === null ? null : more.get(figureKey(table, cell)) ?? 0 })
  }
  return [...found.values()]
}
