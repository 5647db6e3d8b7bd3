import { z } from 'zod'
import { listOffices, News, readNews } from '#accounts'
import { clocksToldTo, ToldClocks } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { ReferralId, ReportId, OfficeId } from '#vocabulary/ids'
import { addDays, Day } from '#vocabulary/day'
import { Instant } from '#vocabulary/instant'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { reads, writes } from '#vocabulary/place'
import { faultOfPlace } from '#vocabulary/place-of-exploitation'
import { checkReport } from '../domain/check-report.ts'
import { draftExpiry } from '../domain/draft-expiry.ts'
import { fillScreen, missingOn, screenOf } from '../domain/fill-screen.ts'
import { anonymisedNotification, isAnonymised, isOnChildPath, nextScreen, ReportDraft, screenKeys, screensOf } from '../domain/report.ts'
import { savesAfter, typedMeanwhile } from '../domain/typed-meanwhile.ts'
import { variantOf } from '../domain/variant-of.ts'
import { deleteDraft, findReport, holdReport, insertNotification, insertReport, listReports, markSent, saveDraft, setReference, type ReportRow } from '../store/report-rows.ts'
import { ReportView, screeningOf } from './report-views.ts'

/** Who notes and hands on what was seen. */

const periodsOf = ({ installation }: Call) => installation.detection.rules.drafts

/** A report as it lies there; a draft whose time is over is gone for everybody, even before the round throws it away. */
export async function draftOf(call: Call<Actor>, id: ReportId): Promise<ReportRow | Refusal> {
  const row = await findReport(call.tx, id)
  if (!row) return notFound
  const expired = row.state === 'draft' && draftExpiry(row.startedOn, call.today, periodsOf(call)).state === 'expired'
  return expired ? refuse('draft-expired', { status: 404 }) : row
}

const viewOf = (call: Call<Actor>, row: ReportRow): ReportView => ({
  report: row.id, draft: row.draft, screens: screensOf(row.draft).map(({ key }) => key), state: row.state, reference: row.reference, savedAt: row.savedAt, version: row.version,
  expiresOn: draftExpiry(row.startedOn, call.today, periodsOf(call)).expiresOn, screening: screeningOf(call, row.draft),
})

/** What a form was filled in over: the version of the report that it read, and the form's own random name. */
export const Seen = z.strictObject({ version: z.coerce.number().int().min(0), by: z.uuid() })

/** Over what a save was made; the first save of a report may go without, because nobody can have typed before it. */
export function seenOf(row: Pick<ReportRow, 'version'>, seen: z.infer<typeof Seen> | undefined): z.infer<typeof Seen> | Refusal {
  if (seen === undefined) return row.version === 0 ? { version: 0, by: crypto.randomUUID() } : refuse('seen-missing', { status: 422 })
  return seen.version > row.version ? refuse('seen-unknown', { status: 422, with: { version: row.version } }) : seen
}

/** Says beside each field that somebody else wrote there since; undefined where nobody did. */
export function refuseMeanwhile(fields: readonly string[]): Refusal | undefined {
  const [first, ...also] = fields.map((field) => refuse('typed-meanwhile', { field, status: 409 }))
  return first && { ...first, ...(also.length > 0 ? { also } : {}) }
}

export const startReport = route({
  name: 'report.start', kind: 'act', for: writes('detection-report', 'own-report'),
  about: 'Begins a report; it saves itself and goes by itself when it is not sent.',
  asks: z.strictObject({}), gives: z.strictObject({ report: ReportId }),
  async answers({ tx, actor, today, now }) {
    const id = ReportId.parse(crypto.randomUUID())
    await insertReport(tx, { id, office: actor.office, account: actor.account, draft: { startedOn: today }, at: now })
    return { report: id }
  },
})

export const showReport = route({
  name: 'report.show', kind: 'ask', for: reads('detection-report', 'own-report'),
  about: 'A report of the reader\'s office: what was noted, what it points to, and the duties that follow with their articles.',
  asks: z.strictObject({ report: ReportId }), gives: ReportView,
  async answers(call, { report }) {
    const row = await draftOf(call, report)
    return isRefusal(row) ? row : viewOf(call, row)
  },
})

