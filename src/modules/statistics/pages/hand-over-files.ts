import { formatDay } from '#design'
import { download, type PageCall } from '#platform/doors/page'
import { csvOf, csvType, workbookOf, workbookType, type Line, type Sheet } from '#platform/sheets/write-sheets'
import { showReleasedHandOver, type HandedOver } from '../actions/hand-over-release-acts.ts'
import { marksOf, type Mark, type ShownPart, type ShownTable } from '../domain/hand-overs/hand-over.ts'
import { codesAt } from '../domain/table.ts'
import { notesOf, saysOfHanded } from './hand-over-tables.tsx'
import { countedLabel, gridsOf, handOverCodeLabel, handOverTableTitle, recipientLabel, tableOfKey, viewLabel, type Reader } from './hand-over-words.ts'
import { words } from './words.ts'

const writtenMark: Readonly<Record<Mark, string>> = { partial: 'partial', twice: 'may-count-twice' }

/** Why a cell is as it is, in one word that a program can read. */
const statusOf = ({ table: { cells }, provisional }: ShownPart, index: number): string => {
  const cell = cells[index]
  return typeof cell !== 'number' ? cell ?? 'not-available' : provisional.includes(index) ? 'provisional' : cell === 0 ? 'known-zero' : 'measured'
}

/** One line for each cell of each table; a figure stands only where one is known, and its state stands beside it always. */
export function linesOf(call: Reader, { number, year, tables }: Pick<HandedOver, 'number' | 'year' | 'tables'>): readonly Line[] {
  return [
    ['hand_over', 'year', 'table', 'counted', 'breakdown_1', 'code_1', 'name_1', 'breakdown_2', 'code_2', 'name_2', 'figure', 'state', 'marks'],
    ...tables.flatMap(({ key, parts }) => parts.flatMap((part) => part.table.cells.map((cell, index): Line => {
      const at = codesAt(part.table.dimensions, index)
      const said = [0, 1].flatMap((axis) => {
        const dimension = part.table.dimensions[axis]
        const code = dimension?.codes[at[axis] ?? 0]?.code
        return dimension && code !== undefined ? [dimension.name, code, handOverCodeLabel(call, dimension.name, code)] : [null, null, null]
      })
      return [number, year, key, part.of, ...said, typeof cell === 'number' ? cell : null, statusOf(part, index), marksOf(part, index).map((mark) => writtenMark[mark]).join(' ')]
    }))),
  ]
}

/** What is told with the figures of some of its tables, whatever their form: to whom, when, how they were made safe, from where, and what they do not count. */
export function toldOfHandOver(call: Reader, handed: HandedOver, keys: readonly string[]): readonly Line[] {
  const say = words(call.language)
  const yes = (verified: unknown) => say(verified === false ? 'handover.unverified' : 'handover.verified')
  const tables = handed.tables.filter(({ key }) => keys.includes(key))
  const counted = new Set(tables.flatMap(({ parts }) => parts.map(({ of }) => of)))
  return [
    ['recipient', handed.recipient, null, recipientLabel(call, handed.recipient)], ['hand_over', String(handed.number), null, `${call.installation.publicUrl}/hand-overs/released/${handed.number}`], ['year', String(handed.year), null, say('handover.year-about')],
    ['counted on', handed.about.countedOn, null, formatDay(handed.about.countedOn, call.language)], ...(handed.corrects === null ? [] : [['corrects', String(handed.corrects), null, say('handover.corrects', { number: handed.corrects })] as Line]), ...(handed.correctedBy === null ? [] : [['corrected by', String(handed.correctedBy), null, say('handover.corrected-by')] as Line]), ['released on', handed.releasedOn, null, formatDay(handed.releasedOn, call.language)], ['made safe', 'suppress', null, say('safe.hidden', { most: handed.about.threshold - 1 })], ['threshold', String(handed.about.threshold), null, say('safe.hidden', { most: handed.about.threshold - 1 })], ['confidentiality', null, null, say('handover.conf-about')],
    ...tables.map(({ key }): Line => { const table = tableOfKey(call, key); return ['table', key, null, `${handOverTableTitle(call, key)}. ${table?.source ?? ''} (${yes(table?.verified)})`] }),
    ...handed.about.origins.filter(({ of }) => counted.has(of)).flatMap((origin) => [
      ['counted', origin.of, null, countedLabel(call, origin.of)] as Line,
      ['definition', origin.of, null, call.installation.codebook.items.find(({ key }) => key === origin.item)?.definition[call.language] ?? ''] as Line,
      ...notesOf(call, origin).map((note): Line => ['note', origin.of, null, note]),
    ]),
  ]
}

