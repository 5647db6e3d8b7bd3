import { formatDay } from '#design'
import { download, type PageCall } from '#platform/doors/page'
import { csvOf, csvType, type Line } from '#platform/sheets/write-sheets'
import { showRecords, type RecordsView } from '../actions/record-acts.ts'
import { recordFields } from '../domain/records.ts'
import { isDelivered } from '../domain/release-wish.ts'
import { nameOfCode, titleOf, type Reader } from './code-names.ts'
import { aboutCounting } from './reading.ts'
import { words } from './words.ts'

/** One line for each person, none of whom can be told from at least nine others. */
const linesOf = ({ fields, lines }: RecordsView): readonly Line[] => [fields, ...lines.flatMap(({ values, persons }) => Array.from({ length: persons }, () => values))]

/** What each field and value means, which of our codes it stands for, and all that is needed to read the records. */
function dictionaryOf(call: Reader, view: RecordsView): readonly Line[] {
  const say = words(call.language)
  const { codebook } = call.installation
  const standard = codebook.standards.find(({ key }) => key === 'htcds')
  const unverified = (verified: unknown) => (verified === false ? ` (${say('handover.unverified')})` : '')
  return [
    ['field', 'code', 'parent', 'meaning'],
    ['title', null, null, titleOf(call, view.wish)], ['disclosure', String(view.number ?? ''), null, `${call.installation.publicUrl}/records/${view.id}`],
    ['recipient', null, null, view.recipient], ['ground', null, null, view.ground],
    ['standard', standard?.version ?? null, null, `${standard?.label[call.language] ?? ''}. ${standard?.source ?? ''}${unverified(standard?.verified)}`],
    ...aboutCounting(call, view.wish).map(([heading, text]): Line => ['about', null, null, `${heading}: ${text}`]),
    ['not counted', null, null, say('not-counted')],
    ['counted on', view.countedOn, null, formatDay(view.countedOn, call.language)], ...(view.handedOn === null ? [] : [['disclosed on', view.handedOn, null, formatDay(view.handedOn, call.language)] as Line]),
    ['made safe', 'alike', null, say('records.intro', { least: view.least })], ['least alike', String(view.least), null, say('records.one-line', { least: view.least })],
    ['persons', String(view.lines.reduce((sum, { persons }) => sum + persons, 0)), null, say('records.persons')],
    ...(isDelivered(view.wish) ? [] : recordFields(codebook, view.wish)).flatMap(({ field, variable, valueOf }, place) => {
      const about = codebook.variables.find(({ key }) => key === variable)
      // A value that stands for several codes of ours bears all their names.
      const meaningOf = (value: string) => (view.codes[place] ?? []).filter((code) => valueOf(code) === value).map((code) => nameOfCode(call, variable, code)).join(' + ')
      const written = [...new Set(view.lines.map(({ values }) => values[place] ?? ''))]
      return [
        [field, null, null, `${about?.label[call.language] ?? variable}: ${about?.definition[call.language] ?? ''}`] as Line,
        ...written.map((value): Line => (value === '' ? [field, '(empty)', null, say('records.empty', { names: meaningOf('') })] : [field, value, null, meaningOf(value)])),
      ]
    }),
  ]
}

const input = ({ params }: Pick<PageCall, 'params'>) => ({ record: params['record'], disclosed: 'yes' })

export const recordsCsv = download({
  at: '/records/:record/htcds.csv', asks: showRecords, input, grave: true,
  file: async (_, view) => ({ bytes: csvOf(linesOf(view)), type: csvType, name: `htcds-2.0-records-${view.number ?? ''}.csv` }),
})

export const recordsDictionary = download({
  at: '/records/:record/dictionary.csv', asks: showRecords, input, grave: true,
  file: async (call, view) => ({ bytes: csvOf(dictionaryOf(call, view)), type: csvType, name: `htcds-2.0-records-${view.number ?? ''}-dictionary.csv` }),
})
