import { z } from 'zod'
import type { Instant } from '#vocabulary/instant'
import { OfficeKind } from '#vocabulary/office-kind'
import type { Database, Tx } from './connect.ts'
import { openingWith } from './opening-driver.ts'

/** In whose name the database works; row security reads these three. */
export type DatabaseActor = { readonly account: string; readonly office: string; readonly officeKind: OfficeKind; readonly standsFor?: { readonly account: string } | undefined }
/** In whose name, and at which moment of the clock that the installation goes by; without one the database's own. */
export type Settings = { readonly actor: DatabaseActor | null; readonly now?: Instant }

/**
 * Runs the work as the application's role and in the actor's name, and commits what it did; a thrown error undoes it all.
 * Nothing is tried twice.
 */
export const inTransaction = async <T>(
  db: Database,
  settings: Settings,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => run(db, `begin; set local role ariadne_app${settingsOf(settings)}`, work)

/** Runs the work as the owner of the tables, who sees every row: for migrations and the platform's own jobs, never for a request. */
export const asMigrator = <T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  run(db, 'begin; set local role ariadne_migrator', work)

// These values stand inside the text of a statement, so nothing but an id and a word of the list may pass.
const SafeActor = z.object({ account: z.uuid(), office: z.uuid(), officeKind: OfficeKind, standsFor: z.object({ account: z.uuid() }).optional() })
const SafeMoment = z.iso.datetime()

function settingsOf({ actor, now }: Settings): string {
  const moment = now === undefined ? '' : `; set local app.now = '${SafeMoment.parse(now)}'`
  if (actor === null) return moment
  const { account, office, officeKind, standsFor } = SafeActor.parse(actor)
  const place = standsFor ? `; set local app.stands_for = '${standsFor.account}'` : ''
  return `${moment}; set local app.account = '${account}'; set local app.office = '${office}'; set local app.office_kind = '${officeKind}'${place}`
}

const run = <T>(db: Database, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  openingWith(opening, () => db.transaction().execute(work))