/** What each table, column and code means, of what the figures are made, and what they do not count. */
function dictionaryOf(call: Reader, handed: HandedOver): readonly Line[] {
  return [['field', 'code', 'parent', 'meaning'], ...toldOfHandOver(call, handed, handed.tables.map(({ key }) => key)), ...toldOfCells(call, handed.tables)]
}

/** What the breakdowns, their codes, the states and the marks mean that stand in the lines of some tables. */
export function toldOfCells(call: Reader, tables: readonly ShownTable[]): readonly Line[] {
  const say = words(call.language)
  const axes = new Map(tables.flatMap(({ parts }) => parts.flatMap(({ table }) => table.dimensions.map(({ name, codes }) => [name, codes] as const))))
  return [
    ...[...axes].flatMap(([name, codes]) => [['breakdown', name, null, viewLabel(call, name)] as Line, ...codes.map(({ code, parent }): Line => [name, code, parent, handOverCodeLabel(call, name, code)])]),
    ['figure', null, null, say('handover.zero-about')],
    ...(['measured', 'known-zero', 'provisional', 'hidden', 'not-available', 'not-collected', 'not-applicable'] as const).map((state): Line => ['state', state, null, state === 'hidden' ? say('status.hidden') : say(`handover.state.${state}`)]),
    ['marks', null, null, say('handover.marks-about')],
    ...(['partial', 'twice'] as const).map((mark): Line => ['marks', writtenMark[mark], null, say(`handover.mark-about.${mark}`)]),
  ]
}

/** A table as its readers know it. */
export function sheetOf(call: Reader, table: ShownTable): Sheet {
  const place = tableOfKey(call, table.key)?.place ?? ''
  const grids = gridsOf(call, handOverTableTitle(call, table.key), table.parts.map(({ of, table: { dimensions, cells } }) => ({ of, dimensions, cells })))
  return { name: `${place} ${table.key}`, rows: grids.flatMap(({ caption, corner, columns, rows }) => [
    [caption], [corner, ...columns], ...rows.map(({ label, cells }) => [label, ...cells.map((cell) => (typeof cell === 'number' ? cell : saysOfHanded(call, cell)))]), [],
  ]) }
}

/** A sheet for each table as its readers know it, one with every cell as a line, and the dictionary. */
async function sheetsOf(call: Reader, handed: HandedOver): Promise<Uint8Array> {
  return workbookOf([...handed.tables.map((table) => sheetOf(call, table)), { name: 'Lines', rows: linesOf(call, handed) }, { name: 'Dictionary', rows: dictionaryOf(call, handed) }])
}

const input = ({ params }: Pick<PageCall, 'params'>) => ({ number: params['number'] })
export const nameOfHandOver = ({ recipient, year, number }: HandedOver): string => `${recipient}-${year}-${number}`

export const handOverCsv = download({
  at: '/hand-overs/released/:number/tables.csv', asks: showReleasedHandOver, input,
  file: async (call, handed) => ({ bytes: csvOf(linesOf(call, handed)), type: csvType, name: `${nameOfHandOver(handed)}.csv` }),
})

export const handOverDictionary = download({
  at: '/hand-overs/released/:number/dictionary.csv', asks: showReleasedHandOver, input,
  file: async (call, handed) => ({ bytes: csvOf(dictionaryOf(call, handed)), type: csvType, name: `${nameOfHandOver(handed)}-dictionary.csv` }),
})

export const handOverExcel = download({
  at: '/hand-overs/released/:number/tables.xlsx', asks: showReleasedHandOver, input,
  file: async (call, handed) => ({ bytes: await sheetsOf(call, handed), type: workbookType, name: `${nameOfHandOver(handed)}.xlsx` }),
})
