import { sql } from 'kysely'
import type { Actor } from '#platform/doors/actor'
import { rightsOf } from '#vocabulary/compartments'
import type { OfficeKind } from '#vocabulary/office-kind'
import type { Place } from '#vocabulary/place'
import { acting, partyRelations, type PartyRelation, type Relation } from '#vocabulary/relation'
import type { Belgium } from './belgium.ts'
import type { Ids } from './filled-file.ts'

/** One way of standing to a file: whose it is made, for how long, and what the table of compartments may then be asked with. */
export type Standing = {
  readonly name: string
  /** Which of the files of the test is meant. */
  readonly file: 'open' | 'conflict' | 'sealed' | 'waiting'
  readonly stands: (kind: OfficeKind) => readonly Relation[]
  readonly begin: (be: Belgium, ids: Ids, who: Actor, colleague: Actor) => Promise<void>
}

/** The relation in which an office of this kind stands closest to a file. */
const closest = (kind: OfficeKind): PartyRelation => (kind === 'reception-centre' ? 'centre' : (acting.find((relation) => relation === kind) ?? 'reporter'))

const put = async (be: Belgium, file: unknown, { office, account, relation, ended = false }: { office: string; account?: string; relation: string; ended?: boolean }): Promise<void> => {
  const until = relation === 'emergency' ? '2999-01-01' : null
  await be.rows(sql`insert into cases.party (file, office, account, relation, opened_on, since, ends_at, until)
    values (${file}, ${office}, ${account ?? null}, ${relation}, '2026-11-23', '2026-11-20', ${until}, ${ended ? '2026-11-22' : null})`)
}

export const standings: readonly Standing[] = [
  ...partyRelations.map((relation): Standing => ({
    name: relation, file: 'open', stands: () => [relation],
    begin: (be, { file }, { office, account }) => put(be, file, { office, relation, ...(relation === 'emergency' ? { account } : {}) }),
  })),
  {
    name: 'own report', file: 'open', stands: () => ['own-report'],
    begin: async (be, { report }, { office, account }) => void await be.rows(sql`update detection.report set office = ${office}, account = ${account} where id = ${report}`),
  },
  {
    name: 'asked and waited for', file: 'waiting', stands: () => ['asked-centre'],
    begin: async (be, { file, referral }, { office }) => {
      await be.rows(sql`update referral.referral set to_office = ${office} where id = ${referral}`)
      await put(be, file, { office, relation: 'asked-centre' })
    },
  },
  { name: 'a colleague’s emergency', file: 'open', stands: () => [], begin: (be, { file }, { office }, { account }) => put(be, file, { office, account, relation: 'emergency' }) },
  { name: 'a colleague’s ward', file: 'open', stands: () => [], begin: (be, { file }, { office }, { account }) => put(be, file, { office, account, relation: 'guardian' }) },
  { name: 'a relation that has ended', file: 'open', stands: () => [], begin: (be, { file }, { office, officeKind }) => put(be, file, { office, relation: closest(officeKind), ended: true }) },
  { name: 'a conflict of interest', file: 'conflict', stands: () => [], begin: (be, { file }, { office, officeKind }) => put(be, file, { office, relation: closest(officeKind) }) },
  { name: 'sealed for others', file: 'sealed', stands: () => [], begin: (be, { file }, { office, officeKind }) => put(be, file, { office, relation: closest(officeKind) }) },
  { name: 'none', file: 'open', stands: () => [], begin: async () => undefined },
]

/** Takes the office out of every file and every report again; the report goes back to whoever wrote it. */
export async function endStandings(be: Belgium, { office }: Actor, writer: Actor): Promise<void> {
  await be.rows(sql`delete from cases.party where office = ${office}`)
  await be.rows(sql`update detection.report set office = ${writer.office}, account = ${writer.account} where office = ${office}`)
}

/** Whoever has charge of a kind of thing, and everybody for oneself, stands so to every file. */
const always: readonly Relation[] = ['charge', 'own-account']

/** Whether the table of compartments lets an office of this kind through a route of this place, standing so. */
export const allows = (place: Place | null, kind: OfficeKind, stands: readonly Relation[]): boolean =>
  place?.entries.some(({ compartment, right, relations }) => [...always, ...stands].some((relation) => relations.includes(relation) && rightsOf(compartment, kind, relation).includes(right))) ?? false
