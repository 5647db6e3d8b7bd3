import { writeXlsx } from 'hucre/xlsx'
import { download, type PageCall } from '#platform/doors/page'
import { countDelivered, type ShownDelivered } from '../actions/delivered-acts.ts'
import { codesAt } from '../domain/table.ts'
import { deliveredInput } from './delivered-page.tsx'
import { axisName, cellState, deliveredCode, deliveredTitle, missingName } from './delivered-names.ts'
import { csvOf, harmless } from './figure-files.ts'
import { words } from './words.ts'

type Line = readonly (string | number | null)[]

/** One line for each cell: its codes and their names, the sum of what is known, its state, and how many figures are in it and have no number. */
function linesOf(call: PageCall, shown: ShownDelivered): readonly Line[] {
  const { dimensions, cells } = shown.table
  return [
    [...dimensions.flatMap(({ name }) => [`${name}_code`, name]), 'figure', 'state', 'figures', 'without_number', 'why', 'revised'],
    ...cells.map((cell, index): Line => {
      const at = codesAt(dimensions, index)
      return [
        ...dimensions.flatMap(({ name, codes }, place) => { const code = codes[at[place] ?? 0]?.code ?? ''; return [code, deliveredCode(call, shown, { axis: name, code })] }),
        cell.value, cellState(cell), cell.figures, cell.missing.reduce((sum, { figures }) => sum + figures, 0), cell.missing.map(({ state }) => missingName(call, shown.wish.item, state)).join(', '), cell.revised ? 'yes' : 'no',
      ]
    }),
  ]
}

/** What the lines mean, and where they come from. */
function notesOf(call: PageCall, shown: ShownDelivered): readonly Line[] {
  const say = words(call.language)
  const item = call.installation.codebook.items.find(({ key }) => key === shown.wish.item)
  return [
    ['title', deliveredTitle(call, shown)], ['definition', item?.definition[call.language] ?? ''], ['source', item?.source ?? ''], ...shown.table.dimensions.map(({ name }): Line => [name, axisName(call, name)]),
    ...(item?.notCounted ? [['not counted', item.notCounted[call.language]]] : []), ...(shown.added > 1 ? [['services', say('delivered.added', { count: shown.added })]] : []), ['signs', say('delivered.signs')],
    ...shown.deliveries.map(({ office, slot, revision, at }): Line => ['delivery', `${shown.services[office] ?? ''}, ${slot}, ${say('column.revision')} ${revision}, ${at}`]), ['', say('not-for-release')],
  ]
}

const input = deliveredInput
const linesIn = (call: PageCall, shown: ShownDelivered | null) => (shown === null ? [] : linesOf(call, shown))

export const deliveredCsv = download({
  at: '/delivered/table.csv', asks: countDelivered, input,
  file: async (call, { shown }) => ({ bytes: csvOf(linesIn(call, shown)), type: 'text/csv; charset=utf-8; header=present', name: `delivered-${shown?.wish.item ?? 'nothing'}.csv` }),
})

export const deliveredExcel = download({
  at: '/delivered/table.xlsx', asks: countDelivered, input,
  file: async (call, { shown }) => {
    const safe = (lines: readonly Line[]) => lines.map((line) => line.map((value) => (typeof value === 'string' ? harmless(value) : value)))
    const bytes = await writeXlsx({ sheets: [{ name: 'Figures', rows: safe(linesIn(call, shown)) }, { name: 'Notes', rows: safe(shown === null ? [] : notesOf(call, shown)) }] })
    return { bytes, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', name: `delivered-${shown?.wish.item ?? 'nothing'}.xlsx` }
  },
})
