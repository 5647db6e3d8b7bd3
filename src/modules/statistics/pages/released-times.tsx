import type { ComponentChildren } from 'preact'
import { Card, ChartTable, PartBar } from '#design'
import { isClocks, isTime } from '../domain/fact-dimensions.ts'
import { cellAt, type Dimension } from '../domain/table.ts'
import { areBands, bandsIn, hadItBy, halfIn } from '../domain/waited.ts'
import { nameOfAxis, nameOfCode, type Reader } from './code-names.ts'
import { leavesOf } from './picture-kinds.ts'
import type { ReleaseShown } from './reading.ts'
import { shareOf } from './way-names.ts'
import { words } from './words.ts'

type Props = { readonly call: Reader; readonly shown: Pick<ReleaseShown, 'table' | 'method'> }
/** The figures of one axis, and of nobody but those of one category of another: `figures` has the total first. */
type Column = { readonly label: string; readonly figures: readonly (number | null)[] }

/** The figures along one axis, in a column for each category of the next other one; a third axis stands at its total. */
function columnsOf(call: Reader, { dimensions, cells }: ReleaseShown['table'], along: Dimension): readonly Column[] {
  const across = dimensions.find((each) => each !== along)
  return (across?.codes ?? [{ code: 'total' }]).map(({ code }, column) => ({
    label: capital(nameOfCode(call, across?.name ?? along.name, code)),
    figures: along.codes.map((_, at) => { const cell = cells[cellAt(dimensions, dimensions.map((each) => (each === along ? at : each === across ? column : 0)))]; return typeof cell === 'number' ? cell : null }),
  }))
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What a released table of times or of clocks says besides, from its open figures alone. A rounded one says nothing more: its figures are not those that were counted. */
export function ReleasedTimes({ call, shown }: Props) {
  if (shown.method.how === 'round') return null
  const times = shown.table.dimensions.find(({ name }) => isTime(name))
  if (times && areBands(leavesOf(times).map(({ code }) => code))) return <Waited call={call} times={times} columns={columnsOf(call, shown.table, times)} />
  const clocks = shown.table.dimensions.find(({ name }) => isClocks(name))
  return clocks ? <Kept call={call} clocks={clocks} columns={columnsOf(call, shown.table, clocks)} /> : null
}

function Waited({ call, times, columns }: { readonly call: Reader; readonly times: Dimension; readonly columns: readonly Column[] }) {
  const say = words(call.language)
  const bands = leavesOf(times)
  const read = columns.map(({ label, figures }) => {
    const own = bands.map(({ place }) => figures[place] ?? null)
    return { label, total: figures[0] ?? null, by: hadItBy(own, figures[0] ?? null), half: halfIn(own, figures[0] ?? null) }
  })
  const halfOf = ({ label, total, half }: (typeof read)[number]): ComponentChildren => {
    if (total === 0) return null
    const band = half === undefined ? undefined : bands[half]?.code
    const said = { who: label, total: total ?? '' }
    return <li>{band === undefined ? say('times.half-hidden', { who: label }) : band === 'not-yet' ? say('times.half-not-yet', said) : say('times.half', { ...said, band: nameOfCode(call, times.name, band) })}</li>
  }
  const daysOf = (code: string): string => {
    const last = bandsIn(code).at(-1) ?? code
    return last.endsWith('+') ? say('times.by-counting') : say('times.within', { days: last.slice(last.indexOf('-') + 1) })
  }
  const most = read[0]?.total ?? 0
  // By the end of the band of those who still wait everybody is counted.
  const rows = bands.slice(0, -1).map(({ code }, band) => ({
    label: daysOf(code), cells: read.map(({ by }) => String(by[band] ?? say('hidden'))), picture: <PartBar most={most} parts={[{ fill: 1, value: read[0]?.by[band] ?? 0 }]} />,
  }))
  const title = say('times.title')
  return (
    <Card title={title}>
      <p class="strong">{nameOfAxis(call, times.name)}</p>
      <ul class="measure">{read.map(halfOf)}</ul>
      <p class="quiet measure">{say('times.about')}</p>
      <ChartTable caption={`${title}: ${nameOfAxis(call, times.name)}`} heading={say('times.time')} picture={read[0]?.label ?? ''} columns={read.map(({ label }) => label)} groups={[{ rows }]} />
    </Card>
  )
}

function Kept({ call, clocks, columns }: { readonly call: Reader; readonly clocks: Dimension; readonly columns: readonly Column[] }) {
  const say = words(call.language)
  const [kept, missed] = ['kept', 'missed'].map((code) => clocks.codes.findIndex((each) => each.code === code)) as [number, number]
  if (kept < 0 || missed < 0) return null
  const named = (code: string) => nameOfCode(call, clocks.name, code)
  const read = columns.map(({ label, figures }) => ({ label, kept: figures[kept] ?? null, missed: figures[missed] ?? null }))
  const title = say('times.clocks-title')
  return (
    <Card title={title}>
      <p class="strong">{nameOfAxis(call, clocks.name)}</p>
      <p class="quiet measure">{say('times.clocks-about')}</p>
      <ChartTable caption={`${title}: ${nameOfAxis(call, clocks.name)}`} heading={say('times.who')} picture={say('times.clocks-picture')} columns={[named('kept'), named('missed'), say('times.share')]}
        legend={[{ fill: 1, says: named('kept') }, { fill: 2, says: named('missed') }]}
        groups={[{ rows: read.map(({ label, ...own }) => {
          const all = own.kept === null || own.missed === null ? null : own.kept + own.missed
          return {
            label, cells: [own.kept, own.missed].map((figure) => String(figure ?? say('hidden'))).concat(all === null ? say('hidden') : shareOf(call, own.kept ?? 0, all)),
            picture: all === null ? null : <PartBar most={all} parts={[{ fill: 1, value: own.kept ?? 0 }, { fill: 2, value: own.missed ?? 0 }]} />,
          }
        }) }]} />
    </Card>
  )
}
