import { sql } from 'kysely'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { type KeyProvider, KeyTrouble } from './key-provider.ts'
import { packWrapped, unpackWrapped } from './sealed-value.ts'

const batch = 500

export type Rotated = { readonly current: string; readonly rewrapped: number; readonly resumed: boolean }

/**
 * Makes a new master key and wraps every data key with it, in batches that each commit. Run again after a stop it goes on where it
 * stopped, with the master key that was made then; what is sealed with the data keys stays as it is.
 */
export async function rotateKeys(db: Database, provider: KeyProvider, said: (done: number, of: number) => void = () => {}): Promise<Rotated> {
  const before = await provider.currentKeyId()
  const unfinished = await countOthers(db, before)
  const current = unfinished > 0 ? before : await provider.makeKey()
  const all = unfinished > 0 ? unfinished : await countOthers(db, current)
  let rewrapped = 0
  for (;;) {
    const moved = await rewrapSome(db, provider, current)
    if (moved === 0) return { current, rewrapped, resumed: unfinished > 0 }
    rewrapped += moved
    said(rewrapped, Math.max(all, rewrapped))
  }
}

const countOthers = (db: Database, current: string): Promise<number> => asMigrator(db, async (tx) => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from vault.data_key where wrapped is not null and master <> ${current}`.execute(tx)
  return rows[0]?.count ?? 0
})

type Held = { readonly subject: string; readonly wrapped: Buffer }

async function rewrapSome(db: Database, provider: KeyProvider, current: string): Promise<number> {
  return asMigrator(db, async (tx) => {
    await sql`insert into vault.master (id) values (${current}) on conflict do nothing`.execute(tx)
    const { rows } = await sql<Held>`select subject, wrapped from vault.data_key where wrapped is not null and master <> ${current}
      order by subject limit ${batch} for update`.execute(tx)
    const fresh: { subject: string; wrapped: string }[] = []
    for (const { subject, wrapped } of rows) fresh.push({ subject, wrapped: (await rewrap(provider, subject, wrapped, current)).toString('base64') })
    await sql`update vault.data_key set master = ${current}, wrapped = decode(fresh.wrapped, 'base64')
      from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as fresh (subject uuid, wrapped text) where data_key.subject = fresh.subject`.execute(tx)
    return rows.length
  })
}

async function rewrap(provider: KeyProvider, subject: string, wrapped: Buffer, current: string): Promise<Buffer> {
  const fresh = await provider.wrap(await provider.unwrap(unpackWrapped(wrapped), subject), subject)
  if (fresh.master !== current) throw new KeyTrouble(`Another master key became the current one meanwhile (${fresh.master}). Run the rotation again; it goes on where it stopped.`)
  return packWrapped(fresh)
}

export type MasterLine = { readonly id: string; readonly isCurrent: boolean; readonly isHere: boolean; readonly wraps: number }

/** Every master key that the provider holds or that wraps something here, with how much it wraps. */
export async function listMasters(db: Database, provider: KeyProvider): Promise<readonly MasterLine[]> {
  const [current, here] = [await provider.currentKeyId(), await provider.listKeyIds()]
  const { rows } = await asMigrator(db, (tx) => sql<{ id: string; wraps: number }>`
    select master as id, count(*) as wraps from vault.data_key where wrapped is not null group by master order by master`.execute(tx))
  const ids = [...new Set([...here, ...rows.map(({ id }) => id)])]
  return ids.map((id) => ({ id, isCurrent: id === current, isHere: here.includes(id), wraps: rows.find((row) => row.id === id)?.wraps ?? 0 }))
}

/** Destroys a master key for good; refuses while it wraps anything, or is the current one. */
export async function dropMaster(db: Database, provider: KeyProvider, id: string): Promise<void> {
  if (!(await provider.listKeyIds()).includes(id)) throw new KeyTrouble(`There is no master key ${id}. See: ariadne keys list`)
  if (id === (await provider.currentKeyId())) throw new KeyTrouble(`${id} is the current master key. Make a new one first: ariadne keys rotate`)
  await asMigrator(db, async (tx) => {
    // Whoever wraps with it at this moment holds the row: they come first, and are counted.
    await sql`select from vault.master where id = ${id} for update`.execute(tx)
    const { rows } = await sql<{ count: number }>`select count(*) as count from vault.data_key where wrapped is not null and master = ${id}`.execute(tx)
    const count = rows[0]?.count ?? 0
    if (count > 0) throw new KeyTrouble(`The master key ${id} still wraps ${count} data ${count === 1 ? 'key' : 'keys'}; dropping it would erase them. Run first: ariadne keys rotate`)
    await sql`update vault.master set dropped_at = now() where id = ${id}`.execute(tx)
  })
  await provider.dropKey(id)
}
