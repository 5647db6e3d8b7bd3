import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import { DecisionId, type FileId } from '#vocabulary/ids'
import { erasedHolder, type Holder } from './document-rows.ts'

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

export const letterPlace = (decision: string): string => sealedAt('protection.decision_holder', decision)

/** Writes down the letter of a decision, with the name that is printed on it. */
export async function insertDecision(tx: Tx, row: Omit<DecisionRow, 'id'>, holder: Holder): Promise<void> {
  const id = DecisionId.parse(crypto.randomUUID())
  await sql`insert into protection.decision (id, file, step_number, kind, about, number, code, decided_on)
    values (${id}, ${row.file}, ${row.stepNumber}, ${row.kind}, ${row.about}, ${row.number}, ${row.code}, ${row.decidedOn})`.execute(tx)
  const sealed = await sealFor(tx, person(row.file), letterPlace(id), holder)
  await sql`insert into protection.decision_holder (decision, file, sealed) values (${id}, ${row.file}, ${sealed})`.execute(tx)
}

const columns = sql`decision.id, decision.file, step_number as "stepNumber", kind, about, number, code, decided_on as "decidedOn"`

export async function listDecisions(tx: Tx, file: FileId): Promise<readonly DecisionRow[]> {
  return (await sql<DecisionRow>`select ${columns} from protection.decision where file = ${file} order by step_number`.execute(tx)).rows
}

export async function findDecision(tx: Tx, id: DecisionId): Promise<(DecisionRow & Holder) | undefined> {
  const { rows: [found] } = await sql<DecisionRow & Sealed>`
    select ${columns}, sealed, ${keyOf('decision.file')} as key from protection.decision join protection.decision_holder on decision_holder.decision = decision.id
    where decision.id = ${id}`.execute(tx)
  if (!found) return undefined
  const { sealed, key, ...row } = found
  return { ...row, ...((await openSealed<Holder>(tx, row.file, { sealed, key }, letterPlace(id))) ?? erasedHolder) }
}
