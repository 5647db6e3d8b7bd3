import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { AccountId, FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { reads, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { careKinds, endCareMember, insertCareNote, isCareNote, isInCareTeam, listCareNotes, listCareTeam, listColleaguesForCare, mayNameCareTeam, nameCareMember, type CareKind } from '../store/care-rows.ts'
import { standsAs } from '../store/paper-rows.ts'
import { FileHeaderView, readFileHeader } from './read-header.ts'

export const readsNotes = reads('care-notes', 'centre')
const writesNotes = writes('care-notes', 'centre')
const ofCentre = ['social', 'psychological'] as const
const size = 25

const Text = z.string().trim().min(1).max(5_000)
/** The id of a note that this one corrects. */
const Corrects = z.preprocess((value) => (value === '' ? undefined : value), z.uuid().optional())
export const CareNotes = z.array(z.strictObject({ id: z.uuid(), kind: z.enum(careKinds), text: z.string(), author: z.string().nullable(), at: Instant, corrects: z.uuid().nullable(), isCorrected: z.boolean() }))
const Members = z.array(z.strictObject({ id: z.uuid(), name: z.string(), namedAt: Instant, isOwn: z.boolean() }))

export const CareView = z.strictObject({
  header: FileHeaderView, notes: CareNotes, team: Members,
  /** Whether the reader is in the care team, and whether she may say who is. */
  inTeam: z.boolean(), mayName: z.boolean(), colleagues: z.array(z.strictObject({ id: AccountId, name: z.string() })), ...pageShape,
})
export type CareView = z.infer<typeof CareView>

export const showCare = route({
  name: 'care.show', kind: 'ask', for: readsNotes,
  about: 'The social and psychological notes of the reader\'s centre on a person, the newest first, and who is in her care team; of medical notes nothing, not even whether there are any.',
  asks: z.strictObject({ file: FileId, page: PageNumber }), gives: CareView,
  async answers(call, { file, page }) {
    const { tx, actor } = call
    if (!(await standsAs(tx, file, ['centre']))) return notFound
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const { rows, ...place } = await listCareNotes(tx, file, ofCentre, { page, size })
    const [team, inTeam, mayName] = [await listCareTeam(tx, file), await isInCareTeam(tx, file), await mayNameCareTeam(tx, file)]
    const members = new Set(team.map(({ account }) => account))
    return {
      header, notes: [...rows], inTeam, mayName, ...place,
      team: team.map(({ account, ...member }) => ({ ...member, isOwn: account === actor.account })),
      colleagues: mayName ? (await listColleaguesForCare(tx, actor.office)).filter(({ id }) => !members.has(id)) : [],
    }
  },
})

type NewNote = { readonly file: FileId; readonly kind: CareKind; readonly text: string; readonly corrects: string | undefined }

/** Writes a note down; one that corrects another follows it and leaves it as it was. */
export async function writeNote({ tx, actor, now, concerns }: Call<Actor>, { file, kind, text, corrects }: NewNote): Promise<string | Refusal> {
  concerns(file)
  if (corrects !== undefined && !(await isCareNote(tx, { file, kind, id: corrects }))) return refuse('note-not-there', { field: 'corrects' })
  return insertCareNote(tx, { file, kind, text, corrects: corrects ?? null, office: actor.office, account: actor.account, at: now })
}

export const addCareNote = route({
  name: 'care.add-note', kind: 'act', for: writesNotes,
  about: 'Adds a social or psychological note to a file, or one that corrects an earlier note; nothing is written over.',
  asks: z.strictObject({ file: FileId, kind: z.enum(ofCentre), text: Text, corrects: Corrects }), gives: z.strictObject({ file: FileId, note: z.uuid() }),
  async answers(call, { file, kind, text, corrects }) {
    if (!(await standsAs(call.tx, file, ['centre']))) return notFound
    const note = await writeNote(call, { file, kind, text, corrects })
    return isRefusal(note) ? note : { file, note }
  },
})

export const nameMember = route({
  name: 'care.name-member', kind: 'act', for: writesNotes,
  about: 'Names a colleague into the care team of a file, which alone reads and writes its medical notes: for who leads the centre, and for the caseworker who took its first step in the file.',
  asks: z.strictObject({ file: FileId, account: AccountId }), gives: z.strictObject({ file: FileId }),
  async answers(call, { file, account }) {
    if (!(await standsAs(call.tx, file, ['centre']))) return notFound
    call.concerns(file)
    call.concernsAccount(account)
    if (!(await mayNameCareTeam(call.tx, file))) return refuse('care-not-hers-to-name', { status: 403 })
    return (await nameCareMember(call.tx, { file, account, now: call.now })) ? { file } : refuse('care-cannot-join', { field: 'account' })
  },
})

export const endMember = route({
  name: 'care.end-member', kind: 'act', for: writesNotes,
  about: 'Takes a colleague out of the care team of a file, or leaves it oneself; its medical notes are closed to her from that moment.',
  asks: z.strictObject({ file: FileId, member: z.uuid() }), gives: z.strictObject({ file: FileId }),
  async answers(call, { file, member }) {
    call.concerns(file)
    return (await endCareMember(call.tx, { file, member, now: call.now })) ? { file } : notFound
  },
})

export { Corrects, size as notesAtOnce, Text as NoteText }
