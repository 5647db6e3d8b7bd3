import type { CodeList } from '#codebook'
import { countryName } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { Language } from '#vocabulary/language'
import { placesWithoutName } from '#vocabulary/place-of-exploitation'
import { axisOf, factDimensions, type FactDimension } from '../domain/fact-dimensions.ts'
import { plainCode } from '../domain/hand-overs/breakdown.ts'
import { isDelivered, readingFor, type ReleaseWish } from '../domain/release-wish.ts'
import { askedOf, onlyOf, type TableWish } from '../domain/table-wish.ts'
import { beginning } from '../domain/way.ts'
import { words } from './words.ts'

export type Reader = Pick<PageCall, 'language' | 'installation'>

const ownWords = new Set(['woman', 'man', 'other', 'unknown', 'child', 'adult', 'child-unknown', 'adult-unknown', 'sexual', 'labour', 'begging', 'criminal', 'organs', 'several', 'presumed', 'identified', 'open', 'not-yet',
  'police', 'inspection', 'first-line', 'reception-centre', 'immigration-office', 'magistrate', 'guardian', 'public-prosecutor', 'labour-auditor', 'total', 'kept', 'missed', 'running', 'no-clock'])

/** Made once for each language: to make one takes longer than all else about a name. */
const onceFor = <Made>(make: (language: Language) => Made): ((language: Language) => Made) => {
  const made = new Map<Language, Made>()
  return (language) => {
    const known = made.get(language) ?? make(language)
    made.set(language, known)
    return known
  }
}
const monthsIn = onceFor((language) => new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }))
const listsIn = onceFor((language) => new Intl.ListFormat(language, { type: 'conjunction' }))

const placesOfExploitation = ['here', 'abroad', ...placesWithoutName, 'not-collected'] as const

const named = new WeakMap<Reader['installation'], Map<string, string>>()
/** An address may name what no table has, so what is kept has an end. */
const mostNamed = 20_000

/** What a category is called: worked out once for each language, since a table names the same few at every asking. */
export function nameOfCode(call: Reader, axis: string, code: string): string {
  const names = named.get(call.installation) ?? new Map<string, string>()
  named.set(call.installation, names)
  const key = `${call.language} ${axis} ${code}`
  const known = names.get(key)
  if (known !== undefined) return known
  const name = calledIn(call, axis, code)
  if (names.size >= mostNamed) names.clear()
  names.set(key, name)
  return name
}

function calledIn(call: Reader, axis: string, code: string): string {
  const say = words(call.language)
  const { pack, detection } = call.installation
  if (code.startsWith('not:')) return say('category.not', { code: nameOfCode(call, axis, code.slice(4)) })
  // Two categories that are shown as one bear both names; a code of ours has no plus within it but for the oldest and the longest.
  const plus = code.search(/\+(?=[^+])/)
  if (plus > 0) return `${nameOfCode(call, axis, code.slice(0, plus))} + ${nameOfCode(call, axis, code.slice(plus + 1))}`
  const named = axis === 'state' ? pack.procedure.states.find(({ key }) => key === code)?.label : axis === 'sector' ? detection.questions.sectors.find(({ key }) => key === code)?.label
    : axis === 'reached' ? call.installation.counting.way.places.find(({ key }) => key === code)?.label
    : axis === 'district' || axis === 'exploited-in' ? pack.offices.districts.find(({ key }) => key === code)?.label : undefined
  if (named) return named[call.language]
  const office = axis === 'detected-by' ? code.split('/')[1] : axis === 'centre' && code !== 'none' && code !== 'total' ? code : undefined
  if (office !== undefined) return officeName(call, office)
  if (axis === 'centre' && code === 'none') return say('category.no-centre')
  if (axis === 'reached' && code === beginning) return say('progress.detected')
  if (axis === 'citizenship') return code.startsWith('group:') ? citizenshipGroupName(call, plainCode(code)) : /^[A-Z]{2}$/.test(code) ? countryName(code, call.language) : say('category.total')
  if (axis === 'exploited-in' && /^[A-Z]{2}$/.test(code)) return countryName(code, call.language)
  if (axis === 'exploited-in' && (placesOfExploitation as readonly string[]).includes(code)) return say(`place.${code}` as 'place.here')
  if (axis === 'time' && /^\d{4}-\d\d$/.test(code)) return monthsIn(call.language).format(new Date(`${code}-01T00:00:00Z`))
  if (axis.startsWith('to-') && /^\d/.test(code)) return say('category.days', { days: code.replace('-', '–') })
  if (axis === 'age' && /^\d/.test(code)) return say('category.years', { years: code.replace('-', '–') })
  return ownWords.has(code) ? say(`category.${code}` as 'category.total') : deliveredName(call, axis, code) ?? code
}

