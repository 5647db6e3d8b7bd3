import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { Instant } from '#vocabulary/instant'
import type { AnalysisText } from '../domain/analysis.ts'
import type { PrintedPoint } from '../domain/printed-point.ts'

export type DraftRow = AnalysisText & { readonly id: string; readonly version: number; readonly corrects: number | null; readonly writtenBy: string; readonly writtenAt: Instant }
const draftColumns = sql.raw('id, language, title, summary, text, version, corrects, written_by as "writtenBy", written_at as "writtenAt"')

export async function insertDraft(tx: Tx, id: string, { language, title, summary, text }: AnalysisText, corrects: number | null, now: Instant): Promise<void> {
  await sql`insert into analyses.draft (id, language, title, summary, text, corrects, written_at) values (${id}, ${language}, ${title}, ${summary}, ${text}, ${corrects}, ${now})`.execute(tx)
}

export async function findDraft(tx: Tx, id: string): Promise<DraftRow | undefined> {
  return (await sql<DraftRow>`select ${draftColumns} from analyses.draft where id = ${id}`.execute(tx)).rows[0]
}

export async function listDrafts(tx: Tx): Promise<readonly DraftRow[]> {
  return (await sql<DraftRow>`select ${draftColumns} from analyses.draft order by written_at desc limit 200`.execute(tx)).rows
}

/** The printed figures that a text cites, as they stood when it was proposed. */
type WithPoints = { readonly points: readonly PrintedPoint[] }

/** Writes over the version that the writer had before her; false when a colleague has written since. */
export async function writeDraft(tx: Tx, id: string, version: number, { language, title, summary, text }: AnalysisText, by: string, now: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update analyses.draft set language = ${language}, title = ${title}, summary = ${summary}, text = ${text}, version = version + 1, written_by = ${by}, written_at = ${now}
    where id = ${id} and version = ${version}`.execute(tx)
  return numAffectedRows === 1n
}

export async function deleteDraft(tx: Tx, id: string): Promise<boolean> {
  return (await sql`delete from analyses.draft where id = ${id}`.execute(tx)).numAffectedRows === 1n
}

export type ProposalRow = AnalysisText & WithPoints & { readonly id: string; readonly draft: string; readonly corrects: number | null; readonly number: number | null }

export async function insertProposal(tx: Tx, id: string, { id: draft, language, title, summary, text, corrects, points }: DraftRow & WithPoints, now: Instant): Promise<void> {
  await sql`insert into analyses.proposal (id, draft, language, title, summary, text, corrects, points, proposed_at) values (${id}, ${draft}, ${language}, ${title}, ${summary}, ${text}, ${corrects}, ${JSON.stringify(points)}, ${now})`.execute(tx)
}

const proposals = sql`
  select proposal.id, draft, proposal.language, proposal.title, proposal.summary, proposal.text, proposal.points, corrects, edition.number
  from analyses.proposal left join analyses.edition on edition.proposal = proposal.id`

export async function findProposal(tx: Tx, id: string): Promise<ProposalRow | undefined> {
  return (await sql<ProposalRow>`${proposals} where proposal.id = ${id}`.execute(tx)).rows[0]
}

/** The latest proposal of each draft. */
export async function listProposals(tx: Tx): Promise<readonly { readonly id: string; readonly draft: string; readonly number: number | null }[]> {
  return (await sql<{ id: string; draft: string; number: number | null }>`
    select distinct on (draft) proposal.id, draft, edition.number from analyses.proposal left join analyses.edition on edition.proposal = proposal.id order by draft, proposed_at desc`.execute(tx)).rows
}

export type EditionRow = AnalysisText & WithPoints & { readonly number: number; readonly edition: number; readonly publishedOn: Day }
const editionColumns = sql.raw('number, edition, language, title, summary, text, points, published_on as "publishedOn"')

/** Publishes a proposal: as the next edition of the analysis that its draft belongs to, else under a new number, to which the draft belongs from then on. */
export async function insertEdition(tx: Tx, { id, draft, corrects, language, title, summary, text, points }: ProposalRow, today: Day): Promise<{ readonly number: number; readonly edition: number }> {
  // Two editions at once would take the same number; the second waits for the first.
  await sql`select pg_advisory_xact_lock(4, 160)`.execute(tx)
  const { rows } = await sql<{ number: number; edition: number }>`
    with own as (select coalesce(${corrects}::int, (select corrects from analyses.draft where id = ${draft}), nextval('analyses.analysis_number')) as number)
    insert into analyses.edition (number, edition, proposal, language, title, summary, text, points, published_on)
    select own.number, coalesce((select max(edition) from analyses.edition where edition.number = own.number), 0) + 1, ${id}, ${language}, ${title}, ${summary}, ${text}, ${JSON.stringify(points)}, ${today} from own
    returning number, edition`.execute(tx)
  const made = rows[0] ?? { number: 0, edition: 0 }
  await sql`update analyses.draft set corrects = ${made.number}, written_by = app.account() where id = ${draft}`.execute(tx)
  return made
}

/** The latest edition of each analysis, the newest analysis first. */
export async function listEditions(tx: Tx): Promise<readonly EditionRow[]> {
  return (await sql<EditionRow>`select * from (select distinct on (number) ${editionColumns} from analyses.edition order by number desc, edition desc) as latest limit 200`.execute(tx)).rows
}

/** Every edition of an analysis, the latest first. */
export async function editionsOf(tx: Tx, number: number): Promise<readonly EditionRow[]> {
  return (await sql<EditionRow>`select ${editionColumns} from analyses.edition where number = ${number} order by edition desc`.execute(tx)).rows
}
