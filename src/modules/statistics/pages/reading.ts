import { formatDay } from '#design'
import type { Figure } from '../actions/figure-acts.ts'
import { clocksOfFact } from '../domain/counting-rules.ts'
import { axisOf, isClocks } from '../domain/fact-dimensions.ts'
import { changedSince, entryOf, type KeptDefinition } from '../domain/kept-definitions.ts'
import { isDelivered, readingFor, type ReleaseWish } from '../domain/release-wish.ts'
import { askedOf } from '../domain/table-wish.ts'
import { nameOfAxis, nameOfDimension, type Reader } from './code-names.ts'
import { notesOf } from './hand-over-tables.tsx'
import { nameOfClock, type ClockReader } from './way-names.ts'
import { words } from './words.ts'

/** What a released table is, as far as its readers need it; a proposal has no day of release yet. */
export type ReleaseShown = Pick<Figure, 'wish' | 'countedOn' | 'method' | 'table' | 'rule' | 'definitions'> & { readonly releasedOn?: Figure['releasedOn'] }

/** One thing to know before reading figures: its name for programs, its heading, what it says, and the value itself where it is one. */
export type Told = { readonly field: string; readonly heading: string; readonly text: string; readonly value?: string }
const pairs = (told: readonly Told[]): readonly (readonly [string, string])[] => told.map(({ heading, text }) => [heading, text])

/** Who is counted, by what, and from where: the same for a live table and a released one. */
export const aboutCounting = (call: Reader, wish: ReleaseWish): readonly (readonly [string, string])[] => pairs(toldOfCounting(call, wish))

/** What a fact means; of clocks also which kinds they are. */
export function aboutAxis(call: ClockReader & { readonly installation: Pick<Reader['installation'], 'counting'> }, axis: string): string {
  const say = words(call.language)
  if (!isClocks(axis)) return say(`about.${axis}` as 'about.sex')
  const clocks = clocksOfFact(call.installation.counting, axis).map((clock) => nameOfClock(call, clock))
  return say('about.clocks', { clocks: new Intl.ListFormat(call.language, { type: 'conjunction' }).format(clocks) })
}

/** The same with names that a program finds in every language. */
export function toldOfCounting(call: Reader, wish: ReleaseWish): readonly Told[] {
  const say = words(call.language)
  const told = (definition: string, facts: string, source: string): readonly Told[] => [
    { field: 'definition', heading: say('reading.definition'), text: definition }, { field: 'facts', heading: say('reading.facts'), text: facts }, { field: 'source', heading: say('reading.source'), text: source },
  ]
  if (!isDelivered(wish)) return told(say('definition'), askedOf(wish).map((each) => `${nameOfDimension(call, each)}: ${aboutAxis(call, axisOf(each))}`).join(' '), say('source'))
  // Whose figures they are, of which deliveries they are made, and what their source does not count: it travels with them.
  const item = call.installation.codebook.items.find(({ key }) => key === wish.origin.item)
  return told(item?.definition[call.language] ?? '', readingFor(wish).axes.map((axis) => nameOfAxis(call, axis)).join(', '), notesOf(call, wish.origin).join(' '))
}

/** All that is needed to read a released table. */
export const aboutRelease = (call: Reader, shown: ReleaseShown): readonly (readonly [string, string])[] => pairs(toldOfRelease(call, shown))

/** The same with names and values that a program finds in every language. */
export function toldOfRelease(call: Reader, shown: ReleaseShown): readonly Told[] {
  const say = words(call.language)
  const { wish, countedOn, releasedOn, method, table, rule } = shown
  return [
    ...toldOfCounting(call, wish),
    { field: 'counted', heading: say('counted'), text: formatDay(countedOn, call.language), value: countedOn },
    ...(releasedOn ? [{ field: 'released', heading: say('reading.released'), text: formatDay(releasedOn, call.language), value: releasedOn }] : []),
    ...(isDelivered(wish) ? [{ field: 'zero', heading: say('handover.zero'), text: say('handover.zero-about') }] : [{ field: 'not counted', heading: say('reading.not-counted'), text: say('not-counted') }]),
    ...(table.provisional ? [{ field: 'provisional', heading: say('delivered.sign'), text: `p: ${say('delivered.provisional')}` }] : []),
    { field: 'made safe', heading: say('reading.safe'), text: safeBy(call, method, rule), value: method.how },
    ...toldOfDefinitions(call, shown),
  ]
}

/** How a table was made safe, by the rule of its own day. */
export function safeBy({ language }: Pick<Reader, 'language'>, { how }: Pick<ReleaseShown['method'], 'how'>, { threshold, base, oneCategory }: ReleaseShown['rule']): string {
  const say = words(language)
  if (how === 'round') return say('safe.rounded', { base })
  return say(oneCategory === 'no' ? 'safe.hidden-small' : 'safe.hidden', { most: threshold - 1 })
}

/** By which versions of the codebook the figures are read, and where a version is another one today. */
function toldOfDefinitions(call: Reader, { definitions }: Pick<ReleaseShown, 'definitions'>): readonly Told[] {
  const say = words(call.language)
  const { codebook } = call.installation
  const heading = say('reading.definitions')
  if (definitions === null) return [{ field: 'definitions', heading, text: say('definitions.not-kept') }]
  if (definitions.length === 0) return []
  const named = ({ of, key }: KeptDefinition): string => say(`definitions.${of}`, { name: entryOf(codebook, { of, key })?.label[call.language] ?? key })
  const changed = changedSince(codebook, definitions)
  return [
    { field: 'definitions', heading, text: `${definitions.map((each) => say('definitions.version', { name: named(each), version: each.version })).join('; ')}.`, value: definitions.map(({ of, key, version }) => `${of}:${key}:${version}`).join(' ') },
    ...(changed.length === 0 ? [] : [{
      field: 'definitions changed', heading: say('reading.definitions-changed'), value: changed.map(({ of, key, today }) => `${of}:${key}:${today ?? ''}`).join(' '),
      text: changed.map((each) => (each.today === undefined ? say('definitions.gone', { name: named(each), version: each.version }) : say('definitions.changed', { name: named(each), version: each.version, today: each.today }))).join(' '),
    }]),
  ]
}
