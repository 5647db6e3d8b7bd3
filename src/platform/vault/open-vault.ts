import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { ConfigurationFault, type Configuration } from '#platform/configuration'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { keyFileOf, keyFileProvider, makeKeyFile } from './key-file.ts'
import { type KeyProvider, KeyTrouble } from './key-provider.ts'
import { keyServiceProvider } from './key-service.ts'
import { giveVault, Vault } from './vault.ts'

type Settings = Pick<Configuration, 'ARIADNE_HOME' | 'ARIADNE_MODE' | 'ARIADNE_KEY_FILE' | 'ARIADNE_KEY_SERVICE' | 'ARIADNE_KEY_SERVICE_TOKEN' | 'DATABASE_URL'>

/** Gives a migrated database the vault that the settings name, and refuses when its keys are not there. */
export async function openVault(db: Database, settings: Settings, say: (sentence: string) => void): Promise<Vault> {
  const used = await mastersInUse(db)
  const provider = providerOf(settings, used.length > 0, say)
  const there = await provider.listKeyIds()
  const missing = used.filter((id) => !there.includes(id))
  if (missing.length > 0) {
    throw new KeyTrouble(`This database is sealed with the master ${missing.length === 1 ? 'key' : 'keys'} ${missing.join(', ')}, which ${placeOf(settings)} does not have. Put back the keys that belong to it; without them nothing in it can be read.`)
  }
  const vault = new Vault(provider)
  await asMigrator(db, (tx) => vault.prepare(tx))
  giveVault(db, vault)
  return vault
}

/** The master keys that wrap something in this database. */
export const mastersInUse = (db: Database): Promise<readonly string[]> => asMigrator(db, async (tx) => {
  const { rows } = await sql<{ id: string }>`select id from vault.master where exists (select from vault.data_key where master = master.id and wrapped is not null) order by seen_at`.execute(tx)
  return rows.map(({ id }) => id)
})

const placeOf = ({ ARIADNE_HOME, ARIADNE_KEY_FILE, ARIADNE_KEY_SERVICE }: Settings): string => ARIADNE_KEY_SERVICE ?? ARIADNE_KEY_FILE ?? keyFileOf(ARIADNE_HOME)

function providerOf(settings: Settings, isSealed: boolean, say: (sentence: string) => void): KeyProvider {
  const { ARIADNE_KEY_SERVICE: service, ARIADNE_KEY_SERVICE_TOKEN: token } = settings
  if (service) return keyServiceProvider({ url: service, token: token ?? '' })
  const path = placeOf(settings)
  if (!existsSync(path)) {
    if (isSealed) throw new KeyTrouble(`This database is sealed, and the key file ${path} is not there. Put it back from where you keep it; without it nothing in the database can be read.`)
    refuseToInvent(settings)
    makeKeyFile(path, new Date())
    say(`A master key was made in ${path}. Keep a copy of that file apart from the backups of the database: who loses it loses every name, and who has both reads them.`)
  }
  return keyFileProvider(path)
}

/** On one machine of many a key that nobody chose to make there would be known to that machine alone. */
function refuseToInvent({ ARIADNE_MODE, DATABASE_URL, ARIADNE_KEY_FILE }: Settings): void {
  if (ARIADNE_MODE !== 'production' || !DATABASE_URL || ARIADNE_KEY_FILE) return
  throw new ConfigurationFault('ARIADNE_KEY_FILE: production with a database of its own needs a place for the master keys that you chose. Name a file that every process can read and that you back up, or an outside service with ARIADNE_KEY_SERVICE.')
}
