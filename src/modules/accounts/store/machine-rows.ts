import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import type { Actor } from '#platform/doors/actor'
import type { AccountId, MachineKeyId, OfficeId, SessionId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'
import { hashOfSecret, newMachineKey } from './secret.ts'

export type MachineRow = {
  readonly id: MachineKeyId; readonly name: string; readonly officeName: string; readonly routes: readonly string[]; readonly addresses: readonly string[]
  readonly officeKind: OfficeKind; readonly perMinute: number; readonly until: Instant; readonly madeBy: string | null; readonly madeAt: Instant; readonly revokedAt: Instant | null; readonly lastUsedAt: Instant | null
  /** Whether it opens nothing before a second person has agreed. */
  readonly waits: boolean
}

const rowsWhere = (language: Language, condition: ReturnType<typeof sql>) => sql<MachineRow>`
  select key.id, person.name, office.name ->> ${language} as "officeName", office.kind as "officeKind", key.routes, array(select host(one) || '/' || masklen(one) from unnest(key.addresses) as one) as addresses,
    key.per_minute as "perMinute", key.until, maker.name as "madeBy", key.made_at as "madeAt", key.revoked_at as "revokedAt", key.last_used_at as "lastUsedAt", key.revoked_at is null and not person.active as waits
  from accounts.machine_key as key join accounts.account as person on person.id = key.account join accounts.office on office.id = person.office
    left join accounts.account as maker on maker.id = key.made_by
  where ${condition} order by key.made_at desc`

export const listMachineRows = async (tx: Tx, language: Language): Promise<readonly MachineRow[]> => (await rowsWhere(language, sql`true`).execute(tx)).rows
export const findMachine = async (tx: Tx, id: MachineKeyId, language: Language): Promise<MachineRow | undefined> => (await rowsWhere(language, sql`key.id = ${id}`).execute(tx)).rows[0]

export type NewMachine = {
  readonly name: string; readonly office: OfficeId; readonly routes: readonly string[]; readonly addresses: readonly string[]; readonly perMinute: number
  readonly until: Instant; readonly madeBy: AccountId; readonly now: Instant; readonly active: boolean
}

/** Makes the program's account and its key, which is kept as a hash; one that waits for a second person is made anew with the yes, so that nobody has seen it. */
export async function insertMachine(tx: Tx, machine: NewMachine): Promise<{ readonly id: MachineKeyId; readonly account: AccountId; readonly key: string }> {
  const key = newMachineKey()
  const account = crypto.randomUUID() as AccountId
  const id = crypto.randomUUID() as MachineKeyId
  await sql`
    insert into accounts.account (id, login, name, office, language, machine, active) values (${account}, ${`machine.${account}`}, ${machine.name}, ${machine.office}, 'en', true, ${machine.active})`.execute(tx)
  await sql`
    insert into accounts.machine_key (id, account, key_hash, routes, addresses, per_minute, until, made_by, made_at)
    values (${id}, ${account}, ${hashOfSecret(key)}, ${machine.routes}, ${machine.addresses}::cidr[], ${machine.perMinute}, ${machine.until}, ${machine.madeBy}, ${machine.now})`.execute(tx)
  return { id, account, key }
}

/** Takes a key back; false when there is none that still opens anything. */
export async function revokeMachineKey(tx: Tx, id: MachineKeyId, now: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`update accounts.machine_key set revoked_at = ${now} where id = ${id} and revoked_at is null`.execute(tx)
  if (numAffectedRows === 1n) await sql`update accounts.account set active = false where id = (select account from accounts.machine_key where id = ${id})`.execute(tx)
  return numAffectedRows === 1n
}

type KeyRow = {
  readonly account: AccountId; readonly name: string; readonly office: OfficeId; readonly office_name: string; readonly office_kind: OfficeKind
  readonly profession: string; readonly language: Language; readonly key: SessionId; readonly ends_at: string; readonly routes: readonly string[]; readonly wait: number
}

type Presented = {
  readonly now: Instant
  readonly address: string
  /** Which of the routes that a key names it may open today. */
  readonly opens: (route: string, kind: OfficeKind) => boolean
}

/** Which program holds this key, and for how many seconds it is too fast; null for a key that opens nothing, or not from there. */
export async function actorOfKey(db: Database, key: string, { now, address, opens }: Presented): Promise<{ readonly actor: Actor; readonly wait: number } | null> {
  const { rows: [row] } = await sql<KeyRow>`select * from accounts.actor_of_key(${hashOfSecret(key)}, ${address.replace(/^::ffff:/, '')}::inet, ${now})`.execute(db)
  if (!row) return null
  const { account, name, office, profession, language } = row
  return {
    wait: row.wait,
    actor: {
      account, name, office, officeName: row.office_name, officeKind: row.office_kind, profession, language,
      // What stands for its session in the record is the key itself.
      session: row.key, sessionEndsAt: row.ends_at, confirmedAt: null, lead: false, machine: { routes: row.routes.filter((route) => opens(route, row.office_kind)) },
    },
  }
}
