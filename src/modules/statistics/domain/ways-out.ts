import { mergesOf } from './advise-merges.ts'
import { passGate, type GateAnswer, type GateRequest, type GateTools } from './gate.ts'
import { personsNamed, type Persons } from './persons-named.ts'
import { personsMore, withPersons, type Added } from './persons-more.ts'
import { cellAt, codesAt, sizeOf, type CellPlace, type Table } from './table.ts'

/** What changed since an earlier release by too few, or in one category only: whoever subtracts the two is told of them. */
export type Change = CellPlace & { readonly earlier: number; readonly change: number; readonly why: 'few' | 'one-category' }

/** What would make it possible for refused tables to leave. Whatever it names was sent through the gate, and passed. */
export type WaysOut = {
  readonly changes: readonly Change[]
  /** With these persons more and nobody else they pass; null where no such persons were found. `added`: how many more in which innermost figures. */
  readonly more: { readonly persons: readonly Persons[]; readonly added: readonly Added[] } | null
  /** Without this dimension the table passes as it stands. */
  readonly without: readonly string[]
  /** With these two categories shown as one the table passes as it stands. */
  readonly merges: readonly { readonly axis: string; readonly codes: readonly [string, string] }[]
}
export type Refused = Extract<GateAnswer, { passed: false }>

export const noWay: WaysOut = { changes: [], more: null, without: [], merges: [] }
/** Above so many figures nobody waits for what might be tried. */
const figuresUpTo = 600
/** What one search may take, and after how long nothing more is tried. */
const secondsEach = 5
const seconds = 12
/** How many pairs of categories are tried. */
const mergesTried = 6

/** Says what a refused release lacks beside those that stand, and looks for what would pass. */
export function waysOut(request: GateRequest, refused: Refused, tools: GateTools): WaysOut {
  const { tables } = request
  const isBeside = refused.why === 'nothing-is-safe' || (refused.why === 'would-open' && refused.findings.length > 0)
  if (!isBeside) return noWay
  const changes = refused.why === 'would-open' ? changesOf(refused, request) : []
  if (tables.reduce((sum, { cells }) => sum + cells.filter(({ value }) => value !== null).length, 0) > figuresUpTo) return { ...noWay, changes }
  const began = tools.clock()
  const isTime = () => (tools.clock() - began) / 1000 < seconds
  let tries = 0
  const most = 2 + (tables.length === 1 ? (tables[0]?.dimensions.length ?? 0) + mergesTried : 0)
  const passes = (tried: readonly Table[]) => {
    tries += 1
    tools.tell?.({ doing: 'trying', done: tries, of: most })
    return passGate({ ...request, tables: tried, seconds: Math.min(request.seconds, secondsEach) }, { ...tools, tell: () => undefined }).passed
  }
  return { changes, more: personsThatPass(request, tools, { changes, isTime, passes }), ...coarserThatPass(request, { changes, isTime, passes }) }
}

function changesOf({ findings }: Extract<Refused, { why: 'would-open' | 'auditor-refuses' }>, { tables, earlier, rule }: GateRequest): readonly Change[] {
  return findings.flatMap(({ table, cell, since }): Change[] => {
    const [value, was] = [tables[table]?.cells[cell]?.value ?? null, since ? earlier[since.table]?.table.cells[since.cell]?.value ?? null : null]
    if (!since || value === null || was === null) return []
    return [{ table, cell, earlier: since.table, change: value - was, why: Math.abs(value - was) < rule.threshold ? 'few' : 'one-category' }]
  })
}

/** What is hidden already may change by few; only where the gate does not accept that, every change is made large enough. */
function personsThatPass({ tables, earlier, rule }: GateRequest, { solver }: GateTools, { isTime, passes }: Trying): WaysOut['more'] {
  for (const changes of ['shown', 'every'] as const) {
    if (!isTime()) return null
    const added = personsMore({ tables, earlier, rule, changes, solver, seconds: secondsEach }) ?? []
    const persons = personsNamed(tables, added) ?? []
    if (persons.length > 0 && passes(withPersons(tables, added))) return { persons, added }
  }
  return null
}

type Trying = { readonly changes: readonly Change[]; readonly isTime: () => boolean; readonly passes: (tried: readonly Table[]) => boolean }

/** A hand-over is of tables that are laid down, so only a single table is made coarser; and nothing is merged that stands apart elsewhere. */
function coarserThatPass({ tables, earlier, rule }: GateRequest, { changes, isTime, passes }: Trying): Pick<WaysOut, 'without' | 'merges'> {
  const [table, ...others] = tables
  if (!table || others.length > 0) return { without: [], merges: [] }
  // What changed too little stays in the table where the total of a dimension stands beside it.
  const stays = (axis: number) => changes.some(({ cell }) => codesAt(table.dimensions, cell)[axis] === 0)
  const without = table.dimensions.flatMap(({ name, codes }, axis) => (name !== 'time' && codes.length > 1 && table.dimensions.length > 1 && !stays(axis) && isTime() && passes([withoutAxis(table, axis)]) ? [name] : []))
  const free = changes.length > 0 ? [] : table.dimensions.filter(({ name }) => name !== 'time' && !earlier.some((each) => each.table.dimensions.some((other) => other.name === name)))
  const merges = mergesOf(table, free, rule).slice(0, mergesTried).flatMap(({ dimension, codes, merged }) => (isTime() && passes([merged]) ? [{ axis: dimension, codes }] : []))
  return { without, merges }
}

/** The table without a dimension: what stood at its total. */
function withoutAxis(table: Table, axis: number): Table {
  const dimensions = table.dimensions.toSpliced(axis, 1)
  const cells = Array.from({ length: sizeOf(dimensions) }, (_, cell) => table.cells[cellAt(table.dimensions, codesAt(dimensions, cell).toSpliced(axis, 0, 0))] ?? { value: null, state: 'not-available' as const })
  return { ...table, dimensions, cells }
}
