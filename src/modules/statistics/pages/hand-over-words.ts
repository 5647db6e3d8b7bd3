import type { PageCall } from '#platform/doors/page'
import { plainCode } from '../domain/hand-overs/breakdown.ts'
import { cellAt, type Dimension } from '../domain/table.ts'
import { variableOf, View, type Counted, type HandOverTable, type Recipient } from '../domain/hand-overs/hand-over-schema.ts'
import { citizenshipGroupName, groupNameOf, nameOfCode } from './code-names.ts'
import { words } from './words.ts'

export type Reader = Pick<PageCall, 'language' | 'installation'>

export const recipientOf = ({ installation: { handOvers } }: Reader, key: string): Recipient | undefined => handOvers.recipients.find((each) => each.key === key)
export const recipientLabel = (call: Reader, key: string): string => recipientOf(call, key)?.label[call.language] ?? key
export const tableOfKey = ({ installation: { handOvers } }: Reader, key: string): HandOverTable | undefined => handOvers.tables.find((each) => each.key === key)
export const countedOf = ({ installation: { handOvers } }: Reader, key: string): Counted | undefined => handOvers.counted.find((each) => each.key === key)
export const countedLabel = (call: Reader, key: string): string => countedOf(call, key)?.label[call.language] ?? key
export const officeLabel = ({ installation: { pack }, language }: Reader, key: string): string => {
  const name = pack.offices.offices.find((each) => each.key === key)?.name
  return typeof name === 'string' ? name : name?.[language] ?? key
}

/** What a table of a hand-over is called, with its letter. */
export function handOverTableTitle(call: Reader, key: string): string {
  const table = tableOfKey(call, key)
  return table ? `${table.place}. ${table.label[call.language]}` : key
}

/** What a breakdown is called. */
export const viewLabel = ({ installation: { codebook }, language }: Reader, view: string): string => {
  const known = View.safeParse(view)
  return codebook.variables.find(({ key }) => key === (known.success ? variableOf(known.data) : view))?.label[language] ?? view
}

/** What a category of a hand-over is called. */
export function handOverCodeLabel(call: Reader, view: string, code: string): string {
  const say = words(call.language)
  const { codebook } = call.installation
  if (code === 'total') return say('category.total')
  const plain = plainCode(code)
  if (view === 'citizenship-group') return citizenshipGroupName(call, plain)
  const known = View.safeParse(view)
  const list = codebook.lists.find(({ key }) => key === codebook.variables.find((each) => each.key === (known.success ? variableOf(known.data) : view))?.list)
  return (code === plain ? undefined : groupNameOf(call, list, plain)) ?? list?.codes.find(({ key }) => key === plain)?.label[call.language] ?? nameOfCode(call, 'detected-by', plain)
}

export type Grid<Cell> = { readonly caption: string; readonly corner: string; readonly columns: readonly string[]; readonly rows: readonly { readonly label: string; readonly cells: readonly Cell[] }[] }
export type Part<Cell> = { readonly of: string; readonly dimensions: readonly Dimension[]; readonly cells: readonly Cell[] }

/** A table as readers know it: what is counted stands in the rows where each part is one line, and above its own grid otherwise. */
export function gridsOf<Cell>(call: Reader, title: string, parts: readonly Part<Cell>[]): readonly Grid<Cell>[] {
  const say = words(call.language)
  // Members of a group stand below it.
  const labels = (dimension: Dimension | undefined) => (dimension?.codes ?? []).map(({ code, parent }) => `${parent?.startsWith('group:') ? '– ' : ''}${handOverCodeLabel(call, dimension?.name ?? '', code)}`)
  const [first] = parts
  if (first?.dimensions.length === 1 && parts.length > 1) {
    return [{ caption: title, corner: say('handover.counted'), columns: labels(first.dimensions[0]), rows: parts.map(({ of, cells }) => ({ label: countedLabel(call, of), cells })) }]
  }
  return parts.map(({ of, dimensions, cells }) => {
    const [rows, columns] = dimensions
    const names = labels(rows)
    return {
      caption: parts.length > 1 ? `${title}: ${countedLabel(call, of)}` : title, corner: viewLabel(call, rows?.name ?? ''), columns: columns ? labels(columns) : [say('handover.figure')],
      rows: names.map((label, row) => ({ label, cells: (columns?.codes ?? [null]).flatMap((_, column) => cells[cellAt(dimensions, columns ? [row, column] : [row])] ?? []) })),
    }
  })
}

export type Folded<Cell> = Grid<Cell> & { readonly unknown: readonly string[] }

/** The grid without the rows and columns of which nothing at all is known; these are named in its place. */
export function folded<Cell>({ caption, corner, columns, rows }: Grid<Cell>, isUnknown: (cell: Cell) => boolean): Folded<Cell> {
  const empty = columns.map((_, at) => rows.every(({ cells }) => { const cell = cells[at]; return cell === undefined || isUnknown(cell) }))
  const isEmpty = (row: Grid<Cell>['rows'][number]) => row.cells.every(isUnknown)
  return {
    caption, corner, columns: columns.filter((_, at) => !empty[at]),
    rows: rows.filter((row) => !isEmpty(row)).map(({ label, cells }) => ({ label, cells: cells.filter((_, at) => !empty[at]) })),
    unknown: [...rows.filter(isEmpty).map(({ label }) => label), ...columns.filter((_, at) => empty[at])].map((label) => label.replace(/^– /, '')),
  }
}
