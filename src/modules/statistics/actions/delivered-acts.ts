import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import { ValueState, type Codebook, type Item, type Variable } from '#codebook'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { OfficeId } from '#vocabulary/ids'
import { reads } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { deliveredTable } from '../domain/deliveries/delivered-table.ts'
import { AskedDelivered, axisChoices, conditionsOf, DeliveredWish, hasToBeMet, variablesOfItem, wishOf, type Met } from '../domain/deliveries/delivered-wish.ts'
import { forGate } from '../domain/deliveries/for-gate.ts'
import { Warnings, warningsOf } from './warning-acts.ts'
import { codesMet, hasDelivered, listCountingDeliveries, listDeliveredItems, sumDelivered, type DeliveredItem } from '../store/delivered-sums.ts'

const Codes = z.array(z.strictObject({ code: z.string(), parent: z.string().nullable() }))
const Cell = z.strictObject({ value: z.number().nullable(), figures: z.number(), missing: z.array(z.strictObject({ state: ValueState, figures: z.number() })), provisional: z.boolean(), revised: z.boolean() })
const Counting = z.strictObject({
  id: z.uuid(), office: OfficeId, slot: z.string(), firstYear: z.number(), lastYear: z.number(), revision: z.number(), at: z.string(), version: z.string(), reason: z.string().nullable(),
})
const Delivered = z.strictObject({
  items: z.array(z.string()),
  /** Null as long as nothing was handed over. */
  shown: z.strictObject({
    wish: DeliveredWish, axes: z.array(z.string()), filters: z.array(z.strictObject({ variable: z.string(), codes: z.array(z.string()), apart: z.boolean() })),
    services: z.record(z.string(), z.string()), added: z.number(),
    table: z.strictObject({ dimensions: z.array(z.strictObject({ name: z.string(), codes: Codes })), cells: z.array(Cell) }), deliveries: z.array(Counting), warnings: Warnings,
    /** For the analysis centre: why the table cannot be sent to the gate, and nothing where it can. */
    toGate: z.string().nullable(),
  }).nullable(),
})
export type DeliveredView = z.output<typeof Delivered>
export type ShownDelivered = NonNullable<DeliveredView['shown']>

/** What a filter offers: the codes that were handed over, or all of its list where that is short. */
const filterOf = ({ installation: { codebook } }: Call<Actor>, met: Met) => ({ key, list, apart }: Variable) =>
  ({ variable: key, apart, codes: [...(met[key] ?? codebook.lists.find((each) => each.key === list)?.codes.map((code) => code.key) ?? [])] })

/** Codes as their list has them, so that the first is the one that it names first. */
function inOrder({ lists }: Codebook, variables: readonly Variable[], met: Met): Met {
  const order = (key: string) => lists.find((list) => list.key === variables.find((variable) => variable.key === key)?.list)?.codes.map((code) => code.key) ?? []
  return Object.fromEntries(Object.entries(met).map(([key, codes]) => { const of = order(key); return [key, codes.toSorted((a, b) => of.indexOf(a) - of.indexOf(b))] }))
}

export type Found = { readonly item: Item; readonly variables: readonly Variable[]; readonly met: Met; readonly wish: DeliveredWish; readonly items: readonly DeliveredItem[] }

/** Completes what was asked with what was handed over; undefined where nothing was. */
export async function findDelivered({ tx, installation: { codebook } }: Call<Actor>, asked: AskedDelivered): Promise<Found | Refusal | undefined> {
  // A service of which nothing can be read is none, whoever it is.
  if (asked.service !== undefined && !(await hasDelivered(tx, asked.service))) return notFound
  const items = (await listDeliveredItems(tx)).filter(({ item }) => codebook.items.some(({ key }) => key === item))
  const found = items.find(({ item }) => item === asked.item) ?? (asked.item === undefined ? items[0] : undefined)
  if (items.length === 0) return undefined
  const item = codebook.items.find(({ key }) => key === found?.item)
  if (!found || !item) return refuse('item-not-delivered', { field: 'item' })
  const variables = variablesOfItem(codebook, item)
  const met = inOrder(codebook, variables, await codesMet(tx, item.key, variables.filter((variable) => hasToBeMet(variables, variable)).map(({ key }) => key)))
  const wish = wishOf({ asked, item: item.key, variables, met, firstYear: found.firstYear, lastYear: found.lastYear })
  return typeof wish === 'string' ? refuse(wish, { field: wish === 'same-twice' ? 'columns' : wish === 'no-such-axis' ? 'rows' : wish === 'no-such-filter' ? 'only' : 'to' }) : { item, variables, met, wish, items }
}

/** Whether what a rule found lies within a chosen code, or says nothing of it. */
const fits = (at: Readonly<Record<string, string>>, chosen: string): boolean => {
  const colon = chosen.indexOf(':')
  const code = at[chosen.slice(0, colon)]
  return code === undefined || code === chosen.slice(colon + 1)
}

function toGateOf({ actor, installation: { handOvers } }: Call<Actor>, found: Found): string | null {
  if (actor.officeKind !== 'analysis-centre') return null
  const wanted = forGate(handOvers.counted, found)
  return isRefusal(wanted) ? wanted.refused : ''
}

export const countDelivered = route({
  name: 'delivery.count', kind: 'ask', for: reads('deliveries', 'own-office', 'none'),
  about: 'What services handed over, as a table by up to three of the item\'s own dimensions, by year and by service: sums of the revisions that count, with what is not known said in each cell. An office reads its own; the analysis centre all.',
  // A file carries what services answered beside its figures, and so all of it.
  asks: AskedDelivered.extend({ warnings: z.union([z.literal('all'), PageNumber]) }), gives: Delivered,
  async answers(call, { warnings: page, ...asked }) {
    const { tx, installation: { codebook }, language } = call
    const found = await findDelivered(call, asked)
    if (found === undefined) return { items: [], shown: null }
    if (isRefusal(found)) return found
    const { item, variables, met, wish, items } = found
    const all = await listCountingDeliveries(tx, item.key)
    const used = all.filter(({ office, firstYear, lastYear }) => lastYear >= wish.from && firstYear <= wish.to && (wish.service === undefined || office === wish.service))
    const names = await listOfficeNames(tx, language)
    const table = deliveredTable(codebook, variables, wish, await sumDelivered(tx, wish, conditionsOf(wish, variables)))
    return {
      items: items.map((each) => each.item),
      shown: {
        wish, axes: [...axisChoices(variables)], filters: variables.map(filterOf(call, met)),
        services: Object.fromEntries([...new Set(all.map(({ office }) => office))].map((office) => [office, names.get(office) ?? ''])), added: new Set(used.map(({ office }) => office)).size,
        table: { dimensions: table.dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })), cells: table.cells.map((cell) => ({ ...cell, missing: [...cell.missing] })) },
        toGate: toGateOf(call, found), deliveries: used, warnings: await warningsOf(call, item, used, { page: page === 'all' ? undefined : page, isShown: ({ year, at }) => year >= wish.from && year <= wish.to && wish.only.every((each) => fits(at, each)) }),
      },
    }
  },
})
