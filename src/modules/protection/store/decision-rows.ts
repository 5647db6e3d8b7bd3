import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import { DecisionId, type FileId } from '#vocabulary/ids'
import type { Holder } from './document-rows.ts'

export type DecisionRow = {
  readonly id: DecisionId
  readonly file: FileId
  readonly stepNumber: number
  readonly kind: 'refusal' | 'ending'
  /** The document that was refused, or the state that came to an end. */
  readonly about: string
  readonly number: string
  readonly code: string
  readonly decidedOn: Day
}

/** Writes down the letter of a decision, with the name that is printed on it. */
export async function insertDecision(tx: Tx, row: Omit<DecisionRow, 'id'>, { holder, birthDate }: Holder): Promise<void> {
  const id = DecisionId.parse(crypto.randomUUID())
  await sql`insert into protection.decision (id, file, step_number, kind, about, number, code, decided_on)
    values (${id}, ${row.file}, ${row.stepNumber}, ${row.kind}, ${row.about}, ${row.number}, ${row.code}, ${row.decidedOn})`.execute(tx)
  await sql`insert into protection.decision_holder (decision, file, holder, birth_date) values (${id}, ${row.file}, ${holder}, ${birthDate})`.execute(tx)
}

const columns = sql`decision.id, decision.file, step_number as "stepNumber", kind, about, number, code, decided_on as "decidedOn"`

export async function listDecisions(tx: Tx, file: FileId): Promise<readonly DecisionRow[]> {
  return (await sql<DecisionRow>`select ${columns} from protection.decision where file = ${file} order by step_number`.execute(tx)).rows
}

export async function findDecision(tx: Tx, id: DecisionId): Promise<(DecisionRow & Holder) | undefined> {
  const { rows } = await sql<DecisionRow & Holder>`
    select ${columns}, holder, birth_date as "birthDate" from protection.decision join protection.decision_holder on decision_holder.decision = decision.id
    where decision.id = ${id}`.execute(tx)
  return rows[0]
}
