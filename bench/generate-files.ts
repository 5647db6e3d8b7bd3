import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { folderFor, numberOption, openBenchHome } from './bench-home.ts'
import { sealHandedOn, sealHolders, sealPeople } from './seal-copies.ts'

const atOnce = 50_000
/** One copy in ten is of a story that still runs; the others have ended, as in a register that has been kept for years. */
const oneOpenIn = 10

/**
 * Fills the database with copies of the told stories, each with its own invented person: the same states, steps, clocks and documents,
 * so that every page of a copy opens; sealed like any other, each with a key of its own. `waiting` copies nothing but referrals that wait for a centre.
 */
export async function generateFiles(db: Database, files: number, { waiting = false } = {}): Promise<number> {
  const already = await count(db)
  const missing = Math.max(0, files - already)
  if (missing === 0) return 0
  const indexes = missing > 2 * atOnce ? await dropIndexes(db) : []
  for (let from = already; from < files; from += atOnce) {
    const to = Math.min(files, from + atOnce)
    await db.transaction().execute(async (tx) => {
      // A copy of what was checked need not be checked again; this is the superuser, for whom row security does not ask.
      await sql`set local session_replication_role = replica; set local synchronous_commit = off; set local work_mem = '128MB'`.execute(tx)
      await copyStories(tx, from + 1, to, waiting)
      // No trigger ran.
      await sql`insert into statistics.coded_person select person_on_file.* from statistics.person_on_file join copy on copy.file = person_on_file.file`.execute(tx)
    })
    console.error(`${to} files`)
  }
  await sql`update cases.file_number set last = last + ${missing}`.execute(db)
  for (const index of indexes) await sql`${sql.raw(index)}`.execute(db)
  for (const table of tables) await sql`vacuum analyze ${sql.raw(table)}`.execute(db)
  await sql`checkpoint`.execute(db)
  return missing
}

const tables = ['vault.data_key', 'cases.file', 'cases.party', 'cases.identity', 'cases.clock', 'cases.timeline', 'protection.procedure', 'protection.step', 'protection.document', 'protection.document_holder', 'referral.referral', 'referral.event', 'statistics.coded_person']

/** Takes away the indexes that no constraint needs, and answers with the statements that make them again at the end, which is faster. */
async function dropIndexes(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = any (${tables}::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`.execute(db)
  for (const { name } of rows) await sql`drop index ${sql.raw(name)}`.execute(db)
  return rows.map(({ definition }) => definition)
}

async function count(db: Database): Promise<number> {
  const { rows } = await sql<{ files: number }>`select count(*)::int as files from cases.file where reference like 'GEN-%'`.execute(db)
  return rows[0]?.files ?? 0
}

/** Copies told stories as files number `from` to `to`, with one statement for each table. */
async function copyStories(tx: Tx, from: number, to: number, waiting: boolean): Promise<void> {
  await sql`
    create temp table copy on commit drop as
    with story as (
      select file.id, file.outcome is null as runs, row_number() over (partition by file.outcome is null order by reference) - 1 as k,
        count(*) over (partition by file.outcome is null) as many
      from cases.file
      where reference not like 'GEN-%'
        and (not ${waiting}::boolean or exists (select from referral.referral where referral.file = file.id and referral.state = 'waiting'))
    )
    select n, abs(hashint4(n)) as dice, story.id as story, gen_random_uuid() as file
    from generate_series(${from}::int, ${to}::int) as n
    join story on story.runs = (${waiting}::boolean or n % ${oneOpenIn}::int = 0) and story.k = abs(hashint4(n)) % story.many`.execute(tx)
  await sql`create index on copy (story)`.execute(tx)
  await sql`analyze copy`.execute(tx)
  await copyCases(tx)
  await copyProcedures(tx)
  await copyReferrals(tx)
}

async function copyCases(tx: Tx): Promise<void> {
  await sql`
    insert into cases.file (id, reference, opened_on, variant, state, state_since, outcome, holder_office, sex, is_child, birth_year, citizenship, language, forms,
      sector, district, waiting_office, waiting_because, waiting_subject, waiting_since, due_on, version, opened_by)
    select copy.file, 'GEN-' || copy.n, opened_on, variant, state, state_since, outcome, holder_office, sex, is_child, birth_year, citizenship, language, forms,
      sector, district, waiting_office, waiting_because, waiting_subject, waiting_since, due_on, version, opened_by
    from copy join cases.file on file.id = copy.story`.execute(tx)
  await sql`
    insert into cases.party (file, office, account, relation, opened_on, since, until)
    select copy.file, office, account, relation, opened_on, since, until from copy join cases.party on party.file = copy.story`.execute(tx)
  await sealPeople(tx)
  await sql`
    insert into cases.clock (id, file, key, subject, owner_office, starts_on, ends_on, counted, law, warnings, suspended_since, acknowledged_on, acknowledged_by, closed_on)
    select gen_random_uuid(), copy.file, key, subject, owner_office, starts_on, ends_on, counted, law, warnings, suspended_since, acknowledged_on, acknowledged_by, closed_on
    from copy join cases.clock on clock.file = copy.story`.execute(tx)
  await sql`
    insert into cases.timeline (file, on_day, at, kind, words, law, office, account)
    select copy.file, on_day, at, kind, words, law, office, account from copy join cases.timeline on timeline.file = copy.story`.execute(tx)
}

async function copyProcedures(tx: Tx): Promise<void> {
  await sql`
    insert into protection.procedure (file, opened_on, variant, facts, steps, state)
    select copy.file, opened_on, variant, facts, steps, state from copy join protection.procedure on procedure.file = copy.story`.execute(tx)
  await sql`
    insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at)
    select copy.file, number, step, by, taken_on, input, account, office, recorded_at from copy join protection.step on step.file = copy.story`.execute(tx)
  await sql`
    create temp table paper on commit drop as
    select gen_random_uuid() as id, copy.file, copy.n, document.id as original from copy join protection.document on document.file = copy.story`.execute(tx)
  await sql`
    insert into protection.document (id, file, step_number, document, number, code, issued_on, valid_from, valid_until, ended_on, ended_by)
    select paper.id, paper.file, step_number, document, 'GEN-' || paper.id, 'GEN-' || paper.id, issued_on, valid_from, valid_until, ended_on, ended_by
    from paper join protection.document on document.id = paper.original`.execute(tx)
  await sealHolders(tx)
}

async function copyReferrals(tx: Tx): Promise<void> {
  await sql`
    create temp table handed on commit drop as
    select gen_random_uuid() as id, copy.file, 'GEN-' || copy.n as reference, referral.id as original from copy join referral.referral on referral.file = copy.story`.execute(tx)
  await sql`
    insert into referral.referral (id, file, reference, report, from_office, from_account, to_office, state, is_urgent, is_child, language, district, sealed, sent_at, answered_at, version)
    select handed.id, handed.file, handed.reference, report, from_office, from_account, to_office, state, is_urgent, is_child, language, district, decode('00', 'hex'), sent_at, answered_at, version
    from handed join referral.referral on referral.id = handed.original`.execute(tx)
  await sealHandedOn(tx)
  await sql`
    insert into referral.event (referral, step, at, office, account, reason)
    select handed.id, step, at, office, account, reason from handed join referral.event on event.referral = handed.original`.execute(tx)
}

if (process.argv[1] === import.meta.filename) {
  const files = numberOption('files', 10_000)
  const home = await openBenchHome(folderFor(files))
  const began = performance.now()
  const made = await generateFiles(home.db, files)
  console.log(`${made} files made in ${((performance.now() - began) / 1000).toFixed(1)} s, in ${home.folder}`)
  await home.close()
}
