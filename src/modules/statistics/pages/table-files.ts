import { formatDay } from '#design'
import { download, type Download, type PageCall } from '#platform/doors/page'
import { csvOf, csvType, workbookOf, workbookType, type Line } from '#platform/sheets/write-sheets'
import { countTableRoute, type CountedView } from '../actions/table-acts.ts'
import { nameOfAxis, titleOf } from './code-names.ts'
import { aboutAxis, toldOfCounting } from './reading.ts'
import { addressOf, wishIn } from './table-address.ts'
import { codesInWords, linesOfCells } from './table-lines.ts'
import { words } from './words.ts'

/** A count that is not known is blank, and says so: a blank is never a zero. */
const linesOf = (call: PageCall, { table: { dimensions, cells, notCollected } }: CountedView): readonly Line[] =>
  linesOfCells(call, { dimensions, cells }, ['persons', 'status'], (cell, index) => [cell, cell !== null ? 'counted' : notCollected.includes(index) ? 'not-collected' : 'not-known'])

function dictionaryOf(call: PageCall, { wish, countedOn, table: { dimensions } }: CountedView): readonly Line[] {
  const say = words(call.language)
  return [
    ['field', 'code', 'parent', 'meaning'],
    ['title', null, null, titleOf(call, wish)], ['address', null, null, `${call.installation.publicUrl}${addressOf('/tables', wish)}`],
    ['release', 'not-for-release', null, `${say('not-for-release')} ${say('not-for-release-why')}`],
    ...toldOfCounting(call, wish).map(({ field, text }): Line => [field, null, null, text]), ['counted', countedOn, null, say('counted-on', { day: formatDay(countedOn, call.language) })],
    ...dimensions.map(({ name }): Line => [name, null, null, `${nameOfAxis(call, name)}: ${aboutAxis(call, name)}`]), ...codesInWords(call, dimensions),
    ['persons', null, null, say('persons')], ['status', 'counted', null, say('status.counted')], ['status', 'not-known', null, say('not-known')], ['status', 'not-collected', null, say('handover.state.not-collected')],
  ]
}

const asked: Pick<Download, 'asks' | 'input'> = { asks: countTableRoute, input: ({ query }) => wishIn(query) }

/** A live table as files to take into a program, for the analysis centre: their names and dictionary say that they are not for release. */
export const tableFiles: readonly Download[] = [
  download({ at: '/tables/figures.csv', ...asked, grave: true, file: async (call, value) => ({ bytes: csvOf(linesOf(call, value as CountedView)), type: csvType, name: 'not-for-release-table.csv' }) }),
  download({ at: '/tables/dictionary.csv', ...asked, file: async (call, value) => ({ bytes: csvOf(dictionaryOf(call, value as CountedView)), type: csvType, name: 'not-for-release-table-dictionary.csv' }) }),
  download({ at: '/tables/figures.xlsx', ...asked, grave: true, file: async (call, value) => {
    const bytes = await workbookOf([{ name: 'Figures', rows: linesOf(call, value as CountedView) }, { name: 'Dictionary', rows: dictionaryOf(call, value as CountedView) }])
    return { bytes, type: workbookType, name: 'not-for-release-table.xlsx' }
  } }),
]
