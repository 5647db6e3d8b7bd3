import { mostOf, type Drawing, type Paper, type PictureWords, type Shown } from './drawing.ts'
import { atMost, ink, Line, line, Lines, linesOf, quiet, round, sea, widthOf } from './words-drawn.tsx'

export type Series = { readonly label: string; readonly figures: readonly Shown[] }

/** How many lines can be told apart by dashes and marks. */
export const mostSeries = 6
const dashes = [undefined, '9 4', '2 4', '12 4 2 4', '5 3', '1 3'] as const
const tones = [sea, ink, quiet, sea, ink, quiet] as const
const height = 300
const size = 15

function Mark({ kind, x, y }: { readonly kind: number; readonly x: number; readonly y: number }) {
  const tone = tones[kind] ?? ink
  const common = { fill: kind % 2 === 0 ? tone : '#ffffff', stroke: tone, 'stroke-width': 2 }
  if (kind % 3 === 0) return <circle cx={round(x)} cy={round(y)} r="5" {...common} />
  return kind % 3 === 1 ? <rect x={round(x - 4.5)} y={round(y - 4.5)} width="9" height="9" {...common} /> : <path d={`M${round(x)},${round(y - 6)} l6,10 h-12 z`} {...common} />
}

/** Points that follow each other without a gap. */
function piecesOf(figures: readonly Shown[], place: (index: number, value: number) => string): readonly string[] {
  const pieces: string[][] = [[]]
  for (const [index, { value }] of figures.entries()) {
    if (typeof value === 'number') pieces.at(-1)?.push(place(index, value))
    else pieces.push([])
  }
  return pieces.filter(({ length }) => length > 1).map((piece) => piece.join(' '))
}

/** Figures over time: a line for each series, which stops where a figure is hidden or not known. */
export function lines(points: readonly string[], series: readonly Series[], { width }: Paper, say: PictureWords & { readonly gap: string }): Drawing {
  const most = mostOf(series.flatMap(({ figures }) => figures))
  const left = widthOf(String(most), size) + 14
  const isNarrow = width < 500
  const names = series.length > 1 && !isNarrow ? 210 : 24
  const right = width - names
  const top = 24
  const x = (index: number) => left + 12 + (index * (right - left - 24)) / Math.max(1, points.length - 1)
  const y = (value: number) => top + (height - top) - (value * (height - top)) / most
  const every = Math.ceil((points.length * (Math.max(...points.map((point) => widthOf(point, size))) + 16)) / (right - left))
  const isWhole = series.length === 1 && every === 1 && points.length <= 14
  const isHidden = series.some(({ figures }) => figures.some(({ value }) => value === 'hidden'))
  const isBroken = series.some(({ figures }) => figures.some(({ value }) => typeof value !== 'number'))
  const key = series.length > 1 && isNarrow ? series.length * 24 + 8 : 0
  return {
    height: height + 34 + key, isWhole, notes: [...(isBroken ? [say.gap] : []), ...(isHidden ? [say.aboutHidden] : [])],
    content: (
      <>
        {[0, most].map((value) => <><line x1={left} x2={right} y1={round(y(value))} y2={round(y(value))} stroke={line} /><Line x={left - 8} y={y(value) + 5} size={size} at="end">{String(value)}</Line></>)}
        {points.map((point, index) => (index % every === 0 ? <Line x={x(index)} y={height + 24} size={size} at="middle">{point}</Line> : null))}
        {series.map(({ figures }, kind) => (
          <>
            {piecesOf(figures, (index, value) => `${round(x(index))},${round(y(value))}`).map((piece) => <polyline points={piece} fill="none" stroke={tones[kind]} stroke-width="2.5" stroke-dasharray={dashes[kind]} />)}
            {figures.map(({ value, says }, index) => (typeof value === 'number' ? <><Mark kind={kind} x={x(index)} y={y(value)} />{isWhole && <Line x={x(index)} y={y(value) - 11} size={size} bold at="middle" halo>{says}</Line>}</>
              : isWhole ? <Line x={x(index)} y={height - 8} size={13} fill={quiet} at="middle">{says}</Line> : null))}
          </>
        ))}
        {series.length > 1 && (isNarrow ? series.map(({ label }, kind) => <Name label={label} kind={kind} x={4} y={height + 56 + kind * 24} room={width - 60} />)
          : spread(series.map(({ figures }) => lastOf(figures, y))).map((at, kind) => <Name label={series[kind]?.label ?? ''} kind={kind} x={right + 8} y={at} room={names - 60} />))}
      </>
    ),
  }
}

function Name({ label, kind, x, y, room }: { readonly label: string; readonly kind: number; readonly x: number; readonly y: number; readonly room: number }) {
  return (
    <>
      <line x1={x} x2={x + 40} y1={y} y2={y} stroke={tones[kind]} stroke-width="2.5" stroke-dasharray={dashes[kind]} /><Mark kind={kind} x={x + 20} y={y} />
      <Lines lines={atMost(linesOf(label, 14, room), 2)} step={16} x={x + 48} y={y + 5} size={14} />
    </>
  )
}

const lastOf = (figures: readonly Shown[], y: (value: number) => number): number => {
  const last = figures.findLast(({ value }) => typeof value === 'number')?.value
  return typeof last === 'number' ? y(last) : height
}

/** Names that would stand on each other are moved apart, in the order of their places. */
function spread(wanted: readonly number[]): readonly number[] {
  const apart = 36
  const order = wanted.map((at, index) => ({ at, index })).toSorted((a, b) => a.at - b.at)
  const placed = order.reduce<{ at: number; index: number }[]>((made, each) => [...made, { ...each, at: Math.max(each.at, (made.at(-1)?.at ?? -Infinity) + apart) }], [])
  const over = Math.max(0, (placed.at(-1)?.at ?? 0) - (height + 6))
  return wanted.map((_, index) => Math.max(14, (placed.find((each) => each.index === index)?.at ?? 0) - over))
}
