import { isMissing, type Codebook, type ValueState, type Variable } from '#codebook'
import { cellAt, combinations, sizeOf, type Code, type Dimension } from '../table.ts'
import { axesOf, type DeliveredWish } from './delivered-wish.ts'

/** Figures that share their codes and their state, added up by the database. */
export type DeliveredSum = { readonly at: readonly string[]; readonly state: ValueState; readonly figures: number; readonly value: number | null; readonly revised: boolean }

/** What stands in a cell: the sum of the figures that have a number, how many there are, and why the others have none. Without a figure it is empty, and no zero. */
export type DeliveredCell = {
  readonly value: number | null
  readonly figures: number
  readonly missing: readonly { readonly state: ValueState; readonly figures: number }[]
  readonly provisional: boolean
  readonly revised: boolean
}
export type DeliveredTable = { readonly dimensions: readonly Dimension[]; readonly cells: readonly DeliveredCell[] }

export const sumCode = 'sum'
const nothing: DeliveredCell = { value: null, figures: 0, missing: [], provisional: false, revised: false }

/** The codes of an axis: what was handed over, under the total that its source wrote or, where it may be added up, under our sum. */
function dimensionOf(book: Codebook, variables: readonly Variable[], { axis, met, wish }: { readonly axis: string; readonly met: readonly string[]; readonly wish: DeliveredWish }): Dimension {
  const under = (parent: string | null, codes: readonly string[]): Code[] => codes.map((code) => ({ code, parent }))
  const summed = (codes: readonly string[]): Dimension => ({ name: axis, codes: codes.length > 1 ? [{ code: sumCode, parent: null }, ...under(sumCode, codes)] : under(null, codes) })
  // Years are not added up in a table: somebody may be counted in several, and a year of which nothing was handed over would be missed by nobody.
  if (axis === 'year') return { name: axis, codes: under(null, Array.from({ length: wish.to - wish.from + 1 }, (_, index) => String(wish.from + index))) }
  const variable = variables.find(({ key }) => key === axis)
  const order = book.lists.find(({ key }) => key === variable?.list)?.codes.map(({ key }) => key) ?? []
  const rank = (code: string) => (order.includes(code) ? order.indexOf(code) : order.length + (code === '' ? 1 : 0))
  const codes = met.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  if (variable?.total !== undefined && codes.includes(variable.total)) return { name: axis, codes: [{ code: variable.total, parent: null }, ...under(variable.total, codes.filter((code) => code !== variable.total))] }
  return variable?.apart || variable?.total !== undefined ? { name: axis, codes: under(null, codes) } : summed(codes)
}

function added(one: DeliveredCell, { state, figures, value, revised }: DeliveredSum): DeliveredCell {
  const before = one.missing.find((each) => each.state === state)
  return {
    value: value === null ? one.value : (one.value ?? 0) + value, figures: one.figures + figures,
    missing: isMissing(state) ? [...one.missing.filter((each) => each.state !== state), { state, figures: (before?.figures ?? 0) + figures }] : one.missing,
    provisional: one.provisional || state === 'provisional', revised: one.revised || revised,
  }
}

/** Lays delivered figures out as a table; a combination of which nothing was handed over stays empty. */
export function deliveredTable(book: Codebook, variables: readonly Variable[], wish: DeliveredWish, sums: readonly DeliveredSum[]): DeliveredTable {
  const dimensions = axesOf(wish).map((axis, index) => dimensionOf(book, variables, { axis, wish, met: [...new Set(sums.map(({ at }) => at[index] ?? ''))] }))
  const cells: DeliveredCell[] = Array.from({ length: sizeOf(dimensions) }, () => nothing)
  const placesOf = dimensions.map(({ codes }) => new Map(codes.map(({ code }, place) => [code, codes[0]?.code === sumCode && place > 0 ? [place, 0] : [place]] as const)))
  for (const sum of sums) for (const places of combinations(sum.at.map((code, index) => placesOf[index]?.get(code) ?? []))) {
    const cell = cellAt(dimensions, places)
    cells[cell] = added(cells[cell] ?? nothing, sum)
  }
  return { dimensions, cells }
}
