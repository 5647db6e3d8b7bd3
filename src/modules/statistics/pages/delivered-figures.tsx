import { BarChart, Chip, pictures } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { ShownDelivered } from '../actions/delivered-acts.ts'
import type { DeliveredCell } from '../domain/deliveries/delivered-table.ts'
import { cellAt, type Dimension } from '../domain/table.ts'
import { chartOf } from './delivered-chart.ts'
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

/** The rows as a picture, as `chartOf` has them. */
export function DeliveredChart({ call, shown, title }: Props) {
  const say = words(call.language)
  const chart = chartOf(call, shown, title)
  if (chart.points) return <pictures.Picture label={say('picture.label', { title })} ids="trend" draw={(paper) => pictures.lines(chart.points, chart.series, paper, { ...wordsOfPictures(call), gap: say('picture.gap') })} />
  return (
    <>
      {chart.bars && <><h3>{chart.heading}</h3><BarChart title={chart.heading} language={call.language} headings={{ category: axisName(call, shown.table.dimensions[0]?.name ?? ''), figure: say('column.figure') }} bars={chart.bars} /></>}
    </>
  )
}
