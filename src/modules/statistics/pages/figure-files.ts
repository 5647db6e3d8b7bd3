import { download } from '#platform/doors/page'
import { csvOf, csvType, workbookOf, workbookType, type Line } from '#platform/sheets/write-sheets'
import { showFigure, type Figure } from '../actions/figure-acts.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import { isDelivered } from '../domain/release-wish.ts'
import { nameOfAxis, titleOf, type Reader } from './code-names.ts'
import { saysOf } from './figures-pages.tsx'
import { aboutAxis, toldOfRelease } from './reading.ts'
import { codesInWords, linesOfCells } from './table-lines.ts'
import { words } from './words.ts'

const statusOf = (cell: ProvenCell, isProvisional: boolean): string => (typeof cell !== 'number' ? cell : isProvisional ? 'provisional' : 'shown')

/** One line for each cell: codes and names of its categories, the figure, and where there is none the reason. A blank is never a zero. */
const linesOf = (call: Reader, { table: { dimensions, cells, provisional } }: Figure): readonly Line[] =>
  linesOfCells(call, { dimensions, cells }, ['persons', 'status'], (cell, index) => [typeof cell === 'number' ? cell : null, statusOf(cell, provisional?.includes(index) ?? false)])

/** What each column and each word in it means, and everything that is needed to read the figures. */
function dictionaryOf(call: Reader, figure: Figure): readonly Line[] {
  const say = words(call.language)
  const { wish, table, method, rule: { threshold, base, oneCategory } } = figure
  return [
    ['field', 'code', 'parent', 'meaning'],
    ['title', null, null, titleOf(call, wish)], ['number', String(figure.number), null, say('figure.number', { number: figure.number })], ['address', null, null, `${call.installation.publicUrl}/figures/${figure.number}`],
    ...toldOfRelease(call, figure).map(({ field, text, value }): Line => [field, value ?? null, null, text]),
    ['threshold', String(threshold), null, say('rule.threshold', { threshold })], ...(method.how === 'round' ? [['base', String(base), null, say('safe.rounded', { base })] as Line] : []),
    ['one category', String(oneCategory), null, typeof oneCategory === 'number' ? say('rule.one-category', { count: oneCategory }) : say(`rule.one-category-${oneCategory}`)],
    ...table.dimensions.map(({ name }): Line => [name, null, null, isDelivered(wish) ? nameOfAxis(call, name) : `${nameOfAxis(call, name)}: ${aboutAxis(call, name)}`]),
    ...codesInWords(call, table.dimensions),
    ['persons', null, null, say('persons')], ['status', 'shown', null, say('status.shown')], ...(table.provisional ? [['status', 'provisional', null, say('delivered.provisional')] as Line] : []),
    ...(['hidden', 'not-available', 'not-collected', 'not-applicable'] as const).map((status): Line => ['status', status, null, status === 'hidden' ? say('status.hidden') : saysOf(call, status as ProvenCell)]),
  ]
}

const input = ({ params }: { readonly params: Readonly<Record<string, string>> }) => ({ number: params['number'] })

export const figureCsv = download({
  at: '/figures/:number/table.csv', asks: showFigure, input,
  file: async (call, figure) => ({ bytes: csvOf(linesOf(call, figure)), type: csvType, name: `figure-${figure.number}.csv` }),
})

export const figureDictionary = download({
  at: '/figures/:number/dictionary.csv', asks: showFigure, input,
  file: async (call, figure) => ({ bytes: csvOf(dictionaryOf(call, figure)), type: csvType, name: `figure-${figure.number}-dictionary.csv` }),
})

export const figureExcel = download({
  at: '/figures/:number/table.xlsx', asks: showFigure, input,
  file: async (call, figure) => {
    const bytes = await workbookOf([{ name: 'Figures', rows: linesOf(call, figure) }, { name: 'Dictionary', rows: dictionaryOf(call, figure) }])
    return { bytes, type: workbookType, name: `figure-${figure.number}.xlsx` }
  },
})
