import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { documentFonts } from './document-fonts.ts'
import { DocumentFault, renderPdf, stopDocuments } from './render-pdf.ts'
import { sfntFromWoff } from './sfnt-from-woff.ts'

const folder = mkdtempSync(join(tmpdir(), 'ariadne-typst-'))
const head = `#set document(title: sys.inputs.title)
#set text(font: json(bytes(sys.inputs.fonts)), lang: sys.inputs.language)
#let data = json(bytes(sys.inputs.data))
#title()
`
const template = (name: string, body: string) => {
  const path = join(folder, name)
  writeFileSync(path, head + body)
  return path
}
const plain = template('plain.typ', '= One\n#data.name')
const make = (name: string, from = plain) => renderPdf({ template: from, data: { name }, language: 'nl', title: 'Een proef' })
const textOf = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1')

afterAll(stopDocuments)

test('a document is tagged, says its language and its title, and claims PDF/UA-1', async () => {
  const pdf = textOf(await make('Voorbeeld'))
  expect(pdf.startsWith('%PDF-1.7')).toBe(true)
  expect(pdf).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/)
  expect(pdf).toContain('/StructTreeRoot')
  expect(pdf).toMatch(/\/Lang\s*\(nl\)/)
  expect(pdf).toMatch(/\/DisplayDocTitle true/)
  expect(pdf).toContain('pdfuaid:part')
})

test('what a person typed never becomes markup', async () => {
  for (const name of ['#panic("x")', ']', '[', '\\', '"', '$', '`', '*/', '#import "x"', '{"a":1}', '\u0000\uFEFF\uD800', '\u202e', '#'.repeat(10_000), 'w'.repeat(10_000)]) {
    expect((await make(name)).length).toBeGreaterThan(1000)
  }
})

test('names in Latin, Vietnamese, Cyrillic, Greek, Arabic, Ethiopic, Georgian, Armenian, Devanagari and Bengali script have their letters', async () => {
  for (const name of ['Łódź Šţ', 'Nguyễn Thị Được', 'Ольга Їжак', 'Ολγα', 'محمد بن علي', 'ሰላም', 'გიორგი', 'Արմեն', 'सीता', 'বাংলা']) {
    expect(textOf(await make(name))).toContain('pdfuaid:part')
  }
})

test('a name for which no font has letters still comes out, tagged, without the mark of the standard that forbids it', async () => {
  const pdf = textOf(await make('\u{1F9FF}\u{12000}'))
  expect(pdf).toContain('/StructTreeRoot')
})

test('a template that is wrong is told with its place, and the next document is made', async () => {
  const broken = template('broken.typ', '#nothing-of-this-name')
  await expect(make('x', broken)).rejects.toThrow(/nothing-of-this-name|unknown variable/)
  expect((await make('x')).length).toBeGreaterThan(1000)
})

test('a template cannot read outside its own folder', async () => {
  await expect(make('x', template('outside.typ', '#read("/etc/passwd")#read("../../etc/passwd")'))).rejects.toThrow(DocumentFault)
})

test('a template that never ends is given up after ten seconds, and the next document is made by a new worker', async () => {
  const endless = template('endless.typ', '#let forever(n) = { let i = 0; while true { i += 1; if calc.rem(i, 9000) == 0 { break } }; n }\n#for n in range(100000000) { let done = forever(n) }')
  await expect(make('x', endless)).rejects.toMatchObject({ why: 'late' })
  expect((await make('x')).length).toBeGreaterThan(1000)
}, 20_000)

test('more than two hundred waiting documents are refused at once', async () => {
  const many = await Promise.allSettled(Array.from({ length: 210 }, () => make('x')))
  const refused = many.filter((one) => one.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.every((one) => one.reason instanceof DocumentFault && one.reason.why === 'busy')).toBe(true)
  expect(many.length - refused.length).toBeGreaterThanOrEqual(200)
})

test('every font is unpacked to the plain form; what is no font is refused', () => {
  for (const font of documentFonts()) expect(font.readUInt32BE(0) === 0x00010000 || font.toString('latin1', 0, 4) === 'OTTO').toBe(true)
  expect(() => sfntFromWoff(Buffer.from('wOF2 and more than forty four bytes of something else'), 'x')).toThrow(RangeError)
})
