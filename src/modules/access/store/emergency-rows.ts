import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { erasedMark, sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { EmergencyRule } from '#law'
import type { Access, Limit } from '../domain/emergency.ts'

export type Finding = 'justified' | 'not-justified'
export type Emergency = {
  readonly id: string; readonly file: FileId; readonly reference: string; readonly who: string; readonly office: string; readonly reason: string
  readonly openedAt: Instant; readonly untilAt: Instant; readonly reviewedAt: Instant | null; readonly finding: Finding | null; readonly isOwn: boolean
}

const reasonPlace = (id: string): string => sealedAt('access.emergency', `${id} reason`)
const notePlace = (id: string): string => sealedAt('access.emergency', `${id} note`)

export async function accessesOfOffice(tx: Tx): Promise<readonly Access[]> {
  const { rows } = await sql<Access>`select opened_at as "openedAt", reviewed_at as "reviewedAt", is_own as "isOwn", of_office as "ofOffice" from access.emergencies_of_office()`.execute(tx)
  return rows
}

type ToOpen = { readonly id: string; readonly reference: string; readonly reason: string; readonly until: Instant; readonly now: Instant; readonly today: Day; readonly most: EmergencyRule['unreviewed'] }
/** Opens it, or says which limit stands in the way: accesses of one office are opened one after another. Null where there is no such file. */
export async function openEmergency(tx: Tx, { id, reference, reason, until, now, today, most }: ToOpen): Promise<{ readonly file: FileId } | Limit | null> {
  const { rows: [row] } = await sql<{ file: FileId | null } & { [Part in keyof Limit]: Limit[Part] | null }>`
    select file, because, standing, since
    from access.open_emergency(${id}, ${reference}, ${vaultOf(tx).own.seal(reasonPlace(id), reason)}, ${until}, ${now}, ${today}, ${most.withinHours}, ${most.perPerson}, ${most.perOffice})`.execute(tx)
  if (!row) return null
  const { file, because, standing, since } = row
  return because !== null && standing !== null && since !== null ? { because, standing, since } : file && { file }
}

export type Refused = { readonly id: string; readonly file: FileId | null; readonly reference: string | null; readonly who: string; readonly office: string; readonly because: Limit['because']; readonly at: Instant }

/** What the limit turned away, the latest first, for data protection. */
export async function listRefused(tx: Tx, language: Language): Promise<readonly Refused[]> {
  const { rows } = await sql<Refused>`select id, file, reference, who, office, because, at from access.emergencies_refused(${language})`.execute(tx)
  return rows
}

export async function listEmergencies(tx: Tx, language: Language): Promise<readonly Emergency[]> {
  const { rows } = await sql<Omit<Emergency, 'reason'> & { reason: Buffer | null }>`
    select id, file, reference, who, office, reason, opened_at as "openedAt", until_at as "untilAt", reviewed_at as "reviewedAt", finding, is_own as "isOwn"
    from access.emergencies(${language})`.execute(tx)
  return rows.map(({ reason, ...row }) => ({ ...row, reason: reason === null ? erasedMark : vaultOf(tx).own.open<string>(reasonPlace(row.id), reason) }))
}

export async function reviewEmergency(tx: Tx, { id, finding, note, now }: { readonly id: string; readonly finding: Finding; readonly note: string; readonly now: Instant }): Promise<FileId | null> {
  const { rows } = await sql<{ file: FileId | null }>`select access.review_emergency(${id}, ${finding}, ${vaultOf(tx).own.seal(notePlace(id), note)}, ${now}) as file`.execute(tx)
  return rows[0]?.file ?? null
}
