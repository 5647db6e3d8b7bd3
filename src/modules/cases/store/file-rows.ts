import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { FileId, OfficeId } from '#vocabulary/ids'

export type Sex = 'woman' | 'man' | 'other' | 'unknown'

/** How the forms of exploitation of a file came to stand in it. */
export type FormsFrom = 'said' | 'sector'

/** A file without anything that names the person. */
export type FileRow = {
  readonly id: FileId
  readonly reference: string
  readonly openedOn: Day
  readonly variant: string
  readonly state: string
  readonly stateSince: Day
  readonly outcome: string | null
  readonly holderOffice: OfficeId
  readonly sex: Sex
  readonly isChild: boolean
  readonly birthYear: number | null
  readonly citizenship: string | null
  readonly language: string | null
  readonly forms: readonly string[]
  /** Whether somebody was asked, or they were taken from the sector of a report; null in files of before that was written down. */
  readonly formsFrom: FormsFrom | null
  readonly sector: string | null
  readonly district: string | null
  /** The code of `placeOfExploitation`; null where nobody was asked. */
  readonly exploitedIn: string | null
  readonly version: number
}

export const fileColumns = sql.raw(`
  file.id, file.reference, file.opened_on as "openedOn", file.variant, file.state, file.state_since as "stateSince", file.outcome,
  file.holder_office as "holderOffice", file.sex, file.is_child as "isChild", file.birth_year as "birthYear", file.citizenship, file.language,
  file.forms, file.forms_from as "formsFrom", file.sector, file.district, file.exploited_in as "exploitedIn", file.version`)

/** The next reference of a year, such as `BE-2026-0417`; a number given to an act that is then undone is given again. */
export async function nextReference(tx: Tx, country: string, on: Day): Promise<string> {
  const year = Number(on.slice(0, 4))
  const { rows: [row] } = await sql<{ last: number }>`
    insert into cases.file_number (year, last) values (${year}, 1)
    on conflict (year) do update set last = file_number.last + 1 returning last`.execute(tx)
  return `${country.toUpperCase()}-${year}-${String(row?.last ?? 0).padStart(4, '0')}`
}

export async function insertFile(tx: Tx, file: Omit<FileRow, 'version' | 'outcome'>): Promise<void> {
  await sql`
    insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, birth_year, citizenship, language, forms, forms_from, sector, district, exploited_in)
    values (${file.id}, ${file.reference}, ${file.openedOn}, ${file.variant}, ${file.state}, ${file.stateSince}, ${file.holderOffice}, ${file.sex}, ${file.isChild},
      ${file.birthYear}, ${file.citizenship}, ${file.language}, ${[...file.forms]}, ${file.formsFrom}, ${file.sector}, ${file.district}, ${file.exploitedIn})`.execute(tx)
}

/** A file as the actor may see it; undefined when there is none for them. */
export async function findFile(tx: Tx, id: FileId): Promise<FileRow | undefined> {
  const { rows } = await sql<FileRow>`select ${fileColumns} from cases.file where id = ${id}`.execute(tx)
  return rows[0]
}

/** For whom a file waits; nobody when it has ended. */
export type Waiting = { readonly office: OfficeId; readonly because: string; readonly subject: string; readonly since: Day }
export type FileState = {
  readonly state: string; readonly since: Day; readonly variant: string; readonly isChild: boolean; readonly outcome: string | null
  readonly waiting: Waiting | null
}

/** Keeps what the procedure was replayed to, for lists. */
export async function setFileState(tx: Tx, id: FileId, { state, since, variant, isChild, outcome, waiting }: FileState): Promise<void> {
  await sql`select cases.keep_state(${id}, ${state}, ${since}, ${variant}, ${isChild}, ${outcome},
    ${waiting?.office ?? null}, ${waiting?.because ?? null}, ${waiting?.subject ?? null}, ${waiting?.since ?? null})`.execute(tx)
}

/** Hands a file that waits for an answer to another office. */
export async function handOver(tx: Tx, id: FileId, to: OfficeId, on: Day): Promise<void> {
  await sql`select cases.hand_over(${id}, ${to}, ${on})`.execute(tx)
}

/** Moves the file's version on from the one that was seen; false when a colleague moved it first. */
export async function moveVersion(tx: Tx, id: FileId, seen: number): Promise<boolean> {
  const moved = await sql`update cases.file set version = version + 1 where id = ${id} and version = ${seen}`.execute(tx)
  return moved.numAffectedRows === 1n
}

/** Says anew where somebody was exploited. */
export async function setExploitedIn(tx: Tx, id: FileId, exploitedIn: string | null): Promise<void> {
  await sql`update cases.file set exploited_in = ${exploitedIn} where id = ${id}`.execute(tx)
}

/** Says anew in which forms somebody was exploited. */
export async function setForms(tx: Tx, id: FileId, forms: readonly string[]): Promise<void> {
  await sql`update cases.file set forms = ${[...forms]}, forms_from = 'said' where id = ${id}`.execute(tx)
}

/** Keeps the year of birth for lists, where neither name nor birthday stands. */
export async function setBirthYear(tx: Tx, id: FileId, year: number | null): Promise<void> {
  await sql`update cases.file set birth_year = ${year} where id = ${id}`.execute(tx)
}
