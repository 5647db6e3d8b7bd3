import { placesWithoutName, whereOf } from '#vocabulary/place-of-exploitation'
import type { CountingRules } from './counting-rules.ts'
import type { Code } from './table.ts'
import { beginning } from './way.ts'

/** What persons can be counted by. */
export const factDimensions = [
  'state', 'outcome', 'reached', 'status', 'form', 'sector', 'sex', 'age', 'age-band', 'citizenship-group', 'citizenship', 'district', 'exploited-in', 'exploited-where', 'year', 'month', 'detected-by', 'service', 'centre',
  'to-acceptance', 'to-reflection', 'to-statement', 'to-permit', 'clocks', 'clocks-referral', 'clocks-reflection', 'clocks-residence', 'clocks-answers',
] as const
export type FactDimension = (typeof factDimensions)[number]

/** Dimensions of one axis are coarser and finer views of the same thing; figures of one axis are known again in every table. */
export const axisOf = (dimension: FactDimension): string => {
  switch (dimension) {
    case 'state': case 'outcome': return 'state'
    case 'age': case 'age-band': return 'age'
    case 'citizenship': case 'citizenship-group': return 'citizenship'
    case 'exploited-in': case 'exploited-where': return 'exploited-in'
    case 'detected-by': case 'service': return 'detected-by'
    case 'year': case 'month': return 'time'
    default: return dimension
  }
}

/** The fact that the database is asked for. */
export const factOf = (dimension: FactDimension): string => (dimension === 'citizenship-group' ? 'citizenship' : dimension === 'exploited-where' ? 'exploited-in' : dimension)

/** What the country names, so that a category without anybody shows its zero. */
export type KnownCodes = {
  readonly states: readonly { readonly key: string; readonly isEnd: boolean }[]
  /** The places of the way through the procedure, in order. */
  readonly places: readonly string[]
  readonly sectors: readonly string[]
  readonly forms: readonly string[]
  readonly districts: readonly string[]
  /** The reception centres. */
  readonly centres: readonly string[]
  /** The country whose citizens are its own. */
  readonly national: string
  readonly recordableFrom: CountingRules['recordableFrom']
}

export const rootCode = 'total'

// The Union's members on 1 February 2020 and since.
const union = new Set('AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' '))
export const citizenshipGroup = (country: string, national: string): string =>
  country === 'unknown' ? 'group:unknown' : country === national ? 'group:national' : union.has(country) ? 'group:eu' : 'group:other'

/** The kind of a service, as a service's own code begins with it. */
const kindOf = (service: string): string => service.split('/')[0] ?? service

/** What the table counts a person under, from what the database says of her. */
export const foldedCode = (dimension: FactDimension, code: string, { national }: KnownCodes): string =>
  dimension === 'citizenship-group' ? citizenshipGroup(code, national) : dimension === 'exploited-where' ? whereOf(code) : code

/** Whether an axis says how long something took, and whether it says how clocks were kept. */
export const isTime = (axis: string): boolean => axis.startsWith('to-')
export const isClocks = (axis: string): boolean => axis === 'clocks' || axis.startsWith('clocks-')

/** The bands of time in their order; whoever still waits stands in the last. */
export const spans = ['0-7', '8-30', '31-90', '91-180', '181+', 'not-yet'] as const

const under = (parent: string, codes: readonly string[]): Code[] => codes.map((code) => ({ code, parent }))
const childBands = ['0-11', '12-17', 'child-unknown']
const adultBands = ['18-24', '25-34', '35-49', '50+', 'adult-unknown']
const groups = ['group:national', 'group:eu', 'group:other', 'group:unknown']

/** The codes of a dimension under its root, those that the country knows and those that were met. The years are not here: a period has them. */
export function codesOf(dimension: Exclude<FactDimension, 'year' | 'month'>, met: readonly string[], known: KnownCodes): readonly Code[] {
  const flat = (codes: readonly string[]) => under(rootCode, [...codes, ...met.filter((code) => !codes.includes(code)).toSorted()])
  switch (dimension) {
    case 'state': {
      const [open, ended] = [known.states.filter(({ isEnd }) => !isEnd), known.states.filter(({ isEnd }) => isEnd)].map((states) => states.map(({ key }) => key)) as [string[], string[]]
      const strange = met.filter((code) => !open.includes(code) && !ended.includes(code))
      return [{ code: 'open', parent: rootCode }, ...under('open', [...open, ...strange]), ...under(rootCode, ended)]
    }
    case 'outcome': return flat(['open', ...known.states.filter(({ isEnd }) => isEnd).map(({ key }) => key)])
    case 'reached': return flat([beginning, ...known.places])
    case 'status': return flat(['presumed', 'identified'])
    case 'form': return flat(known.forms)
    case 'sector': return flat([...known.sectors, 'unknown'])
    case 'sex': return flat(['woman', 'man', 'other', 'unknown'])
    case 'age': return flat(['child', 'adult'])
    case 'age-band': return [{ code: 'child', parent: rootCode }, ...under('child', childBands), { code: 'adult', parent: rootCode }, ...under('adult', adultBands)]
    case 'citizenship-group': return flat(groups)
    case 'citizenship': return groups.flatMap((group) => {
      const countries = met.filter((code) => citizenshipGroup(code, known.national) === group).toSorted()
      return countries.length === 0 || group === 'group:unknown' ? [{ code: group, parent: rootCode }] : [{ code: group, parent: rootCode }, ...under(group, countries)]
    })
    case 'district': return flat([...known.districts, 'unknown'])
    case 'exploited-where': return flat(['here', 'abroad', 'both', 'unknown', 'not-collected'])
    case 'exploited-in': {
      const strange = met.filter((code) => code !== 'not-collected' && !known.districts.includes(code) && !(placesWithoutName as readonly string[]).includes(code)).toSorted()
      const within = (where: 'here' | 'abroad', named: readonly string[]) => under(where, [...named, ...strange.filter((code) => whereOf(code) === where), `${where}-several`, `${where}-unknown`])
      return [{ code: 'here', parent: rootCode }, ...within('here', known.districts), { code: 'abroad', parent: rootCode }, ...within('abroad', []), ...under(rootCode, ['both', 'unknown', 'not-collected'])]
    }
    case 'detected-by': return flat([])
    case 'service': return [...new Set(met.map(kindOf))].toSorted().flatMap((kind) => [{ code: kind, parent: rootCode }, ...under(kind, met.filter((code) => code !== kind && kindOf(code) === kind).toSorted())])
    case 'centre': return flat([...known.centres, 'none'])
    case 'clocks': case 'clocks-referral': case 'clocks-reflection': case 'clocks-residence': case 'clocks-answers': return flat(['kept', 'missed', 'running', 'no-clock'])
    default: return flat(spans)
  }
}
