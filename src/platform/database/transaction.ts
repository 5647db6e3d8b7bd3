import { z } from 'zod'
import { OfficeKind } from '#vocabulary/office-kind'
import type { Database, Tx } from './connect.ts'
import { openingWith } from './opening-driver.ts'

/** In whose name the database works; row security reads these three. */
export type DatabaseActor = { readonly account: string; readonly office: string; readonly officeKind: OfficeKind }

/**
 * Runs the work as the application's role and in the actor's name, and commits what it did; a thrown error undoes it all.
 * Nothing is tried twice.
 */
export const inTransaction = async <T>(
  db: Database,
  settings: { readonly actor: DatabaseActor | null },
  work: (tx: Tx) => Promise<T>,
): Promise<T> => run(db, `begin; set local role ariadne_app${settingsOf(settings.actor)}`, work)

/** Runs the work as the owner of the tables, who sees every row: for migrations and the platform's own jobs, never for a request. */
export const asMigrator = <T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  run(db, 'begin; set local role ariadne_migrator', work)

// These values stand inside the text of a statement, so nothing but an id and a word of the list may pass.
const SafeActor = z.object({ account: z.uuid(), office: z.uuid(), officeKind: OfficeKind })

function settingsOf(actor: DatabaseActor | null): string {
  if (actor === null) return ''
  const { account, office, officeKind } = SafeActor.parse(actor)
  return `; set local app.account = '${account}'; set local app.office = '${office}'; set local app.office_kind = '${officeKind}'`
}

const run = <T>(db: Database, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  openingWith(opening, () => db.transaction().execute(work))
