import { formatDay } from '#design'
import type { Figure } from '../actions/figure-acts.ts'
import { axisOf } from '../domain/fact-dimensions.ts'
import { askedOf, type TableWish } from '../domain/table-wish.ts'
import { nameOfDimension, type Reader } from './code-names.ts'
import { words } from './words.ts'

/** What a released table is, as far as its readers need it; a proposal has no day of release yet. */
export type ReleaseShown = Pick<Figure, 'wish' | 'countedOn' | 'method' | 'table' | 'threshold' | 'base'> & { readonly releasedOn?: Figure['releasedOn'] }

/** Who is counted, by what, and from where: the same for a live table and a released one. */
export function aboutCounting(call: Reader, wish: TableWish): readonly (readonly [string, string])[] {
  const say = words(call.language)
  return [
    [say('reading.definition'), say('definition')],
    [say('reading.facts'), askedOf(wish).map((each) => `${nameOfDimension(call, each)}: ${say(`about.${axisOf(each)}` as 'about.sex')}`).join(' ')],
    [say('reading.source'), say('source')],
  ]
}

/** All that is needed to read a released table. */
export function aboutRelease(call: Reader, shown: ReleaseShown): readonly (readonly [string, string])[] {
  const say = words(call.language)
  return [
    ...aboutCounting(call, shown.wish),
    [say('counted'), formatDay(shown.countedOn, call.language)],
    ...(shown.releasedOn ? [[say('reading.released'), formatDay(shown.releasedOn, call.language)] as const] : []),
    [say('reading.not-counted'), say('not-counted')],
    [say('reading.safe'), shown.method.how === 'round' ? say('safe.rounded', { base: shown.base }) : say('safe.hidden', { most: shown.threshold - 1 })],
  ]
}
