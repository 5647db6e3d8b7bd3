import type { ComponentChildren } from 'preact'

/** Four ways to fill a part of a bar, told apart by their grey and their edge alone. */
export type Fill = 1 | 2 | 3 | 4

type ChartRow = { readonly label: string; readonly cells: readonly ComponentChildren[]; readonly picture: ComponentChildren; readonly strong?: boolean }
type Props = {
  readonly caption: string
  readonly heading: string
  readonly columns: readonly string[]
  readonly picture: string
  /** Rows that belong together stand below a heading of their own. */
  readonly groups: readonly { readonly label?: string; readonly rows: readonly ChartRow[] }[]
  readonly legend?: readonly { readonly fill: Fill; readonly says: string }[]
}

/** Several figures and a picture of them in each row: what is drawn stands beside it in digits, so the picture is for the eye alone. */
export function ChartTable({ caption, heading, columns, picture, groups, legend = [] }: Props) {
  return (
    <>
      {legend.length > 0 && <p class="legend small" aria-hidden="true">{legend.map(({ fill, says }) => <span><svg viewBox="0 0 16 10" width="16" height="10"><rect class={`chart__part-${fill}`} x="0.5" y="0.5" width="15" height="9" /></svg> {says}</span>)}</p>}
      <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
        <table class="table table--stack charted" role="table">
          <caption class="visually-hidden">{caption}</caption>
          <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{heading}</th>{columns.map((column) => <th scope="col" role="columnheader" class="number">{column}</th>)}<td role="cell" class="charted__picture"><span aria-hidden="true" class="quiet small">{picture}</span></td></tr></thead>
          {groups.map(({ label, rows }) => (
            <tbody role="rowgroup">
              {label !== undefined && <tr role="row"><th scope="rowgroup" role="rowheader" class="charted__group" colSpan={columns.length + 2}>{label}</th></tr>}
              {rows.map((row) => (
                <tr role="row">
                  <th scope="row" role="rowheader" class={row.strong ? 'strong' : undefined}>{row.label}</th>
                  {row.cells.map((cell, index) => <td role="cell" class="number" data-heading={columns[index]}>{cell}</td>)}
                  <td role="cell" class="charted__picture">{row.picture}</td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  )
}

/** A bar of parts, on the scale on which `most` is the whole width. */
export function PartBar({ parts, most }: { readonly parts: readonly { readonly fill: Fill; readonly value: number }[]; readonly most: number }) {
  let from = 0
  return (
    <svg class="part-bar" viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(({ fill, value }) => {
        const width = (200 * value) / Math.max(1, most)
        const at = from
        from += width
        return value === 0 ? null : <rect class={`chart__part-${fill}`} x={at.toFixed(1)} y="0.5" width={Math.max(1, width).toFixed(1)} height="11" />
      })}
    </svg>
  )
}

type Quantiles = { readonly low: number | null; readonly middle: number | null; readonly high: number | null; readonly far: number | null }

/** Where days stand between none and `most`: short waits would not be seen beside long ones on a plain scale. */
const placeOf = (days: number, most: number): number => (196 * Math.log1p(days)) / Math.log1p(Math.max(1, most)) + 2

/** The middle half of waits as a box with its median as a line, and a whisker to the ninth tenth; what nobody knows yet is dashed to the edge. */
export function WaitBar({ waits: { low, middle, high, far }, most }: { readonly waits: Quantiles; readonly most: number }) {
  const at = (days: number | null) => (days === null ? 198 : placeOf(days, most))
  if (low === null) return <svg class="part-bar" viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true" />
  return (
    <svg class="part-bar" viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true">
      <line class={far === null ? 'chart__unknown' : 'chart__whisker'} x1={at(low).toFixed(1)} x2={at(far).toFixed(1)} y1="6" y2="6" />
      <rect class={high === null ? 'chart__part-4' : 'chart__part-3'} x={at(low).toFixed(1)} y="1.5" width={Math.max(1.5, at(high) - at(low)).toFixed(1)} height="9" />
      {middle !== null && <line class="chart__median" x1={at(middle).toFixed(1)} x2={at(middle).toFixed(1)} y1="0" y2="12" />}
    </svg>
  )
}