export const saveScreen = route({
  name: 'report.save-screen', kind: 'act', for: writes('detection-report', 'own-report'),
  repeats: true,
  about: 'Keeps what one screen of a report says; with `finish`, what the screen must have is asked for and the next screen is named. `seen` is the version of the report that was read (`version` of report.show or of the last save) and a random id of the one who types, the same for all its saves: nothing is written over that somebody else saved since. Only the first save of a report may go without.',
  asks: z.strictObject({ report: ReportId, screen: z.enum(screenKeys), finish: z.boolean().default(true), seen: Seen.optional(), said: ReportDraft.omit({ startedOn: true }).partial() }),
  gives: z.strictObject({ next: z.enum(screenKeys), version: z.number(), savedAt: Instant }),
  async answers(call, { report, screen: key, finish, seen: told, said }) {
    await holdReport(call.tx, report)
    const row = await draftOf(call, report)
    if (isRefusal(row)) return row
    const screen = screenOf(row.draft, key)
    if (!screen) return refuse('no-such-screen', { status: 404 })
    if (row.state !== 'draft') return refuse('already-sent', { status: 409 })
    const seen = seenOf(row, told)
    if (isRefusal(seen)) return seen
    const draft = fillScreen(row.draft, screen, said as Partial<ReportDraft>)
    const strange = strangePlace(call, draft)
    if (strange) return strange
    const compared = { saves: row.saves, stands: row.draft, said: draft }
    const meanwhile = refuseMeanwhile(typedMeanwhile(screen.fields, { ...compared, seen }))
    if (meanwhile) return meanwhile
    if (!(await saveDraft(call.tx, report, draft, call.now, savesAfter(screen.fields, { ...compared, version: row.version, by: seen.by })))) return refuse('already-sent', { status: 409 })
    const faults = finish ? faultsOn(draft, screenOf(draft, key) ?? screen, call.today) : []
    const [first, ...also] = faults
    // What was typed is kept all the same: the form shows it again, and the draft stays as it was.
    if (first) return { ...first, ...(also.length > 0 ? { also } : {}) }
    return { next: nextScreen(draft, key).key, version: row.version + 1, savedAt: call.now }
  },
})

/** A place of exploitation that no list of this country has, or that is its own country as one abroad. */
function strangePlace({ installation: { pack } }: Call<Actor>, { exploitedDistrict: district, exploitedCountry: country }: ReportDraft): Refusal | undefined {
  const fault = faultOfPlace({ district, country }, { districts: pack.offices.districts, home: pack.country.code })
  return fault && refuse(`report.${fault}`, { field: fault === 'no-such-district' ? 'exploitedDistrict' : 'exploitedCountry' })
}

function faultsOn(draft: ReportDraft, screen: NonNullable<ReturnType<typeof screenOf>>, today: Day): Refusal[] {
  const missing = missingOn(draft, screen)
  const fields = new Set<string>(screen.fields)
  return checkReport(draft, { kind: 'urgent' }, today).filter(({ field, refused }) => field !== undefined && fields.has(field) && (!refused.startsWith('report.missing-') || missing.includes(field as never)))
}

const cameBackAtMost = 25
const CameBack = z.array(z.strictObject({ referral: ReferralId, reference: z.string(), because: z.enum(['declined', 'more-asked', 'unanswered']), endsOn: Day.nullable() }))
export type CameBack = readonly z.infer<typeof CameBack>[number][]

export const listOwnReports = route({
  name: 'report.list', kind: 'ask', for: reads('detection-report', 'own-report'),
  about: 'The drafts and reports of the reader\'s office, the referrals that came back to it, and the late clocks of which she is told as its superior.',
  asks: z.strictObject({ page: PageNumber }),
  gives: z.strictObject({ reports: z.array(z.strictObject({ report: ReportId, state: z.string(), startedOn: Day, savedAt: Instant, reference: z.string().nullable(), isChild: z.boolean(), sector: z.string().nullable(), expiresOn: Day, isReminded: z.boolean() })), cameBack: CameBack, told: ToldClocks, news: News, ...pageShape }),
  async answers(call, { page }) {
    const draftsFrom = addDays(call.today, -periodsOf(call).expireOnDay)
    const { rows, ...place } = await listReports(call.tx, call.actor.office, draftsFrom, { page, size: 25 })
    call.shows(rows.flatMap(({ file }) => file ?? []))
    const { sectors } = call.installation.detection.questions
    return {
      ...place,
      news: await readNews(call.tx),
      reports: rows.map((row) => {
        const expiry = draftExpiry(row.startedOn, call.today, periodsOf(call))
        const sector = sectors.find(({ key }) => key === row.draft.sector)?.label[call.language] ?? null
        return { report: row.id, state: row.state, startedOn: row.startedOn, savedAt: row.savedAt, reference: row.reference, isChild: isOnChildPath(row.draft), sector, expiresOn: expiry.expiresOn, isReminded: expiry.state === 'reminded' }
      }),
      cameBack: (await call.installation.cameBack(call)).slice(0, cameBackAtMost),
      told: await clocksToldTo(call),
    }
  },
})

