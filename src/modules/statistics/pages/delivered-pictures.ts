import { formatDay, pictures } from '#design'
import type { PageCall } from '#platform/doors/page'
import { countDelivered, type DeliveredView, type ShownDelivered } from '../actions/delivered-acts.ts'
import { cellAt } from '../domain/table.ts'
import { chartOf } from './delivered-chart.ts'
import { cellText, deliveredCode, deliveredTitle } from './delivered-names.ts'
import { deliveredAddress, deliveredInput } from './delivered-page.tsx'
import { aboutDelivered } from './delivered-reading.ts'
import { wordsOfPictures } from './picture-drawings.ts'
import { picturesAt } from './picture-files.ts'
import { words } from './words.ts'

const paper: pictures.Paper = { width: pictures.drawingWidth, ids: 'fill' }

/** A table of delivered figures as a picture that says whose figures they are, what they do not count, and that they are not for release. */
export function pictureOfDelivered(call: PageCall, shown: ShownDelivered): string {
  const say = words(call.language)
  const title = deliveredTitle(call, shown)
  const address = `${call.installation.publicUrl}${deliveredAddress('/delivered', shown.wish)}`
  return pictures.pictureFile({
    language: call.language, title, below: say('delivered.looked-at', { day: formatDay(call.today, call.language) }), warning: { short: say('not-for-release'), why: say('delivered.not-for-release-why') },
    reading: [...aboutDelivered(call, shown).map(([name, text]) => [name, inWords(call, text)] as const), [say('reading.address'), say('figure.address', { address })]],
    figures: { ...figuresOf(call, shown), heading: say('picture.figures'), instead: say('picture.elsewhere', { address }) },
  }, drawingOf(call, shown, title))
}

function drawingOf(call: PageCall, shown: ShownDelivered, title: string): pictures.Drawing {
  const say = words(call.language)
  const [, columns, layers] = shown.table.dimensions
  const chart = chartOf(call, shown, title)
  const drawing = chart.points ? pictures.lines(chart.points, chart.series, paper, { ...wordsOfPictures(call), gap: say('picture.gap') })
    : pictures.bars((chart.bars ?? []).map((bar) => ({ ...bar, says: inWords(call, bar.says) })), paper, { ...wordsOfPictures(call), aboutHidden: say('delivered.not-whole') })
  const only = [...(columns && !chart.points ? [chart.heading] : []), ...(layers ? [deliveredCode(call, shown, { axis: layers.name, code: layers.codes[0]?.code ?? '' })] : [])]
  return { ...drawing, isWhole: drawing.isWhole && !columns, notes: [...(only.length > 0 ? [say('delivered.drawn', { what: only.join(', ') })] : []), ...drawing.notes] }
}

/** The face of the pictures has no such sign. */
const inWords = ({ language }: PageCall, text: string): string => text.replaceAll('≥', words(language)('delivered.at-least'))

/** Every figure of the table; a third axis stands in the names of the rows. */
function figuresOf(call: PageCall, shown: ShownDelivered): pictures.FigureRows {
  const { wish, table: { dimensions, cells } } = shown
  const [rows, columns, layers] = dimensions
  const name = (axis: string, code: string) => deliveredCode(call, shown, { axis, code })
  if (!rows) return { headings: [], rows: [] }
  return {
    headings: columns ? columns.codes.map(({ code }) => name(columns.name, code)) : [words(call.language)('column.figure')],
    rows: (layers?.codes ?? [undefined]).flatMap((layer, deep) => rows.codes.map(({ code }, at) => ({
      label: layer && layers ? `${name(layers.name, layer.code)}: ${name(rows.name, code)}` : name(rows.name, code),
      says: (columns?.codes ?? [undefined]).map((_, column) => { const cell = cells[cellAt(dimensions, [at, ...(columns ? [column] : []), ...(layers ? [deep] : [])])]; return cell ? `${inWords(call, cellText(call, wish.item, cell))}${cell.provisional ? ' p' : ''}${cell.revised ? ' r' : ''}` : '–' }),
    }))),
  }
}

export const deliveredPictures = picturesAt<DeliveredView>((ending) => `/delivered/table.${ending}`, { asks: countDelivered, input: deliveredInput, grave: true },
  (call, { shown }) => (shown === null ? undefined : { picture: pictureOfDelivered(call, shown), name: `not-for-release-delivered-${shown.wish.item}` }))
