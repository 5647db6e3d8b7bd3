import { mostOf, type Drawing, type Paper, type PictureWords, type Shown } from './drawing.ts'
import { HiddenBox, Patterns } from './patterns.tsx'
import { atMost, Line, line, Lines, linesOf, quiet, round, sea } from './words-drawn.tsx'

const step = 38
const size = 16

/** Figures as bars, each with its number behind it. */
export function bars(figures: readonly Shown[], { width, ids }: Paper, say: PictureWords): Drawing {
  const labels = Math.min(340, width * 0.36)
  const room = width - labels - 150
  const most = mostOf(figures)
  return {
    height: figures.length * step + 8, isWhole: true, notes: figures.some(({ value }) => value === 'hidden') ? [say.aboutHidden] : [],
    content: (
      <>
        <Patterns ids={ids} />
        <line x1={labels} x2={labels} y1="0" y2={figures.length * step} stroke={line} />
        {figures.map(({ label, value, says }, index) => {
          const top = index * step + 5
          const length = typeof value === 'number' ? round((room * value) / most) : value === 'hidden' ? 34 : 0
          const lines = atMost(linesOf(label, size, labels - 16), 2)
          return (
            <>
              <Lines lines={lines} step={17} x={labels - 10} y={top + (lines.length === 1 ? 18 : 11)} size={lines.length === 1 ? size : 14.5} at="end" />
              {value === 'hidden' ? <HiddenBox x={labels} y={top} width={34} height={26} ids={ids} /> : <rect x={labels} y={top} width={length} height="26" fill={sea} />}
              <Line x={labels + length + 8} y={top + 18} bold={typeof value === 'number'} fill={typeof value === 'number' ? '#16242c' : quiet}>{says}</Line>
            </>
          )
        })}
      </>
    ),
  }
}
