import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { FileId, type OfficeId } from '#vocabulary/ids'
import type { Relation } from '../domain/relation.ts'
import { insertFile, nextReference, type FileRow } from '../store/file-rows.ts'
import { insertIdentity, type Identity } from '../store/identity-rows.ts'
import { insertParty, openedOnOf } from '../store/party-rows.ts'
import { insertTimeline, type TimelineLine } from '../store/timeline-rows.ts'

export type FileToCreate = Omit<FileRow, 'id' | 'reference' | 'version' | 'outcome' | 'stateSince'> & {
  readonly identity: Identity
  /** Who stands in which relation to the file from its first moment. */
  readonly parties: readonly { readonly office: OfficeId; readonly relation: Relation }[]
}

/** Opens a file on a person, with her identity apart, and lets its first parties see it. */
export async function createFile(call: Call<Actor>, file: FileToCreate): Promise<{ readonly id: FileId; readonly reference: string }> {
  const { tx, installation, today } = call
  const id = FileId.parse(crypto.randomUUID())
  const reference = await nextReference(tx, installation.pack.country.code, file.openedOn)
  await insertFile(tx, { ...file, id, reference, stateSince: file.openedOn })
  for (const { office, relation } of file.parties) await insertParty(tx, { file: id, office, relation, openedOn: file.openedOn }, today)
  await insertIdentity(tx, id, file.identity)
  call.concerns(id)
  return { id, reference }
}

/** Lets an office stand in a relation to a file. */
export async function addParty(call: Call<Actor>, { file, office, relation }: { readonly file: FileId; readonly office: OfficeId; readonly relation: Relation }): Promise<void> {
  await insertParty(call.tx, { file, office, relation, openedOn: (await openedOnOf(call.tx, file)) ?? call.today }, call.today)
}

/** Adds a line to the file's story in the actor's name. */
export const recordTimeline = ({ tx, actor, now }: Call<Actor>, line: TimelineLine): Promise<void> => insertTimeline(tx, line, { office: actor.office, at: now })
