import type { Drawing, Paper, PictureWords, Shown } from './drawing.ts'
import { HiddenBox, isDark, Patterns, patternOf } from './patterns.tsx'
import { atMost, ink, Line, Lines, linesOf, quiet, round, widthOf } from './words-drawn.tsx'

export type ShareRow = { readonly label: string; readonly total: Shown; readonly parts: readonly Shown[] }

const step = 44
const size = 15

/** Each row as one bar of everybody in it, cut by its parts. What is hidden is one empty place, and a row whose sum is hidden has no shares. */
export function shares(parts: readonly string[], rows: readonly ShareRow[], { width, ids }: Paper, say: PictureWords): Drawing {
  const isNarrow = width < 500
  const labels = isNarrow ? 0 : Math.min(300, width * 0.32)
  const room = width - labels - 2
  const tall = isNarrow ? step + 20 : step
  const key = keyOf(parts, width)
  const top = key.height + 12
  const isHidden = rows.some(({ total, parts: own }) => [total, ...own].some(({ value }) => value === 'hidden'))
  return {
    height: top + rows.length * tall, isWhole: false, notes: isHidden ? [say.aboutHidden] : [],
    content: (
      <>
        <Patterns ids={ids} />
        {key.items.map(({ label, x, y }, index) => <><rect x={x} y={y} width="22" height="16" fill={patternOf(ids, index)} stroke={ink} stroke-width="1" /><Line x={x + 30} y={y + 13} size={size}>{label}</Line></>)}
        {rows.map(({ label, total, parts: own }, index) => {
          const y = top + index * tall
          const lines = atMost(linesOf(label, size, isNarrow ? width : labels - 14), isNarrow ? 1 : 2)
          return (
            <>
              <Lines lines={lines} step={17} x={isNarrow ? 0 : labels - 10} y={isNarrow ? y + 15 : y + (lines.length === 1 ? 20 : 13)} size={size} at={isNarrow ? 'start' : 'end'} />
              <Row total={total} parts={own} x={labels} y={isNarrow ? y + 22 : y} room={room} ids={ids} say={say} />
            </>
          )
        })}
      </>
    ),
  }
}

function Row({ total, parts, x, y, room, ids, say }: { readonly total: Shown; readonly parts: readonly Shown[]; readonly x: number; readonly y: number; readonly room: number; readonly ids: string; readonly say: PictureWords }) {
  const height = 30
  if (typeof total.value !== 'number') return <><HiddenBox x={x} y={y} width={room} height={height} ids={ids} /><Line x={x + 10} y={y + 20} size={size} halo>{total.says}</Line></>
  if (total.value === 0) return <Line x={x + 4} y={y + 20} size={size} fill={quiet}>{total.says}</Line>
  const all = total.value
  const known = parts.map(({ value }) => (typeof value === 'number' ? value : 0))
  const starts = known.map((_, index) => known.slice(0, index).reduce((sum, value) => sum + value, 0))
  const end = known.reduce((sum, value) => sum + value, 0)
  const rest = all - end
  return (
    <>
      {parts.map(({ says }, index) => {
        const value = known[index] ?? 0
        const wide = (room * value) / all
        if (value === 0) return null
        return (
          <>
            <rect x={round(x + (room * (starts[index] ?? 0)) / all)} y={y} width={round(wide)} height={height} fill={patternOf(ids, index)} stroke={ink} stroke-width="1" />
            {wide > widthOf(says, size, true) + 8 && <Line x={x + (room * ((starts[index] ?? 0) + value / 2)) / all} y={y + 20} size={size} bold at="middle" fill={isDark(index) ? '#ffffff' : ink} halo={!isDark(index)}>{says}</Line>}
          </>
        )
      })}
      {rest > 0 && <><HiddenBox x={round(x + (room * end) / all)} y={y} width={round((room * rest) / all)} height={height} ids={ids} />
        {(room * rest) / all > widthOf(say.hidden, 13) + 8 && <Line x={x + (room * (end + rest / 2)) / all} y={y + 20} size={13} at="middle" halo>{say.hidden}</Line>}</>}
    </>
  )
}

/** The key in as many lines as it needs. */
function keyOf(labels: readonly string[], width: number): { readonly height: number; readonly items: readonly { readonly label: string; readonly x: number; readonly y: number }[] } {
  const items: { label: string; x: number; y: number }[] = []
  let [x, y] = [0, 0]
  for (const label of labels) {
    const wide = widthOf(label, size) + 52
    if (x > 0 && x + wide > width) { x = 0; y += 26 }
    items.push({ label, x, y })
    x += wide
  }
  return { height: y + 24, items }
}
