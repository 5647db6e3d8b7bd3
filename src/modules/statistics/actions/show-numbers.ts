import { z } from 'zod'
import { readNews } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { addMonths, Day, day } from '#vocabulary/day'
import { refuse } from '#vocabulary/refusal'
import { Instant } from '#vocabulary/instant'
import { getsCoded } from '#vocabulary/place'
import { countTable, safeFigures, type Count } from '../domain/count-table.ts'
import { usualRule } from '../domain/sensitive-cells.ts'
import type { Table } from '../domain/table.ts'
import { countPersons, dimensions, type Dimension } from '../store/person-counts.ts'
import { safeTables } from '../store/safe-tables.ts'

const figure = z.strictObject({ category: z.string(), shown: z.union([z.number(), z.literal('hidden'), z.literal('not-known')]) })
const table = z.strictObject({ dimension: z.enum(dimensions), total: z.union([z.number(), z.literal('hidden')]), figures: z.array(figure) })
export const Numbers = z.strictObject({ from: Day, to: Day, tables: z.array(table), lookedAt: Instant.nullable() })
export type Numbers = z.infer<typeof Numbers>

export const showNumbers = route({
  name: 'numbers.show',
  kind: 'ask',
  for: getsCoded('residence', 'none'),
  about: 'Persons by state, form, sex, age group, citizenship group and month, with small figures hidden so that no sum gives them away.',
  asks: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  gives: Numbers,
  async answers(call, { year }) {
    const from = day(`${year ?? call.today.slice(0, 4)}-01-01`)
    const to = day(`${from.slice(0, 4)}-12-31`)
    if (from > call.today) return refuse('year-in-future', { field: 'year' })
    // Whose first page this is, is told when she last looked, and no number: what came in between would show what the tables hide.
    const isFirstPage = call.actor.officeKind === 'analysis-centre' || call.actor.officeKind === 'rapporteur'
    const lookedAt = isFirstPage ? (await readNews(call.tx)).since : null
    const counted: Table[] = []
    for (const dimension of dimensions) counted.push(await tableOf(call, dimension, from, to))
    // A table of one dimension has no row whose people could all sit in one category.
    const safe = await safeTables(counted, { ...usualRule, oneCategory: 'no' })
    return { from, to, lookedAt, tables: safe.flatMap((table, index) => {
      const dimension = dimensions[index]
      const { total, figures } = safeFigures(table)
      return dimension ? [{ dimension, total, figures: [...figures] }] : []
    }) }
  },
})

async function tableOf(call: Call<Actor>, dimension: Dimension, from: Day, to: Day): Promise<Table> {
  const counted = await countPersons(call.tx, dimension, from, to)
  const known = categoriesOf(call, dimension, from).map((category): Count => ({ category, persons: personsIn(dimension, counted, category) }))
  return countTable(dimension, [...known, ...unknownOf(counted)], { people: `opened from ${from} to ${to}`, countedOn: call.today })
}

/** The months of a year up to today, so that a month without anybody shows its zero; other dimensions name their own categories. */
function categoriesOf({ today, installation }: Call<Actor>, dimension: Dimension, from: Day): readonly string[] {
  switch (dimension) {
    case 'month': return Array.from({ length: 12 }, (_, index) => addMonths(from, index).slice(0, 7)).filter((month) => month <= today.slice(0, 7))
    case 'sex': return ['woman', 'man', 'other']
    case 'age-group': return ['adult', 'child']
    case 'citizenship-group': return ['national', 'eu', 'other']
    case 'state': return installation.pack.procedure.states.map(({ key }) => key)
    case 'form': return ['sexual', 'labour', 'begging', 'criminal', 'organs', 'other']
  }
}

// The Union's members on 1 February 2020 and since.
const union = new Set('AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' '))
const groupOf = (category: string): string => (category === 'national' ? 'national' : union.has(category) ? 'eu' : 'other')

function personsIn(dimension: Dimension, counted: readonly { category: string | null; persons: number }[], category: string): number {
  return counted
    .filter((row) => row.category !== null && (dimension === 'citizenship-group' ? groupOf(row.category) : row.category) === category)
    .reduce((sum, { persons }) => sum + persons, 0)
}

/** Files that do not say are a category of their own: they are counted, and they are no zero of another. */
const unknownOf = (counted: readonly { category: string | null; persons: number }[]): Count[] => {
  const unknown = counted.filter(({ category }) => category === null || category === 'unknown').reduce((sum, { persons }) => sum + persons, 0)
  return unknown > 0 ? [{ category: 'unknown', persons: unknown }] : []
}
