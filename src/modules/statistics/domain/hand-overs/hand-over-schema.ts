import { z } from 'zod'
import type { Codebook } from '#codebook'
import { Verified } from '#law'
import { Day } from '#vocabulary/day'
import { Label } from '#vocabulary/language'

const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const monthAndDay = z.string().regex(/^\d\d-\d\d$/)

/** What a table of a hand-over is broken down by: a variable of the codebook, or one in coarser groups. */
export const views = ['status', 'organisation', 'sex', 'age-group', 'citizenship-group', 'form', 'form-group', 'offence', 'decision', 'document', 'reception-count', 'inspection-count', 'phenomenon', 'sector', 'district'] as const
export const View = z.enum(views)
export type View = z.infer<typeof View>

const Recipient = z.strictObject({ key, label: Label, about: Label, law: z.string().min(1), source: z.string().min(1), verified: Verified })
export type Recipient = z.infer<typeof Recipient>

/** Whom or what figures count: an item that services hand over, some codes of it only, and whether the files kept here can be counted in its place. */
const Counted = z.strictObject({ key, item: key, label: Label, only: z.record(key, z.array(key).min(1)).default({}), files: z.boolean().default(false), persons: z.boolean().default(false),
  /** What has to be said wherever its figures stand. */ note: Label.optional() })
export type Counted = z.infer<typeof Counted>

const HandOverTable = z.strictObject({
  key, recipients: z.array(key).min(1), place: z.string().min(1), label: Label, source: z.string().min(1), verified: Verified,
  by: z.array(View).min(1).max(2),
  /** Each part counts something of its own by the same breakdown; `code` is its code in the column that tells them apart. */
  parts: z.array(z.strictObject({ of: key, code: z.string().min(1) })).min(1),
  sdmx: z.strictObject({ structure: z.string().regex(/^[A-Z]+:[A-Z0-9_]+\(\d+\.\d+\)$/), column: z.string().min(1), verified: Verified }).optional(),
})
export type HandOverTable = z.infer<typeof HandOverTable>

/** The column of a breakdown and the code of its total; the other codes are the codebook's. */
const Column = z.strictObject({ view: View, column: z.string().min(1), total: z.string().min(1), verified: Verified })
export type OutwardColumn = z.infer<typeof Column>

/** By when the figures of a year are due in the year after it. */
const Due = z.strictObject({ from: Day, to: Day.optional(), recipients: z.array(key).min(1), inPrinciple: monthAndDay, atLatest: monthAndDay, law: z.string().min(1), source: z.string().min(1), verified: Verified })
const Owed = z.strictObject({ item: key, offices: z.array(key).min(1), from: Day, to: Day.optional(), source: z.string().min(1), verified: Verified })

/** What every country may hand over. */
export const Scheme = z.strictObject({
  recipients: z.array(Recipient).default([]), counted: z.array(Counted).default([]), tables: z.array(HandOverTable).default([]),
  columns: z.array(Column).default([]),
})
/** What one country hands over, by when, and who owes it what. */
export const NationalScheme = z.strictObject({
  recipients: z.array(key), own: z.array(Recipient).default([]), due: z.array(Due).default([]), owed: z.array(Owed).default([]),
  counted: z.array(Counted).default([]), tables: z.array(HandOverTable).default([]), report: z.array(z.strictObject({ key, table: key })).default([]),
})

export type HandOvers = {
  readonly recipients: readonly Recipient[]
  readonly counted: readonly Counted[]
  readonly tables: readonly HandOverTable[]
  readonly columns: readonly OutwardColumn[]
  readonly due: readonly z.infer<typeof Due>[]
  readonly owed: readonly z.infer<typeof Owed>[]
  readonly report: readonly { readonly key: string; readonly table: string }[]
}

/** The variable of the codebook that a breakdown reads. */
export const variableOf = (view: View): string => (view === 'citizenship-group' ? 'citizenship' : view === 'form-group' ? 'form' : view)

/**
 * Codes of the codebook under which a sum of money stands, by their variable. No such sum leaves: it is no count, so no threshold says when it is of enough
 * files, and nearly all of it may be of a single one.
 */
const money: Readonly<Record<string, readonly string[]>> = { 'financial-count': ['euro'] }

/** Everything that is wrong in well-formed hand-overs, a sentence each. */
export function checkHandOvers({ recipients, counted, tables, report, owed, due }: HandOvers, book: Codebook): readonly string[] {
  const named = (list: readonly { readonly key: string }[], wanted: string) => list.some(({ key: each }) => each === wanted)
  return [
    ...[recipients, counted, tables].flatMap((list) => list.filter(({ key: each }, index) => list.findIndex((other) => other.key === each) !== index).map(({ key: each }) => `${each} stands twice; keep one`)),
    ...counted.filter(({ item }) => !named(book.items, item)).map(({ key: each, item }) => `counted › ${each}: the codebook has no item ${item}`),
    ...counted.flatMap(({ key: each, item, only }) => (book.items.find(({ key: one }) => one === item)?.variables ?? []).filter(({ key: variable }) => (money[variable] ?? []).some((code) => only[variable]?.includes(code) ?? true))
      .map(({ key: variable }) => `counted › ${each}: a sum of money never leaves; name in \`only\` the codes of ${variable} without ${(money[variable] ?? []).join(', ')}`)),
    ...owed.filter(({ item }) => !named(book.items, item)).map(({ item }) => `owed › ${item}: the codebook has no such item`),
    ...due.flatMap(({ recipients: whom }) => whom.filter((each) => !named(recipients, each))).map((each) => `due: there is no recipient ${each}`),
    ...report.filter(({ table }) => !named(tables, table)).map(({ key: each, table }) => `report › ${each}: there is no table ${table}`),
    ...tables.flatMap(({ key: each, parts, by }) => [
      ...parts.filter(({ of }) => !named(counted, of)).map(({ of }) => `tables › ${each}: nothing is counted as ${of}`),
      ...parts.flatMap(({ of }) => by.filter((view) => !(book.items.find(({ key: item }) => item === counted.find((one) => one.key === of)?.item)?.variables ?? []).some((variable) => variable.key === variableOf(view)))
        .map((view) => `tables › ${each}: what is counted as ${of} has no ${variableOf(view)}`)),
    ]),
  ]
}
