import { syncOffices } from '#accounts'
import type { Pack } from '#law'
import type { Database } from '#platform/database/connect'

/** Makes the directory of services equal to the pack's. */
export const keepOffices = (db: Database, pack: Pack): Promise<void> =>
  syncOffices(db, pack.offices.offices.map(({ key, kind, name, profession, languages, districts, role }) => ({
    key, kind, name, profession: profession ?? null, languages, districts, role,
  })))
