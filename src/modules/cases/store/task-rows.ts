import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import { erasedMark, keyOf, openSealed, person, sealedAt, sealFor, type Sealed } from '#platform/vault/sealed-columns'
import type { Day } from '#vocabulary/day'
import type { FileId, OfficeId } from '#vocabulary/ids'

export type Task = { readonly id: string; readonly what: string; readonly dueOn: Day | null; readonly doneOn: Day | null }

export const taskPlace = (id: string): string => sealedAt('cases.task', id)

/** The tasks of the actor's office in a file, the open ones first and of those the first to be due. */
export async function listTasks(tx: Tx, file: FileId, paging: Paging): Promise<PageOf<Task>> {
  const { rows } = await sql<Sealed & Omit<Task, 'what'>>`select id, due_on as "dueOn", done_on as "doneOn", sealed, ${keyOf('task.file')} as key from cases.task
    where file = ${file} order by done_on desc nulls first, due_on nulls last, id ${onPage(paging)}`.execute(tx)
  const opened: Task[] = []
  const { rows: shown, ...place } = pageOf(rows, paging)
  for (const { sealed, key, ...row } of shown) opened.push({ ...row, what: (await openSealed<string>(tx, file, { sealed, key }, taskPlace(row.id))) ?? erasedMark })
  return { rows: opened, ...place }
}
export async function insertTask(tx: Tx, file: FileId, office: OfficeId, { what, dueOn }: Pick<Task, 'what' | 'dueOn'>): Promise<void> {
  const id = crypto.randomUUID()
  const sealed = await sealFor(tx, person(file), taskPlace(id), what)
  await sql`insert into cases.task (id, file, office, sealed, due_on) values (${id}, ${file}, ${office}, ${sealed}, ${dueOn})`.execute(tx)
}
export async function finishTask(tx: Tx, { id, file, on }: { readonly id: string; readonly file: FileId; readonly on: Day }): Promise<boolean> {
  const done = await sql`update cases.task set done_on = ${on} where id = ${id} and file = ${file} and done_on is null`.execute(tx)
  return done.numAffectedRows === 1n
}
