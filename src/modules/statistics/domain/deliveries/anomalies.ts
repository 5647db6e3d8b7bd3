import type { AnomalyRule } from '#codebook'
import { atKey, marginKey, type Margin, type Margins, type WrittenTotal } from './margins.ts'

/** What a rule found: where, what stands there, and what it was held against. */
export type Finding = { readonly rule: string; readonly year: number; readonly at: Readonly<Record<string, string>>; readonly now: number | null; readonly against: number | null }
/** A rule that was looked at: how often there was something to compare, and what was found. */
export type Looked = { readonly rule: string; readonly looked: number; readonly findings: readonly Finding[] }

export type Digest = { readonly margins: Margins; readonly totals: readonly WrittenTotal[] }
export type Delivered = { readonly item: string; readonly digest: Digest
  /** The kind of service that hands it over. */
  readonly officeKind: string
  /** What the same service handed over of the same item for other years. */
  readonly others: readonly Digest[]
  /** What can be read of other items, all services together. */
  readonly beside: (item: string) => readonly Digest[] }

/** By which name a finding is answered: its rule, its year and its codes. */
export const findingKey = ({ rule, year, at }: Pick<Finding, 'rule' | 'year' | 'at'>): string => `${rule} ${year} ${atKey(at)}`

/** Looks at a delivery by every rule of the codebook. Nothing is stopped by what is found. */
export const lookAt = (rules: readonly AnomalyRule[], delivered: Delivered): readonly Looked[] => rules.map((rule) => ({ rule: rule.key, ...byRule(rule, delivered) }))

type Found = Omit<Looked, 'rule'>

function byRule(rule: AnomalyRule, delivered: Delivered): Found {
  const { digest: { margins, totals } } = delivered
  const finding = (year: number, at: Margin['at'], now: number | null, against: number | null): Finding => ({ rule: rule.key, year, at, now, against })
  switch (rule.kind) {
    case 'sum': return { looked: totals.length, findings: totals.filter(({ total, low, high }) => total < low || total > high).map(({ year, at, total, low, high }) => finding(year, at, total, total < low ? low : high)) }
    case 'part': return { looked: totals.length, findings: totals.filter(({ total, largest }) => largest > total).map(({ year, at, total, largest }) => finding(year, at, largest, total)) }
    case 'jump': return pairs([...margins.values()].flatMap((margin) => {
      const before = earlier(delivered, margin.year - 1, margin.at)?.value ?? null
      if (margin.value === null || before === null || margin.missing > 0) return []
      const [less, more] = [Math.min(margin.value, before), Math.max(margin.value, before)]
      return [more - less >= rule.least && more >= rule.times * less ? finding(margin.year, margin.at, margin.value, before) : null]
    }))
    case 'zero-after': return pairs([...margins.values()].flatMap((margin) => {
      const before = yearsBefore(delivered, margin, rule.years)
      if (before === undefined) return []
      return [margin.value === 0 && margin.missing === 0 && before.every((value) => value > 0) ? finding(margin.year, margin.at, 0, before[0] ?? null) : null]
    }))
    case 'blank-after': {
      const years = [...new Set([...margins.values()].map(({ year }) => year))]
      const lines = new Map([delivered.digest, ...delivered.others].flatMap((digest) => [...digest.margins.values()].map(({ at }) => [atKey(at), at] as const)))
      return pairs(years.flatMap((year) => [...lines.values()].flatMap((at) => {
        const before = yearsBefore(delivered, { year, at }, rule.years)
        if (before === undefined) return []
        return [(margins.get(marginKey(year, at))?.value ?? null) === null ? finding(year, at, null, before[0] ?? null) : null]
      })))
    }
    case 'holds-none': {
      if (rule.item !== delivered.item || rule.officeKind !== delivered.officeKind) return { looked: 0, findings: [] }
      const own = [...margins.values()].filter(({ at }) => atKey(at) === atKey(rule.at))
      return { looked: own.length, findings: own.flatMap(({ year, at, value }) => (value !== null && value > 0 ? [finding(year, at, value, 0)] : [])) }
    }
    case 'exceeds': {
      if (rule.item !== delivered.item) return { looked: 0, findings: [] }
      const beside = rule.over.item === delivered.item ? [delivered.digest] : delivered.beside(rule.over.item)
      const apart = Object.keys(rule.at).length
      return pairs([...margins.values()].flatMap((margin) => {
        if (margin.value === null || !Object.entries(rule.at).every(([key, code]) => margin.at[key] === code) || (apart === 0 && Object.keys(margin.at).length > 0)) return []
        const over = beside.flatMap((digest) => digest.margins.get(marginKey(margin.year, { ...margin.at, ...rule.over.at })) ?? [])
        if (over.length === 0 || over.some(({ missing, value }) => missing > 0 || value === null)) return []
        const sum = over.reduce((all, { value }) => all + (value ?? 0), 0)
        return [margin.value > sum ? finding(margin.year, margin.at, margin.value, sum) : null]
      }))
    }
  }
}

const pairs = (compared: readonly (Finding | null)[]): Found => ({ looked: compared.length, findings: compared.filter((each) => each !== null) })

/** The same figure in another year, from this delivery or another of the same service. */
function earlier({ digest, others }: Delivered, year: number, at: Margin['at']): Margin | undefined {
  const key = marginKey(year, at)
  return digest.margins.get(key) ?? others.map(({ margins }) => margins.get(key)).find((margin) => margin !== undefined)
}

/** The figures of each of the years before, the last first; undefined where one of them has none. */
function yearsBefore(delivered: Delivered, { year, at }: Pick<Margin, 'year' | 'at'>, years: number): readonly number[] | undefined {
  const values = Array.from({ length: years }, (_, index) => earlier(delivered, year - 1 - index, at)?.value ?? null)
  return values.every((value) => value !== null) ? values : undefined
}
