import { formatDay } from '#design'
import { download, type PageCall } from '#platform/doors/page'
import { csvOf, csvType, workbookOf, workbookType, type Line } from '#platform/sheets/write-sheets'
import { countDelivered, type ShownDelivered } from '../actions/delivered-acts.ts'
import { sumCode } from '../domain/deliveries/delivered-table.ts'
import { atKey } from '../domain/deliveries/margins.ts'
import { codesAt } from '../domain/table.ts'
import { deliveredAddress, deliveredInput } from './delivered-page.tsx'
import { servicesOf } from './delivered-reading.ts'
import { axisName, cellState, deliveredCode, deliveredTitle, missingName, stateName } from './delivered-names.ts'
import { words } from './words.ts'

/** One line for each cell: its codes and their names, the sum of what is known, its state, and how many figures are in it and have no number. */
function linesOf(call: PageCall, shown: ShownDelivered): readonly Line[] {
  const { dimensions, cells } = shown.table
  return [
    [...dimensions.flatMap(({ name }) => [`${name}_code`, name]), 'figure', 'state', 'figures', 'without_number', 'why', 'revised', 'explanation'],
    ...cells.map((cell, index): Line => {
      const at = codesAt(dimensions, index)
      return [
        ...dimensions.flatMap(({ name, codes }, place) => { const code = codes[at[place] ?? 0]?.code ?? ''; return [code, deliveredCode(call, shown, { axis: name, code })] }),
        cell.value, cellState(cell), cell.figures, cell.missing.reduce((sum, { figures }) => sum + figures, 0), cell.missing.map(({ state }) => missingName(call, shown.wish.item, state)).join(', '), cell.revised ? 'yes' : 'no',
        explanationsAt(shown, dimensions.map(({ name, codes }, place) => [name, codes[at[place] ?? 0]?.code ?? '']), call).join(' / '),
      ]
    }),
  ]
}

/** What services answered to warnings about exactly this cell: it goes where the figure goes. */
function explanationsAt({ wish, warnings }: ShownDelivered, at: readonly (readonly [string, string])[], { installation: { codebook } }: PageCall): readonly string[] {
  const isTotal = (axis: string, code: string) => code === sumCode || code === codebook.variables.find(({ key }) => key === axis)?.total
  const chosen = wish.only.map((each): [string, string] => { const colon = each.indexOf(':'); return [each.slice(0, colon), each.slice(colon + 1)] })
  const own = Object.fromEntries([...chosen, ...at].filter(([axis, code]) => axis !== 'year' && axis !== 'service' && !isTotal(axis, code)))
  const year = at.find(([axis]) => axis === 'year')?.[1] ?? (wish.from === wish.to ? String(wish.from) : '')
  return warnings.listed.filter((each) => String(each.year) === year && atKey(each.at) === atKey(own)).flatMap(({ answers }) => answers.map(({ explanation }) => explanation))
}

/** What each column, code and state means, whose figures they are, and when they were looked at. */
function dictionaryOf(call: PageCall, shown: ShownDelivered): readonly Line[] {
  const say = words(call.language)
  const { wish, table: { dimensions, cells } } = shown
  const states = [...new Set(cells.map(cellState))]
  const stateSaid = (state: string): string => (state === 'nothing-handed-over' ? say('deliveries.none') : state === 'at-least' ? say('delivered.at-least') : stateName(call, state as Parameters<typeof stateName>[1]))
  return [
    ['field', 'code', 'parent', 'meaning'],
    ['address', null, null, `${call.installation.publicUrl}${deliveredAddress('/delivered', wish)}`], ['release', 'not-for-release', null, `${say('not-for-release')} ${say('delivered.not-for-release-why')}`],
    ['looked at', call.today, null, say('delivered.looked-at', { day: formatDay(call.today, call.language) })],
    ...notesOf(call, shown).map(([field = '', text = '']): Line => [field, null, null, text]),
    ...dimensions.flatMap(({ name, codes }) => codes.map(({ code, parent }): Line => [name, code, parent, deliveredCode(call, shown, { axis: name, code })])),
    ['figure', null, null, say('column.figure')], ...states.map((state): Line => ['state', state, null, stateSaid(state)]),
  ]
}

/** What the lines mean, and where they come from. */
function notesOf(call: PageCall, shown: ShownDelivered): readonly Line[] {
  const say = words(call.language)
  const item = call.installation.codebook.items.find(({ key }) => key === shown.wish.item)
  return [
    ['title', deliveredTitle(call, shown)], ['definition', item?.definition[call.language] ?? ''], ['source', item?.series ? item.source : servicesOf(shown)], ...shown.table.dimensions.map(({ name }): Line => [name, axisName(call, name)]),
    ...(item?.notCounted ? [['not counted', item.notCounted[call.language]]] : []), ...(shown.added > 1 ? [['services', say('delivered.added', { count: shown.added })]] : []), ['signs', say('delivered.signs')],
    ...shown.warnings.listed.flatMap(({ rule, year, at, answers }) => answers.map(({ explanation }): Line => ['explanation', `${call.installation.codebook.anomalyRules.find(({ key }) => key === rule)?.label[call.language] ?? rule}, ${year}, ${Object.entries(at).map(([axis, code]) => deliveredCode(call, shown, { axis, code })).join(', ')}: ${explanation}`])),
    ...shown.deliveries.map(({ office, slot, revision, at }): Line => ['delivery', `${shown.services[office] ?? ''}, ${slot}, ${say('column.revision')} ${revision}, ${at}`]),
  ]
}

const input = (call: Pick<PageCall, 'query'>) => ({ ...deliveredInput(call), warnings: 'all' })
const linesIn = (call: PageCall, shown: ShownDelivered | null) => (shown === null ? [] : linesOf(call, shown))

export const deliveredCsv = download({
  at: '/delivered/table.csv', asks: countDelivered, input, grave: true,
  file: async (call, { shown }) => ({ bytes: csvOf(linesIn(call, shown)), type: csvType, name: `not-for-release-delivered-${shown?.wish.item ?? 'nothing'}.csv` }),
})

export const deliveredDictionary = download({
  at: '/delivered/dictionary.csv', asks: countDelivered, input, grave: true,
  file: async (call, { shown }) => ({ bytes: csvOf(shown === null ? [] : dictionaryOf(call, shown)), type: csvType, name: `not-for-release-delivered-${shown?.wish.item ?? 'nothing'}-dictionary.csv` }),
})

export const deliveredExcel = download({
  at: '/delivered/table.xlsx', asks: countDelivered, input, grave: true,
  file: async (call, { shown }) => {
    const bytes = await workbookOf([{ name: 'Figures', rows: linesIn(call, shown) }, { name: 'Dictionary', rows: shown === null ? [] : dictionaryOf(call, shown) }])
    return { bytes, type: workbookType, name: `not-for-release-delivered-${shown?.wish.item ?? 'nothing'}.xlsx` }
  },
})
