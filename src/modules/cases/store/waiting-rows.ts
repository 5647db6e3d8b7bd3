import { sql } from 'kysely'
import { newsOfActor, type News } from '#accounts'
import type { Tx } from '#platform/database/connect'
import { addDays, type Day } from '#vocabulary/day'
import type { OfficeId } from '#vocabulary/ids'
import { toldAsSuperior, type Told } from './escalation-rows.ts'
import { fileColumns, type FileRow } from './file-rows.ts'
import type { NamedFile } from './identity-rows.ts'

export type WaitingRow = FileRow & {
  readonly waitingOffice: OfficeId | null
  readonly waitingBecause: string | null
  readonly waitingSubject: string | null
  readonly waitingSince: Day | null
  readonly dueOn: Day | null
}

export type FileFilter = {
  /** `new` is what came after the reader's visit before this one. */
  readonly due?: 'late' | 'week' | 'none' | 'new' | undefined
  /** The kind of a clock that runs in the file. */
  readonly clock?: string | undefined
  readonly state?: string | undefined
  readonly variant?: string | undefined
}
export type PageOfRows = { readonly page: number; readonly size: number }

const waitingColumns = sql.raw(`file.waiting_office as "waitingOffice", file.waiting_because as "waitingBecause", file.waiting_subject as "waitingSubject",
  file.waiting_since as "waitingSince", file.due_on as "dueOn"`)

const whenDue = (due: FileFilter['due'], today: Day) => {
  switch (due) {
    case 'late': return sql`file.due_on < ${today}`
    case 'week': return sql`file.due_on between ${today} and ${addDays(today, 7)}`
    case 'none': return sql`file.due_on is null`
    case 'new': return sql`file.waits_from > (select before from accounts.looked where looked.account = app.account())`
    default: return sql`true`
  }
}

const matches = ({ due, state, variant, clock }: FileFilter, today: Day) => sql`
  ${whenDue(due, today)}
  and ${state ? sql`file.state = ${state}` : sql`true`} and ${variant ? sql`file.variant = ${variant}` : sql`true`}
  and ${clock ? sql`exists (select from cases.clock where clock.file = file.id and clock.closed_on is null and clock.key = ${clock})` : sql`true`}`

/** What waits for an office, most urgent first: the earliest end of a clock, then the longest wait. */
export async function listWaitingFiles(tx: Tx, office: OfficeId, filter: FileFilter, today: Day, { page, size }: PageOfRows): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select ${fileColumns}, ${waitingColumns} from cases.file
    where file.waiting_office = ${office} and ${matches(filter, today)}
    order by file.due_on, file.waiting_since, file.id limit ${size} offset ${(page - 1) * size}`.execute(tx)
  return rows
}

export type Waiting = { readonly late: number; readonly week: number; readonly all: number; readonly asked: number; readonly told: Told; readonly news: News }

/**
 * How much waits for the actor's office: late, due within a week, and all, each counted up to a bound beyond which a number helps nobody;
 * how many persons it is asked to take on; what the actor is told of as its superior, and what is new since she last looked.
 */
export async function countWaitingFiles(tx: Tx, today: Day): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select late, week, every as "all", (select count(*)::int from cases.party where office = app.office() and relation = 'asked-centre' and until is null and cases.sees(file, array['asked-centre'])) as asked, ${toldAsSuperior} as told, ${newsOfActor} as news from cases.count_waiting(${today}, ${countedAtMost})`.execute(tx)
  return rows[0] ?? { late: 0, week: 0, all: 0, asked: 0, told: { clocks: [], count: 0 }, news: { since: null, fresh: 0 } }
}
export const countedAtMost = 1_000

/** The files of an office, the latest first, walked along the index of its relations. */
export async function listFilesOf(tx: Tx, office: OfficeId, filter: FileFilter, today: Day, { page, size }: PageOfRows): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select ${fileColumns}, ${waitingColumns} from cases.party join cases.file on file.id = party.file
    where party.office = ${office} and party.until is null and party.relation in ('centre', 'immigration-office', 'magistrate', 'guardian')
      and (party.account is null or party.account = app.account()) and ${matches(filter, today)}
    order by party.opened_on desc, party.file desc limit ${size} offset ${(page - 1) * size}`.execute(tx)
  return rows
}

/** Files found by name, as far as the actor sees them: what fits best first, among those the latest. */
export async function readFiles(tx: Tx, found: readonly NamedFile[]): Promise<readonly WaitingRow[]> {
  if (found.length === 0) return []
  const { rows } = await sql<WaitingRow>`select ${fileColumns}, ${waitingColumns}
    from unnest(${found.map(({ file }) => file)}::uuid[], ${found.map(({ fits }) => fits)}::int[]) as named (id, fits) join cases.file on file.id = named.id
    order by named.fits, file.opened_on desc, file.id`.execute(tx)
  return rows
}

export async function findFilesByReference(tx: Tx, text: string): Promise<readonly WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`select ${fileColumns}, ${waitingColumns} from cases.file where file.reference = ${text.toUpperCase()}`.execute(tx)
  return rows
}
