import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { keyOfSubject, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import type { FileId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'

export type TimelineLine = { readonly file: FileId; readonly on: Day; readonly kind: string; readonly words: string; readonly values: Readonly<Record<string, string | number>>; readonly law: readonly string[] }

/** Where the gaps of a line lie: lines are numbered only once they are written, so a line is told by what it says and when. */
export const linePlace = ({ file, kind, words, at }: { readonly file: string; readonly kind: string; readonly words: string; readonly at: string }): string =>
  sealedAt('cases.timeline', `${file}/${kind}/${words}/${at}`)

/** Adds what happened to a file's story. Lines are never changed. */
export async function insertTimeline(tx: Tx, line: TimelineLine, { office, at }: { readonly office: OfficeId; readonly at: Instant }): Promise<void> {
  // What fills the gaps may have been typed; most lines have none.
  const sealed = Object.keys(line.values).length === 0 ? null : await sealFor(tx, person(line.file), linePlace({ ...line, at }), line.values)
  await sql`insert into cases.timeline (file, on_day, at, kind, words, sealed, law, office)
    values (${line.file}, ${line.on}, ${at}, ${line.kind}, ${line.words}, ${sealed}, ${[...line.law]}, ${office})`.execute(tx)
}

export type TimelineTold = { readonly on: Day; readonly office: OfficeId; readonly values: Readonly<Record<string, string | number>> }

/** Every line of a file's story that says one thing, the latest first, with what fills its gaps. */
export async function linesThatSay(tx: Tx, file: FileId, words: string): Promise<readonly TimelineTold[]> {
  const { rows } = await sql<{ on: Day; at: Instant; kind: string; office: OfficeId } & Sealed>`
    select on_day as "on", at, kind, office, sealed, ${keyOfSubject(file)} as key from cases.timeline where file = ${file} and words = ${words} order by id desc`.execute(tx)
  return Promise.all(rows.map(async ({ on, office, kind, at, ...row }) => ({ on, office, values: (await openSealed<TimelineLine['values']>(tx, file, row, linePlace({ file, kind, words, at }))) ?? {} })))
}

/** The latest line of a kind in a file's story: which office wrote it, and when. */
export async function lastTold(tx: Tx, file: FileId, kind: string): Promise<{ readonly office: OfficeId; readonly on: Day } | undefined> {
  const { rows } = await sql<{ office: OfficeId; on: Day }>`
    select office, on_day as "on" from cases.timeline where file = ${file} and kind = ${kind} order by id desc limit 1`.execute(tx)
  return rows[0]
}
