import { pictures } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { ShownDelivered } from '../actions/delivered-acts.ts'
import { cellAt } from '../domain/table.ts'
import { cellText, deliveredCode } from './delivered-names.ts'

type Chart =
  | { readonly points: readonly string[]; readonly series: readonly { readonly label: string; readonly figures: readonly pictures.Shown[] }[]; readonly bars?: undefined }
  | { readonly bars: readonly pictures.Shown[] | undefined; readonly heading: string; readonly points?: undefined }

/** What of a delivered table is drawn: over years a line for each category of the columns, otherwise the rows as bars. Where a figure is not whole a line stops. */
export function chartOf(call: PageCall, shown: ShownDelivered, title: string): Chart {
  const { wish, table: { dimensions, cells } } = shown
  const [rows, columns] = dimensions
  if (!rows) return { bars: undefined, heading: title }
  const inner = rows.codes.some(({ parent }) => parent !== null) ? rows.codes.flatMap(({ parent }, at) => (parent === null ? [] : [at])) : [...rows.codes.keys()]
  const pointsOf = (column: number): pictures.Shown[] => inner.map((at) => {
    const cell = cells[cellAt(dimensions, [at, ...(columns ? [column] : []), ...dimensions.slice(2).map(() => 0)])]
    const label = deliveredCode(call, shown, { axis: rows.name, code: rows.codes[at]?.code ?? '' })
    return { label, value: cell === undefined || cell.figures === 0 ? null : cell.missing.length > 0 ? 'hidden' : cell.value, says: cell ? cellText(call, wish.item, cell) : '–' }
  })
  const isTime = rows.name === 'year' && rows.codes.length > 2
  const drawn = (columns && isTime ? [...columns.codes.keys()].slice(0, pictures.mostSeries) : [columns?.name === 'year' ? columns.codes.length - 1 : 0]).map((column) => ({
    figures: pointsOf(column), label: columns ? deliveredCode(call, shown, { axis: columns.name, code: columns.codes[column]?.code ?? '' }) : title,
  })).filter(({ figures }) => figures.some(({ value }) => typeof value === 'number'))
  const [first] = drawn
  if (isTime && first) return { points: first.figures.map(({ label }) => label), series: drawn.map(({ label, figures }) => ({ label, figures: figures.map(wholeOnly) })) }
  return { bars: first?.figures, heading: first?.label ?? title }
}

/** What is not whole is no point of a line. */
const wholeOnly = (figure: pictures.Shown): pictures.Shown => (figure.value === 'hidden' ? { ...figure, value: null } : figure)
