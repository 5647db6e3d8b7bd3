import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { ProvenTable } from '../proven-table.ts'

/**
 * One part of a table as it leaves: proven cells, and which of them are provisional. `partial`: a service that owes it has handed in nothing, or has no
 * figure for a part. `twice`: several services are added up here, and each may have counted the same person.
 */
export const ShownPart = z.strictObject({ of: z.string(), table: ProvenTable, provisional: z.array(z.number()), partial: z.array(z.number()).optional(), twice: z.array(z.number()).optional() })
export type ShownPart = z.output<typeof ShownPart>
export type Mark = 'partial' | 'twice'
/** What has to be said of a figure where it stands: that it is not the whole, or may count somebody twice. */
export const marksOf = ({ partial, twice }: Pick<ShownPart, 'partial' | 'twice'>, cell: number): readonly Mark[] => [...(partial?.includes(cell) ? ['partial' as const] : []), ...(twice?.includes(cell) ? ['twice' as const] : [])]
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

type Known = { readonly value: number | null; readonly partial: boolean }
/**
 * Marks that a figure gets from where its population comes from. Not from which services found somebody in that very figure: that would tell of what the
 * gate hides whether all of it came from one.
 */
export const marksFrom = ({ source, deliveries, missing }: Origin, countsPersons: boolean, { value, partial }: Known): Readonly<Record<Mark, boolean>> => ({
  partial: value !== null && (partial || missing.length > 0),
  twice: value !== null && value > 0 && countsPersons && source === 'deliveries' && deliveries.length > 1,
})
/** Whose figures of victims a hand-over counts. */
export const sourceOf = (origins: readonly Origin[]): Origin['source'] => (origins.some(({ source }) => source === 'files') ? 'files' : 'deliveries')
export const About = z.strictObject({ countedOn: Day, threshold: z.number(), origins: z.array(Origin),
  /** Provisional is only what its service calls so; before, what was partial stood among it too. */
  provisionalAlone: z.literal(true).optional() })
export type About = z.output<typeof About>

/** What left, with its states and marks told apart as they are now, whenever it left. */
export const shownApart = (shown: readonly ShownTable[], { provisionalAlone }: About): readonly ShownTable[] => (provisionalAlone ? shown
  : shown.map(({ key, parts }) => ({ key, parts: parts.map((part) => ({ ...part, provisional: part.provisional.filter((cell) => !part.partial?.includes(cell)) })) })))
