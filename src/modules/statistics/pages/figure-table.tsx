import type { ComponentChildren } from 'preact'
import { cellAt, type Dimension } from '../domain/table.ts'
import { nameOfCode, type Reader } from './code-names.ts'
import { words } from './words.ts'

type Props<Cell> = {
  readonly call: Reader
  readonly title: string
  readonly dimensions: readonly Dimension[]
  readonly cells: readonly Cell[]
  readonly says: (cell: Cell, index: number) => ComponentChildren
}

const depthOf = ({ codes }: Dimension, place: number): number => {
  let depth = 0
  for (let at = codes[place]?.parent ?? null; at !== null; depth += 1) at = codes.find(({ code }) => code === at)?.parent ?? null
  return depth
}

/** A table of one, two or three facts as a reader has it: categories of a group stand below it, totals first. */
export function FigureTable<Cell>({ call, title, dimensions, cells, says }: Props<Cell>) {
  const [rows, columns, layers] = dimensions
  if (!rows) return null
  const layerCodes = layers?.codes ?? [{ code: '', parent: null }]
  return (
    <>
      {layerCodes.map(({ code }, layer) => {
        const caption = layers ? `${title}: ${nameOfCode(call, layers.name, code)}` : title
        return (
          <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
            <table class="table">
              <caption class={layers ? '' : 'visually-hidden'}>{caption}</caption>
              <thead><tr><th scope="col">{words(call.language)('category')}</th>{columns ? columns.codes.map((column) => <th scope="col" class="number">{nameOfCode(call, columns.name, column.code)}</th>) : <th scope="col" class="number">{words(call.language)('persons')}</th>}</tr></thead>
              <tbody>
                {rows.codes.map((row, at) => (
                  <tr>
                    <th scope="row">{'–\u00A0'.repeat(Math.max(0, depthOf(rows, at) - 1))}{nameOfCode(call, rows.name, row.code)}</th>
                    {(columns?.codes ?? [{ code: '' }]).map((_, column) => {
                      const index = cellAt(dimensions, [at, ...(columns ? [column] : []), ...(layers ? [layer] : [])])
                      const cell = cells[index]
                      return <td class="number">{cell === undefined ? null : says(cell, index)}</td>
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      })}
    </>
  )
}
