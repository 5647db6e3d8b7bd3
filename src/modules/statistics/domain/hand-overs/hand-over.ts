import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { ProvenTable } from '../proven-table.ts'

/** One part of a table as it leaves: proven cells, and which of them are provisional. */
export const ShownPart = z.strictObject({ of: z.string(), table: ProvenTable, provisional: z.array(z.number()) })
export type ShownPart = z.output<typeof ShownPart>
/** A table of a hand-over as its recipient gets it. */
export const ShownTable = z.strictObject({ key: z.string(), parts: z.array(ShownPart) })
export type ShownTable = z.output<typeof ShownTable>

/** Where the figures of one population come from, and what would make them whole. */
export const Origin = z.strictObject({
  of: z.string(), item: z.string(), source: z.enum(['deliveries', 'files']), countedOn: Day.nullable(),
  deliveries: z.array(z.strictObject({ office: z.string(), revision: z.number(), on: Day, figures: z.number() })),
  /** Services that owe the item and have handed in none. */
  missing: z.array(z.string()),
})
export type Origin = z.output<typeof Origin>
export const About = z.strictObject({ countedOn: Day, threshold: z.number(), origins: z.array(Origin) })
export type About = z.output<typeof About>
