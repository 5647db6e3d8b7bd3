import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { ageOn, Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { notFound, type Refusal } from '#vocabulary/refusal'
import { mayAt, reads, writes } from '#vocabulary/place'
import { findFile } from '../store/file-rows.ts'
import { readIdentity, type Identity } from '../store/identity-rows.ts'
import { officeOfParty } from '../store/party-rows.ts'
import { listSafeContacts } from '../store/safe-contact-rows.ts'

/** Who a file is about, as far as this reader may know, and whether she may be called or written to. */
export const FileHeaderView = z.strictObject({
  id: FileId,
  reference: z.string(),
  version: z.number(),
  openedOn: Day,
  name: z.string().nullable(),
  sex: z.string(),
  isChild: z.boolean(),
  /** In whole years, where the day of birth is known to the reader. */
  age: z.number().nullable(),
  bornIn: z.number().nullable(),
  citizenship: z.string().nullable(),
  language: z.string().nullable(),
  forms: z.array(z.string()),
  centre: z.string().nullable(),
  /** Null for those who may not know how she can be reached. */
  contact: z.array(z.strictObject({ channel: z.string(), isSafe: z.boolean() })).nullable(),
  mayChange: z.boolean(),
})
export type FileHeaderView = z.infer<typeof FileHeaderView>

/** The head of a file's page, cut to the reader's compartment by the database's own rules. */
export async function readFileHeader(call: Call<Actor>, id: FileId): Promise<FileHeaderView | Refusal> {
  const { tx, today, actor } = call
  const file = await findFile(tx, id)
  if (!file) return notFound
  call.concerns(id)
  const [identity, centre, offices] = [await readIdentity(tx, id), await officeOfParty(tx, id, 'centre'), await listOfficeNames(tx, call.language)]
  const readsContact = mayAt(reads('safe-contact', 'centre', 'guardian'), actor.officeKind)
  const contacts = readsContact ? await listSafeContacts(tx, id) : null
  return {
    id, reference: file.reference, version: file.version, openedOn: file.openedOn,
    name: identity ? [identity.givenNames, identity.familyNames].filter(Boolean).join(' ') : null,
    sex: file.sex, isChild: file.isChild, ...agesOf(identity, file.birthYear, today), citizenship: file.citizenship, language: file.language,
    forms: [...file.forms],
    centre: centre ? (offices.get(centre.office) ?? null) : null,
    contact: contacts?.map(({ channel, isSafe }) => ({ channel, isSafe })) ?? null,
    mayChange: mayAt(writes('identity', 'centre', 'immigration-office'), actor.officeKind),
  }
}

/** An age only to the day, since a year too many makes an adult of a child; else the year of birth. */
function agesOf(identity: Identity | undefined, birthYear: number | null, today: Day): Pick<FileHeaderView, 'age' | 'bornIn'> {
  if (identity?.birthDate && identity.birthPrecision === 'day') return { age: ageOn(identity.birthDate, today), bornIn: Number(identity.birthDate.slice(0, 4)) }
  return { age: null, bornIn: identity?.birthDate ? Number(identity.birthDate.slice(0, 4)) : birthYear }
}
