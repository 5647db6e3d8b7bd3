import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { HoldReason } from '../domain/retention-rule.ts'

export type EndedFile = { readonly file: FileId; readonly reference: string; readonly outcome: string; readonly endedOn: Day; readonly held: readonly HoldReason[] }

/** Files that have ended and are still there, those that ended first at the top; nobody but data protection gets any, and nobody those from which she is shut out. */
export async function endedFiles(tx: Tx, today: Day, atMost: number): Promise<readonly EndedFile[]> {
  const { rows } = await sql<EndedFile>`select file, reference, outcome, ended_on as "endedOn", held from retention.ended_files(${today}, ${atMost})`.execute(tx)
  return rows
}

export type HoldRow = { readonly id: string; readonly file: FileId; readonly reason: HoldReason; readonly since: Day; readonly until: Day | null; readonly liftedOn: Day | null; readonly office: OfficeId }

export async function holdsOf(tx: Tx, file: FileId): Promise<readonly HoldRow[]> {
  const { rows } = await sql<HoldRow>`
    select id, file, reason, since, until, lifted_on as "liftedOn", office from retention.hold where file = ${file} order by since desc, id`.execute(tx)
  return rows
}

export async function insertHold(tx: Tx, hold: Omit<HoldRow, 'liftedOn'> & { readonly account: AccountId; readonly at: Instant }): Promise<void> {
  await sql`insert into retention.hold (id, file, reason, since, until, set_by, office, set_at)
    values (${hold.id}, ${hold.file}, ${hold.reason}, ${hold.since}, ${hold.until}, ${hold.account}, ${hold.office}, ${hold.at})`.execute(tx)
}

/** Lifts a hold of the own office; answers the file, or undefined where there is none to lift. */
export async function liftHold(tx: Tx, id: string, on: Day): Promise<FileId | undefined> {
  const { rows } = await sql<{ file: FileId }>`
    update retention.hold set lifted_on = greatest(${on}::date, since) where id = ${id} and office = app.office() and lifted_on is null returning file`.execute(tx)
  return rows[0]?.file
}

export type RunRow = { readonly id: string; readonly number: string; readonly madeOn: Day; readonly destroyedAt: Instant | null; readonly files: number; readonly destroyed: number }
export type RunFileRow = { readonly file: FileId; readonly reference: string; readonly outcome: string; readonly endedOn: Day; readonly rule: string; readonly overOn: Day; readonly destroyedAt: Instant | null }

export async function insertRun(tx: Tx, run: { readonly id: string; readonly year: string; readonly on: Day; readonly account: AccountId; readonly office: OfficeId }, files: readonly Omit<RunFileRow, 'destroyedAt'>[]): Promise<void> {
  await sql`insert into retention.run (id, number, made_on, made_by, office)
    values (${run.id}, ${`DESTROY-${run.year}-`} || lpad(nextval('retention.run_number')::text, 4, '0'), ${run.on}, ${run.account}, ${run.office})`.execute(tx)
  await sql`insert into retention.run_file (run, file, reference, outcome, ended_on, rule, over_on)
    select ${run.id}::uuid, * from unnest(${files.map(({ file }) => file)}::uuid[], ${files.map(({ reference }) => reference)}::text[], ${files.map(({ outcome }) => outcome)}::text[],
      ${files.map(({ endedOn }) => endedOn)}::date[], ${files.map(({ rule }) => rule)}::text[], ${files.map((one) => one.overOn)}::date[])`.execute(tx)
}

const runColumns = sql.raw(`run.id, number, made_on as "madeOn", run.destroyed_at as "destroyedAt",
  count(run_file.file)::int as files, count(run_file.destroyed_at)::int as destroyed`)

export async function listRuns(tx: Tx): Promise<readonly RunRow[]> {
  const { rows } = await sql<RunRow>`select ${runColumns} from retention.run left join retention.run_file on run_file.run = run.id group by run.id order by run.number desc limit 100`.execute(tx)
  return rows
}

export async function findRun(tx: Tx, id: string): Promise<{ readonly run: RunRow; readonly files: readonly RunFileRow[] } | undefined> {
  const { rows: [run] } = await sql<RunRow>`select ${runColumns} from retention.run left join retention.run_file on run_file.run = run.id where run.id = ${id} group by run.id`.execute(tx)
  if (!run) return undefined
  const { rows: files } = await sql<RunFileRow>`
    select file, reference, outcome, ended_on as "endedOn", rule, over_on as "overOn", destroyed_at as "destroyedAt" from retention.run_file where run = ${id} order by reference`.execute(tx)
  return { run, files }
}

/** Whether a run holds files that are closed to whoever asks. */
export async function isClosedInPart(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ closed: boolean }>`select retention.is_closed_in_part(${id}) as closed`.execute(tx)
  return rows[0]?.closed === true
}

/** Takes the run for this act alone; false when a colleague carried it out first. */
export async function beginDestruction(tx: Tx, id: string, { account, at }: { readonly account: AccountId; readonly at: Instant }): Promise<boolean> {
  const taken = await sql`update retention.run set destroyed_at = ${at}, destroyed_by = ${account} where id = ${id} and destroyed_at is null`.execute(tx)
  return taken.numAffectedRows === 1n
}

/** Empties one file of a run and says whether it was emptied: one that is held by now, or was destroyed before, stays as it is. */
export async function emptyFile(tx: Tx, { run, file, today, at }: { readonly run: string; readonly file: FileId; readonly today: Day; readonly at: Instant }): Promise<boolean> {
  const { rows } = await sql<{ emptied: boolean }>`select retention.empty_file(${file}, ${run}, ${today}) as emptied`.execute(tx)
  if (rows[0]?.emptied !== true) return false
  await sql`update retention.run_file set destroyed_at = ${at} where run = ${run} and file = ${file}`.execute(tx)
  return true
}
