import { AppPage, Card, formatDay, Notice } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showNationalReport, type NationalReport } from '../actions/report-acts.ts'
import { titleOf } from './code-names.ts'
import { HandedTable, Origins, Reading } from './hand-over-tables.tsx'
import { recipientLabel, tableOfKey } from './hand-over-words.ts'
import { words } from './words.ts'

type Section = NationalReport['sections'][number]

/** One table of the report: as it was released and where it can be cited, or that it was not. */
function ReportTable({ call, section, report: { year, prepares } }: { readonly call: PageCall; readonly section: Section; readonly report: NationalReport }) {
  const say = words(call.language)
  const { released } = section
  const about = tableOfKey(call, section.table)
  const title = about?.label[call.language] ?? section.table
  if (!released) {
    return (
      <Card title={title}>
        <p><strong>{say('report.not-yet')}</strong> {prepares && <span class="no-print">{section.recipients.map((recipient) => <a href={`/hand-overs/${recipient}/${year}`}>{say('report.release-it', { recipient: recipientLabel(call, recipient), year })}</a>)}</span>}</p>
      </Card>
    )
  }
  const { number, recipient, releasedOn, table, about: { countedOn, origins } } = released
  return (
    <Card title={title}>
      <HandedTable call={call} table={table} />
      <p class="small"><a href={`/hand-overs/released/${number}`}>{say('report.source', { number, recipient: recipientLabel(call, recipient), table: about?.place ?? '', counted: formatDay(countedOn, call.language), released: formatDay(releasedOn, call.language) })}</a></p>
      <Origins call={call} origins={origins.filter(({ of }) => table.parts.some((part) => part.of === of))} />
    </Card>
  )
}

export const reportPage = page({
  at: '/hand-overs/report/:year', asks: showNationalReport, input: ({ params }) => ({ year: params['year'] }),
  view: (call, report) => {
    const say = words(call.language)
    const title = say('report.title', { year: report.year })
    const missing = report.sections.filter(({ released }) => released === null).length
    const [first] = report.sections.flatMap(({ released }) => released ?? [])
    return (
      <AppPage call={call} title={title} back={{ href: '/hand-overs', label: say('handover.title') }}>
        <h1>{title}</h1>
        <p class="measure">{say('report.intro')}</p>
        <Notice tone={missing > 0 ? 'soon' : 'good'}><p>{missing > 0 ? say('report.missing', { count: missing, of: report.sections.length }) : say('report.whole')}</p></Notice>
        {report.sections.map((section) => <ReportTable call={call} section={section} report={report} />)}
        {report.figures.length > 0 && <Card title={say('report.others')}><ul>{report.figures.map(({ number, wish }) => <li><a href={`/figures/${number}`}>{say('figure.number', { number })}: {titleOf(call, wish)}</a></li>)}</ul></Card>}
        {first && <Card title={say('reading.title')}><Reading call={call} about={first.about} /></Card>}
      </AppPage>
    )
  },
})
