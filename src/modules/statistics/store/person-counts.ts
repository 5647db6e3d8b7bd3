import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'

export const dimensions = ['state', 'form', 'sex', 'age-group', 'citizenship-group', 'month'] as const
export type Dimension = (typeof dimensions)[number]

/** How many persons fall into each category of a dimension; the category is null where a file does not say. */
export async function countPersons(tx: Tx, dimension: Dimension, from: Day, to: Day): Promise<readonly { readonly category: string | null; readonly persons: number }[]> {
  const { rows } = await sql<{ category: string | null; persons: number }>`
    select category, persons from statistics.count_persons(${dimension}, ${from}, ${to})`.execute(tx)
  return rows
}
