import { renderToString } from 'preact-render-to-string'
import type { Language } from '#vocabulary/language'
import type { Drawing } from './drawing.ts'
import { atMost, face, ink, Line, line, Lines, linesOf, quiet, widthOf } from './words-drawn.tsx'

export type FigureRows = { readonly headings: readonly string[]; readonly rows: readonly { readonly label: string; readonly says: readonly string[] }[] }

export type PictureText = {
  readonly language: Language
  readonly title: string
  /** Below the title: which figure it is, and of which day. */
  readonly below: string
  /** Stands across the whole picture, so that no part of it can be cut out without it. */
  readonly warning?: { readonly short: string; readonly why: string }
  /** What a reader needs beside the figures: names and sentences. */
  readonly reading: readonly (readonly [name: string, text: string])[]
  /** All figures, for drawings in which not each one is written; `instead` where there are too many. */
  readonly figures: FigureRows & { readonly heading: string; readonly instead: string }
}

/** How wide a picture is that is handed on; the drawing has this less the edges. */
const pictureWidth = 1_000
const edge = 32
export const drawingWidth = pictureWidth - 2 * edge
const mostColumns = 8
const mostRows = 40

/** A picture that stands by itself: title, drawing, figures, and all that is needed to read them. */
export function pictureFile({ language, title, below, warning, reading, figures }: PictureText, drawing: Drawing): string {
  const titles = linesOf(title, 27, drawingWidth, true)
  const why = warning ? linesOf(warning.why, 15, drawingWidth - 24) : []
  const belows = linesOf(below, 16, drawingWidth)
  const head = edge + titles.length * 32 + belows.length * 21 + 14
  const warned = warning ? 44 + why.length * 20 : 0
  const top = head + warned
  const notes = drawing.notes.flatMap((note) => linesOf(note, 15, drawingWidth))
  const noted = top + drawing.height + 24
  const hasTable = figures.headings.length <= mostColumns && figures.rows.length <= mostRows
  const table = drawing.isWhole ? [] : hasTable ? figures.rows : null
  const tabled = noted + notes.length * 20 + 8
  const laid = laidOut(figures.headings, table ?? [])
  const tableTall = drawing.isWhole ? 0 : table === null ? 34 : laid.tall
  const texts = reading.map(([name, text]) => ({ names: linesOf(name, 13.5, 178, true), lines: linesOf(text, 13.5, drawingWidth - 190) }))
  const tallOf = ({ names, lines }: (typeof texts)[number]) => Math.max(names.length, lines.length) * 18 + 5
  const read = tabled + tableTall + 18
  const tall = Math.ceil(read + texts.reduce((sum, each) => sum + tallOf(each), 0) + edge)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderToString(
    <svg xmlns="http://www.w3.org/2000/svg" xml:lang={language} lang={language} width={pictureWidth} height={tall} viewBox={`0 0 ${pictureWidth} ${tall}`} font-family={face} role="img" aria-labelledby="picture-title picture-text">
      <title id="picture-title">{title}</title>
      <desc id="picture-text">{[below, ...(warning ? [`${warning.short} ${warning.why}`] : []), ...drawing.notes].join(' ')}</desc>
      <rect width={pictureWidth} height={tall} fill="#ffffff" />
      <Lines lines={titles} step={32} x={edge} y={edge + 22} size={27} bold />
      <Lines lines={belows} step={21} x={edge} y={edge + titles.length * 32 + 14} size={16} fill={quiet} />
      {warning && (
        <>
          <rect x={edge + 1} y={head} width={drawingWidth - 2} height={warned - 16} fill="#ffffff" stroke={ink} stroke-width="3" />
          <Line x={edge + 12} y={head + 21} size={17} bold>{warning.short}</Line>
          <Lines lines={why} step={20} x={edge + 12} y={head + 41} size={15} />
        </>
      )}
      <g transform={`translate(${edge},${top})`}>{drawing.content}</g>
      <Lines lines={notes} step={20} x={edge} y={noted} size={15} />
      {table !== null && table.length > 0 && <Table heading={figures.heading} laid={laid} y={tabled} />}
      {table === null && <Line x={edge} y={tabled + 20} size={15} bold>{figures.instead}</Line>}
      <line x1={edge} x2={pictureWidth - edge} y1={read - 8} y2={read - 8} stroke={line} />
      {texts.map(({ names, lines }, index) => {
        const y = read + 14 + texts.slice(0, index).reduce((sum, each) => sum + tallOf(each), 0)
        return <><Lines lines={names} step={18} x={edge} y={y} size={13.5} bold fill={quiet} /><Lines lines={lines} step={18} x={edge + 190} y={y} size={13.5} fill={quiet} /></>
      })}
      {warning && <Across text={warning.short} tall={tall} />}
    </svg>,
  )}\n`
}

type Laid = { readonly first: number; readonly each: number; readonly heads: readonly (readonly string[])[]; readonly headTall: number; readonly rows: readonly { readonly lines: readonly string[]; readonly says: readonly (readonly string[])[]; readonly at: number }[]; readonly tall: number }

/** Names of columns and rows in as many lines as they need, and where each row begins. */
function laidOut(headings: readonly string[], rows: FigureRows['rows']): Laid {
  const first = headings.length > 5 ? 270 : 300
  const each = Math.min(210, (drawingWidth - first) / Math.max(1, headings.length))
  const heads = headings.map((text) => atMost(linesOf(text, 13.5, each - 10), 5).map((text) => shortened(text, each - 10, 13.5)))
  const headTall = 30 + Math.max(1, ...heads.map(({ length }) => length)) * 16
  let at = headTall
  const placed = rows.map(({ label, says }) => {
    const row = { lines: atMost(linesOf(label, 14, first - 10), 2).map((text) => shortened(text, first - 10)), says: says.map((text) => linesOf(text, 14, each - 12)), at: at + 18 }
    at += 22 + (Math.max(row.lines.length, ...row.says.map(({ length }) => length)) - 1) * 17
    return row
  })
  return { first, each, heads, headTall, rows: placed, tall: at + 20 }
}

function Table({ heading, laid: { first, each, heads, headTall, rows }, y }: { readonly heading: string; readonly laid: Laid; readonly y: number }) {
  return (
    <>
      <Line x={edge} y={y + 18} size={15} bold>{heading}</Line>
      {heads.map((lines, index) => <Lines lines={lines} step={16} x={edge + first + (index + 1) * each - 6} y={y + headTall - 6 - (lines.length - 1) * 16} size={13.5} at="end" fill={quiet} />)}
      <line x1={edge} x2={edge + first + heads.length * each} y1={y + headTall + 1} y2={y + headTall + 1} stroke={line} />
      {rows.map(({ lines, says, at }) => (
        <>
          <Lines lines={lines} step={17} x={edge} y={y + at} size={14} />
          {says.map((own, column) => <Lines lines={own} step={17} x={edge + first + (column + 1) * each - 6} y={y + at} size={14} at="end" />)}
        </>
      ))}
    </>
  )
}

function shortened(text: string, width: number, size = 14): string {
  if (widthOf(text, size) <= width) return text
  const letters = [...text]
  const fits = letters.findIndex((_, index) => widthOf(`${letters.slice(0, index + 1).join('')}…`, size) > width)
  return `${letters.slice(0, Math.max(1, fits)).join('')}…`
}

/** The warning again and again over the whole picture, in a grey that leaves the figures readable. */
const Across = ({ text, tall }: { readonly text: string; readonly tall: number }) => (
  <g fill-opacity="0.13" aria-hidden="true">
    {Array.from({ length: Math.ceil(tall / 190) }, (_, row) => [0, 1].map((column) => (
      <g transform={`translate(${130 + column * 480 + (row % 2) * 120},${130 + row * 190}) rotate(-18)`}><Line x={0} y={0} size={44} bold>{text}</Line></g>
    )))}
  </g>
)
