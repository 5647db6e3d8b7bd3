import { z } from 'zod'
import { findOffice } from '#accounts'
import { inForceOn } from '#law'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { ReportId } from '#vocabulary/ids'
import { dayIn, type Instant } from '#vocabulary/instant'
import { Language } from '#vocabulary/language'
import { isRefusal, notFound, type Refusal } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { dutiesOn } from '../domain/duties-on.ts'
import { isOnChildPath, type ReportDraft, type ReportField } from '../domain/report.ts'
import { signOf } from '../domain/indicator-pack.ts'
import { draftOf } from './report-acts.ts'

/** A report that was handed on, as the person may take it home: which kinds of answers went out, never what they were but for her name. */
export type HandedOnRecord = {
  readonly reference: string
  readonly sentAt: Instant
  readonly from: string
  readonly person: string | null
  readonly consent: 'given' | 'not-asked'
  readonly draft: ReportDraft
  readonly identity: readonly RecordedField[]
  readonly situation: readonly RecordedField[]
  readonly forCentre: ReturnType<typeof fieldsForCentre>
}
const identityFields = ['familyName', 'givenName', 'bornOn', 'sex', 'citizenships', 'language'] as const
const situationFields = ['immediateDanger', 'contactBroken', 'seenOn', 'place', 'district', 'sector', 'signs', 'interpreterNeeded'] as const
export type RecordedField = Extract<ReportField, (typeof identityFields)[number] | (typeof situationFields)[number]>

/** Which kinds of answers a draft hands on, apart from what they are. */
export function fieldsGiven(draft: ReportDraft): { readonly identity: readonly RecordedField[]; readonly situation: readonly RecordedField[] } {
  const given = <Field extends RecordedField>(fields: readonly Field[]) => fields.filter((field) => draft[field] !== undefined)
  return { identity: given(identityFields), situation: given(situationFields) }
}

const whenAccepted: ReadonlySet<RecordedField> = new Set(['familyName', 'givenName', 'bornOn', 'citizenships', 'place'])

/** Which of these kinds of answers a centre reads when it is asked, and which when it has accepted (docs/decisions/0027). */
export function fieldsForCentre(draft: ReportDraft): { readonly asked: readonly RecordedField[]; readonly accepted: readonly RecordedField[] } {
  const { identity, situation } = fieldsGiven(draft)
  const all = [...identity, ...situation]
  return { asked: all.filter((field) => !whenAccepted.has(field)), accepted: all.filter((field) => whenAccepted.has(field)) }
}

/** What was handed on with a report of the reader's office. Who received it is known elsewhere. */
export async function recordOf(call: Call<Actor>, { report, language }: { readonly report: ReportId; readonly language: Language }): Promise<HandedOnRecord | Refusal> {
  const row = await draftOf(call, report)
  if (isRefusal(row)) return row
  if (row.state !== 'referred' || row.sentAt === null || row.reference === null) return notFound
  const { draft } = row
  return {
    reference: row.reference, sentAt: row.sentAt, draft, from: (await findOffice(call.tx, call.actor.office, language))?.name ?? '',
    person: [draft.givenName, draft.familyName].filter(Boolean).join(' ') || null,
    consent: isOnChildPath(draft) ? 'not-asked' : 'given',
    ...fieldsGiven(draft), forCentre: fieldsForCentre(draft),
  }
}

const Notified = z.strictObject({
  language: Language, reference: z.string(), madeOn: Day, from: z.string(), to: z.array(z.string()).min(1), place: z.string().nullable(), sector: z.string().nullable(),
  indicators: z.array(z.string()), law: z.array(z.strictObject({ title: z.string(), isVerified: z.boolean() })),
})

export const showNotification = route({
  name: 'report.show-notification', kind: 'ask', for: reads('notification', 'own-report'),
  about: 'What the notification of an adult who did not agree says, in one language; the page of the same name makes a tagged PDF of it.',
  asks: z.strictObject({ report: ReportId, language: Language }), gives: Notified,
  async answers(call, { report, language }) {
    const row = await draftOf(call, report)
    if (isRefusal(row)) return row
    if (row.state !== 'notified' || row.sentAt === null || row.reference === null) return notFound
    const { pack, detection, zone } = call.installation
    const madeOn = dayIn(zone, row.sentAt)
    const duties = dutiesOn(pack.duties, madeOn, [{ occasion: 'no-consent', because: [] }]).flatMap(({ duty }) => inForceOn(pack.duties.duties.find(({ key }) => key === duty)?.rows ?? [], madeOn) ?? [])
    const obliging = duties.filter(({ when }) => when === 'immediately')
    const { draft } = row
    return {
      language, reference: row.reference, madeOn, from: (await findOffice(call.tx, call.actor.office, language))?.name ?? '',
      to: [...new Set(obliging.map(({ towards }) => towards[language]))],
      place: pack.offices.districts.find(({ key }) => key === draft.district)?.label[language] ?? null,
      sector: detection.questions.sectors.find(({ key }) => key === draft.sector)?.label[language] ?? null,
      indicators: signsIn(call, draft, language),
      law: obliging.flatMap(({ law, verified }) => pack.law.articles.filter(({ key }) => law.includes(key)).map((article) => ({ title: article.title[language], isVerified: verified !== false && article.verified !== false }))),
    }
  },
})

function signsIn({ installation }: Call, { signs = {} }: ReportDraft, language: Language): string[] {
  const texts = new Map(installation.detection.packs.flatMap((list) => list.items.map((item) => [signOf(list, item), item.text[language]] as const)))
  return Object.entries(signs).filter(([, seen]) => seen === 'seen').map(([sign]) => texts.get(sign) ?? sign)
}
