import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { stopDocuments } from '#platform/documents/render-pdf'
import { day } from '#vocabulary/day'
import { languages, type Language } from '#vocabulary/language'
import { readPdf } from '../../../../tests/support/read-pdf.ts'
import { DocumentWords, type DocumentText } from '../domain/document-text.ts'
import { documentPdf } from './document-pdf.ts'

const folder = join(import.meta.dirname, '../../../countries/be')
const never: Record<string, string[]> = JSON.parse(readFileSync(join(folder, 'documents/never-on-a-discreet-paper.json'), 'utf8'))
const wordsOf = (language: Language) => DocumentWords.parse(JSON.parse(readFileSync(join(folder, `documents/words.${language}.json`), 'utf8')))

const numbered = {
  isEvaluation: true, number: 'BE-DOC-2026-000123', code: '7K3MZQ0VX4T9B2HS', verifyAt: 'https://ariadne.example/check',
  issuedOn: day('2026-11-23'), holder: { name: 'Nguyễn Thị Fictief', birthDate: '2001-02-03', nationality: null },
}
const issued = (document: string, more: object = {}): DocumentText => ({
  kind: 'issued', ...numbered, document, validFrom: day('2026-11-23'), validUntil: day('2027-01-06'), isDiscreet: false,
  rights: ['Werken'], law: [{ title: 'Art. 61/3', isVerified: false }], ...more,
})
const discreet = (more: object = {}) => issued('reflection-document', { isDiscreet: true, rights: ['PAG-ASA'], law: [{ title: '61/2', isVerified: true }], ...more })
const ending = (reasons: string | null): DocumentText => ({
  kind: 'ending', ...numbered, takesEffectOn: day('2026-11-24'), about: 'A card',
  ground: { label: 'Ground', elements: ['Actively'], law: [{ title: 'Art. 61/4 §2', isVerified: true }] }, reasons, remedies: null,
})
const record: DocumentText = {
  kind: 'referral-record', consents: [], isEvaluation: true, reference: 'BE-REF-2026-000041', madeAt: '23 November 2026', person: null, from: 'Inspection', to: null,
  consent: 'given', shared: [{ what: 'Name', with: 'PAG-ASA', why: 'A place', when: 'today' }], contacts: [],
}
const notification: DocumentText = {
  kind: 'anonymised-notification', isEvaluation: true, reference: 'BE-NOT-2026-000002', madeOn: day('2026-11-23'), from: 'Hospital', to: ['Office'],
  place: null, sector: null, persons: 1, child: 'unknown', indicators: [], law: [],
}

afterAll(stopDocuments)

const printedText = (pdf: Uint8Array): string => readPdf(pdf).text

const sentencesIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentencesIn) : []

describe.each(languages)('the papers in %s', (language) => {
  test('every paper of the procedure comes out tagged, in its language and with a file name of its own', async () => {
    const kinds = ['reflection-document', 'certificate', 'extended-certificate', 'temporary-residence-card', 'unlimited-residence-card']
    for (const document of [...kinds.map((kind) => issued(kind)), ending(null), { ...ending('x'), kind: 'refusal' } as DocumentText, record, notification]) {
      const { bytes, fileName } = await documentPdf({ document, language, folder })
      const pdf = Buffer.from(bytes).toString('latin1')
      expect(pdf).toMatch(/\/StructTreeRoot/)
      expect(pdf).toMatch(new RegExp(`/Lang\\s*\\(${language}\\)`))
      expect(fileName).toMatch(/^BE-[A-Z]+-2026-\d{6}-..\.pdf$/)
    }
  })

  test.each(['2016-01-04', '2026-11-23'])('the paper of the reflection period of %s betrays nothing', async (on) => {
    const { bytes, title } = await documentPdf({ document: discreet({ issuedOn: day(on) }), language, folder })
    const { common, issued: forms } = wordsOf(language)
    const seen = [title, printedText(bytes), ...sentencesIn(common), ...sentencesIn(forms['reflection-document'])].join(' ').toLowerCase()
    for (const word of [...(never['any'] ?? []), ...(never[language] ?? [])]) expect(seen).not.toContain(word.toLowerCase())
  })

  test('a paper made for evaluation says so, a real one does not', async () => {
    const { specimen } = wordsOf(language).common
    const text = async (isEvaluation: boolean) => printedText((await documentPdf({ document: issued('certificate', { isEvaluation }), language, folder })).bytes)
    const [trial, real] = [await text(true), await text(false)]
    expect(trial).toContain(specimen)
    expect(real).not.toContain(specimen)
  })
})

test('before 20 May 2017 the paper is an order to leave, from that day a residence document', async () => {
  const titleOn = async (on: string) => (await documentPdf({ document: discreet({ issuedOn: day(on) }), language: 'nl', folder })).title
  expect(await titleOn('2017-05-19')).toBe('Bevel om het grondgebied te verlaten')
  expect(await titleOn('2017-05-20')).toBe('Tijdelijk verblijfsdocument')
})

test('a paper that the country has no form for is a fault, not an empty page', async () => {
  await expect(documentPdf({ document: issued('unheard-of'), language: 'nl', folder })).rejects.toThrow(/unheard-of/)
})

test('long names, names in other scripts and ten thousand characters of reasons are printed as they were given', async () => {
  for (const name of ['محمد بن Exempel', 'Ольга Вымышленная', 'Nguyễn Thị Được', 'Voorbeeld'.repeat(30), '#panic("x") ] \\ "']) {
    const { bytes } = await documentPdf({ document: issued('certificate', { holder: { name, birthDate: '1990', nationality: 'x' } }), language: 'fr', folder })
    expect(bytes.length).toBeGreaterThan(5000)
  }
  const text = printedText((await documentPdf({ document: ending(`#panic("x") ] \\ ${'a'.repeat(9_900)}`), language: 'de', folder })).bytes)
  if (text !== '') expect(text).toContain('#panic("x") ] \\')
})

test('a warm paper is ready well within a second', async () => {
  await documentPdf({ document: issued('certificate'), language: 'nl', folder })
  const from = performance.now()
  for (let made = 0; made < 20; made += 1) await documentPdf({ document: issued('certificate', { number: `BE-DOC-2026-${100_000 + made}` }), language: 'nl', folder })
  // The aim is 50 ms; the bound is loose because the machine is shared.
  expect((performance.now() - from) / 20).toBeLessThan(250)
})
