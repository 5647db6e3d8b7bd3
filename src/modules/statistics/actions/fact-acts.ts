import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { getsCoded } from '#vocabulary/place'
import { isRefusal } from '#vocabulary/refusal'
import { axisOf, codesOf, factDimensions, factOf, foldedCode, type FactDimension } from '../domain/fact-dimensions.ts'
import { onlyOf, TableWish } from '../domain/table-wish.ts'
import { codedFacts, countFacts } from '../store/fact-counts.ts'
import { knownCodes, refusalOfWish } from './counting.ts'

/** The codes of a fact by which some people only can be counted. */
export const Filter = z.strictObject({ dimension: z.enum(factDimensions), codes: z.array(z.string()) })
export type Filter = z.output<typeof Filter>
export const filterable = factDimensions.filter((each) => axisOf(each) !== 'time')

/** Facts of which the country does not name every code: those that were met are asked for. */
const metAlone: ReadonlySet<FactDimension> = new Set<FactDimension>(['citizenship', 'exploited-in', 'detected-by', 'service'])

/** The innermost codes of a fact, the same that its tables have; what a coarser view of it has, that view offers. */
export async function filterOf({ tx, today, installation }: Call<Actor>, dimension: FactDimension, { from, to }: { readonly from: number; readonly to: number }): Promise<Filter> {
  if (dimension === 'year' || dimension === 'month') return { dimension, codes: [] }
  const met = metAlone.has(dimension) ? (await countFacts(tx, [dimension], { from, to, today, rules: installation.counting })).map(({ codes }) => codes[0] ?? '') : []
  const codes = codesOf(dimension, met, knownCodes(installation))
  const isInner = (code: string) => !codes.some(({ parent }) => parent === code) && !(dimension === 'citizenship' && code.startsWith('group:'))
  return { dimension, codes: codes.flatMap(({ code }) => (isInner(code) ? [code] : [])) }
}

const maybe = <T extends z.ZodType>(type: T) => z.preprocess((value) => (value === '' ? undefined : value), type.optional())
const year = maybe(z.coerce.number().int().min(2000).max(2100))
const onAPage = 20
/** More than these are no page of a list and no file to work with. */
const mostTaken = 200_000

const Person = z.strictObject({ pseudonym: z.string(), facts: z.record(z.string(), z.string()), steps: z.array(z.strictObject({ step: z.string(), days: z.number() })) })
const Persons = z.strictObject({ from: z.number(), to: z.number(), only: TableWish.shape.only, persons: z.array(Person), count: z.number(), page: z.number(), pages: z.number(), filter: Filter.optional() })
export type Persons = z.output<typeof Persons>

export const showFacts = route({
  name: 'table.show-facts', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'Every person of some years as coded facts, with all her steps in order and the days since the opening of her file, page by page in an order that says nothing. Each has a pseudonym that stays the same here and leads nowhere else: no reference, no name, no day and no id of a file. `all` gives every page at once, `filter` the codes of a fact by which some can be asked for.',
  asks: z.strictObject({ from: year, to: year, only: TableWish.shape.only, page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1), all: z.literal('yes').optional(), filter: maybe(z.enum(factDimensions)) }), gives: Persons,
  async answers(call, asked) {
    const { tx, today, installation } = call
    const to = asked.to ?? asked.from ?? Number(today.slice(0, 4))
    const span = { from: asked.from ?? to, to }
    const only = onlyOf(TableWish.parse({ rows: 'year', only: asked.only, ...span }))
    const refused = refusalOfWish({ rows: 'year', only: asked.only, ...span }, today)
    if (isRefusal(refused)) return refused
    const asking = { ...span, today, rules: installation.counting }
    const known = knownCodes(installation)
    const counted = await countFacts(tx, [only ? factOf(only.dimension) : 'year'], asking)
    const among = counted.filter(({ codes: [code = ''] }) => !only || foldedCode(only.dimension, code, known) === only.code)
    const count = among.reduce((sum, { persons }) => sum + persons, 0)
    const pages = Math.max(1, Math.ceil(count / onAPage))
    const page = Math.min(asked.page, pages)
    const persons = await codedFacts(tx, asking, {
      only: only && { fact: factOf(only.dimension), among: among.map(({ codes: [code = ''] }) => code) }, ...(asked.all ? { most: mostTaken, skipped: 0 } : { most: onAPage, skipped: (page - 1) * onAPage }),
    })
    return { ...span, only: asked.only, persons: persons.map(({ facts, steps, pseudonym }) => ({ pseudonym, facts: { ...facts }, steps: [...steps] })), count, page, pages, ...(asked.filter ? { filter: await filterOf(call, asked.filter, span) } : {}) }
  },
})

/** The facts of a person that are shown of her, in their order; of two views of one fact the finer. */
export const shownFacts: readonly FactDimension[] = factDimensions.filter((each) => !['year', 'age', 'detected-by'].includes(each) && factOf(each) === each)
