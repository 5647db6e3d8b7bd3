import { mostOf, valueOr0, type Drawing, type Paper, type PictureWords, type Shown } from './drawing.ts'
import { hiddenPattern, Patterns, patternOf } from './patterns.tsx'
import { atMost, ink, Lines, linesOf, quiet, round } from './words-drawn.tsx'

/** Where somebody comes from in rows, where she was found in columns, each with its sum. */
export type Flows = { readonly from: readonly Shown[]; readonly to: readonly Shown[]; readonly cells: readonly (readonly Shown[])[] }

type Say = PictureWords & { readonly aboutFlows: string }
type Node = { readonly figure: Shown; readonly y: number; readonly height: number }

const thin = 5
const gap = 14

/** Bands from the left to the right, each as broad as its figure. A hidden figure is a thin broken line, never a band. */
export function flows({ from, to, cells }: Flows, { width, ids }: Paper, say: Say): Drawing {
  const isNarrow = width < 500
  const size = isNarrow ? 13 : 15
  const names = isNarrow ? 104 : 230
  const [start, end] = [names + 14, width - names - 14]
  const height = Math.max(from.length, to.length) * (isNarrow ? 42 : 40) + 60
  const perPerson = scaleOf(from, to, cells, height)
  const [left, right] = [nodesOf(from, cells, perPerson, height), nodesOf(to, turned(cells, to.length), perPerson, height)]
  const isHidden = [...from, ...to, ...cells.flat()].some(({ value }) => value === 'hidden')
  return {
    height: height + 10, isWhole: false, notes: [say.aboutFlows, ...(isHidden ? [say.aboutHidden] : [])],
    content: (
      <>
        <Patterns ids={ids} />
        {bandsOf(left, right, cells, perPerson).map(({ row, y0, y1, broad, hidden }) => (
          <path d={band(start, end, y0, y1, hidden ? 0 : broad)} fill={hidden ? 'none' : patternOf(ids, row)} fill-opacity={hidden ? undefined : 0.85} stroke={hidden ? quiet : ink} stroke-width={hidden ? 1.2 : 0.6} stroke-dasharray={hidden ? '2 4' : undefined} />
        ))}
        {left.map(({ figure, y, height: tall }, row) => <Place figure={figure} x={names} y={y} tall={tall} fill={figure.value === 'hidden' ? hiddenPattern(ids) : figure.value === 0 ? '#ffffff' : patternOf(ids, row)} room={names - 8} size={size} at="end" />)}
        {right.map(({ figure, y, height: tall }) => <Place figure={figure} x={end} y={y} tall={tall} fill={figure.value === 'hidden' ? hiddenPattern(ids) : figure.value === 0 ? '#ffffff' : '#44545f'} room={names - 8} size={size} at="start" />)}
      </>
    ),
  }
}

function Place({ figure, x, y, tall, fill, room, size, at }: { readonly figure: Shown; readonly x: number; readonly y: number; readonly tall: number; readonly fill: string; readonly room: number; readonly size: number; readonly at: 'start' | 'end' }) {
  const lines = atMost(linesOf(`${figure.label}: ${figure.says}`, size, room), 2)
  return (
    <>
      <rect x={x} y={round(y)} width="14" height={round(tall)} fill={fill} stroke={ink} stroke-width="1" stroke-dasharray={figure.value === 'hidden' ? '4 3' : undefined} />
      <Lines lines={lines} step={size + 1} x={at === 'end' ? x - 8 : x + 22} y={y + tall / 2 + 5 - (lines.length - 1) * (size / 2)} size={size} at={at} />
    </>
  )
}

const band = (x0: number, x1: number, y0: number, y1: number, broad: number): string => {
  const middle = round((x0 + x1) / 2)
  const [a, b, c, d] = [y0, y1, y1 + broad, y0 + broad].map(round)
  return broad === 0 ? `M${x0},${a} C${middle},${a} ${middle},${b} ${x1},${b}` : `M${x0},${a} C${middle},${a} ${middle},${b} ${x1},${b} V${c} C${middle},${c} ${middle},${d} ${x0},${d} Z`
}

const turned = (cells: readonly (readonly Shown[])[], count: number): readonly (readonly Shown[])[] => Array.from({ length: count }, (_, column) => cells.flatMap((row) => row[column] ?? []))

/** What a place must hold: its sum where that is open, and otherwise what is open of it. Only figures that stand in the table decide. */
const sumOf = (figure: Shown, cells: readonly Shown[]): number => Math.max(valueOr0(figure), cells.reduce((sum, cell) => sum + valueOr0(cell), 0))
const hiddenIn = (cells: readonly Shown[]): number => cells.filter(({ value }) => value === 'hidden').length

function scaleOf(from: readonly Shown[], to: readonly Shown[], cells: readonly (readonly Shown[])[], height: number): number {
  const sides = [{ nodes: from, own: cells }, { nodes: to, own: turned(cells, to.length) }]
  const scales = sides.map(({ nodes, own }) => {
    const fixed = nodes.reduce((sum, _, index) => sum + gap + Math.max(thin, hiddenIn(own[index] ?? []) * thin), 0)
    const persons = nodes.reduce((sum, node, index) => sum + sumOf(node, own[index] ?? []), 0)
    return (height - fixed) / Math.max(1, persons)
  })
  return Math.max(0.01, Math.min(...scales, 60 / mostOf([...from, ...to]) * 4))
}

function nodesOf(figures: readonly Shown[], cells: readonly (readonly Shown[])[], perPerson: number, height: number): readonly Node[] {
  const talls = figures.map((figure, index) => Math.max(thin, sumOf(figure, cells[index] ?? []) * perPerson, cellsTall(cells[index] ?? [], perPerson)))
  const between = figures.length > 1 ? (height - talls.reduce((sum, tall) => sum + tall, 0)) / figures.length : height
  const tops = talls.map((_, index) => between / 2 + talls.slice(0, index).reduce((sum, tall) => sum + tall + between, 0))
  return figures.map((figure, index) => ({ figure, y: tops[index] ?? 0, height: talls[index] ?? thin }))
}

const tallOf = (cell: Shown, perPerson: number): number => (cell.value === 'hidden' ? thin : valueOr0(cell) * perPerson)
const cellsTall = (cells: readonly Shown[], perPerson: number): number => cells.reduce((sum, cell) => sum + tallOf(cell, perPerson), 0)

function bandsOf(left: readonly Node[], right: readonly Node[], cells: readonly (readonly Shown[])[], perPerson: number) {
  return cells.flatMap((row, at) => row.flatMap((cell, column) => {
    if (cell.value === null || cell.value === 0) return []
    const y0 = (left[at]?.y ?? 0) + cellsTall(row.slice(0, column), perPerson)
    const y1 = (right[column]?.y ?? 0) + cellsTall(cells.slice(0, at).flatMap((each) => each[column] ?? []), perPerson)
    const hidden = cell.value === 'hidden'
    return [{ row: at, y0: hidden ? y0 + thin / 2 : y0, y1: hidden ? y1 + thin / 2 : y1, broad: tallOf(cell, perPerson), hidden }]
  }))
}
