import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import type { FileId, OfficeId } from '#vocabulary/ids'

export type Task = { readonly id: string; readonly what: string; readonly dueOn: Day | null; readonly doneOn: Day | null }

export const taskPlace = (id: string): string => sealedAt('cases.task', id)

export async function listTasks(tx: Tx, file: FileId): Promise<readonly Task[]> {
  const { rows } = await sql<Sealed & Omit<Task, 'what'>>`select id, due_on as "dueOn", done_on as "doneOn", sealed, ${keyOf('task.file')} as key from cases.task
    where file = ${file} order by done_on desc nulls first, due_on nulls last, id`.execute(tx)
  const opened: Task[] = []
  for (const { sealed, key, ...row } of rows) opened.push({ ...row, what: (await openSealed<string>(tx, file, { sealed, key }, taskPlace(row.id))) ?? erasedMark })
  return opened
}
export async function insertTask(tx: Tx, file: FileId, office: OfficeId, { what, dueOn }: Pick<Task, 'what' | 'dueOn'>): Promise<void> {
  const id = crypto.randomUUID()
  const sealed = await sealFor(tx, person(file), taskPlace(id), what)
  await sql`insert into cases.task (id, file, office, sealed, due_on) values (${id}, ${file}, ${office}, ${sealed}, ${dueOn})`.execute(tx)
}
export async function finishTask(tx: Tx, id: string, on: Day): Promise<boolean> {
  const done = await sql`update cases.task set done_on = ${on} where id = ${id} and done_on is null`.execute(tx)
  return done.numAffectedRows === 1n
}
