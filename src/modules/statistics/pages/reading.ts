import { formatDay } from '#design'
import type { Figure } from '../actions/figure-acts.ts'
import { axisOf } from '../domain/fact-dimensions.ts'
import { isDelivered, readingFor, type ReleaseWish } from '../domain/release-wish.ts'
import { askedOf } from '../domain/table-wish.ts'
import { nameOfAxis, nameOfDimension, type Reader } from './code-names.ts'
import { notesOf } from './hand-over-tables.tsx'
import { words } from './words.ts'

/** What a released table is, as far as its readers need it; a proposal has no day of release yet. */
export type ReleaseShown = Pick<Figure, 'wish' | 'countedOn' | 'method' | 'table' | 'threshold' | 'base'> & { readonly releasedOn?: Figure['releasedOn'] }

/** Who is counted, by what, and from where: the same for a live table and a released one. */
export function aboutCounting(call: Reader, wish: ReleaseWish): readonly (readonly [string, string])[] {
  const say = words(call.language)
  if (isDelivered(wish)) return aboutDeliveries(call, wish)
  return [
    [say('reading.definition'), say('definition')],
    [say('reading.facts'), askedOf(wish).map((each) => `${nameOfDimension(call, each)}: ${say(`about.${axisOf(each)}` as 'about.sex')}`).join(' ')],
    [say('reading.source'), say('source')],
  ]
}

/** Whose figures they are, of which deliveries they are made, and what their source does not count: it travels with them. */
function aboutDeliveries(call: Reader, wish: Extract<ReleaseWish, { delivered: string }>): readonly (readonly [string, string])[] {
  const say = words(call.language)
  const item = call.installation.codebook.items.find(({ key }) => key === wish.origin.item)
  return [
    [say('reading.definition'), item?.definition[call.language] ?? ''],
    [say('reading.facts'), readingFor(wish).axes.map((axis) => nameOfAxis(call, axis)).join(', ')],
    [say('reading.source'), notesOf(call, wish.origin).join(' ')],
  ]
}

/** All that is needed to read a released table. */
export function aboutRelease(call: Reader, shown: ReleaseShown): readonly (readonly [string, string])[] {
  const say = words(call.language)
  return [
    ...aboutCounting(call, shown.wish),
    [say('counted'), formatDay(shown.countedOn, call.language)],
    ...(shown.releasedOn ? [[say('reading.released'), formatDay(shown.releasedOn, call.language)] as const] : []),
    ...(isDelivered(shown.wish) ? [[say('handover.zero'), say('handover.zero-about')] as const] : [[say('reading.not-counted'), say('not-counted')] as const]),
    ...(shown.table.provisional ? [[say('delivered.sign'), `p: ${say('delivered.provisional')}`] as const] : []),
    [say('reading.safe'), shown.method.how === 'round' ? say('safe.rounded', { base: shown.base }) : say('safe.hidden', { most: shown.threshold - 1 })],
  ]
}
