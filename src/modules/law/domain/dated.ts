import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { Label } from '#vocabulary/language'

/** Who compared a fact with the text of the law, and when; `false` as long as nobody has. */
export const Verified = z.union([z.literal(false), z.strictObject({ by: z.string().min(1), on: Day })])
export type Verified = z.infer<typeof Verified>

export const ArticleKey = z.string().min(1)
export type ArticleKey = z.infer<typeof ArticleKey>

/** What every row of law carries: the days on which it is in force (both included), its articles, and whether it was checked. */
export const rowShape = {
  from: Day,
  to: Day.optional(),
  law: z.array(ArticleKey).min(1),
  verified: Verified,
  note: z.string().optional(),
}
export type Row = {
  readonly from: Day
  readonly to?: Day | undefined
  readonly law: readonly ArticleKey[]
  readonly verified: Verified
  readonly note?: string | undefined
}

/** One thing of the law under one name, as rows of which exactly one is in force on any day between the first and the last. */
export type Dated<R extends Row> = {
  readonly key: string
  readonly label: Label
  /** `opening`: a file keeps the row of the day on which it was opened. `step-day`: the transitional rule takes the row of the day of the step. */
  readonly appliesTo: 'opening' | 'step-day'
  readonly rows: readonly R[]
}

export const dated = <S extends z.ZodType<Row>>(row: S) =>
  z.strictObject({
    key: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9-]*$/),
    label: Label,
    appliesTo: z.enum(['opening', 'step-day']).default('opening'),
    rows: z.array(row).min(1),
  })

/** The row in force on a day, or nothing when the thing did not exist then. */
export const inForceOn = <R extends { readonly from: Day; readonly to?: Day | undefined }>(rows: readonly R[], on: Day): R | undefined =>
  rows.find((row) => row.from <= on && (row.to === undefined || on <= row.to))
