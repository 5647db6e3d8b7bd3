import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Agreement, Consent, Disclosure } from '../domain/consent.ts'

/** The consents of a file as the actor may see them, the latest first; nothing where the actor may see none. */
export async function listConsents(tx: Tx, file: FileId): Promise<readonly Consent[]> {
  const { rows } = await sql<Consent>`select given.id, purpose, to_office as "toOffice", to_kind as "toKind", scope, explained_in as "explainedIn", given.how,
      from_on as "fromOn", until_on as "untilOn", withdrawn.on_day as "withdrawnOn"
    from cases.consent as given left join cases.consent_withdrawn as withdrawn on withdrawn.consent = given.id
    where given.file = ${file} order by given.at desc, given.id`.execute(tx)
  return rows
}

export type ConsentToKeep = Omit<Consent, 'withdrawnOn'> & { readonly file: FileId; readonly at: Instant; readonly zone: string }

/** Adds a consent to the ledger; reading that it opens is opened by the database with it. */
export async function insertConsent(tx: Tx, { file, at, zone, ...given }: ConsentToKeep): Promise<void> {
  await sql`insert into cases.consent (id, file, purpose, to_office, to_kind, scope, explained_in, how, from_on, until_on, ends_at, at)
    values (${given.id}, ${file}, ${given.purpose}, ${given.toOffice}, ${given.toKind}, ${[...given.scope]}, ${given.explainedIn}, ${given.how}, ${given.fromOn}, ${given.untilOn},
      (${given.untilOn}::date + 1)::timestamp at time zone ${zone}, ${at})`.execute(tx)
}

/** Adds the withdrawal of a consent; reading that rested on it alone ends with it. False when it was withdrawn before. */
export async function insertWithdrawal(tx: Tx, { consent, file, on, how, at }: { readonly consent: string; readonly file: FileId; readonly on: Day; readonly how: Agreement; readonly at: Instant }): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into cases.consent_withdrawn (consent, file, on_day, how, at) values (${consent}, ${file}, ${on}, ${how}, ${at}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export async function listDisclosures(tx: Tx, file: FileId): Promise<readonly Disclosure[]> {
  const { rows } = await sql<Disclosure>`select about, to_office as "toOffice", to_kind as "toKind", fields, consent, law, at from cases.disclosure where file = ${file} order by at, id`.execute(tx)
  return rows
}

/** Adds what was handed out, all of it in one statement. */
export async function insertDisclosures(tx: Tx, file: FileId, disclosures: readonly Disclosure[]): Promise<void> {
  if (disclosures.length === 0) return
  const rows = disclosures.map(({ about, toOffice, toKind, fields, consent, law, at }) => ({ id: crypto.randomUUID(), about, to_office: toOffice, to_kind: toKind, fields, consent, law, at }))
  await sql`insert into cases.disclosure (id, file, about, to_office, to_kind, fields, consent, law, at)
    select id, ${file}, about, to_office, to_kind, array(select jsonb_array_elements_text(fields)), consent, law, at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told (id uuid, about text, to_office uuid, to_kind text, fields jsonb, consent uuid, law text, at timestamptz)`.execute(tx)
}

export type SharedFile = { readonly file: FileId; readonly reference: string; readonly parts: readonly string[]; readonly endsAt: Instant | null }

/** What persons let the actor's office read by their consent alone. */
export async function listShared(tx: Tx): Promise<readonly SharedFile[]> {
  const { rows } = await sql<SharedFile>`select file, reference, parts, ends_at as "endsAt" from cases.shared_with_us()`.execute(tx)
  return rows
}

export type ReadByConsent = { readonly file: FileId; readonly parts: readonly string[] }

/** Writes into the ledger what the actor's office read by consent, with each consent that opens it; what it read that day already stands there. */
export async function noteReadByConsent(tx: Tx, readings: readonly ReadByConsent[], { today, now }: { readonly today: Day; readonly now: Instant }): Promise<void> {
  if (readings.length > 0) await sql`select cases.note_read_by_consent(${JSON.stringify(readings)}::jsonb, ${today}, ${now})`.execute(tx)
}
