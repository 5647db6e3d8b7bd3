import { classesOf, classOf, labelOf, type Class } from './classes.ts'
import { mostOf, valueOr0, type Drawing, type Paper, type PictureWords, type Shown } from './drawing.ts'
import { hiddenPattern, HiddenPattern } from './patterns.tsx'
import { ink, Line, quiet, round, sea, widthOf } from './words-drawn.tsx'
import { worldHeight, worldOutlines, worldWidth, type Outline } from './world-outlines.ts'

export type Origin = Shown & { readonly country: string }

type Say = PictureWords & { readonly aboutWorld: string; readonly outlines: string; readonly offMap: string }
type Placed = { readonly origin: Origin; readonly at: Outline }
type Route = { readonly from: readonly [number, number]; readonly to: readonly [number, number]; readonly figure: Shown }

/** Countries with their figure, and lines between two of them. */
export type World = {
  readonly home: string
  readonly shaded: readonly Origin[]
  readonly lines: readonly { readonly from: string; readonly to: string; readonly figure: Shown }[]
  /** What stands on no map. */
  readonly apart: readonly Shown[]
}

/** Countries shaded by their figure, with lines from one to the other; the thicker the more. */
export function world({ home, shaded: origins, lines, apart }: World, { width, ids, once }: Paper, say: Say): Drawing {
  const isNarrow = width < 500
  const outlines = worldOutlines()
  const placed = origins.flatMap((origin): Placed[] => {
    const at = outlines.find(({ country }) => country === origin.country)
    return at && origin.value !== 0 && origin.value !== null ? [{ origin, at }] : []
  }).toSorted((one, other) => valueOr0(other.origin) - valueOr0(one.origin))
  const unplaced = origins.filter(({ country }) => !outlines.some((each) => each.country === country))
  const listed = [...unplaced, ...apart].filter(({ value }) => value !== 0)
  const classes = classesOf(origins)
  const middleOf = (named: string) => outlines.find(({ country }) => country === named)?.middle
  const routes = lines.flatMap(({ from, to: end, figure }): Route[] => {
    const [start, stop] = [middleOf(from), middleOf(end)]
    return start && stop && from !== end && figure.value !== 0 && figure.value !== null ? [{ from: start, to: stop, figure }] : []
  })
  const ends = [...new Set(routes.map((route) => route.to))]
  const to = middleOf(home) ?? [0, 0]
  const scale = width / worldWidth
  const mapHeight = worldHeight * scale
  const isHidden = [...origins, ...routes.map(({ figure }) => figure)].some(({ value }) => value === 'hidden')
  const key = [...classes.map((each) => ({ label: labelOf(each, say), fill: each.tone })), ...(isHidden ? [{ label: say.hidden, fill: hiddenPattern(ids) }] : [])]
  const steps = key.map((_, index) => (isNarrow ? { x: (index % 2) * 170, y: Math.floor(index / 2) * 28 } : { x: index * 180, y: 0 }))
  const top = mapHeight + 14
  const under = top + ((steps.at(-1)?.y ?? -28) + 34)
  const shapes = <Shapes placed={placed} outlines={outlines} classes={classes} patterns={`${once ?? ids}-map`} routes={routes} />
  return {
    height: under + (listed.length > 0 ? 24 + listed.length * 22 : 0), isWhole: false, once: shapes,
    notes: [say.aboutWorld, say.outlines, ...(isHidden || listed.some(({ value }) => value === 'hidden') ? [say.aboutHidden] : [])],
    content: (
      <>
        {isHidden && <defs><HiddenPattern ids={ids} /></defs>}
        <g transform={`scale(${Math.round(scale * 1_000) / 1_000})`}>
          {once === undefined ? shapes : <use href={`#${once}`} />}
          {ends.map(([x, y]) => <circle cx={round(x)} cy={round(y)} r={isNarrow ? 9 : 5} fill="#ffffff" stroke={ink} stroke-width={isNarrow ? 4 : 2.5} />)}
        </g>
        {!isNarrow && labelsOf(placed, to).map(({ x, y, text }) => <Line x={x * scale} y={y * scale} size={14} bold halo>{text}</Line>)}
        {key.map(({ label, fill }, index) => <><rect x={steps[index]?.x ?? 0} y={top + (steps[index]?.y ?? 0)} width="24" height="18" fill={fill} stroke={ink} /><Line x={(steps[index]?.x ?? 0) + 32} y={top + (steps[index]?.y ?? 0) + 14} size={15}>{label}</Line></>)}
        {listed.length > 0 && <Line x={0} y={under + 14} size={15} bold>{say.offMap}</Line>}
        {listed.map(({ label, says }, index) => <Line x={0} y={under + 36 + index * 22} size={15}>{`${label}: ${says}`}</Line>)}
      </>
    ),
  }
}