/** What a service of the country is called. */
function officeName({ installation: { pack }, language }: Reader, key: string): string {
  const name = pack.offices.offices.find((each) => each.key === key)?.name
  return typeof name === 'string' ? name : name?.[language] ?? key
}

/** What a group of citizenships is called; that of the own people bears the name of the country. */
export const citizenshipGroupName = ({ installation: { codebook, pack }, language }: Reader, group: string): string =>
  (group === 'national' ? countryName(pack.country.code.toUpperCase(), language) : codebook.lists.find(({ key }) => key === 'citizenship-group')?.codes.find(({ key }) => key === group)?.label[language] ?? group)

/** What a group of a list's codes is called. */
export const groupNameOf = ({ installation: { codebook }, language }: Reader, list: CodeList | undefined, group: string): string | undefined =>
  codebook.lists.find(({ key }) => key === list?.coarser?.list)?.codes.find(({ key }) => key === group)?.label[language]

/** What delivered figures call a category, which the files may not know. */
function deliveredName(call: Reader, axis: string, code: string): string | undefined {
  if (axis === 'time' || axis.startsWith('to-')) return undefined
  const { installation: { codebook }, language } = call
  const plain = plainCode(code)
  const list = codebook.lists.find(({ key }) => key === codebook.variables.find((each) => each.key === axis)?.list)
  return (code === plain ? undefined : groupNameOf(call, list, plain)) ?? list?.codes.find(({ key }) => key === plain)?.label[language]
}

export const nameOfDimension = (call: Reader, dimension: FactDimension): string => words(call.language)(`fact.${dimension}` as 'fact.sex')

const factAxes: ReadonlySet<string> = new Set(factDimensions.map(axisOf))

/** What an axis is called, whichever view of it a table has. */
export const nameOfAxis = (call: Reader, axis: string): string => (factAxes.has(axis) ? words(call.language)(axis === 'time' ? 'fact.year' : axis === 'age' ? 'fact.age-band' : `fact.${axis}` as 'fact.sex')
  : call.installation.codebook.variables.find(({ key }) => key === axis)?.label[call.language] ?? axis)

/** What a table is called: its facts, whom it counts, and its years. */
export function titleOf(call: Reader, wish: ReleaseWish): string {
  return isDelivered(wish) ? deliveredTitle(call, wish) : titleOfCount(call, wish)
}

function deliveredTitle(call: Reader, { delivered, only, from, ...wish }: Extract<ReleaseWish, { delivered: string }>): string {
  const facts = listsIn(call.language).format(readingFor({ delivered, from, ...wish }).axes.map((axis) => lowered(call, nameOfAxis(call, axis))))
  const item = call.installation.handOvers.counted.find(({ key }) => key === delivered)?.label[call.language] ?? delivered
  const [axis = '', code = ''] = only?.split(':') ?? []
  return words(call.language)('delivered.table-title', { item, by: facts, years: String(from) }) + (only === undefined ? '' : ` (${nameOfCode(call, axis, code)})`)
}

function titleOfCount(call: Reader, wish: TableWish): string {
  const say = words(call.language)
  const only = onlyOf(wish)
  const facts = listsIn(call.language).format(askedOf(wish).map((each) => lowered(call, nameOfDimension(call, each))))
  const years = wish.from === wish.to ? String(wish.from) : `${wish.from}–${wish.to}`
  return only ? say('table.title-only', { facts, years, only: nameOfCode(call, axisOf(only.dimension), only.code) }) : say('table.title', { facts, years })
}

/** German writes its nouns large wherever they stand. */
const lowered = ({ language }: Reader, text: string): string => (language === 'de' ? text : text.charAt(0).toLowerCase() + text.slice(1))
