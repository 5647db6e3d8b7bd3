import { download, type PageCall } from '#platform/doors/page'
import { csvOf, csvType, type Line } from '#platform/sheets/write-sheets'
import { showReleasedHandOver, type HandedOver } from '../actions/hand-over-release-acts.ts'
import { nameOfHandOver, toldOfHandOver } from './hand-over-files.ts'
import { countedLabel, handOverCodeLabel, tableOfKey, viewLabel, type Reader } from './hand-over-words.ts'
import { flags, outward, outwardPart, sdmxLines } from './sdmx-csv.ts'
import { words } from './words.ts'

/** What each column and code of a table's SDMX-CSV means, which codes have no line there, and all that is told with the hand-over. */
function dictionaryOf(call: Reader, handed: HandedOver, key: string): readonly Line[] {
  const say = words(call.language)
  const table = tableOfKey(call, key)
  const shown = handed.tables.find((each) => each.key === key)
  const { sdmx } = table ?? {}
  if (!table || !shown || !sdmx) throw new Error(`no table ${key} goes out as SDMX`)
  const axes = table.by.map((view, axis) => ({ view, ...outward(call.installation, table, view), codes: shown.parts[0]?.table.dimensions[axis]?.codes ?? [] }))
  const country = call.installation.pack.country
  return [
    ['field', 'code', 'parent', 'meaning'],
    ...toldOfHandOver(call, handed, [key]),
    ['STRUCTURE', 'dataflow', null, say('sdmx.structure')], ['STRUCTURE_ID', sdmx.structure, null, `${say('sdmx.structure')} (${say(sdmx.verified === false ? 'handover.unverified' : 'handover.verified')})`],
    ['ACTION', 'I', null, say('sdmx.action')], ['FREQ', 'A', null, say('sdmx.freq')],
    [sdmx.column, null, null, say('handover.counted')],
    ...shown.parts.map(({ of }): Line => [sdmx.column, outwardPart(table.parts.find((each) => each.of === of)?.code ?? of), null, countedLabel(call, of)]),
    ...axes.flatMap(({ view, column, codeOf, codes }) => [
      [column, null, null, viewLabel(call, view)] as Line,
      ...codes.map(({ code, parent }): Line => {
        const written = codeOf(code)
        const meaning = handOverCodeLabel(call, view, code)
        return written === undefined ? ['no line', `${column} ${code}`, null, `${meaning}: ${say('sdmx.no-line')}`] : [column, written, parent === null ? null : codeOf(parent) ?? null, meaning]
      }),
    ]),
    ['GEO', country.code.toUpperCase(), null, say('sdmx.geo')], ['TIME_PERIOD', String(handed.year), null, say('sdmx.time')], ['OBS_VALUE', null, null, `${say('sdmx.value')}. ${say('sdmx.zero')}`],
    ['OBS_STATUS', null, null, say('sdmx.status')], ['OBS_STATUS', 'A', null, say('handover.state.measured')], ['OBS_STATUS', 'P', null, `${say('handover.state.provisional')}; ${say('handover.mark-about.partial')}`], ['OBS_STATUS', 'U', null, `${say('sdmx.low-reliability')} ${say('handover.mark-about.twice')} ${say('sdmx.twice-first')}`],
    ...Object.entries(flags).map(([state, [status]]): Line => ['OBS_STATUS', status, null, state === 'hidden' ? say('status.hidden') : say(`handover.state.${state}` as 'handover.state.not-available')]),
    ['CONF_STATUS', null, null, say('sdmx.conf')], ['CONF_STATUS', 'F', null, say('sdmx.free')], ['CONF_STATUS', 'C', null, say('sdmx.secret')],
  ]
}

const input = ({ params }: Pick<PageCall, 'params'>) => ({ number: params['number'], table: params['table'] })
const tableIn = ({ params }: PageCall): string => params['table'] ?? ''

export const handOverSdmx = download({
  at: '/hand-overs/released/:number/sdmx/:table', asks: showReleasedHandOver, input,
  file: async (call, handed) => ({ bytes: new TextEncoder().encode(sdmxLines(call.installation, handed, tableIn(call))), type: 'application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8', name: `${nameOfHandOver(handed)}-${tableIn(call)}.csv` }),
})

export const handOverSdmxDictionary = download({
  at: '/hand-overs/released/:number/sdmx/:table/dictionary.csv', asks: showReleasedHandOver, input,
  file: async (call, handed) => ({ bytes: csvOf(dictionaryOf(call, handed, tableIn(call))), type: csvType, name: `${nameOfHandOver(handed)}-${tableIn(call)}-dictionary.csv` }),
})
