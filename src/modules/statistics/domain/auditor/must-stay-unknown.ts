import { codesAt, type CellPlace, type Table } from '../table.ts'

/** What the auditor is told about the country's rule. */
export type AuditRule = { readonly threshold: number; readonly oneCategory: 'whole' | 'no' | number }
export type Unknown = CellPlace & { readonly low: number; readonly high: number }

/** The auditor's own reading of the rule: which figures must stay unknown, and between what. */
export function mustStayUnknown(tables: readonly Table[], { threshold, oneCategory }: AuditRule): readonly Unknown[] {
  const unknown: Unknown[] = []
  for (const [table, { dimensions, cells }] of tables.entries()) {
    const parents = dimensions.map(({ codes }) => codes.map(({ parent }) => codes.findIndex(({ code }) => code === parent)))
    for (const [cell, { value, state }] of cells.entries()) {
      if (value === null || (value === 0 && state !== 'confidential')) continue
      let low = Infinity
      if (value < threshold) low = 0
      if (oneCategory !== 'no' && holdsAll(cell)) low = Math.min(low, oneCategory === 'whole' ? 0 : Math.max(0, value - oneCategory))
      if (state === 'confidential') low = Math.min(low, Math.max(0, value - threshold))
      if (low < Infinity) unknown.push({ table, cell, low, high: state === 'confidential' ? value + threshold : Math.max(value, threshold) })
    }

    /** A cell that is as large as the total above it, in a dimension where others could have been counted. */
    function holdsAll(cell: number): boolean {
      const places = codesAt(dimensions, cell)
      return dimensions.some((_, index) => {
        const up = parents[index]?.[places[index] ?? 0] ?? -1
        const step = dimensions.slice(index + 1).reduce((size, { codes }) => size * codes.length, 1)
        const atPlace = (place: number) => cells[cell + (place - (places[index] ?? 0)) * step]?.value ?? null
        const beside = (parents[index] ?? []).flatMap((parent, place) => (parent === up && place !== places[index] ? [atPlace(place)] : [])).filter((other) => other !== null)
        return up >= 0 && beside.length > 0 && beside.every((other) => other === 0)
      })
    }
  }
  return unknown
}
