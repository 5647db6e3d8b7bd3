import { codesAt, type CellPlace, type Table } from '../table.ts'

/** What the auditor is told about the country's rule. */
export type AuditRule = { readonly threshold: number; readonly oneCategory: 'whole' | 'no' | number }
export type Unknown = CellPlace & { readonly low: number; readonly high: number; /** For each line that holds nobody but those of this figure: its other figures. */ readonly others: readonly Others[] }
/** A reader must not be able to exclude that together they hold so many: else whoever knows that somebody is in the line knows where. */
export type Others = { readonly cells: readonly number[]; readonly atLeast: number }

/** The auditor's own reading of the rule: which figures must stay unknown, and between what. */
export function mustStayUnknown(tables: readonly Table[], { threshold, oneCategory }: AuditRule): readonly Unknown[] {
  const unknown: Unknown[] = []
  for (const [table, { dimensions, cells }] of tables.entries()) {
    const parents = dimensions.map(({ codes }) => codes.map(({ parent }) => codes.findIndex(({ code }) => code === parent)))
    for (const [cell, { value, state }] of cells.entries()) {
      if (value === null || (value === 0 && state !== 'confidential')) continue
      let low = Infinity
      if (value < threshold) low = 0
      const lines = oneCategory === 'no' || value === 0 ? [] : emptyBeside(cell)
      if (lines.length > 0) low = Math.min(low, oneCategory === 'whole' ? 0 : Math.max(0, value - Number(oneCategory)))
      if (state === 'confidential') low = Math.min(low, Math.max(0, value - threshold))
      const atLeast = oneCategory === 'whole' ? 1 : Math.min(value, Number(oneCategory))
      if (low < Infinity) unknown.push({ table, cell, low, high: state === 'confidential' ? value + threshold : Math.max(value, threshold), others: lines.map((others) => ({ cells: others, atLeast })) })
    }

    /** What stands beside a cell that is as large as the total above it, in each dimension where others could have been counted; where there can be no figure, nobody could. */
    function emptyBeside(cell: number): readonly (readonly number[])[] {
      const places = codesAt(dimensions, cell)
      return dimensions.flatMap((_, index) => {
        const up = parents[index]?.[places[index] ?? 0] ?? -1
        const step = dimensions.slice(index + 1).reduce((size, { codes }) => size * codes.length, 1)
        const atPlace = (place: number) => cell + (place - (places[index] ?? 0)) * step
        const beside = (parents[index] ?? []).flatMap((parent, place) => (parent === up && place !== places[index] ? [atPlace(place)] : [])).filter((other) => cells[other]?.value !== null)
        return up >= 0 && beside.length > 0 && beside.every((other) => cells[other]?.value === 0) ? [beside] : []
      })
    }
  }
  return unknown
}
