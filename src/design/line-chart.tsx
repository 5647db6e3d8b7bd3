import type { Bar } from './bar-chart.tsx'

const width = 600
const height = 160
const edge = 10

/** Figures over time as a line with a point for each; where a figure is hidden the line stops. Its table stands beside it, so a screen reader hears the title and each point once. */
export function LineChart({ title, points }: { readonly title: string; readonly points: readonly Bar[] }) {
  const most = Math.max(1, ...points.map(({ value }) => (typeof value === 'number' ? value : 0)))
  const x = (index: number) => edge + (index * (width - 2 * edge)) / Math.max(1, points.length - 1)
  const y = (value: number) => height - edge - (value * (height - 2 * edge)) / most
  const pieces: string[][] = [[]]
  for (const [index, { value }] of points.entries()) {
    if (typeof value === 'number') pieces.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`)
    else pieces.push([])
  }
  return (
    <figure class="line-chart">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}. ${points.map(({ label, says }) => `${label}: ${says}`).join('; ')}`}>
        <line class="chart__axis" x1={edge} x2={width - edge} y1={height - edge} y2={height - edge} />
        {pieces.filter((piece) => piece.length > 1).map((piece) => <polyline class="chart__line" points={piece.join(' ')} />)}
        {points.map(({ label, value, says }, index) => (typeof value === 'number' ? <circle class="chart__bar" cx={x(index).toFixed(1)} cy={y(value).toFixed(1)} r="4"><title>{`${label}: ${says}`}</title></circle> : null))}
      </svg>
      <figcaption class="quiet small">{title}: {points[0]?.label} – {points.at(-1)?.label}, 0 – {most}</figcaption>
    </figure>
  )
}
