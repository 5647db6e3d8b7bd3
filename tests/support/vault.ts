import { createHash } from 'node:crypto'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { KeyProvider } from '#platform/vault/key-provider'
import { openBytes, sealBytes } from '#platform/vault/sealed-value'
import { giveVault, Vault } from '#platform/vault/vault'

export type TestKeys = KeyProvider & { readonly unwrapped: () => number }

/** Master keys that every process of a test knows; the first is always the same. */
export function testKeys(): TestKeys {
  let ids = ['test-0']
  let count = 0
  const key = (id: string): Buffer => {
    if (!ids.includes(id)) throw new Error(`the master key ${id} is gone`)
    return createHash('sha256').update(id).digest()
  }
  const current = () => ids.at(-1) ?? ''
  return {
    currentKeyId: async () => current(),
    listKeyIds: async () => ids,
    wrap: async (dataKey, context) => ({ master: current(), blob: sealBytes(key(current()), dataKey, context) }),
    unwrap: async ({ master, blob }, context) => {
      count += 1
      return openBytes(key(master), blob, context)
    },
    makeKey: async () => {
      ids = [...ids, `test-${ids.length}`]
      return current()
    },
    dropKey: async (id) => { ids = ids.filter((each) => each !== id) },
    unwrapped: () => count,
  }
}

/** Gives the database of a test a vault, as the start of Ariadne does. */
export async function giveTestVault(db: Database, keys: KeyProvider = testKeys()): Promise<Vault> {
  const vault = new Vault(keys)
  await asMigrator(db, (tx) => vault.prepare(tx))
  giveVault(db, vault)
  return vault
}
