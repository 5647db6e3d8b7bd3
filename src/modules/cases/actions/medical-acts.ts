import { z } from 'zod'
import { fileTypes } from '#platform/attachments/file-type'
import { traces } from '#platform/attachments/traces'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { person, sealerFor } from '#platform/vault/sealed-columns'
import { FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { reads, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { isInCareTeam, listCareNotes } from '../store/care-rows.ts'
import { deletePaper, listPapers } from '../store/paper-rows.ts'
import { CareNotes, Corrects, notesAtOnce, NoteText, writeNote } from './care-acts.ts'
import { addPaper, KeptPaper, paperNeeds } from './paper-acts.ts'
import { FileHeaderView, readFileHeader } from './read-header.ts'

/** What only the care team of a file reads and writes. Every route of it begins with `medical.`: by that the record knows which lines are not for colleagues. */
const readsMedical = reads('medical', 'care-team')
const writesMedical = writes('medical', 'care-team')

export const MedicalView = z.strictObject({
  header: FileHeaderView, notes: CareNotes, ...pageShape,
  papers: z.array(z.strictObject({ id: z.uuid(), type: z.enum(fileTypes), size: z.number(), name: z.string(), addedAt: Instant, isOwn: z.boolean(), removed: z.array(z.enum(traces)), searched: z.boolean() })), searches: z.boolean(),
})
export type MedicalView = z.infer<typeof MedicalView>

export const showMedical = route({
  name: 'medical.show', kind: 'ask', for: readsMedical,
  about: 'The medical notes and papers of a file, the newest first, for its care team in its own centre.',
  asks: z.strictObject({ file: FileId, page: PageNumber }), gives: MedicalView,
  async answers(call, { file, page }) {
    const { tx, actor } = call
    if (!(await isInCareTeam(tx, file))) return notFound
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const { rows, ...place } = await listCareNotes(tx, file, ['medical'], { page, size: notesAtOnce })
    const papers = (await listPapers(tx, file)).filter(({ compartment }) => compartment === 'medical')
    return {
      header, notes: [...rows], ...place, searches: call.installation.virusSearch !== undefined,
      papers: papers.map(({ file: _, compartment: __, office: ___, account, ...paper }) => ({ ...paper, isOwn: account === actor.account })),
    }
  },
})

export const addMedicalNote = route({
  name: 'medical.add-note', kind: 'act', for: writesMedical,
  about: 'Adds a medical note to a file, or one that corrects an earlier note; nothing is written over.',
  asks: z.strictObject({ file: FileId, text: NoteText, corrects: Corrects }), gives: z.strictObject({ file: FileId, note: z.uuid() }),
  async answers(call, { file, text, corrects }) {
    if (!(await isInCareTeam(call.tx, file))) return notFound
    const note = await writeNote(call, { file, kind: 'medical', text, corrects })
    return isRefusal(note) ? note : { file, note }
  },
})

export const addMedicalPaper = route({
  name: 'medical.add-paper', kind: 'act', for: writesMedical, holdsFile: { in: 'content', field: 'content' },
  about: 'Adds a medical paper to a file, in base64, as `attachment.add` does for others.',
  asks: z.strictObject({ file: FileId, ...paperNeeds }), gives: KeptPaper,
  async answers(call, { file, ...sent }) {
    if (!(await isInCareTeam(call.tx, file))) return notFound
    return addPaper(call, { file, compartment: 'medical', ...sent })
  },
})

export const downloadMedicalPaper = route({
  name: 'medical.download', kind: 'ask', for: readsMedical,
  about: 'A medical paper as it was added, in base64.',
  asks: z.strictObject({ file: FileId, attachment: z.uuid() }),
  gives: z.strictObject({ name: z.string(), type: z.enum(fileTypes), content: z.string() }),
  async answers({ tx, installation, concerns }, { file, attachment }) {
    const paper = (await listPapers(tx, file)).find(({ id, compartment }) => id === attachment && compartment === 'medical')
    if (!paper) return notFound
    concerns(file)
    const bytes = await installation.attachments.read(tx, attachment, await sealerFor(tx, person(file)))
    return bytes ? { name: paper.name, type: paper.type, content: bytes.toString('base64') } : refuse('paper-gone', { status: 409 })
  },
})

export const removeMedicalPaper = route({
  name: 'medical.remove-paper', kind: 'act', for: writesMedical,
  about: 'Takes away a medical paper that one added oneself; the file itself is deleted within the hour.',
  asks: z.strictObject({ file: FileId, attachment: z.uuid() }), gives: z.strictObject({ file: FileId }),
  async answers({ tx, concerns }, { file, attachment }) {
    if (!(await isInCareTeam(tx, file))) return notFound
    concerns(file)
    return (await deletePaper(tx, file, attachment)) ? { file } : notFound
  },
})
