import { writeXlsx } from 'hucre/xlsx'
import { formatDay } from '#design'
import { download } from '#platform/doors/page'
import { showFigure, type Figure } from '../actions/figure-acts.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import { codesAt } from '../domain/table.ts'
import { axisOf } from '../domain/fact-dimensions.ts'
import { askedOf } from '../domain/table-wish.ts'
import { nameOfCode, nameOfDimension, titleOf, type Reader } from './code-names.ts'
import { saysOf } from './figures-pages.tsx'
import { words } from './words.ts'

export type Line = readonly (string | number | null)[]

/** A spreadsheet takes what begins so for a formula; a mark before it keeps it a text. */
export const harmless = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)

const field = (value: string | number | null): string => {
  const text = value === null ? '' : typeof value === 'number' ? String(value) : harmless(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Lines as RFC 4180 wants them, in UTF-8 with the mark by which spreadsheets know it. */
export const csvOf = (lines: readonly Line[]): Uint8Array => new TextEncoder().encode(`\uFEFF${lines.map((line) => `${line.map(field).join(',')}\r\n`).join('')}`)

const statusOf = (cell: ProvenCell): string => (typeof cell === 'number' ? 'shown' : cell)

/** One line for each cell: codes and names of its categories, the figure, and where there is none the reason. A blank is never a zero. */
function linesOf(call: Reader, { table: { dimensions, cells } }: Figure): readonly Line[] {
  return [
    [...dimensions.flatMap(({ name }) => [`${name}_code`, name]), 'persons', 'status'],
    ...cells.map((cell, index): Line => {
      const at = codesAt(dimensions, index)
      return [...dimensions.flatMap(({ name, codes }, place) => { const code = codes[at[place] ?? 0]?.code ?? ''; return [code, nameOfCode(call, name, code)] }), typeof cell === 'number' ? cell : null, statusOf(cell)]
    }),
  ]
}

/** What each column and each word in it means, and everything that is needed to read the figures. */
function dictionaryOf(call: Reader, figure: Figure): readonly Line[] {
  const say = words(call.language)
  const { wish, table, method } = figure
  return [
    ['field', 'code', 'meaning'],
    ['title', null, titleOf(call, wish)], ['number', null, String(figure.number)], ['address', null, `${call.installation.publicUrl}/figures/${figure.number}`],
    ['counted', null, formatDay(figure.countedOn, call.language)], ['released', null, formatDay(figure.releasedOn, call.language)], ['definition', null, say('definition')], ['source', null, say('source')],
    ['not counted', null, say('not-counted')], ['made safe', null, method.how === 'round' ? say('safe.rounded', { base: figure.base }) : say('safe.hidden', { most: figure.threshold - 1 })],
    ...askedOf(wish).map((each): Line => [axisOf(each), null, `${nameOfDimension(call, each)}: ${say(`about.${axisOf(each)}` as 'about.sex')}`]),
    ...table.dimensions.flatMap(({ name, codes }) => codes.map(({ code, parent }): Line => [name, code, `${nameOfCode(call, name, code)}${parent === null ? '' : ` (< ${nameOfCode(call, name, parent)})`}`])),
    ['persons', null, say('persons')], ['status', 'shown', say('status.shown')],
    ...(['hidden', 'not-available', 'not-collected', 'not-applicable'] as const).map((status): Line => ['status', status, status === 'hidden' ? say('status.hidden') : saysOf(call, status as ProvenCell)]),
  ]
}

const input = ({ params }: { readonly params: Readonly<Record<string, string>> }) => ({ number: params['number'] })
const csv = 'text/csv; charset=utf-8; header=present'

export const figureCsv = download({
  at: '/figures/:number/table.csv', asks: showFigure, input,
  file: async (call, figure) => ({ bytes: csvOf(linesOf(call, figure)), type: csv, name: `figure-${figure.number}.csv` }),
})

export const figureDictionary = download({
  at: '/figures/:number/dictionary.csv', asks: showFigure, input,
  file: async (call, figure) => ({ bytes: csvOf(dictionaryOf(call, figure)), type: csv, name: `figure-${figure.number}-dictionary.csv` }),
})

export const figureExcel = download({
  at: '/figures/:number/table.xlsx', asks: showFigure, input,
  file: async (call, figure) => {
    const safe = (lines: readonly Line[]) => lines.map((line) => line.map((value) => (typeof value === 'string' ? harmless(value) : value)))
    const bytes = await writeXlsx({ sheets: [{ name: 'Figures', rows: safe(linesOf(call, figure)) }, { name: 'Dictionary', rows: safe(dictionaryOf(call, figure)) }] })
    return { bytes, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', name: `figure-${figure.number}.xlsx` }
  },
})
