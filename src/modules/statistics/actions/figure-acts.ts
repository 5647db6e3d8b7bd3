import { z } from 'zod'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route, type ValueOf } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { notFound } from '#vocabulary/refusal'
import { KeptDefinition } from '../domain/kept-definitions.ts'
import { ProvenTable } from '../domain/proven-table.ts'
import { ReleaseMethod } from '../domain/release-method.ts'
import { ReleaseRule } from '../domain/release-rule.ts'
import { isBySex, ReleaseWish } from '../domain/release-wish.ts'
import { listHandedOverInForce, yearsHandedOver } from '../store/hand-over-rows.ts'
import { findRelease, listReleases, listReleasesOf } from '../store/release-rows.ts'

/** Older ones stand on the page of hand-overs. */
const mostNamed = 12

const Listed = z.strictObject({ number: z.number(), wish: ReleaseWish, countedOn: Day, releasedOn: Day })
export const listFigures = route({
  name: 'figure.list', kind: 'ask', for: 'anyone',
  about: 'Every table that has been released, the latest first, a page at a time; the yearly tables that were handed over, and for which years there are figures for the government report.',
  asks: z.strictObject({ page: PageNumber }),
  gives: z.strictObject({ figures: z.array(Listed), ...pageShape, handedOver: z.array(z.strictObject({ number: z.number(), recipient: z.string(), year: z.number(), releasedOn: Day })), reports: z.array(z.number()) }),
  async answers({ tx, installation: { handOvers } }, { page }) {
    const { rows, ...place } = await listReleases(tx, { page, size: 50 })
    return { figures: [...rows], ...place, handedOver: [...await listHandedOverInForce(tx, mostNamed)], reports: [...await yearsHandedOver(tx, handOvers.report.map(({ table }) => table))] }
  },
})

export type FigureLists = ValueOf<typeof listFigures>
export type ListedFigure = z.output<typeof Listed>

/** A released table. Its cells are proven ones: a table that has not passed the gate does not compile here. */
export const Figure = z.strictObject({ number: z.number(), wish: ReleaseWish, countedOn: Day, releasedOn: Day, method: ReleaseMethod, table: ProvenTable,
  /** As it was when the table was released, and the versions of the codebook by which it is read; null where they were not kept then. */
  rule: ReleaseRule, definitions: z.array(KeptDefinition).nullable() })
export type Figure = z.output<typeof Figure>

export const showFigure = route({
  name: 'figure.show', kind: 'ask', for: 'anyone',
  about: 'One released table under its permanent number, with what is needed to read it: what was counted, on which day, and how it was made safe.',
  asks: z.strictObject({ number: z.coerce.number().int().min(1).max(1_000_000) }), gives: z.strictObject({ ...Figure.shape, /** The number of the same table by sex. */ bySex: z.number().nullable() }),
  async answers(call, { number }) {
    const figure = await readFigure(call, number)
    if (!figure) return notFound
    const others = await listReleasesOf(call.tx, figure.wish)
    return { ...figure, bySex: others.find(({ wish }) => isBySex(wish, figure.wish))?.number ?? null }
  },
})

/** A released table by its number, as everybody may read it. */
export async function readFigure({ tx }: Pick<Call, 'tx'>, number: number): Promise<Figure | undefined> {
  const found = await findRelease(tx, number)
  if (!found) return undefined
  const { wish, countedOn, releasedOn, method, shown, rule, definitions } = found
  return { number, wish, countedOn, releasedOn, method, table: shown, rule, definitions: definitions && [...definitions] }
}
