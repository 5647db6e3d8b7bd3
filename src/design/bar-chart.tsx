import type { Language } from '#vocabulary/language'
import { words } from './sentences.ts'

export type Bar = { readonly label: string; readonly value: number | 'hidden' | null; readonly says: string }
type Props = {
  readonly title: string
  readonly language: Language
  readonly headings: { readonly category: string; readonly figure: string }
  readonly bars: readonly Bar[]
  readonly total?: { readonly label: string; readonly says: string }
}

/** Figures as bars that are a table at the same time: one to look at and one to hear are never two different things. */
export function BarChart({ title, language, headings, bars, total }: Props) {
  const most = Math.max(1, ...bars.map(({ value }) => (typeof value === 'number' ? value : 0)))
  return (
    <table class="table bars" role="table">
      <caption class="visually-hidden">{title}</caption>
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{headings.category}</th><th scope="col" role="columnheader" class="number">{headings.figure}</th><td role="cell" /></tr></thead>
      <tbody role="rowgroup">
        {bars.map(({ label, value, says }) => (
          <tr role="row">
            <th scope="row" role="rowheader">{label}</th>
            <td class="number" role="cell">{says}</td>
            <td class="bars__cell" role="cell">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                {value === 'hidden' ? <rect class="chart__hidden" x="0.5" y="1" width="8" height="8"><title>{words(language)('hidden')}</title></rect> : <rect class="chart__bar" width={typeof value === 'number' ? ((100 * value) / most).toFixed(1) : 0} height="10" />}
              </svg>
            </td>
          </tr>
        ))}
        {total && <tr role="row"><th scope="row" role="rowheader" class="strong">{total.label}</th><td class="number strong" role="cell">{total.says}</td><td role="cell" /></tr>}
      </tbody>
    </table>
  )
}
