import type { Drawing, Paper } from './drawing.ts'
import { atMost, ink, Line, line, Lines, linesOf, quiet, round, sea, widthOf } from './words-drawn.tsx'

/** Days within which a quarter, half, three quarters and nine tenths have what they wait for; null where that is not known yet. */
export type WaitRow = { readonly label: string; readonly says: string; readonly quartile: number | null; readonly median: number | null; readonly threeQuarters: number | null; readonly nineTenths: number | null }
type Say = { readonly about: string; readonly days: (days: number) => string }

const step = 44
const size = 15
/** Days at which a line is drawn: a day, a week, and what lawyers reckon in. */
const marks = [1, 7, 30, 90, 180, 365, 730, 1_460, 2_920] as const

/** Waits as boxes of their middle half on a scale on which short waits are drawn wider, so that a week is seen beside a year. */
export function waits(rows: readonly WaitRow[], most: number, { width }: Paper, say: Say): Drawing {
  const labels = Math.min(340, width * 0.36)
  const room = width - labels - 110
  const placeOf = (days: number) => labels + 2 + (room * Math.log1p(days)) / Math.log1p(Math.max(1, most))
  const bottom = rows.length * step + 8
  const shown = marks.filter((days) => days <= most).toReversed().reduce<number[]>((kept, days) => (kept.every((other) => placeOf(other) - placeOf(days) > widthOf(say.days(other), 13) + 10) ? [days, ...kept] : kept), [])
  return {
    height: bottom + 26, isWhole: false, notes: [say.about],
    content: (
      <>
        {[0, ...shown].map((days) => <line x1={round(placeOf(days))} x2={round(placeOf(days))} y1="0" y2={bottom} stroke={line} />)}
        {shown.map((days) => <Line x={placeOf(days)} y={bottom + 18} size={13} fill={quiet} at="middle">{say.days(days)}</Line>)}
        {rows.map((row, index) => {
          const lines = atMost(linesOf(row.label, size, labels - 14), 2)
          const y = index * step + 6
          return <><Lines lines={lines} step={17} x={labels - 10} y={y + (lines.length === 1 ? 20 : 12)} size={size} at="end" /><Box row={row} y={y} at={(days) => (days === null ? labels + room + 6 : placeOf(days))} /><Line x={labels + room + 14} y={y + 20} size={14} bold={row.median !== null} fill={row.median === null ? quiet : ink}>{row.says}</Line></>
        })}
      </>
    ),
  }
}

function Box({ row: { quartile, median, threeQuarters, nineTenths }, y, at }: { readonly row: WaitRow; readonly y: number; readonly at: (days: number | null) => number }) {
  if (quartile === null) return null
  const [low, high, far] = [at(quartile), at(threeQuarters), at(nineTenths)].map(round) as [number, number, number]
  return (
    <>
      <line x1={low} x2={far} y1={y + 15} y2={y + 15} stroke={ink} stroke-width="2" stroke-dasharray={nineTenths === null ? '3 4' : undefined} />
      {nineTenths !== null && <line x1={far} x2={far} y1={y + 9} y2={y + 21} stroke={ink} stroke-width="2" />}
      <rect x={low} y={y + 3} width={Math.max(2, round(high - low))} height="24" fill={threeQuarters === null ? '#ffffff' : '#d3e2e6'} stroke={ink} stroke-width="1.2" stroke-dasharray={threeQuarters === null ? '4 3' : undefined} />
      {median !== null && <line x1={round(at(median))} x2={round(at(median))} y1={y} y2={y + 30} stroke={sea} stroke-width="4" />}
    </>
  )
}
