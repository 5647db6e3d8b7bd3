import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { Label, languages } from '#vocabulary/language'
import { Verified } from '#law'

const Key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

export const audiences = ['adult', 'child'] as const
export type Audience = (typeof audiences)[number]

export const strengths = ['strong', 'medium', 'weak'] as const
export const Strength = z.enum(strengths)
export type Strength = z.infer<typeof Strength>

/** What a dimension of a list is about; the second step of the ILO method combines these six. */
export const dimensionParts = [
  'deception', 'coercion-in-recruitment', 'vulnerability-in-recruitment', 'exploitation', 'coercion', 'vulnerability',
] as const
export const DimensionPart = z.enum(dimensionParts)
export type DimensionPart = z.infer<typeof DimensionPart>

export const IndicatorRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('at-least'), count: z.int().min(1) }),
  z.strictObject({ kind: z.literal('dimensions') }),
  z.strictObject({ kind: z.literal('none') }),
])
export type IndicatorRule = z.infer<typeof IndicatorRule>

export const IndicatorItem = z.strictObject({
  key: Key,
  /** Items of several lists with the same sign are answered by one tick; without it the item is a sign of its own. */
  sign: Key.optional(),
  text: Label,
  hint: Label.optional(),
  strength: z.strictObject({ adult: Strength.optional(), child: Strength.optional() }).optional(),
  dimension: Key.optional(),
  sector: z.array(Key).optional(),
})
export type IndicatorItem = z.infer<typeof IndicatorItem>

export const IndicatorPack = z
  .strictObject({
    key: Key,
    version: z.string().min(1),
    from: Day,
    to: Day.optional(),
    source: z.string().min(1),
    url: z.url().optional(),
    licence: z.string().min(1),
    verified: Verified,
    title: Label,
    audience: z.enum(['adult', 'child', 'both']),
    rule: IndicatorRule,
    dimensions: z.array(z.strictObject({ key: Key, part: DimensionPart, title: Label })).optional(),
    items: z.array(IndicatorItem),
  })
  .superRefine((pack, check) => {
    const fault = (message: string, ...path: (string | number)[]) => check.addIssue({ code: 'custom', message, path })
    if (pack.to && pack.to < pack.from) fault('ends before it begins', 'to')
    if (pack.rule.kind === 'at-least' && pack.items.length > 0 && pack.rule.count > pack.items.length)
      fault(`asks for ${pack.rule.count} signs but the list has only ${pack.items.length}`, 'rule', 'count')
    const seen = new Set<string>()
    const signs = new Set<string>()
    const dimensions = new Set(pack.dimensions?.map((dimension) => dimension.key))
    pack.items.forEach((item, index) => {
      if (seen.has(item.key)) fault(`the key ${item.key} is used twice`, 'items', index, 'key')
      seen.add(item.key)
      if (item.sign && signs.has(item.sign)) fault(`the sign ${item.sign} is used twice in one list`, 'items', index, 'sign')
      if (item.sign) signs.add(item.sign)
      if (item.dimension && !dimensions.has(item.dimension))
        fault(`the dimension ${item.dimension} is not among the dimensions of this list`, 'items', index, 'dimension')
      if (pack.rule.kind !== 'dimensions') return
      if (!item.dimension) fault('needs a dimension, because the rule counts by dimension', 'items', index, 'dimension')
      if (!item.strength?.adult && !item.strength?.child)
        fault('needs a strength for adults or for children, because the rule weighs signs', 'items', index, 'strength')
    })
    if (pack.rule.kind !== 'dimensions') return
    for (const part of dimensionParts) {
      const found = pack.dimensions?.filter((dimension) => dimension.part === part).length ?? 0
      if (found !== 1) fault(`needs exactly one dimension for the part ${part}, and has ${found}`, 'dimensions')
    }
  })
export type IndicatorPack = z.infer<typeof IndicatorPack>

/** A fault in a list of signs: where it is and what would be right. */
export type PackFault = { readonly at: string; readonly says: string }

export const isPackFaults = (value: IndicatorPack | readonly PackFault[]): value is readonly PackFault[] => Array.isArray(value)

/** The list of signs, or every fault in it with its place and a sentence. */
export function parseIndicatorPack(raw: unknown): IndicatorPack | readonly PackFault[] {
  const parsed = IndicatorPack.safeParse(raw)
  if (parsed.success) return parsed.data
  return parsed.error.issues.map((issue) => ({ at: issue.path.join('.') || 'the list itself', says: sentenceOf(issue) }))
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const last = String(issue.path.at(-1) ?? '')
  if (issue.code === 'custom') return issue.message
  if (issue.code === 'unrecognized_keys') return `does not know ${issue.keys.join(', ')}; remove it or correct its spelling`
  if (languages.some((language) => language === last)) return `a text in the language “${last}” is missing; every text is given in en, nl, fr and de`
  if (issue.code === 'invalid_type') return `expects ${issue.expected}, and found nothing or something else`
  if (issue.code === 'invalid_value') return `expects one of: ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_format' && issue.format === 'regex' && ['from', 'to', 'on'].includes(last)) return 'expects a day as YYYY-MM-DD'
  if (issue.code === 'invalid_format' && issue.format === 'regex') return 'expects small letters, digits and single hyphens, such as no-free-movement'
  if (issue.code === 'invalid_format' && issue.format === 'url') return 'expects a full web address, beginning with https://'
  if (issue.code === 'too_small') return 'is empty or too small'
  return issue.message
}

/** The items that count for an adult or for a child: in a weighed list, those with a strength for that audience. */
export function itemsFor(pack: IndicatorPack, audience: Audience): readonly IndicatorItem[] {
  if (pack.audience !== 'both' && pack.audience !== audience) return []
  if (pack.rule.kind !== 'dimensions') return pack.items
  return pack.items.filter((item) => item.strength?.[audience] !== undefined)
}

/** The name under which an item is observed: shared by lists that mean the same sign. */
export const signOf = (pack: IndicatorPack, item: IndicatorItem): string => item.sign ?? `${pack.key}.${item.key}`

/** The lists in force on a day for an adult or for a child. */
export const packsFor = (packs: readonly IndicatorPack[], audience: Audience, today: Day): readonly IndicatorPack[] =>
  packs.filter((pack) => pack.from <= today && (!pack.to || today <= pack.to) && (pack.audience === 'both' || pack.audience === audience))

/** The ticks that a screen offers: each sign once, however many lists hold it; with a sector, only signs of that sector and of every sector. */
export function signsOf(
  packs: readonly IndicatorPack[],
  of: { readonly audience: Audience; readonly today: Day; readonly sector?: string },
): readonly { readonly sign: string; readonly text: Label; readonly hint?: Label; readonly lists: readonly string[] }[] {
  const signs = new Map<string, { sign: string; text: Label; hint?: Label; lists: string[] }>()
  for (const pack of packsFor(packs, of.audience, of.today))
    for (const item of itemsFor(pack, of.audience)) {
      if (of.sector && item.sector && !item.sector.includes(of.sector)) continue
      const sign = signOf(pack, item)
      const known = signs.get(sign)
      if (known) known.lists.push(pack.key)
      else signs.set(sign, { sign, text: item.text, ...(item.hint && { hint: item.hint }), lists: [pack.key] })
    }
  return [...signs.values()]
}
