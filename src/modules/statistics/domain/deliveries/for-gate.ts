import type { Item, Variable } from '#codebook'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { View, type Counted } from '../hand-overs/hand-over-schema.ts'
import { axesOf, type DeliveredWish } from './delivered-wish.ts'

type Wanted = { readonly of: Counted; readonly by: readonly View[]; readonly only?: string }

/** Delivered citizenships leave in groups, as they do in hand-overs: a country of few would be hidden, and others with it. */
const viewOf = (variable: string): View | undefined => { const view = View.safeParse(variable === 'citizenship' ? 'citizenship-group' : variable); return view.success ? view.data : undefined }

/** What the gate can be asked of a table of delivered figures: persons, of one year, of all services together, everybody laid out and nobody left out. */
export function forGate(counted: readonly Counted[], found: { readonly item: Item; readonly variables: readonly Variable[]; readonly wish: DeliveredWish }): Wanted | Refusal {
  const { item, variables, wish } = found
  const of = counted.find((each) => each.item === item.key && each.persons && Object.keys(each.only).length === 0)
  if (!of || !item.persons) return refuse('no-persons-to-gate', { status: 409 })
  if (wish.from !== wish.to || axesOf(wish).includes('year')) return refuse('one-year-to-gate', { field: 'to' })
  if (wish.service !== undefined || axesOf(wish).includes('service')) return refuse('all-services-to-gate', { field: 'service' })
  const by = axesOf(wish).map(viewOf)
  const isApart = (each: string) => variables.find(({ key }) => each.startsWith(`${key}:`))?.apart === true
  const [only, ...others] = wish.only
  if (by.some((view) => view === undefined) || axesOf(wish).some((axis) => variables.find(({ key }) => key === axis)?.apart)) return refuse('no-such-axis-to-gate', { field: 'rows' })
  if (others.length > 0 || (only !== undefined && !isApart(only))) return refuse('nobody-left-out-to-gate', { field: 'only' })
  return { of, by: by.filter((view) => view !== undefined), ...(only === undefined ? {} : { only }) }
}
