import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import { formatInstant } from '#design'
import { recordOf, showNotification } from '#detection'
import { download } from '#platform/doors/page'
import { route } from '#platform/doors/route'
import { documentPdf, DocumentText } from '#protection'
import { centresTold, rightsSheet } from '#referral'
import { ReportId } from '#vocabulary/ids'
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
        to: referral.accepted === null ? null : (names.get(referral.accepted) ?? null), consent: record.consent,
        shared: [
          ...referral.told.map(({ centre, at }) => ({ what: all, with: names.get(centre) ?? '', why: say('record.why-centre'), when: when(at) })),
          ...(await toldBeside(call, record.draft)).map(({ office, relation }) => ({
            what: relation === 'magistrate' ? what(record.identity) : all, with: names.get(office) ?? '', why: say('record.why-told'), when: when(record.sentAt),
          })),
        ],
        contacts: (rights?.contacts ?? []).map(({ name, phone, web, note }) => ({ name, phone, web, note })),
      },
    }
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
