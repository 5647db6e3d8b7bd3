import { z } from 'zod'
import { readNews } from '#accounts'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { Instant } from '#vocabulary/instant'
import { getsCoded } from '#vocabulary/place'
import { isRefusal, refuse } from '#vocabulary/refusal'
import type { FactDimension } from '../domain/fact-dimensions.ts'
import { TableWish } from '../domain/table-wish.ts'
import { countPart } from './counting.ts'
import { asCounted, CountedTable } from './table-acts.ts'

/** By what an overview counts the persons of a year; each with women and men apart. */
const overviewOf: readonly FactDimension[] = ['form', 'sector', 'age-band', 'citizenship-group', 'district', 'state', 'month']

export const Numbers = z.strictObject({ year: z.number(), countedOn: Day, tables: z.array(z.strictObject({ wish: TableWish, table: CountedTable })), lookedAt: Instant.nullable() })
export type Numbers = z.infer<typeof Numbers>

export const showNumbers = route({
  name: 'numbers.show',
  kind: 'ask',
  for: getsCoded('residence', 'none'),
  about: 'The persons of a year by form, sector, age group, citizenship group, district, state and month, each by sex: the tables that may be built of them, live and as counted, for the analysis centre alone.',
  asks: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100).optional() }),
  gives: Numbers,
  async answers(call, asked) {
    const year = asked.year ?? Number(call.today.slice(0, 4))
    if (year > Number(call.today.slice(0, 4))) return refuse('year-in-future', { field: 'year' })
    const lookedAt = (await readNews(call.tx)).since
    const tables: Numbers['tables'] = []
    for (const rows of overviewOf) {
      const wish: TableWish = { rows, columns: 'sex', from: year, to: year }
      const counted = await countPart(call, wish)
      if (isRefusal(counted)) return counted
      tables.push({ wish, table: asCounted(counted) })
    }
    return { year, countedOn: call.today, tables, lookedAt }
  },
})