export const showSending = route({
  name: 'report.show-sending', kind: 'ask', for: reads('detection-report', 'own-report'),
  about: 'What is still missing before a report can be sent, the suggested path, and the centres in the order of the district.',
  asks: z.strictObject({ report: ReportId }),
  gives: z.strictObject({ view: ReportView, missing: z.array(z.string()), isAnonymised: z.boolean(), variant: z.string(), because: z.string(), centres: z.array(z.strictObject({ id: z.uuid(), name: z.string(), isNear: z.boolean() })) }),
  async answers(call, { report }) {
    const row = await draftOf(call, report)
    if (isRefusal(row)) return row
    const { draft } = row
    const { pack, detection } = call.installation
    const suggestion = variantOf(draft, detection.rules)
    const near = pack.offices.districts.find(({ key }) => key === draft.district)?.centres ?? []
    const centres = (await listOffices(call.tx, { kind: 'reception-centre', language: call.language })).filter(({ role }) => role === 'recognised-centre')
    return {
      view: viewOf(call, row),
      missing: checkReport(draft, { kind: 'urgent' }, call.today).map(({ field }) => field ?? ''),
      isAnonymised: isAnonymised(draft),
      variant: pack.procedure.variants.find(({ key }) => key === suggestion.variant)?.label[call.language] ?? suggestion.variant,
      because: suggestion.because,
      centres: centres.map(({ id, name, key }) => ({ id, name, isNear: near.includes(key) })).toSorted((a, b) => Number(b.isNear) - Number(a.isNear)),
    }
  },
})

export const sendReport = route({
  name: 'report.send', kind: 'act', for: writes('detection-report', 'own-report'),
  about: 'Hands the person on to a centre; for an adult who does not agree, sends the anonymised notification and nothing more.',
  asks: z.strictObject({ report: ReportId, centre: OfficeId.optional() }),
  gives: z.strictObject({ report: ReportId, state: z.string() }),
  async answers(call, { report, centre }) {
    await holdReport(call.tx, report)
    const row = await draftOf(call, report)
    if (isRefusal(row)) return row
    if (row.state !== 'draft') return refuse('already-sent', { status: 409 })
    const [first, ...also] = checkReport(row.draft, { kind: 'urgent' }, call.today)
    if (first) return { ...first, ...(also.length > 0 ? { also } : {}) }
    if (isAnonymised(row.draft)) return notify(call, row)
    if (centre === undefined) return refuse('centre-missing', { field: 'centre' })
    return handOn(call, row, centre)
  },
})

async function notify({ tx, actor, now, today }: Call<Actor>, row: ReportRow): Promise<{ report: ReportId; state: string } | Refusal> {
  const told = anonymisedNotification(row.draft)
  // Who did not agree is named nowhere afterwards: what was typed before she said so goes as well.
  await saveDraft(tx, row.id, { startedOn: row.draft.startedOn, consent: 'no', ...told }, now)
  if (!(await markSent(tx, row.id, { state: 'notified', reference: null, at: now }))) return refuse('already-sent', { status: 409 })
  await setReference(tx, row.id, await insertNotification(tx, { office: actor.office, told, at: now, year: today.slice(0, 4) }))
  return { report: row.id, state: 'notified' }
}

async function handOn(call: Call<Actor>, row: ReportRow, centre: OfficeId): Promise<{ report: ReportId; state: string } | Refusal> {
  const office = (await listOffices(call.tx, { kind: 'reception-centre' })).find(({ id }) => id === centre)
  if (!office) return refuse('centre-missing', { field: 'centre' })
  const { variant } = variantOf(row.draft, call.installation.detection.rules)
  if (!(await markSent(call.tx, row.id, { state: 'referred', reference: null, at: call.now }))) return refuse('already-sent', { status: 409 })
  call.emit('report.referred', { report: row.id, draft: row.draft, centre, variant, isUrgent: row.draft.immediateDanger === 'yes' || isOnChildPath(row.draft) })
  return { report: row.id, state: 'referred' }
}

/** Notes the reference that a report got when the centre's file was opened. */
export const noteReference = ({ tx }: Call, report: ReportId, reference: string): Promise<void> => setReference(tx, report, reference)

export const dropDraft = route({
  name: 'report.drop', kind: 'act', for: writes('detection-report', 'own-report'),
  about: 'Throws a draft away.',
  asks: z.strictObject({ report: ReportId }), gives: z.strictObject({}),
  answers: async ({ tx }, { report }) => ((await deleteDraft(tx, report)) ? {} : notFound),
})
