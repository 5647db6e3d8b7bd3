import { AppPage, Card, ChartTable, formatDay, LastLooked, Notice, PartBar, Tabs } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showNumbers, type Numbers } from '../actions/show-numbers.ts'
import { axisOf } from '../domain/fact-dimensions.ts'
import { cellAt } from '../domain/table.ts'
import { nameOfCode, nameOfDimension, titleOf } from './code-names.ts'
import { depthOf } from './figure-table.tsx'
import { aboutAxis } from './reading.ts'
import { addressOf } from './table-address.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly numbers: Numbers }
type Counted = Numbers['tables'][number]
const fills = [1, 2, 3, 4] as const

/** One table of the year as a chart of its figures: a bar for each category, its women, men and others as parts of it. Categories of a group stand below it. */
function Overview({ call, countedOn, counted: { wish, table: { dimensions, cells, notCollected } } }: { readonly call: PageCall; readonly countedOn: Numbers['countedOn']; readonly counted: Counted }) {
  const say = words(call.language)
  const [rows, sexes] = dimensions
  if (!rows || !sexes) return null
  const personsAt = (row: number, sex: number): number => cells[cellAt(dimensions, [row, sex])] ?? 0
  const saysAt = (row: number, sex: number): string => { const at = cellAt(dimensions, [row, sex]); return String(cells[at] ?? say(notCollected.includes(at) ? 'handover.state.not-collected' : 'not-known')) }
  // A sex that nobody has in the whole year would take room from the others.
  const met = sexes.codes.flatMap(({ code }, place) => (place > 0 && (['woman', 'man'].includes(code) || personsAt(0, place) > 0) ? [{ place, label: nameOfCode(call, 'sex', code), fill: fills[place - 1] ?? 4 }] : []))
  // Months without anybody keep their place among the others; other categories are named below.
  const isLeftOut = (row: number) => row > 0 && rows.name !== 'time' && cells[cellAt(dimensions, [row, 0])] === 0
  const empty = rows.codes.flatMap(({ code }, row) => (isLeftOut(row) ? [nameOfCode(call, rows.name, code)] : []))
  const most = Math.max(...rows.codes.map((_, row) => (row === 0 ? 0 : personsAt(row, 0))))
  const title = nameOfDimension(call, wish.rows)
  return (
    <Card title={title}>
      <ChartTable caption={titleOf(call, wish)} heading={say('category')} picture={met.map(({ label }) => label).join(', ')} columns={[say('total'), ...met.map(({ label }) => label)]}
        legend={met.map(({ label, fill }) => ({ fill, says: label }))}
        groups={[{ rows: rows.codes.flatMap(({ code }, row) => (isLeftOut(row) ? [] : [{
          label: '– '.repeat(Math.max(0, depthOf(rows, row) - 1)) + nameOfCode(call, rows.name, code), cells: [0, ...met.map(({ place }) => place)].map((sex) => saysAt(row, sex)), strong: row === 0,
          picture: row === 0 ? null : <PartBar most={most} parts={met.map(({ place, fill }) => ({ fill, value: personsAt(row, place) }))} />,
        }])) }]} />
      {empty.length > 0 && <p class="small">{say('numbers.nobody', { list: new Intl.ListFormat(call.language, { type: 'conjunction' }).format(empty) })}</p>}
      <p class="quiet small">{capital(aboutAxis(call, axisOf(wish.rows)))} {say('source.line')} {say('counted-on', { day: formatDay(countedOn, call.language) })} <a class="no-print" href={addressOf('/tables', wish)} aria-label={`${say('numbers.full')}: ${title}`}>{say('numbers.full')}</a></p>
    </Card>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The last five years, the one that is shown and those beside it. */
function yearsBeside(year: number, last: number): readonly number[] {
  return [...new Set([last - 4, last - 3, last - 2, last - 1, last, year - 1, year, year + 1])].filter((each) => each <= last && each >= 2000).toSorted((one, other) => one - other)
}

function NumbersPage({ call, numbers: { year, countedOn, tables, lookedAt } }: Props) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('numbers.title', { year })}>
      <h1>{say('numbers.title', { year })}</h1>
      <LastLooked call={call} since={lookedAt} />
      <Tabs label={say('year')} tabs={yearsBeside(year, Number(call.today.slice(0, 4))).map((each) => ({ href: `/numbers?year=${each}`, label: String(each), current: each === year }))} />
      <p class="measure">{say('numbers.intro', { year })} {say('definition')}</p>
      <Notice tone="late"><p><strong>{say('not-for-release')}</strong> {say('not-for-release-why')}</p></Notice>
      {tables.map((counted) => <Overview call={call} countedOn={countedOn} counted={counted} />)}
      <p class="no-print"><a href={`/progress?from=${year}&to=${year}&by=sex`}>{say('progress.title')}</a> · <a href="/figures">{say('figures.title')}</a></p>
      <p class="quiet small">{say('figure.address', { address: `${call.installation.publicUrl}/numbers?year=${year}` })}</p>
    </AppPage>
  )
}

export const numbersPage = page({
  at: '/numbers',
  asks: showNumbers,
  view: (call, numbers) => <NumbersPage call={call} numbers={numbers} />,
  menu: { order: 60, label: (language) => words(language)('menu.numbers') },
})
