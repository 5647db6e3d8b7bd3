import { formatDay } from '#design'
import { download } from '#platform/doors/page'
import { csvOf, csvType, workbookOf, workbookType, type Line } from '#platform/sheets/write-sheets'
import { showFigure, type Figure } from '../actions/figure-acts.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import { codesAt } from '../domain/table.ts'
import { axisOf } from '../domain/fact-dimensions.ts'
import { askedOf } from '../domain/table-wish.ts'
import { nameOfCode, nameOfDimension, titleOf, type Reader } from './code-names.ts'
import { saysOf } from './figures-pages.tsx'
import { words } from './words.ts'

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
