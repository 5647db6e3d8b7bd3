import { createHash } from 'node:crypto'
import { sql } from 'kysely'

/** A line as it is sealed: every column as exact text, in the order of the columns. */
export type SealedLine = readonly (string | null)[]

/**
 * The columns of a line as one array of text, so that no reading turns a moment or a number into something rounded. A column that was added later stands
 * at the end with its name, and only where it holds something, so that what was sealed before stays what it was.
 */
export const lineAsText = sql.raw(`array[
  line.number::text, to_char(line.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), line.account::text, line.office::text, line.session::text,
  line.route, line.kind, line.outcome, line.refusal, line.file::text, line.shown::text, line.about_account::text,
  to_char(line.written_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), line.xid::text, line.era::text]
  || case when line.report is null then '{}'::text[] else array['report', line.report::text] end`)

/** Where in the array what stands. */
export const column = { number: 0, writtenAt: 12, xid: 13, era: 14 } as const

/** The hash of a line on top of the hash of the line before it. JSON keeps nothing and an empty text apart. */
export const chainHash = (before: Uint8Array, line: SealedLine): Buffer => createHash('sha256').update(before).update(JSON.stringify(line)).digest()

/** What the first line stands on: the name of the chain, so that no chain is the beginning of another. */
export const firstHash = (chain: string): Buffer => createHash('sha256').update(`ariadne record of acts ${chain}`).digest()
