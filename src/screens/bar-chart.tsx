import type { Language } from '#vocabulary/language'
import { words } from './sentences.ts'

export type Bar = { readonly label: string; readonly value: number | 'hidden' | null; readonly says: string }

const rowHeight = 30
const labelWidth = 250
const width = 760

/** Figures as bars, with a title and a description for those who hear it; its table stands beside it on the page. */
export function BarChart({ title, language, bars }: { readonly title: string; readonly language: Language; readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => (typeof value === 'number' ? value : 0)))
  const lengthOf = (value: number) => ((width - labelWidth - 70) * value) / most
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${bars.length * rowHeight + 6}`} role="img" aria-label={`${title}: ${bars.map(({ label, says }) => `${label} ${says}`).join('; ')}`}>
      <title>{title}</title>
      {bars.map(({ label, value, says }, index) => {
        const y = index * rowHeight + 4
        const length = typeof value === 'number' ? lengthOf(value) : 0
        return (
          <g>
            <text x={labelWidth - 10} y={y + 16} text-anchor="end">{label}</text>
            {value === 'hidden'
              ? <rect class="chart__hidden" x={labelWidth} y={y} width="40" height="20"><title>{words(language)('hidden')}</title></rect>
              : <rect class="chart__bar" x={labelWidth} y={y} width={Math.max(length, value === null ? 0 : 1)} height="20" />}
            <text x={labelWidth + (value === 'hidden' ? 48 : length + 8)} y={y + 16}>{says}</text>
          </g>
        )
      })}
    </svg>
  )
}
