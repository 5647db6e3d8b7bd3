import type { PageCall } from '#platform/doors/page'
import { csvLines } from '#platform/sheets/write-sheets'
import type { HandedOver } from '../actions/hand-over-release-acts.ts'
import { plainCode } from '../domain/hand-overs/breakdown.ts'
import { variableOf, View, type HandOverTable } from '../domain/hand-overs/hand-over-schema.ts'
import { marksOf, type Mark, type ShownPart } from '../domain/hand-overs/hand-over.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import { codesAt } from '../domain/table.ts'

type Installation = PageCall['installation']

/** How SDMX says why there is no figure: CL_OBS_STATUS and CL_CONF_STATUS. Nothing tells a small figure from one hidden for its sake. */
export const flags: Readonly<Record<string, readonly [status: string, confidentiality: string]>> = { hidden: ['Q', 'C'], 'not-available': ['O', 'F'], 'not-collected': ['L', 'F'], 'not-applicable': ['M', 'F'] }
/** What a figure is that is not simply measured: one that may count somebody twice is of low reliability; one that lacks a service is provisional, since it grows once that service hands in. */
const statusOfMark: Readonly<Record<Mark, string>> = { twice: 'U', partial: 'P' }
/** One status for each observation: of two, that which says that the figure may be too high. */
function flagsOf(part: ShownPart, index: number): readonly string[] {
  const cell: ProvenCell | undefined = part.table.cells[index]
  if (typeof cell !== 'number') return flags[cell ?? 'not-available'] ?? ['O', 'F']
  const marks = marksOf(part, index)
  return [marks.includes('twice') ? statusOfMark.twice : marks.includes('partial') || part.provisional.includes(index) ? statusOfMark.partial : 'A', 'F']
}

/** The column and the codes under which a breakdown goes out. A code that the other scheme does not have gives no line, since it could not be read there. */
export function outward({ handOvers, codebook }: Installation, { sdmx }: HandOverTable, name: string): { readonly column: string; readonly codeOf: (code: string) => string | undefined } {
  const view = View.parse(name)
  const known = handOvers.columns.find((each) => each.view === view)
  const own = (code: string) => (code === 'total' ? '_T' : code.replace(':', '_').replaceAll('-', '_').toUpperCase())
  if (!known || !sdmx?.structure.startsWith('ESTAT:')) return { column: name.replaceAll('-', '_').toUpperCase(), codeOf: own }
  // A group with a single member stands under that member's code.
  const lists = [view, codebook.variables.find(({ key }) => key === variableOf(view))?.list].map((wanted) => codebook.lists.find(({ key }) => key === wanted))
  const codes = Object.assign({}, ...lists.toReversed().map((list) => list?.maps.find(({ standard }) => standard === 'eurostat')?.codes ?? {})) as Record<string, string | null>
  return { column: known.column, codeOf: (code) => (code === 'total' ? known.total : codes[plainCode(code)] ?? undefined) }
}

export const outwardPart = (code: string): string => code.replaceAll('-', '_').toUpperCase()

/** A released table as SDMX-CSV 2.0: one line for each observation, for information (`I`), the value left out where none is known. */
export function sdmxLines(installation: Installation, { year, tables }: HandedOver, key: string): string {
  const table = installation.handOvers.tables.find((each) => each.key === key)
  const shown = tables.find((each) => each.key === key)
  const { sdmx } = table ?? {}
  if (!table || !shown || !sdmx) throw new Error(`no table ${key} goes out as SDMX`)
  const axes = table.by.map((view) => outward(installation, table, view))
  const head = ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', 'FREQ', sdmx.column, ...axes.map(({ column }) => column), 'GEO', 'TIME_PERIOD', 'OBS_VALUE', 'OBS_STATUS', 'CONF_STATUS']
  const lines = shown.parts.flatMap((shownPart) => shownPart.table.cells.flatMap((cell, index) => {
    const { of, table: { dimensions } } = shownPart
    const at = codesAt(dimensions, index)
    const codes = axes.map(({ codeOf }, axis) => codeOf(dimensions[axis]?.codes[at[axis] ?? 0]?.code ?? ''))
    if (codes.some((code) => code === undefined)) return []
    const part = table.parts.find((each) => each.of === of)?.code ?? of
    return [['dataflow', sdmx.structure, 'I', 'A', outwardPart(part), ...codes.map((code) => code ?? ''), installation.pack.country.code.toUpperCase(), String(year), typeof cell === 'number' ? String(cell) : '', ...flagsOf(shownPart, index)]]
  }))
  return csvLines([head, ...lines])
}
