import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import { consentLine, disclosureLine, findFile, listConsents, listDisclosures, namesFor, readIdentity } from '#cases'
import { formatInstant, formatShortDay } from '#design'
import { recordOf, showNotification, type HandedOnRecord } from '#detection'
import { download } from '#platform/doors/page'
import { route } from '#platform/doors/route'
import { documentPdf, DocumentText } from '#protection'
import { centresTold, listSendings, rightsSheet, type CentresTold } from '#referral'
import { sayFrom } from '#platform/words'
import { FileId, ReportId, type OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { Language } from '#vocabulary/language'
import { isRefusal, notFound } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { toldBeside } from './reactions.ts'
import { words } from './words.ts'

/** Reports, referrals and papers belong to modules on one level: what needs all three is put together here. */
export const showRecord = route({
  name: 'report.show-record', kind: 'ask', for: reads('detection-report', 'own-report'),
  about: 'What was passed on about a person, to whom, when and why, in her hands; the page of the same name makes a tagged PDF of it.',
  asks: z.strictObject({ report: ReportId, language: Language }),
  gives: z.strictObject({ language: Language, text: DocumentText }),
  async answers(call, { report, language }) {
    const record = await recordOf(call, { report, language })
    if (isRefusal(record)) return record
    const referral = await centresTold(call, report)
    if (!referral) return notFound
    call.concerns(referral.file)
    const { installation, tx } = call
    const say = words(language)
    const names = await listOfficeNames(tx, language)
    const when = (at: typeof record.sentAt) => formatInstant(at, language, installation.zone)
    const what = (fields: typeof record.identity) => fields.map((field) => say(`record.${field}`)).join(', ')
    const all = what([...record.identity, ...record.situation])
    const rights = rightsSheet(installation.rights, { language, audience: record.consent === 'not-asked' ? 'child' : 'adult', on: call.today })
    return {
      language,
      text: {
        kind: 'referral-record' as const, isEvaluation: installation.mode === 'evaluation', reference: record.reference, madeAt: when(record.sentAt), person: record.person, from: record.from,
        to: referral.accepted === null ? null : (names.get(referral.accepted.centre) ?? null), consent: record.consent,
        shared: [
          ...toCentres(referral, record.forCentre).map(({ centre, fields, at }) => ({ what: what(fields), with: names.get(centre) ?? '', why: say('record.why-centre'), when: when(at) })),
          ...(await toldBeside(call, record.draft)).map(({ office, relation }) => ({
            what: relation === 'magistrate' ? what(record.identity) : all, with: names.get(office) ?? '', why: say('record.why-told'), when: when(record.sentAt),
          })),
          ...(await listSendings(tx, { report })).map(({ at }) => ({ what: say('record.rights-sheet'), with: say('record.with-you'), why: say('record.why-rights'), when: when(at) })),
        ],
        consents: [],
        contacts: (rights?.contacts ?? []).map(({ name, phone, web, note }) => ({ name, phone, web, note })),
      },
    }
  },
})

type ToCentre = { readonly centre: OfficeId; readonly at: Instant; readonly fields: HandedOnRecord['identity'] }

/** What each centre was told and when: what it needs when it is asked, the rest when it accepts; everything at once before that was so. */
function toCentres({ told, accepted, toldAtOnce }: CentresTold, { asked, accepted: opened }: HandedOnRecord['forCentre']): readonly ToCentre[] {
  if (toldAtOnce) return told.map((each) => ({ ...each, fields: [...asked, ...opened] }))
  return [...told.map((each) => ({ ...each, fields: asked })), ...(accepted ? [{ ...accepted, fields: opened }] : [])].filter(({ fields }) => fields.length > 0)
}

export const showFileRecord = route({
  name: 'consent.show-record', kind: 'ask', for: reads('consent', 'centre', 'guardian'),
  about: 'What a person agreed to and who was told what about her, in her hands; the page of the same name makes a tagged PDF of it.',
  asks: z.strictObject({ file: FileId, language: Language }),
  gives: z.strictObject({ language: Language, text: DocumentText }),
  async answers(call, { file: id, language }) {
    const { tx, installation, now, today, actor } = call
    const file = await findFile(tx, id)
    if (!file) return notFound
    call.concerns(id)
    const [say, names, identity] = [words(language), await namesFor(call, language), await readIdentity(tx, id)]
    const consents = await listConsents(tx, id)
    const day = (on: string) => formatShortDay(on, language)
    const fieldName = (field: string) => sayFrom('cases', language, `field.${field}`) ?? field
    const rights = rightsSheet(installation.rights, { language, audience: file.isChild ? 'child' : 'adult', on: today })
    const office = names.offices.get(actor.office) ?? actor.officeName
    return {
      language,
      text: {
        kind: 'referral-record' as const, isEvaluation: installation.mode === 'evaluation', reference: file.reference, madeAt: formatInstant(now, language, installation.zone),
        person: [identity?.givenNames, identity?.familyNames].filter(Boolean).join(' ') || null, from: office, to: office,
        consent: consents.some(({ how }) => how === 'by-guardian') ? 'by-guardian' as const : file.isChild ? 'not-asked' as const : consents.length > 0 ? 'given' as const : 'not-asked' as const,
        shared: (await listDisclosures(tx, id)).filter(({ toKind }) => toKind !== 'person').map((disclosure) => {
          const { recipient, fields, law, at } = disclosureLine(disclosure, names, call)
          return { what: fields.map(fieldName).join(', '), with: recipient, why: law ?? say('record.by-consent'), when: formatInstant(at, language, installation.zone) }
        }),
        consents: consents.map((consent) => {
          const { purpose, scope, recipient, fromOn, untilOn, withdrawnOn } = consentLine(consent, names, today)
          const until = withdrawnOn ? say('record.withdrawn', { day: day(withdrawnOn) }) : untilOn ? say('record.until', { day: day(untilOn) }) : ''
          return { what: `${purpose} (${scope.join(', ')})`, with: recipient, when: [day(fromOn), until].filter(Boolean).join(', ') }
        }),
        contacts: (rights?.contacts ?? []).map(({ name, phone, web, note }) => ({ name, phone, web, note })),
      },
    }
  },
})

export const fileRecordDownload = download({
  at: '/files/:file/record/:language', asks: showFileRecord, input: ({ params }) => ({ file: params['file'], language: params['language'] }),
  file: async ({ installation }, { language, text }) => {
    const { bytes } = await documentPdf({ document: text, language, folder: installation.packFolder })
    return { bytes, type: 'application/pdf', name: `information-${language}.pdf` }
  },
})

const asked = ({ params }: { readonly params: Readonly<Record<string, string>> }) => ({ report: params['report'], language: params['language'] })

export const recordDownload = download({
  at: '/reports/:report/record/:language', asks: showRecord, input: asked,
  file: async ({ installation }, { language, text }) => {
    const { bytes, fileName } = await documentPdf({ document: text, language, folder: installation.packFolder })
    return { bytes, type: 'application/pdf', name: fileName }
  },
})

export const notificationDownload = download({
  at: '/reports/:report/notification/:language', asks: showNotification, input: asked,
  file: async ({ installation }, { language, ...told }) => {
    const document = { kind: 'anonymised-notification' as const, isEvaluation: installation.mode === 'evaluation', persons: 1, child: 'no' as const, ...told }
    const { bytes, fileName } = await documentPdf({ document, language, folder: installation.packFolder })
    return { bytes, type: 'application/pdf', name: fileName }
  },
})
