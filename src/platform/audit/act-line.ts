import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { FileId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Actor } from '#platform/doors/actor'

/** `done`: it happened. `refused`: a rule said no. `denied`: it does not exist for this actor. `fault`: it broke. */
export type ActOutcome = 'done' | 'refused' | 'denied' | 'fault'

export type ActLine = {
  readonly tx: Tx
  readonly route: string
  readonly actor: Actor | null
  readonly now: Instant
  readonly outcome: ActOutcome
  readonly refusal?: string | undefined
  readonly file?: FileId | undefined
}

/** Writes the line of record of one act in the act's own transaction. It holds who, what, when and which file; never what was read or typed. */
export async function writeActLine(line: ActLine): Promise<void> {
  await sql`
    insert into audit.line (at, account, office, session, route, outcome, refusal, file)
    values (${line.now}, ${line.actor?.account ?? null}, ${line.actor?.office ?? null}, ${line.actor?.session ?? null},
            ${line.route}, ${line.outcome}, ${line.refusal ?? null}, ${line.file ?? null})`.execute(line.tx)
}
