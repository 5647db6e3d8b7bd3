import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import { cleanFile } from '#platform/attachments/clean-picture'
import { endsLike, fileTypeOf, fileTypes, isPlainName } from '#platform/attachments/file-type'
import { mostMegapixels, pixelsOf } from '#platform/attachments/picture-size'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { traces } from '#platform/attachments/traces'
import { route } from '#platform/doors/route'
import { person, sealerFor } from '#platform/vault/sealed-columns'
import { FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { anyOf, mayAt, reads, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { acting } from '#vocabulary/relation'
import { countPapers, deletePaper, insertPaper, listPapers, standsAs, type PaperCompartment } from '../store/paper-rows.ts'
import { FileHeaderView, readFileHeader } from './read-header.ts'

const megabytes = 20
export const mostBytes = megabytes * 1024 * 1024
const mostPapers = 40

const aboutPerson = writes('identity', 'centre', 'immigration-office')
const ofOffice = writes('own-notes', ...acting)
export const readsPapers = anyOf(reads('identity', ...acting), reads('own-notes', ...acting))
const PaperKind = z.enum(['identity', 'own-notes'])

const PaperView = z.strictObject({
  id: z.uuid(), compartment: PaperKind, type: z.enum(fileTypes), size: z.number(), name: z.string(), office: z.string(), addedAt: Instant,
  /** Whether the reader added it, and so may take it away. */
  isOwn: z.boolean(),
  /** What was taken out of a picture when it was added. */
  removed: z.array(z.enum(traces)),
  /** Whether it was searched for viruses when it was added. */
  searched: z.boolean(),
})
export const PapersView = z.strictObject({ header: FileHeaderView, papers: z.array(PaperView), mayAddIdentity: z.boolean(), most: z.number(), searches: z.boolean() })
export type PapersView = z.infer<typeof PapersView>

export const listAttachments = route({
  name: 'attachment.list', kind: 'ask', for: readsPapers,
  about: 'The papers in a file: those that say who the person is, and those that the reader\'s office keeps for itself.',
  asks: z.strictObject({ file: FileId }), gives: PapersView,
  async answers(call, { file }) {
    if (!(await standsAs(call.tx, file, acting))) return notFound
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const offices = await listOfficeNames(call.tx, call.language)
    const papers = (await listPapers(call.tx, file)).flatMap(({ file: _, account, office, compartment, ...paper }) => (compartment === 'medical' ? [] : [{ ...paper, compartment, office: offices.get(office) ?? '', isOwn: account === call.actor.account }]))
    return { header, papers, mayAddIdentity: mayAt(aboutPerson, call.actor.officeKind), most: mostPapers, searches: call.installation.virusSearch !== undefined }
  },
})

/** What is answered of a paper that was kept: what was taken out of a picture is named. */
export const KeptPaper = z.strictObject({ file: FileId, attachment: z.uuid(), removed: z.array(z.enum(traces)) })
type KeptPaper = z.infer<typeof KeptPaper>
/** What a form or a program sends of a paper. */
export const paperNeeds = { name: z.string().default(''), content: z.string().default('') }

type NewPaper = { readonly file: FileId; readonly compartment: PaperCompartment; readonly name: string; readonly content: string }

/** Keeps a paper that may be kept there: what it is, its content says. */
export async function addPaper(call: Call<Actor>, { file, compartment, name: given, content }: NewPaper): Promise<KeptPaper | Refusal> {
  const { tx, actor, now, installation } = call
  call.concerns(file)
  if (content === '') return refuse('paper-missing', { field: 'content' })
  const bytes = Buffer.from(content, 'base64')
  if (bytes.length > mostBytes) return refuse('paper-too-big', { field: 'content', with: { most: megabytes } })
  if (bytes.toString('base64') !== content) return refuse('paper-type', { field: 'content' })
  const name = given.normalize('NFC')
  if (!isPlainName(name)) return refuse('paper-name', { field: 'content' })
  const type = fileTypeOf(bytes)
  if (!type) return refuse('paper-type', { field: 'content' })
  if (!endsLike(name, type)) return refuse('paper-lies', { field: 'content' })
  if (pixelsOf(bytes, type) > mostMegapixels * 1_000_000) return refuse('paper-pixels', { field: 'content', with: { most: mostMegapixels } })
  const cleaned = cleanFile(bytes, type)
  if (!cleaned) return refuse('paper-broken', { field: 'content' })
  if (((await countPapers(tx, file, compartment)) ?? mostPapers) >= mostPapers) return refuse('paper-too-many', { with: { most: mostPapers } })
  const id = crypto.randomUUID()
  await insertPaper(tx, { id, file, compartment, type, size: cleaned.bytes.length, name, office: actor.office, account: actor.account, addedAt: now, removed: cleaned.removed, searched: installation.virusSearch !== undefined })
  // Before the commit: a row never stands without its file, and a file whose row did not come to be is swept.
  await installation.attachments.write(tx, id, cleaned.bytes, await sealerFor(tx, person(file)))
  return { file, attachment: id, removed: cleaned.removed }
}

export const addAttachment = route({
  name: 'attachment.add', kind: 'act', for: anyOf(aboutPerson, ofOffice), holdsFile: { in: 'content', field: 'content' },
  about: `Adds a paper to a file: a PDF, a JPEG or PNG picture or plain text of at most ${megabytes} MB, in base64. What it is, its content says. What a camera or a program wrote beside a picture is taken out and named in the answer.`,
  asks: z.strictObject({ file: FileId, compartment: PaperKind, ...paperNeeds }),
  gives: KeptPaper,
  async answers(call, { file, compartment, name: given, content }) {
    const { tx } = call
    if (!(await standsAs(tx, file, acting))) return notFound
    call.concerns(file)
    if (compartment === 'identity' && !(await standsAs(tx, file, ['centre', 'immigration-office']))) return refuse('paper-not-hers', { field: 'compartment' })
    return addPaper(call, { file, compartment, name: given, content })
  },
})

export const downloadAttachment = route({
  name: 'attachment.download', kind: 'ask', for: readsPapers,
  about: 'A paper as it was kept, in base64.',
  asks: z.strictObject({ file: FileId, attachment: z.uuid() }),
  gives: z.strictObject({ name: z.string(), type: z.enum(fileTypes), content: z.string() }),
  async answers(call, { file, attachment }) {
    const paper = (await listPapers(call.tx, file)).find(({ id, compartment }) => id === attachment && compartment !== 'medical')
    if (!paper) return notFound
    call.concerns(file)
    const bytes = await call.installation.attachments.read(call.tx, attachment, await sealerFor(call.tx, person(file)))
    return bytes ? { name: paper.name, type: paper.type, content: bytes.toString('base64') } : refuse('paper-gone', { status: 409 })
  },
})

export const removeAttachment = route({
  name: 'attachment.remove', kind: 'act', for: anyOf(aboutPerson, ofOffice),
  about: 'Takes away a paper that one added oneself; the file itself is deleted within the hour.',
  asks: z.strictObject({ file: FileId, attachment: z.uuid() }), gives: z.strictObject({ file: FileId }),
  async answers(call, { file, attachment }) {
    call.concerns(file)
    const isMedical = (await listPapers(call.tx, file)).some(({ id, compartment }) => id === attachment && compartment === 'medical')
    return !isMedical && (await deletePaper(call.tx, file, attachment)) ? { file } : notFound
  },
})
