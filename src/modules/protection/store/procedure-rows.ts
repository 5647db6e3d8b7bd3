import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { sqlState } from '#platform/database/database-trouble'
import { keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { rulesFor, type Pack } from '#law'
import { Facts, Opening } from '../domain/opening.ts'
import { StepTaken, type Procedure } from '../domain/procedure.ts'
import { replay } from '../domain/take.ts'

type ProcedureRow = { readonly opened_on: string; readonly variant: string; readonly facts: unknown }
type StepRow = { readonly step: string; readonly by: string; readonly taken_on: string; readonly input: unknown }

/** A step with who wrote it down and when, for the history. */
export type RecordedStep = StepTaken & { readonly number: number; readonly office: OfficeId; readonly recordedAt: Instant }

export type StoredProcedure = { readonly procedure: Procedure; readonly version: number; readonly recorded: readonly RecordedStep[] }

/** The procedure of a file, worked out from its steps under the rules of its day; undefined where the actor may not see it. */
export async function readProcedure(tx: Tx, pack: Pack, file: FileId): Promise<StoredProcedure | undefined> {
  const { rows } = await sql<ProcedureRow & StepRow & Sealed & { number: number | null; office: string; recorded_at: string }>`
    select procedure.opened_on, procedure.variant, procedure.facts, number, step, by, taken_on, input, office, recorded_at,
      step.sealed, case when step.sealed is not null then ${keyOf('procedure.file')} end as key
    from protection.procedure left join protection.step on step.file = procedure.file
    where procedure.file = ${file} order by number`.execute(tx)
  const [opened] = rows
  if (!opened) return undefined
  const recorded: RecordedStep[] = []
  for (const row of rows) {
    if (row.number === null) continue
    const typed = row.sealed && (await openSealed<Typed>(tx, file, row, stepPlace(file, row.number)))
    recorded.push({ ...stepOf(row, typed ?? {}), number: row.number, office: row.office as OfficeId, recordedAt: row.recorded_at as Instant })
  }
  const opening = Opening.parse({ openedOn: opened.opened_on, variant: opened.variant, facts: opened.facts })
  // The version is that of the steps read here, in one statement: a colleague's may be written any moment.
  return { procedure: replay(rulesFor(pack, opening.openedOn), opening, recorded.map(bare)), version: recorded.length, recorded }
}

/** What is typed with a step and not chosen from a list of the law; it lies sealed, apart from the rest. */
type Typed = { readonly number?: string }
export const stepPlace = (file: string, number: number): string => sealedAt('protection.step', `${file}/${number}`)

const stepOf = (row: StepRow, typed: Typed): StepTaken => StepTaken.parse({ step: row.step, by: row.by, on: row.taken_on, input: { ...(row.input as object), ...typed } })
const bare = ({ step, by, on, input }: RecordedStep): StepTaken => ({ step, by, on, input })

/** Writes down how a procedure was opened, with the steps that were taken in the same moment. */
export async function insertProcedure(tx: Tx, file: FileId, { opening, state, steps }: Pick<Procedure, 'opening' | 'state' | 'steps'>, by: Pick<StepToStore, 'account' | 'office' | 'at'>): Promise<void> {
  await sql`insert into protection.procedure (file, opened_on, variant, facts, state, steps)
    values (${file}, ${opening.openedOn}, ${opening.variant}, ${JSON.stringify(Facts.parse(opening.facts))}::jsonb, ${state}, ${steps.length})`.execute(tx)
  for (const [index, taken] of steps.entries()) await insertStep(tx, { ...by, file, version: index, taken, state })
}

export type StepToStore = { readonly file: FileId; readonly version: number; readonly taken: StepTaken; readonly state: string; readonly account: AccountId; readonly office: OfficeId; readonly at: Instant }

/** Adds a step after the version that its taker saw; false when a colleague's step came in between. */
export async function appendStep(tx: Tx, step: StepToStore): Promise<boolean> {
  const { file, version, state } = step
  const moved = await sql`update protection.procedure set steps = steps + 1, state = ${state} where file = ${file} and steps = ${version}`.execute(tx)
  if (moved.numAffectedRows !== 1n) return false
  try {
    await insertStep(tx, step)
    return true
  } catch (error) {
    if (sqlState(error) === '23505') return false
    throw error
  }
}

/** The step that was written down last, and by which office. */
export async function lastStep(tx: Tx, file: FileId): Promise<{ readonly on: Day; readonly office: OfficeId } | undefined> {
  const { rows } = await sql<{ on: Day; office: OfficeId }>`select taken_on as "on", office from protection.step where file = ${file} order by number desc limit 1`.execute(tx)
  return rows[0]
}

async function insertStep(tx: Tx, { file, version, taken, account, office, at }: StepToStore): Promise<void> {
  const { number, ...input } = { number: undefined, ...taken.input }
  const sealed = number === undefined ? null : await sealFor(tx, person(file), stepPlace(file, version + 1), { number } satisfies Typed)
  await sql`insert into protection.step (file, number, step, by, taken_on, input, sealed, account, office, recorded_at)
    values (${file}, ${version + 1}, ${taken.step}, ${taken.by}, ${taken.on}, ${JSON.stringify(input)}::jsonb, ${sealed}, ${account}, ${office}, ${at})`.execute(tx)
}