type Shaped = { readonly placed: readonly Placed[]; readonly outlines: readonly Outline[]; readonly classes: readonly Class[]; readonly patterns: string; readonly routes: readonly Route[] }

/** Countries and lines, in units of the drawn world. What is drawn alike is one path, since a page is to be light. */
function Shapes({ placed, outlines, classes, patterns, routes }: Shaped) {
  const fills = classes.map(({ tone }) => tone)
  const filledAs = (fill: string | undefined) => placed.filter(({ origin }) => (typeof origin.value === 'number' ? classOf(classes, origin.value)?.tone : undefined) === fill).map(({ at }) => (at.path === '' ? dotAt(at.middle) : at.path)).join('')
  return (
    <>
      <defs><HiddenPattern ids={patterns} scale={2} /></defs>
      <g transform="scale(0.5)" stroke-linejoin="round">
        <path d={outlines.filter(({ country }) => !placed.some(({ origin }) => origin.country === country)).map(({ path }) => path).join('')} fill="#e3e9ec" stroke="#ffffff" />
        <g stroke={ink} stroke-width="1.2">{[...fills, undefined].map((fill) => { const d = filledAs(fill); return d === '' ? null : <path d={d} fill={fill ?? hiddenPattern(patterns)} /> })}</g>
      </g>
      <Arcs routes={routes} />
    </>
  )
}

/** A country that is too small to be drawn, in halves. */
const dotAt = ([x, y]: readonly [number, number]): string => `M${Math.round(x * 2) - 6} ${Math.round(y * 2)}a6 6 0 1 0 12 0a6 6 0 1 0-12 0z`

/** Lines of one thickness are one path with a white edge, the thickest below. */
function Arcs({ routes }: { readonly routes: readonly Route[] }) {
  const most = mostOf(routes.map(({ figure }) => figure))
  const thick = ({ value }: Shown): number => (value === 'hidden' ? 1.4 : Math.round(2 * (1.2 + (9 * (value ?? 0)) / most)) / 2)
  const known = [...new Set(routes.flatMap(({ figure }) => (figure.value === 'hidden' ? [] : [thick(figure)])))].toSorted((a, b) => b - a)
  const linesOf = (some: readonly Route[]) => some.map(({ from, to }) => arc(from, to)).join('')
  const hidden = routes.filter(({ figure }) => figure.value === 'hidden')
  return (
    <g fill="none" stroke-linecap="round">
      {known.map((width) => { const d = linesOf(routes.filter(({ figure }) => figure.value !== 'hidden' && thick(figure) === width)); return <><path d={d} stroke="#ffffff" stroke-width={width + 2} /><path d={d} stroke={sea} stroke-width={width} /></> })}
      {hidden.length > 0 && <><path d={linesOf(hidden)} stroke="#ffffff" stroke-width="3.4" /><path d={linesOf(hidden)} stroke={quiet} stroke-width="1.4" stroke-dasharray="2 4" /></>}
    </g>
  )
}

function arc(from: readonly [number, number], to: readonly [number, number]): string {
  const lift = Math.min(110, Math.hypot(to[0] - from[0], to[1] - from[1]) * 0.28)
  const [x0, y0, x1, y1, x2, y2] = [from[0], from[1], (from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - lift, to[0], to[1]].map(Math.round)
  return `M${x0} ${y0}Q${x1} ${y1} ${x2} ${y2}`
}

type Label = { readonly x: number; readonly y: number; readonly text: string }
type Box = { readonly x: number; readonly y: number; readonly wide: number }

const mostNamed = 18

/** The largest are named where there is room; all stand in the table. */
function labelsOf(placed: readonly Placed[], home: readonly [number, number]): readonly Label[] {
  const made: (Label & Box)[] = []
  const taken: Box[] = [{ x: home[0] - 10, y: home[1] + 4, wide: 20 }]
  for (const { origin, at } of placed) {
    if (typeof origin.value !== 'number' || made.length === mostNamed) continue
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
