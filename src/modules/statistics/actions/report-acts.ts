import { z } from 'zod'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { refuse } from '#vocabulary/refusal'
import { About, ShownTable } from '../domain/hand-overs/hand-over.ts'
import { ReleaseWish } from '../domain/release-wish.ts'
import { listHandedOverOf } from '../store/hand-over-rows.ts'
import { listReleasesOf } from '../store/release-rows.ts'

const Section = z.strictObject({
  key: z.string(), table: z.string(),
  /** To whom a table of this kind goes: there it can be released. */
  recipients: z.array(z.string()),
  released: z.strictObject({ number: z.number(), recipient: z.string(), releasedOn: Day, table: ShownTable, about: About }).nullable(),
})
export const NationalReport = z.strictObject({ year: z.number(), prepares: z.boolean(), sections: z.array(Section), figures: z.array(z.strictObject({ number: z.number(), wish: ReleaseWish })) })
export type NationalReport = z.output<typeof NationalReport>

export const showNationalReport = route({
  name: 'handover.show-report', kind: 'ask', for: 'anyone',
  about: 'The national figures of a year for the government report: released tables and nothing else, each under its number, and which of them are not released yet.',
  asks: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }), gives: NationalReport,
  async answers({ tx, actor, today, installation: { handOvers } }, { year }) {
    if (year >= Number(today.slice(0, 4))) return refuse('year-not-over', { field: 'year', with: { year: Number(today.slice(0, 4)) - 1 } })
    const handed = await listHandedOverOf(tx, year)
    const sections = handOvers.report.map(({ key, table }) => {
      const latest = handed.find(({ shown }) => shown.some((each) => each.key === table))
      const shown = latest?.shown.find((each) => each.key === table)
      return {
        key, table, recipients: handOvers.tables.find((each) => each.key === table)?.recipients ?? [],
        released: latest && shown ? { number: latest.number, recipient: latest.recipient, releasedOn: latest.releasedOn, table: shown, about: latest.about } : null,
      }
    })
    const figures = (await listReleasesOf(tx, { from: year, to: year })).map(({ number, wish }) => ({ number, wish }))
    return { year, prepares: actor?.officeKind === 'analysis-centre', sections, figures }
  },
})
