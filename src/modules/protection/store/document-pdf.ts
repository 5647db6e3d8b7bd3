import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toString as qrCode } from 'qrcode'
import { inForceOn } from '#law'
import { DocumentFault, renderPdf } from '#platform/documents/render-pdf'
import type { Day } from '#vocabulary/day'
import { groupedDocumentCode } from '#vocabulary/document-code'
import type { Language } from '#vocabulary/language'
import { DocumentText, DocumentWords, type IssuedText } from '../domain/document-text.ts'

export type PdfFile = { readonly bytes: Uint8Array; readonly title: string; readonly fileName: string }

const templates = {
  issued: 'issued.typ', refusal: 'decision.typ', ending: 'decision.typ',
  'referral-record': 'referral-record.typ', 'anonymised-notification': 'notification.typ',
} as const satisfies Record<DocumentText['kind'], string>

/** The paper as tagged PDF, in the words of the country whose pack lies in `folder`. */
export async function documentPdf(asked: { document: DocumentText; language: Language; folder: string }): Promise<PdfFile> {
  const { language, folder } = asked
  const document = DocumentText.parse(asked.document)
  const words = await wordsOf(folder, language)
  const { title, wording } = wordingOf(document, words)
  const printed = await withPicture(withDaysInWords(document, language))
  const bytes = await renderPdf({
    template: join(folder, 'documents', templates[document.kind]), language, title,
    data: { ...printed, words, wording },
  })
  return { bytes, title, fileName: `${'number' in document ? document.number : document.reference}-${language}.pdf` }
}

const read = new Map<string, Promise<DocumentWords>>()
function wordsOf(folder: string, language: Language): Promise<DocumentWords> {
  const path = join(folder, 'documents', `words.${language}.json`)
  const known = read.get(path)
  if (known) return known
  const words = textOf(path).then((text) => DocumentWords.parse(JSON.parse(text)))
  read.set(path, words)
  words.catch(() => read.delete(path))
  return words
}

/** A country may have no papers, or none in this language: that is no fault of ours. */
const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => { throw new DocumentFault('missing', 'the country has no words for its papers in this language') })

function wordingOf(document: DocumentText, words: DocumentWords): { readonly title: string; readonly wording: object } {
  switch (document.kind) {
    case 'issued': return wordingOfIssued(document, words)
    case 'refusal': case 'ending': return { title: words.decision[document.kind].title, wording: words.decision[document.kind] }
    case 'referral-record': return { title: words.referralRecord.title, wording: words.referralRecord }
    case 'anonymised-notification': return { title: words.notification.title, wording: words.notification }
  }
}

const beginning = '0001-01-01' as Day

/** The form that the document had on the day of its issue. */
function wordingOfIssued({ document, issuedOn }: IssuedText, words: DocumentWords) {
  const rows = (words.issued[document] ?? []).map((row) => ({ ...row, from: row.from ?? beginning }))
  const wording = inForceOn(rows, issuedOn)
  if (!wording) throw new RangeError(`the country's words have no form for "${document}" on ${issuedOn}`)
  return { title: wording.title, wording }
}

/** Days as a reader writes them. A birth date may be a year alone and then stays as it was given. */
function withDaysInWords<D extends DocumentText>(document: D, language: Language): D {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })
  const inWords = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? format.format(new Date(`${text}T00:00:00Z`)) : text)
  const spoken = Object.entries(document).map(([key, value]) => {
    if (/^(issuedOn|validFrom|validUntil|takesEffectOn|madeOn)$/.test(key) && typeof value === 'string') return [key, inWords(value)]
    if (key !== 'holder' || !('holder' in document)) return [key, value]
    const { holder } = document
    return [key, { ...holder, birthDate: holder.birthDate === null ? null : inWords(holder.birthDate) }]
  })
  return Object.fromEntries(spoken) as D
}

async function withPicture(document: DocumentText): Promise<object> {
  if (!('verifyAt' in document)) return document
  const qr = await qrCode(document.verifyAt, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' })
  return { ...document, qr, codeGroups: groupedDocumentCode(document.code) }
}
