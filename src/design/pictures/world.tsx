import { classesOf, classOf, labelOf } from './classes.ts'
import { mostOf, valueOr0, type Drawing, type Paper, type PictureWords, type Shown } from './drawing.ts'
import { hiddenPattern, Patterns } from './patterns.tsx'
import { ink, Line, quiet, round, sea, widthOf } from './words-drawn.tsx'
import { worldHeight, worldOutlines, worldWidth, type Outline } from './world-outlines.ts'

export type Origin = Shown & { readonly country: string }

type Say = PictureWords & { readonly aboutWorld: string; readonly outlines: string; readonly offMap: string }
type Placed = { readonly origin: Origin; readonly at: Outline }

/** From which countries people are: each shaded, with a line to the country that counts them; the thicker the more. */
export function world(home: string, origins: readonly Origin[], apart: readonly Shown[], { width, ids }: Paper, say: Say): Drawing {
  const isNarrow = width < 500
  const outlines = worldOutlines()
  const placed = origins.flatMap((origin): Placed[] => {
    const at = outlines.find(({ country }) => country === origin.country)
    return at && origin.value !== 0 && origin.value !== null ? [{ origin, at }] : []
  }).toSorted((one, other) => valueOr0(other.origin) - valueOr0(one.origin))
  const unplaced = origins.filter(({ country }) => !outlines.some((each) => each.country === country))
  const listed = [...unplaced, ...apart].filter(({ value }) => value !== 0)
  const classes = classesOf(origins)
  const most = mostOf(origins)
  const to = outlines.find(({ country }) => country === home)?.middle ?? [0, 0]
  const scale = width / worldWidth
  const mapHeight = worldHeight * scale
  const isHidden = origins.some(({ value }) => value === 'hidden')
  const key = [...classes.map((each) => ({ label: labelOf(each, say), fill: each.tone })), ...(isHidden ? [{ label: say.hidden, fill: hiddenPattern(ids) }] : [])]
  const steps = key.map((_, index) => (isNarrow ? { x: (index % 2) * 170, y: Math.floor(index / 2) * 28 } : { x: index * 180, y: 0 }))
  const top = mapHeight + 14
  const under = top + ((steps.at(-1)?.y ?? -28) + 34)
  return {
    height: under + (listed.length > 0 ? 24 + listed.length * 22 : 0), isWhole: false,
    notes: [say.aboutWorld, say.outlines, ...(isHidden ? [say.aboutHidden] : [])],
    content: (
      <>
        <Patterns ids={ids} />
        <Patterns ids={`${ids}-map`} scale={10} />
        <g transform={`scale(${Math.round(scale * 1_000) / 1_000})`}>
          <g transform="scale(0.1)">
            <path d={outlines.filter(({ country }) => !placed.some(({ origin }) => origin.country === country)).map(({ path }) => path).join('')} fill="#e9eef1" stroke="#ffffff" stroke-width="4" />
            {placed.map(({ origin, at }) => {
              const own = typeof origin.value === 'number' ? classOf(classes, origin.value)?.tone : undefined
              // Too small to be drawn: its line begins there all the same.
              return at.path === '' ? null : <path d={at.path} fill={own ?? hiddenPattern(`${ids}-map`)} stroke={ink} stroke-width="6" />
            })}
          </g>
          {placed.filter(({ origin }) => origin.country !== home).map(({ origin, at }) => <Arc from={at.middle} to={to} figure={origin} most={most} />)}
          <circle cx={round(to[0])} cy={round(to[1])} r={isNarrow ? 9 : 5} fill="#ffffff" stroke={ink} stroke-width={isNarrow ? 4 : 2.5} />
        </g>
        {!isNarrow && labelsOf(placed, to).map(({ x, y, text }) => <Line x={x * scale} y={y * scale} size={14} bold halo>{text}</Line>)}
        {key.map(({ label, fill }, index) => <><rect x={steps[index]?.x ?? 0} y={top + (steps[index]?.y ?? 0)} width="24" height="18" fill={fill} stroke={ink} /><Line x={(steps[index]?.x ?? 0) + 32} y={top + (steps[index]?.y ?? 0) + 14} size={15}>{label}</Line></>)}
        {listed.length > 0 && <Line x={0} y={under + 14} size={15} bold>{say.offMap}</Line>}
        {listed.map(({ label, says }, index) => <Line x={0} y={under + 36 + index * 22} size={15}>{`${label}: ${says}`}</Line>)}
      </>
    ),
  }
}

function Arc({ from, to, figure, most }: { readonly from: readonly [number, number]; readonly to: readonly [number, number]; readonly figure: Shown; readonly most: number }) {
  const lift = Math.min(110, Math.hypot(to[0] - from[0], to[1] - from[1]) * 0.28)
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - lift] as const
  const path = `M${round(from[0])},${round(from[1])} Q${round(middle[0])},${round(middle[1])} ${round(to[0])},${round(to[1])}`
  const isHidden = figure.value === 'hidden'
  const thick = isHidden ? 1.4 : round(1.2 + (9 * valueOr0(figure)) / most)
  return (
    <>
      <path d={path} fill="none" stroke="#ffffff" stroke-linecap="round" stroke-width={thick + 2} />
      <path d={path} fill="none" stroke={isHidden ? quiet : sea} stroke-linecap="round" stroke-width={thick} stroke-dasharray={isHidden ? '2 4' : undefined} />
    </>
  )
}

type Label = { readonly x: number; readonly y: number; readonly text: string }
type Box = { readonly x: number; readonly y: number; readonly wide: number }

/** The largest are named where there is room; all stand in the table. */
function labelsOf(placed: readonly Placed[], home: readonly [number, number]): readonly Label[] {
  const made: (Label & Box)[] = []
  const taken: Box[] = [{ x: home[0] - 10, y: home[1] + 4, wide: 20 }]
  for (const { origin, at } of placed) {
    if (typeof origin.value !== 'number') continue
    const text = `${origin.label} ${origin.says}`
    const wide = widthOf(text, 14, true)
    const [x, y] = at.middle
    const free = [{ x: x - wide / 2, y: y + 16 }, { x: x + 8, y: y + 4 }, { x: x - wide - 8, y: y + 4 }, { x: x - wide / 2, y: y - 14 }, { x: x - wide - 18, y: y + 4 }]
      .find((spot) => spot.x > 2 && spot.x + wide < worldWidth - 2 && !taken.some((box) => Math.abs(box.y - spot.y) < 17 && spot.x < box.x + box.wide + 6 && box.x < spot.x + wide + 6))
    if (!free) continue
    made.push({ ...free, text, wide })
    taken.push({ ...free, wide })
  }
  return made
}
