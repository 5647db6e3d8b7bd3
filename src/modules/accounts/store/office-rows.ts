import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { AccountId, type OfficeId } from '#vocabulary/ids'
import { type Label, type Language, languages } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'

/** A service in the directory, its name in the language asked for. */
export type Office = {
  readonly id: OfficeId
  readonly key: string
  readonly kind: OfficeKind
  readonly name: string
  readonly profession: string | null
  readonly languages: readonly string[]
  readonly districts: readonly string[]
  readonly role: string
}

/** An office as a country pack brings it; a name that is one text stands for every language. */
export type OfficeSeed = {
  readonly key: string
  readonly kind: OfficeKind
  readonly name: string | Label
  readonly profession?: string | null | undefined
  readonly languages: readonly string[]
  readonly districts?: readonly string[] | undefined
  readonly role: string
}

/** The name of every office by its id. */
export async function listOfficeNames(tx: Tx, language: Language = 'en'): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name ->> ${language} as name from accounts.office`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Says the name of an office in a language without asking each time: the directory changes only when a server starts. */
export function officeNameIn(db: Database): (office: OfficeId, language: Language) => Promise<string | undefined> {
  const known = new Map<string, Label>()
  return async (office, language) => {
    if (!known.has(office)) {
      const { rows } = await asMigrator(db, (tx) => sql<{ id: string; name: Label }>`select id, name from accounts.office`.execute(tx))
      for (const { id, name } of rows) known.set(id, name)
    }
    return known.get(office)?.[language]
  }
}

type Filter = { readonly kind?: OfficeKind; readonly language?: Language }

/** The offices of the directory, or those of one kind, in the order of their keys. */
export async function listOffices(tx: Tx, { kind, language = 'en' }: Filter = {}): Promise<readonly Office[]> {
  const { rows } = await sql<Office>`select ${columns(language)} from accounts.office where kind = coalesce(${kind ?? null}, kind) order by key`.execute(tx)
  return rows
}

/** The office that a country pack names so. */
export async function officeByKey(tx: Tx, key: string, language: Language = 'en'): Promise<Office | undefined> {
  const { rows } = await sql<Office>`select ${columns(language)} from accounts.office where key = ${key}`.execute(tx)
  return rows[0]
}

/** The office with this id. */
export async function findOffice(tx: Tx, id: OfficeId, language: Language = 'en'): Promise<Office | undefined> {
  const { rows } = await sql<Office>`select ${columns(language)} from accounts.office where id = ${id}`.execute(tx)
  return rows[0]
}

/** The account that leads an office, to whom an unkept clock turns; null where nobody does. */
export async function superiorOf(tx: Tx, office: OfficeId): Promise<AccountId | null> {
  const { rows } = await sql<{ superior: string | null }>`select accounts.superior_of(${office}) as superior`.execute(tx)
  return AccountId.nullable().parse(rows[0]?.superior ?? null)
}

/** Brings the directory to what the pack says; offices that it no longer names stay, because files belong to them. */
export async function syncOffices(db: Database, seeds: readonly OfficeSeed[]): Promise<void> {
  const rows = seeds.map(({ name, profession = null, districts = [], ...seed }) => ({ ...seed, profession, districts, name: labelOf(name) }))
  await asMigrator(db, (tx) => sql`
    insert into accounts.office (key, kind, profession, name, languages, districts, role)
    select key, kind, profession, name, array(select jsonb_array_elements_text(languages)), array(select jsonb_array_elements_text(districts)), role
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as seed (key text, kind text, profession text, name jsonb, languages jsonb, districts jsonb, role text)
    on conflict (key) do update set kind = excluded.kind, profession = excluded.profession, name = excluded.name,
      languages = excluded.languages, districts = excluded.districts, role = excluded.role`.execute(tx))
}

const columns = (language: Language) => sql`id, key, kind, name ->> ${language} as name, profession, languages, districts, role`

const labelOf = (name: string | Label): Label =>
  typeof name === 'string' ? (Object.fromEntries(languages.map((language) => [language, name])) as Label) : name
