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

/** How many categories stand above one. */
export const depthOf = ({ codes }: Dimension, place: number): number => {
  let depth = 0
  for (let at = codes[place]?.parent ?? null; at !== null; depth += 1) at = codes.find(({ code }) => code === at)?.parent ?? null
  return depth
}

/** A table of one, two or three facts as a reader has it: categories of a group stand below it, totals first. */
export function FigureTable<Cell>({ call, title, dimensions, cells, says }: Props<Cell>) {
  const [rows, columns, layers] = dimensions
  if (!rows) return null
  const namesOf = ({ name, codes }: Dimension) => codes.map(({ code }) => nameOfCode(call, name, code))
  const columnNames = columns ? namesOf(columns) : [words(call.language)('persons')]
  const rowNames = namesOf(rows).map((name, at) => '–\u00A0'.repeat(Math.max(0, depthOf(rows, at) - 1)) + name)
  return (
    <>
      {(layers ? namesOf(layers) : ['']).map((name, layer) => {
        const caption = layers ? `${title}: ${name}` : title
        return (
          <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
            <table class="table">
              <caption class={layers ? '' : 'visually-hidden'}>{caption}</caption>
              <thead><tr><th scope="col">{words(call.language)('category')}</th>{columnNames.map((column) => <th scope="col" class="number">{column}</th>)}</tr></thead>
              <tbody>
                {rowNames.map((row, at) => (
                  <tr>
                    <th scope="row">{row}</th>
                    {columnNames.map((_, column) => {
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
