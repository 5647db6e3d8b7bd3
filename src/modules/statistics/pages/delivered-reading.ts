import { formatDay } from '#design'
import type { PageCall } from '#platform/doors/page'
import { dayIn, type Instant } from '#vocabulary/instant'
import type { ShownDelivered } from '../actions/delivered-acts.ts'
import { axisName } from './delivered-names.ts'
import { words } from './words.ts'

/** The services of whose deliveries a table is made. */
export const servicesOf = ({ services, deliveries }: Pick<ShownDelivered, 'services' | 'deliveries'>): string => Object.entries(services).filter(([id]) => deliveries.some(({ office }) => office === id)).map(([, name]) => name).join(', ')

/** What has to be known to read a table of delivered figures. */
export function aboutDelivered(call: PageCall, shown: ShownDelivered): readonly (readonly [string, string])[] {
  const say = words(call.language)
  const item = call.installation.codebook.items.find(({ key }) => key === shown.wish.item)
  return [
    [say('reading.definition'), item?.definition[call.language] ?? ''],
    [say('reading.facts'), shown.table.dimensions.map(({ name }) => axisName(call, name)).join(', ')],
    [say('reading.source'), item?.series ? item.source : servicesOf(shown)],
    ...(item?.notCounted ? [[say('reading.not-counted'), item.notCounted[call.language]] as const] : []),
    ...(shown.added > 1 ? [[say('delivered.services'), say('delivered.added', { count: shown.added })] as const] : []),
    [say('delivered.counting'), shown.deliveries.slice(0, 12).map(({ office, firstYear, lastYear, revision, at }) =>
      say('delivered.made-of', { office: shown.services[office] ?? '', years: firstYear === lastYear ? String(firstYear) : `${firstYear}–${lastYear}`, revision, day: formatDay(dayIn(call.installation.zone, at as Instant), call.language) })).join('; ')
      + (shown.deliveries.length > 12 ? ' …' : '')],
    [say('delivered.sign'), say('delivered.signs')],
  ]
}
