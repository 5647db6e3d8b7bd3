import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { FileId, OfficeId } from '#vocabulary/ids'

export type Task = { readonly id: string; readonly what: string; readonly dueOn: Day | null; readonly doneOn: Day | null }

export async function listTasks(tx: Tx, file: FileId): Promise<readonly Task[]> {
  const { rows } = await sql<Task>`select id, what, due_on as "dueOn", done_on as "doneOn" from cases.task where file = ${file} order by done_on desc nulls first, due_on nulls last, what`.execute(tx)
  return rows
}
export async function insertTask(tx: Tx, file: FileId, office: OfficeId, { what, dueOn }: Pick<Task, 'what' | 'dueOn'>): Promise<void> {
  await sql`insert into cases.task (file, office, what, due_on) values (${file}, ${office}, ${what}, ${dueOn})`.execute(tx)
}
export async function finishTask(tx: Tx, id: string, on: Day): Promise<boolean> {
  const done = await sql`update cases.task set done_on = ${on} where id = ${id} and done_on is null`.execute(tx)
  return done.numAffectedRows === 1n
}
