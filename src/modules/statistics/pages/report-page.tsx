import { AppPage, ButtonLink, Card, formatDay, Notice } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showNationalReport, type NationalReport } from '../actions/report-acts.ts'
import { rootCode } from '../domain/fact-dimensions.ts'
import type { ShownPart } from '../domain/hand-overs/hand-over.ts'
import { variableOf, View } from '../domain/hand-overs/hand-over-schema.ts'
import { codesAt } from '../domain/table.ts'
import { titleOf } from './code-names.ts'
import { ChartOfKind } from './figure-chart.tsx'
import { HandedTable, Origins, Reading } from './hand-over-tables.tsx'
import { countedLabel, recipientLabel, tableOfKey } from './hand-over-words.ts'
import { kindsFor } from './picture-kinds.ts'
import { valueOfProven } from './table-pictures.ts'
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
      {table.parts.map((part, place) => <HandedChart call={call} title={table.parts.length > 1 ? `${title}: ${countedLabel(call, part.of)}` : title} part={part} ids={`${table.key}-${place}`} countedOn={countedOn} />)}
      <HandedTable call={call} table={table} />
      <p class="small"><a href={`/hand-overs/released/${number}`}>{say('report.source', { number, recipient: recipientLabel(call, recipient), table: about?.place ?? '', counted: formatDay(countedOn, call.language), released: formatDay(releasedOn, call.language) })}</a></p>
      <Origins call={call} origins={origins.filter(({ of }) => table.parts.some((part) => part.of === of))} />
    </Card>
  )
}

/** A part of a table as it left, drawn: by its rows alone, or as shares where a second breakdown cuts them. Where nothing is known there is nothing to draw. */
function HandedChart({ call, title, part: { of, table: { dimensions, cells } }, ids, countedOn }: { readonly call: PageCall; readonly title: string; readonly part: ShownPart; readonly ids: string; readonly countedOn: string }) {
  if (!cells.some((cell) => typeof cell === 'number' && cell > 0)) return null
  // Of what nothing is known there is no bar; the table below names it.
  const kept = dimensions.map(({ codes }, axis) => codes.flatMap((_, place) => (place === 0 || cells.some((cell, index) => codesAt(dimensions, index)[axis] === place && cell !== 'not-available') ? [place] : [])))
  const axes = dimensions.map(({ name, codes }, axis) => { const view = View.safeParse(name); return { name: view.success ? variableOf(view.data) : name, codes: codes.filter((_, place) => kept[axis]?.includes(place)) } })
  const values = cells.filter((_, index) => codesAt(dimensions, index).every((place, axis) => kept[axis]?.includes(place))).map(valueOfProven)
  // Shares are of a whole: where codes are never added up there is none.
  const hasWhole = axes.every(({ codes }) => codes[0]?.code === rootCode)
  const kind = hasWhole && axes.length > 1 && kindsFor(call, axes).includes('shares') ? 'shares' : 'bars'
  return <ChartOfKind call={call} title={title} grid={{ dimensions: axes, values, countedOn }} kind={kind} ids={ids} figure={countedLabel(call, of)} />
}

export const reportPage = page({
  at: '/hand-overs/report/:year', asks: showNationalReport, input: ({ params }) => ({ year: params['year'] }),
  view: (call, report) => {
    const say = words(call.language)
    const title = say('report.title', { year: report.year })
    const at = `/hand-overs/report/${report.year}`
    const missing = report.sections.filter(({ released }) => released === null).length
    const [first] = report.sections.flatMap(({ released }) => released ?? [])
    return (
      <AppPage call={call} title={title} back={{ href: '/hand-overs', label: say('handover.title') }}>
        <h1>{title}</h1>
        <p class="measure">{say('report.intro')}</p>
        <Notice tone={missing > 0 ? 'soon' : 'good'}><p>{missing > 0 ? say('report.missing', { count: missing, of: report.sections.length }) : say('report.whole')}</p></Notice>
        {first && (
          <p class="buttons no-print">
            <ButtonLink kind="secondary" href={`${at}/tables.xlsx`}>{say('download.excel')}</ButtonLink>
            <ButtonLink kind="secondary" href={`${at}/tables.csv`}>{say('download.csv')}</ButtonLink>
            <ButtonLink kind="secondary" href={`${at}/dictionary.csv`}>{say('download.dictionary')}</ButtonLink>
          </p>
        )}
        {report.sections.map((section) => <ReportTable call={call} section={section} report={report} />)}
        {report.figures.length > 0 && <Card title={say('report.others')}><ul>{report.figures.map(({ number, wish }) => <li><a href={`/figures/${number}`}>{say('figure.number', { number })}: {titleOf(call, wish)}</a></li>)}</ul></Card>}
        {first && <Card title={say('reading.title')}><Reading call={call} about={first.about} /></Card>}
        <p class="quiet small">{say('report.address', { address: `${call.installation.publicUrl}${at}` })}</p>
      </AppPage>
    )
  },
})
