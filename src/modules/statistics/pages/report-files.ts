import { download, type Download, type PageCall } from '#platform/doors/page'
import { csvOf, csvType, workbookOf, workbookType, type Line, type Sheet } from '#platform/sheets/write-sheets'
import type { HandedOver } from '../actions/hand-over-release-acts.ts'
import { showNationalReport, type NationalReport } from '../actions/report-acts.ts'
import { titleOf } from './code-names.ts'
import { linesOf, sheetOf, toldOfCells, toldOfHandOver } from './hand-over-files.ts'
import { handOverTableTitle, type Reader } from './hand-over-words.ts'
import { words } from './words.ts'

/** The hand-overs of which a report is made, each with the tables that it gives, in the order of the report. */
function handedIn({ year, sections }: NationalReport): readonly HandedOver[] {
  const released = sections.flatMap(({ released: own }) => own ?? [])
  return [...new Set(released.map(({ number }) => number))].flatMap((number) => {
    const [first, ...others] = released.filter((each) => each.number === number)
    return first ? [{ number, recipient: first.recipient, year, releasedOn: first.releasedOn, tables: [first, ...others].map(({ table }) => table), about: first.about, corrects: null, correctedBy: null }] : []
  })
}

const reportLines = (call: Reader, report: NationalReport): readonly Line[] => {
  const [head] = linesOf(call, { number: 0, year: report.year, tables: [] })
  return [...(head ? [head] : []), ...handedIn(report).flatMap((handed) => linesOf(call, handed).slice(1))]
}

/** Where each figure comes from and what it means; and which tables of the report are not released. */
function reportDictionary(call: Reader, report: NationalReport): readonly Line[] {
  const say = words(call.language)
  const handed = handedIn(report)
  return [
    ['field', 'code', 'parent', 'meaning'],
    ['title', String(report.year), null, say('report.title', { year: report.year })], ['address', null, null, `${call.installation.publicUrl}/hand-overs/report/${report.year}`],
    ...handed.flatMap((each) => toldOfHandOver(call, each, each.tables.map(({ key }) => key))),
    ...report.sections.filter(({ released }) => released === null).map(({ table }): Line => ['not released', table, null, `${handOverTableTitle(call, table)}: ${say('report.not-yet')}`]),
    ...report.figures.map(({ number, wish }): Line => ['released figure', String(number), null, `${titleOf(call, wish)}: ${call.installation.publicUrl}/figures/${number}`]),
    ...toldOfCells(call, handed.flatMap(({ tables }) => tables)),
  ]
}

/** A sheet for each table with the hand-over that it comes from, one with every cell as a line, and the dictionary. */
function reportSheets(call: Reader, report: NationalReport): readonly Sheet[] {
  const say = words(call.language)
  const tables = report.sections.flatMap(({ released }) => (released ? [{ ...sheetOf(call, released.table), number: released.number }] : []))
  return [
    ...tables.map(({ name, rows, number }) => ({ name, rows: [...rows, [`${say('handover.number', { number })}: ${call.installation.publicUrl}/hand-overs/released/${number}`]] })),
    { name: 'Lines', rows: reportLines(call, report) }, { name: 'Dictionary', rows: reportDictionary(call, report) },
  ]
}

const asked = { asks: showNationalReport, input: ({ params }: Pick<PageCall, 'params'>) => ({ year: params['year'] }) }
const named = ({ year }: NationalReport, ending: string): string => `national-figures-${year}${ending}`

/** The figures of the government report as files to take into a program, with all that is needed to read and to cite them. */
export const reportFiles: readonly Download[] = [
  download({ at: '/hand-overs/report/:year/tables.csv', ...asked, file: async (call, report) => ({ bytes: csvOf(reportLines(call, report as NationalReport)), type: csvType, name: named(report as NationalReport, '.csv') }) }),
  download({ at: '/hand-overs/report/:year/dictionary.csv', ...asked, file: async (call, report) => ({ bytes: csvOf(reportDictionary(call, report as NationalReport)), type: csvType, name: named(report as NationalReport, '-dictionary.csv') }) }),
  download({ at: '/hand-overs/report/:year/tables.xlsx', ...asked, file: async (call, report) => ({ bytes: await workbookOf(reportSheets(call, report as NationalReport)), type: workbookType, name: named(report as NationalReport, '.xlsx') }) }),
]
