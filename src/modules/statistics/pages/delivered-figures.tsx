import { BarChart, Chip, pictures, type Bar } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { ShownDelivered } from '../actions/delivered-acts.ts'
import type { DeliveredCell } from '../domain/deliveries/delivered-table.ts'
import { cellAt, type Dimension } from '../domain/table.ts'
import { axisName, cellText, deliveredCode } from './delivered-names.ts'
import { wordsOfPictures } from './picture-drawings.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly shown: ShownDelivered; readonly title: string }

const Figure = ({ call, item, cell }: { readonly call: PageCall; readonly item: string; readonly cell: DeliveredCell }) => {
  const say = words(call.language)
  const text = cellText(call, item, cell)
  return <>{cell.value === null && cell.figures > 0 ? <Chip>{text}</Chip> : text}{cell.provisional && <> <abbr title={say('delivered.provisional')}>p</abbr></>}{cell.revised && <> <abbr title={say('delivered.revised')}>r</abbr></>}</>
}

/** A table of delivered figures of one, two or three axes; whoever listens to it hears the same as whoever looks. */
export function DeliveredFigures({ call, shown, title }: Props) {
  const { wish, table: { dimensions, cells } } = shown
  const [rows, columns, layers] = dimensions
  if (!rows) return null
  const name = ({ name: axis }: Dimension, code: string) => deliveredCode(call, shown, { axis, code })
  return (
    <>
      {(layers?.codes ?? [{ code: '' }]).map(({ code }, layer) => {
        const caption = layers ? `${title}: ${name(layers, code)}` : title
        return (
          <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
            <table class="table">
              <caption class={layers ? '' : 'visually-hidden'}>{caption}</caption>
              <thead><tr><th scope="col">{axisName(call, rows.name)}</th>{columns ? columns.codes.map((column) => <th scope="col" class="number">{name(columns, column.code)}</th>) : <th scope="col" class="number">{words(call.language)('column.figure')}</th>}</tr></thead>
              <tbody>
                {rows.codes.map((row, at) => (
                  <tr>
                    <th scope="row" class={row.parent === null ? 'strong' : undefined}>{name(rows, row.code)}</th>
                    {(columns?.codes ?? [{ code: '' }]).map((_, column) => {
                      const cell = cells[cellAt(dimensions, [at, ...(columns ? [column] : []), ...(layers ? [layer] : [])])]
                      return <td class="number">{cell && <Figure call={call} item={wish.item} cell={cell} />}</td>
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      })}
    </>
  )
}

/** The rows as a picture: over years a line for each category of the columns, bars otherwise. Where a figure is not known the line stops. */
export function DeliveredChart({ call, shown, title }: Props) {
  const { wish, table: { dimensions, cells } } = shown
  const [rows, columns] = dimensions
  if (!rows) return null
  const inner = rows.codes.some(({ parent }) => parent !== null) ? rows.codes.flatMap(({ parent }, at) => (parent === null ? [] : [at])) : [...rows.codes.keys()]
  const pointsOf = (column: number): Bar[] => inner.map((at) => {
    const cell = cells[cellAt(dimensions, [at, ...(columns ? [column] : []), ...dimensions.slice(2).map(() => 0)])]
    const label = deliveredCode(call, shown, { axis: rows.name, code: rows.codes[at]?.code ?? '' })
    return { label, value: cell === undefined || cell.figures === 0 ? null : cell.missing.length > 0 ? 'hidden' : cell.value, says: cell ? cellText(call, wish.item, cell) : '–' }
  })
  const isTime = rows.name === 'year' && rows.codes.length > 2
  const drawn = (columns && isTime ? [...columns.codes.keys()].slice(0, pictures.mostSeries) : [columns?.name === 'year' ? columns.codes.length - 1 : 0]).map((column) => ({
    points: pointsOf(column), heading: columns ? deliveredCode(call, shown, { axis: columns.name, code: columns.codes[column]?.code ?? '' }) : title,
  })).filter(({ points }) => points.some(({ value }) => typeof value === 'number'))
  if (isTime && drawn[0]) return <Trend call={call} title={title} points={drawn[0].points.map(({ label }) => label)} series={drawn.map(({ points, heading }) => ({ label: heading, figures: points.map(known) }))} />
  return (
    <>
      {drawn.map(({ points, heading }) => <><h3>{heading}</h3><BarChart title={heading} language={call.language} headings={{ category: axisName(call, rows.name), figure: words(call.language)('column.figure') }} bars={points} /></>)}
    </>
  )
}

/** What is not whole is no point of a line. */
const known = (figure: Bar): pictures.Shown => (figure.value === 'hidden' ? { ...figure, value: null } : figure)

function Trend({ call, title, points, series }: { readonly call: PageCall; readonly title: string; readonly points: readonly string[]; readonly series: Parameters<typeof pictures.lines>[1] }) {
  const say = words(call.language)
  const own = { ...wordsOfPictures(call), gap: say('picture.gap') }
  return <pictures.Picture label={say('picture.label', { title })} ids="trend" draw={(paper) => pictures.lines(points, series, paper, own)} />
}
