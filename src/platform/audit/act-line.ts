import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { AccountId, FileId, ReportId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Actor } from '#platform/doors/actor'
import { countAct } from './act-count.ts'

/**
 * `begun`: a command was started. `done`: it happened. `repeated`: the same form came again and got the same answer. `refused`: a rule said no.
 * `denied`: it does not exist for this actor. `fault`: it broke.
 */
export const actOutcomes = ['begun', 'done', 'repeated', 'refused', 'denied', 'fault'] as const
export type ActOutcome = (typeof actOutcomes)[number]
export const lineKinds = ['ask', 'act', 'command', 'round'] as const
export type LineKind = (typeof lineKinds)[number]

/** Which files, whose account and which report an act was about: `file` is the one asked for, `shown` those that a list or a search showed. */
export type Concerned = { readonly file?: FileId | undefined; readonly shown?: readonly FileId[] | undefined; readonly aboutAccount?: AccountId | undefined; readonly report?: ReportId | undefined }

export type ActLine = Concerned & {
  readonly tx: Tx
  readonly route: string
  readonly kind: LineKind
  readonly actor: Actor | null
  readonly now: Instant
  readonly outcome: ActOutcome
  readonly refusal?: string | undefined
}

/** Writes the line of record of one act in the act's own transaction. It holds who, what, when and which files; never what was read or typed. */
export async function writeActLine({ tx, actor, ...line }: ActLine): Promise<void> {
  countAct(line.outcome)
  const shown = [...new Set(line.shown)].filter((file) => file !== line.file)
  await sql`
    insert into audit.line (at, account, office, session, route, kind, outcome, refusal, file, shown, about_account, report)
    values (${line.now}, ${actor?.account ?? null}, ${actor?.office ?? null}, ${actor?.session ?? null},
            ${line.route}, ${line.kind}, ${line.outcome}, ${line.refusal ?? null}, ${line.file ?? null}, ${shown.length > 0 ? shown : null}, ${line.aboutAccount ?? null}, ${line.report ?? null})`.execute(tx)
}
