import { isMissing, type ValueState } from '#codebook'
import type { PageCall } from '#platform/doors/page'
import type { ShownDelivered } from '../actions/delivered-acts.ts'
import { sumCode, type DeliveredCell } from '../domain/deliveries/delivered-table.ts'
import { axesOf, type DeliveredWish } from '../domain/deliveries/delivered-wish.ts'
import { codeLabel, fieldLabel, itemLabel } from './delivery-words.ts'
import { words } from './words.ts'

/** What an axis of a table of delivered figures is called. */
export const axisName = ({ installation, language }: PageCall, axis: string): string =>
  axis === 'service' ? words(language)('column.office') : fieldLabel(installation.codebook, language, axis)

type Named = Pick<ShownDelivered, 'services'>

/** What a code of an axis is called. */
export function deliveredCode({ installation, language }: PageCall, { services }: Named, { axis, code }: { readonly axis: string; readonly code: string }): string {
  const say = words(language)
  if (code === sumCode) return say('category.total')
  if (code === '') return say('delivered.not-said')
  if (axis === 'service') return services[code] ?? code
  if (axis === 'year') return code
  const variable = installation.codebook.variables.find(({ key }) => key === axis)
  return variable?.total === code ? say('category.total') : codeLabel(installation, language, { variable: axis, code })
}

export const yearsIn = ({ from, to }: Pick<DeliveredWish, 'from' | 'to'>): string => (from === to ? String(from) : `${from}–${to}`)

/** What a table is called: its item, by what, of which years and of what alone. */
export function deliveredTitle(call: PageCall, { wish, services }: Pick<ShownDelivered, 'wish' | 'services'>): string {
  const by = new Intl.ListFormat(call.language, { type: 'conjunction' }).format(axesOf(wish).map((axis) => (call.language === 'de' ? axisName(call, axis) : axisName(call, axis).toLocaleLowerCase(call.language))))
  const only = wish.only.map((each) => { const at = each.indexOf(':'); return deliveredCode(call, { services }, { axis: each.slice(0, at), code: each.slice(at + 1) }) })
  const of = [...only, ...(wish.service === undefined ? [] : [services[wish.service] ?? ''])].join(', ')
  return words(call.language)('delivered.table-title', { item: itemLabel(call, wish.item), by, years: yearsIn(wish) }) + (of === '' ? '' : ` (${of})`)
}

export const stateName = ({ installation, language }: PageCall, state: ValueState): string =>
  installation.codebook.lists.find(({ key }) => key === 'value-state')?.codes.find(({ key }) => key === state)?.label[language] ?? state

/** What its source writes for a figure without a number, such as `<5`; otherwise the name of its state. */
export function missingName(call: PageCall, item: string, state: ValueState): string {
  const mark = call.installation.codebook.items.find(({ key }) => key === item)?.marks.find((each) => each.state === state)
  return mark?.text ?? stateName(call, state)
}

/** A cell in words: its number, that it is at least that, why there is none, or a dash where nothing was handed over. */
export function cellText(call: PageCall, item: string, { value, figures, missing }: DeliveredCell): string {
  if (figures === 0) return '–'
  const gone = missing.map(({ state, figures: count }) => (count === 1 ? missingName(call, item, state) : `${count} × ${missingName(call, item, state)}`)).join(', ')
  const number = value === null ? '' : new Intl.NumberFormat(call.language).format(value)
  return gone === '' ? number : value === null ? gone : `≥ ${number} (+ ${gone})`
}

/** The state of a cell in one word for a file: that of its figures where they agree, otherwise that it is not whole. */
export const cellState = ({ value, figures, missing, provisional }: DeliveredCell): string => {
  if (figures === 0) return 'nothing-handed-over'
  if (missing.length === 0) return provisional ? 'provisional' : value === 0 ? 'known-zero' : 'measured'
  const [first] = missing
  return value === null && missing.length === 1 && first && isMissing(first.state) ? first.state : 'at-least'
}
