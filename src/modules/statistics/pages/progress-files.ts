import { download, type Download, type PageCall } from '#platform/doors/page'
import type { Route } from '#platform/doors/route'
import { csvOf, csvType, workbookOf, workbookType, type Line } from '#platform/sheets/write-sheets'
import { showClocks, showWaits, showWay, type ClocksView, type WaitsView, type WayView } from '../actions/way-acts.ts'
import { nameOfCode } from './code-names.ts'
import { picturesAt } from './picture-files.ts'
import { addresses, askedBy, questionIn, readingOf, type Figure, type Figured } from './progress-frame.tsx'
import { pictureOfClocks, pictureOfWaits, pictureOfWay } from './progress-pictures.ts'
import { nameOfClock, nameOfEnding, nameOfPart, nameOfPlace, nameOfStep, nameOfWait, yearsIn } from './way-names.ts'
import { words } from './words.ts'

/** Columns by the name that a program knows, each with the key of the sentence that says what it is. */
type Columns = readonly (readonly [name: string, meaning: string])[]
type Sheet = { readonly columns: Columns; readonly lines: readonly Line[] }

const wayColumns: Columns = [['persons', 'came'], ['took_the_step', 'took'], ['passed_without_it', 'passed'], ['not_yet', 'before'], ['ended_before', 'ended']]
function waySheet(call: PageCall, { by, parts }: WayView): Sheet {
  const blank = [null, null, null, null]
  return { columns: wayColumns, lines: [
    ['table', 'part_code', 'part', 'category_code', 'category', ...wayColumns.map(([name]) => name)],
    ...parts.flatMap(({ part, way, endings, beside }): Line[] => {
      const of = [part, nameOfPart(call, by, part)]
      return [
        ...way.map(({ key, came, took, passed, before, ended }): Line => ['way', ...of, key, nameOfPlace(call, key), came, took, passed, before, ended]),
        ...endings.map((each): Line => [each.hasEnded ? 'outcome' : 'still going on', ...of, [each.state, ...(each.ground === null ? [] : [each.ground])].join(':'), nameOfEnding(call, each), each.persons, ...blank]),
        ...beside.map(({ step, persons }): Line => ['beside the way', ...of, step, nameOfStep(call, step), persons, ...blank]),
      ]
    }),
  ] }
}

const waitColumns: Columns = [['over', 'met'], ['quartile_days', 'quartile'], ['median_days', 'median'], ['three_quarters_days', 'three-quarters'], ['nine_tenths_days', 'nine-tenths'], ['still_waiting', 'waiting'], ['longest_still_waiting_days', 'longest'], ['left', 'left'], ['longest_wait_of_all_days', 'horizon']]
const waitsSheet = (call: PageCall, { by, waits }: WaitsView): Sheet => ({ columns: waitColumns, lines: [
  ['wait_code', 'wait', 'part_code', 'part', ...waitColumns.map(([name]) => name)],
  ...waits.flatMap(({ wait, parts }) => parts.map(({ part, met, quartile, median, threeQuarters, nineTenths, waiting, longest, left, horizon }): Line =>
    [wait, nameOfWait(call, wait), part, nameOfPart(call, by, part), met, quartile, median, threeQuarters, nineTenths, waiting, longest, left, horizon])),
] })

const clockColumns: Columns = [['kept', 'kept'], ['kept_with_the_end_of_the_file', 'with-file'], ['late', 'late'], ['late_median_days', 'late-median'], ['late_most_days', 'late-most'], ['open', 'open'], ['open_and_late', 'open-late'], ['open_and_late_most_days', 'open-late-most']]
const clocksSheet = (call: PageCall, { by, clocks }: ClocksView): Sheet => ({ columns: clockColumns, lines: [
  ['clock_code', 'clock', 'owner_code', 'owner', 'part_code', 'part', ...clockColumns.map(([name]) => name)],
  ...clocks.flatMap(({ clock, owner, parts }) => parts.map(({ part, kept, withFile, late, lateMedian, lateMost, open, openLate, openLateMost }): Line =>
    [clock, nameOfClock(call, clock), owner, nameOfCode(call, 'owner', owner), part, nameOfPart(call, by, part), kept, withFile, late, lateMedian, lateMost, open, openLate, openLateMost])),
] })

/** What is needed to read the file without the page. */
function dictionaryOf(call: PageCall, figure: Figure, view: Figured, { columns }: Sheet): readonly Line[] {
  const say = words(call.language)
  return [
    ['field', 'meaning'],
    ['title', say(`progress.${figure}-title`, { years: yearsIn(view) })], ['address', `${call.installation.publicUrl}${addresses[figure]}?${askedBy(view)}`],
    ['status', `${say('not-for-release')} ${say('not-for-release-why')}`],
    ...readingOf(call, figure, view).map(([name, text]): Line => [name, text]),
    ...columns.map(([name, meaning]): Line => [name, say(`progress.${meaning}` as 'progress.came')]),
    ['', say('progress.blank')],
  ]
}

type Made<View> = { readonly sheetOf: (call: PageCall, view: View) => Sheet; readonly pictureOf: (call: PageCall, view: View) => string }

function filesOf<View extends Figured>(figure: Figure, asks: Route, { sheetOf, pictureOf }: Made<View>): readonly Download[] {
  const named = (view: Figured, ending: string) => `not-for-release-${figure}-${view.from === view.to ? view.from : `${view.from}-${view.to}`}${ending}`
  return [
    download({ at: `${addresses[figure]}/figures.csv`, asks, input: questionIn, grave: true, file: async (call, value) => ({ bytes: csvOf(sheetOf(call, value as View).lines), type: csvType, name: named(value as View, '.csv') }) }),
    download({ at: `${addresses[figure]}/dictionary.csv`, asks, input: questionIn, file: async (call, value) => ({ bytes: csvOf(dictionaryOf(call, figure, value as View, sheetOf(call, value as View))), type: csvType, name: named(value as View, '-dictionary.csv') }) }),
    download({ at: `${addresses[figure]}/figures.xlsx`, asks, input: questionIn, grave: true, file: async (call, value) => {
      const sheet = sheetOf(call, value as View)
      const bytes = await workbookOf([{ name: 'Figures', rows: sheet.lines }, { name: 'Dictionary', rows: dictionaryOf(call, figure, value as View, sheet) }])
      return { bytes, type: workbookType, name: named(value as View, '.xlsx') }
    } }),
    ...picturesAt<View>((ending) => `${addresses[figure]}/figures.${ending}`, { asks, input: questionIn, grave: true }, (call, view) => ({ picture: pictureOf(call, view), name: named(view, '') })),
  ]
}

/** The three figures of the procedure as files to take into a program: for the analysis centre, as the pages are. */
export const progressFiles: readonly Download[] = [
  ...filesOf('way', showWay, { sheetOf: waySheet, pictureOf: pictureOfWay }), ...filesOf('waits', showWaits, { sheetOf: waitsSheet, pictureOf: pictureOfWaits }), ...filesOf('clocks', showClocks, { sheetOf: clocksSheet, pictureOf: pictureOfClocks }),
]
