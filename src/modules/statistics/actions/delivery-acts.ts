import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import { ValueState, type Item } from '#codebook'
import type { Actor } from '#platform/doors/actor'
import type { Call, Installation } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import type { Day } from '#vocabulary/day'
import { OfficeId } from '#vocabulary/ids'
import { anyOf, learnsStatus, reads, writes } from '#vocabulary/place'
import { notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { remarks as knownRemarks } from '../domain/deliveries/sheet.ts'
import { compareDraft, dropDraft, findDelivery, findDraft, listDeliveryRows, listFaults, listFigures, nextRevision, putDraft, takeDraft, type DeliveryRow } from '../store/delivery-rows.ts'
import { isWarning, noWarnings, Warnings, warningsOf, warningsOfDraft, WhichWarning } from './warning-acts.ts'
import { progressOf, readInThread, warmSheets } from '../store/sheet-thread.ts'

const own = writes('deliveries', 'own-office')
const id = z.uuid()
const year = z.coerce.number().int().min(2000).max(2100)
const words = z.record(z.string(), z.union([z.string(), z.number()]))
const Remark = z.strictObject({ remark: z.enum(knownRemarks), with: words })
const Fault = z.strictObject({ row: z.number().nullable(), column: z.string().nullable(), field: z.string().nullable(), fault: z.string(), written: z.string(), hint: z.string() })
const Delivery = z.strictObject({
  id, office: OfficeId, officeName: z.string(), by: z.string().nullable(), at: z.string(), item: z.string(), slot: z.string(), revision: z.number(), firstYear: z.number(), lastYear: z.number(),
  version: z.string(), fileName: z.string().nullable(), figures: z.number(), reason: z.string().nullable(), counts: z.boolean(),
})
export type Delivery = z.infer<typeof Delivery>

/** The items that an office of this kind hands over. */
const itemsOf = ({ codebook }: Installation, { officeKind }: Actor): readonly Item[] => codebook.items.filter(({ offices }) => offices.includes(officeKind))
const itemOf = (call: Call<Actor>, key: string): Item | undefined => itemsOf(call.installation, call.actor).find((item) => item.key === key)
const slotOf = (item: Item, of: number | null, series: string | undefined): string => (item.series ? `${item.key}/${series ?? ''}` : `${item.key}/${of ?? ''}`)

async function named(call: Call<Actor>, rows: readonly DeliveryRow[]): Promise<Delivery[]> {
  const names = await listOfficeNames(call.tx, call.language)
  return rows.map((row) => ({ ...row, officeName: names.get(row.office) ?? '' }))
}

/** The last year that is over, and so the last that can be handed over. */
const lastYearOver = (today: Day): number => Number(today.slice(0, 4)) - 1

export const listDeliveries = route({
  name: 'delivery.list', kind: 'ask', for: anyOf(reads('deliveries', 'own-office', 'none'), learnsStatus('deliveries', 'none')),
  about: 'Which service handed over which item of which year, when, and which revision counts; no figure.',
  asks: z.strictObject({ page: PageNumber }),
  gives: z.strictObject({ items: z.array(z.strictObject({ key: z.string(), series: z.boolean() })), deliveries: z.array(Delivery), ...pageShape }),
  async answers(call, { page }) {
    const { rows, ...place } = await listDeliveryRows(call.tx, { page, size: 25 })
    const items = call.actor.officeKind === 'coordination' ? [] : itemsOf(call.installation, call.actor)
    return { ...place, items: items.map(({ key, series }) => ({ key, series })), deliveries: await named(call, rows) }
  },
})

export const showItem = route({
  name: 'delivery.show-item', kind: 'ask', for: own,
  about: 'An item that the actor\'s service hands over, for its form and its template.',
  asks: z.strictObject({ item: z.string().max(60) }), gives: z.strictObject({ item: z.string(), series: z.boolean(), upload: id, lastYear: z.number() }),
  answers: (call, { item: key }) => {
    const item = itemOf(call, key)
    if (item) warmSheets()
    return Promise.resolve(item ? { item: item.key, series: item.series, upload: randomUUID(), lastYear: lastYearOver(call.today) } : notFound)
  },
})

/** A file of sixteen megabytes as base64. */
const mostContent = 23_000_000
const Sheet = z.strictObject({
  item: z.string().max(60), year: year.optional(), series: z.string().trim().regex(/^[\p{L}\p{N} _-]{1,60}$/u).optional(),
  fileName: z.string().max(200).optional(), content: z.string().max(mostContent).optional(), text: z.string().max(4_000_000).optional(), upload: id.optional(),
})

export const checkDelivery = route({
  name: 'delivery.check', kind: 'act', for: own, holdsFile: { in: 'content', field: 'file' },
  about: 'Reads a sheet (a file as base64, or pasted text) and finds everything that is wrong in it by row and field; nothing is handed over yet.',
  asks: Sheet, gives: z.strictObject({ draft: id, faults: z.number() }),
  // A sheet is read in a thread before the transaction opens: nobody who waits for it holds one.
  async prepares(installation, { item: key, year: of, content, text, upload, fileName }, today) {
    const item = installation.codebook.items.find((each) => each.key === key)
    const bytes = content === undefined || content === '' ? null : Buffer.from(content, 'base64')
    if (!item || (bytes === null && !text?.trim() && !fileName)) return undefined
    // A file without a byte is no file that was forgotten.
    if (bytes === null && !text?.trim()) return { check: 'empty' as const, digest: Buffer.alloc(0) }
    const check = await readInThread({ bytes, text: bytes === null ? (text ?? '') : null, book: installation.codebook, item, year: item.series ? null : (of ?? null), lastYear: lastYearOver(today) }, upload)
    return { check, digest: createHash('sha256').update(bytes ?? text ?? '').digest() }
  },
  async answers(call, asked, prepared) {
    const item = itemOf(call, asked.item)
    if (!item) return notFound
    const wrong = refuseAsked(call, item, asked)
    if (wrong) return wrong
    if (!prepared) return refuse('sheet-missing', { field: 'file' })
    const { check, digest } = prepared
    if (typeof check === 'string') return refuse(`sheet-${check}`, { field: 'file' })
    const draft = randomUUID()
    await putDraft(call.tx, { id: draft, office: call.actor.office, account: call.actor.account, at: call.now, item: item.key, slot: slotOf(item, asked.year ?? null, asked.series), fileName: asked.fileName || null, digest, check })
    return { draft, faults: check.faultCount }
  },
})

function refuseAsked({ today }: Call, item: Item, { year: of, series }: z.output<typeof Sheet>): Refusal | undefined {
  if (item.series) return series === undefined ? refuse('series-missing', { field: 'series' }) : undefined
  if (of === undefined) return refuse('input-missing', { field: 'year' })
  return of > lastYearOver(today) ? refuse('year-not-over', { field: 'year', with: { year: lastYearOver(today) } }) : undefined
}

export const showDeliveryProgress = route({
  name: 'delivery.show-progress', kind: 'ask', for: own,
  about: 'How far a sheet is that is being read, by the number that its form carried.',
  asks: z.strictObject({ upload: id }), gives: z.strictObject({ phase: z.enum(['waiting', 'reading', 'checking', 'done']), done: z.number(), of: z.number() }),
  answers: (_, { upload }) => Promise.resolve(progressOf(upload) ?? { phase: 'waiting' as const, done: 0, of: 0 }),
})

/** A sheet that is not there any more: handed over meanwhile, in another window or by a colleague, or dropped. */
const draftGone = async ({ tx }: Call<Actor>, draft: string): Promise<Refusal> => ((await findDelivery(tx, draft)).length > 0 ? refuse('draft-taken', { status: 409 }) : notFound)

const changes = ['gone', 'changed', 'added', 'same'] as const
const nothingChanges = { gone: 0, changed: 0, added: 0, same: 0 }
const State = z.strictObject({ state: ValueState, value: z.number().nullable() })
const DraftLine = State.extend({ row: z.number().nullable(), year: z.number(), codes: z.record(z.string(), z.string()), change: z.enum(changes), was: State.nullable() })

export const showDraftDelivery = route({
  name: 'delivery.show-draft', kind: 'ask', for: own,
  about: 'A checked sheet: what is wrong in it by row and field, what the reader did, which revision it would become, and where nothing is wrong its figures, beside those of the revision that counts.',
  asks: z.strictObject({ draft: id, page: PageNumber, warnings: PageNumber, all: z.coerce.boolean().optional() }),
  gives: z.strictObject({
    draft: id, item: z.string(), slot: z.string(), fileName: z.string().nullable(), sheetRows: z.number(), figures: z.number(), faultCount: z.number(), revision: z.number(),
    remarks: z.array(Remark), faults: z.array(Fault), lines: z.array(DraftLine), changes: z.strictObject({ gone: z.number(), changed: z.number(), added: z.number(), same: z.number() }), warnings: Warnings, ...pageShape,
  }),
  async answers(call, { draft, page, warnings: warningsAt, all }) {
    const { tx, actor } = call
    const found = await findDraft(tx, draft)
    if (!found) return draftGone(call, draft)
    const { rows: faults, ...faultsPlace } = await listFaults(tx, draft, all ? { page: 1, size: 10_000 } : { page, size: 50 })
    const isGood = found.faultCount === 0
    const compared = isGood ? await compareDraft(tx, { draft, paging: { page, size: 50 } }) : undefined
    const { rows: lines = [], ...linesPlace } = compared?.figures ?? {}
    const { item, slot, fileName, sheetRows, figures, faultCount, remarks } = found
    const known = call.installation.codebook.items.find(({ key }) => key === item)
    const warnings = known && isGood ? await warningsOfDraft(call, known, { draft, page: warningsAt }) : noWarnings
    return {
      draft, item, slot, fileName, sheetRows, figures, faultCount, revision: await nextRevision(tx, actor.office, slot), remarks: [...remarks], faults: [...faults],
      lines: lines.map((line) => ({ ...line, codes: { ...line.codes } })), changes: compared?.counts ?? nothingChanges, warnings, ...faultsPlace, ...linesPlace,
    }
  },
})
export type DraftView = z.infer<typeof showDraftDelivery.gives>

export const handOverDelivery = route({
  name: 'delivery.hand-over', kind: 'act', for: own,
  about: 'Hands over a checked sheet without faults; where the slot was handed over before it becomes the next revision, with its reason, and the earlier ones stay.',
  asks: z.strictObject({ draft: id, reason: z.string().trim().max(1000).optional() }), gives: z.strictObject({ delivery: id, revision: z.number() }),
  async answers(call, { draft, reason }) {
    const { tx, actor } = call
    const found = await findDraft(tx, draft)
    if (!found) return draftGone(call, draft)
    if (found.faultCount > 0) return refuse('sheet-has-faults', { with: { count: found.faultCount } })
    if (found.figures === 0) return refuse('sheet-empty')
    const revision = await nextRevision(tx, actor.office, found.slot)
    if (revision > 1 && (reason ?? '').length < 3) return refuse('reason-missing', { field: 'reason' })
    const version = call.installation.codebook.items.find(({ key }) => key === found.item)?.version ?? '1'
    await takeDraft(tx, { draft, account: actor.account, at: call.now, revision, version, reason: revision > 1 ? (reason ?? null) : null })
    return { delivery: draft, revision }
  },
})

export const dropDraftDelivery = route({
  name: 'delivery.drop-draft', kind: 'act', for: own,
  about: 'Lets go of a checked sheet that will not be handed over.',
  asks: z.strictObject({ draft: id }), gives: z.strictObject({}),
  answers: async ({ tx }, { draft }) => ((await dropDraft(tx, draft)) ? {} : notFound),
})

const FigureOf = z.strictObject({ row: z.number(), year: z.number(), codes: z.record(z.string(), z.string()), state: ValueState, value: z.number().nullable() })
export const showDelivery = route({
  name: 'delivery.show', kind: 'ask', for: reads('deliveries', 'own-office', 'none'),
  about: 'One delivery with its figures as they were handed over, what they do not count, and every revision of the same slot.',
  asks: z.strictObject({ delivery: id, page: PageNumber, warnings: PageNumber, /** The only warning that is told. */ warning: WhichWarning.optional() }),
  gives: z.strictObject({ delivery: Delivery, revisions: z.array(Delivery), figures: z.array(FigureOf), warnings: Warnings, mayAnswer: z.boolean(), ...pageShape }),
  async answers(call, { delivery, page, warnings: warningsAt, warning }) {
    const revisions = await named(call, await findDelivery(call.tx, delivery))
    const found = revisions.find((row) => row.id === delivery)
    if (!found) return notFound
    const { rows, ...place } = await listFigures(call.tx, delivery, { page, size: 100 })
    const item = call.installation.codebook.items.find(({ key }) => key === found.item)
    const warnings = item ? await warningsOf(call, item, [found], { page: warningsAt, ...(warning === undefined ? {} : { isShown: isWarning(warning) }) }) : noWarnings
    return { delivery: found, revisions, figures: rows.map((row) => ({ ...row, codes: { ...row.codes } })), warnings, mayAnswer: found.office === call.actor.office, ...place }
  },
})
export type DeliveryView = z.infer<typeof showDelivery.gives>
