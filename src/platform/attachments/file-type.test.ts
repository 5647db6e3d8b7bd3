import { describe, expect, test } from 'vitest'
import { endsLike, fileTypeOf, isPlainName } from './file-type.ts'

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d', 'hex'), Buffer.from('IHDR'), Buffer.alloc(17)])
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n')

describe('the type of a file', () => {
  test.each([
    ['pdf', pdf], ['png', png], ['jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')], ['text', Buffer.from('Brief van é\nmet twee regels')],
  ])('is %s because its bytes say so', (type, bytes) => expect(fileTypeOf(bytes)).toBe(type))

  test.each([
    ['a program', Buffer.from('4d5a900003000000', 'hex')], ['an archive', Buffer.from('504b0304140000', 'hex')], ['a packed file', Buffer.from('1f8b0800000000', 'hex')],
    ['a PDF without an end', Buffer.from('%PDF-1.7 and nothing more')], ['a PDF after something else', Buffer.concat([Buffer.from('MZ\0'), pdf])], ['nothing', Buffer.of()],
    ['half a character', Buffer.from('c3', 'hex')], ['UTF-16', Buffer.from('fffe41004200', 'hex')], ['a picture that is none', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
  ])('is none of the list for %s', (_, bytes) => expect(fileTypeOf(bytes)).toBeUndefined())
})

describe('the name of a file', () => {
  test.each(['Paspoort Specimen.pdf', 'پاسپورت.PDF', 'brief.v2.txt', 'foto-1.jpeg'])('may be %s', (name) => expect(isPlainName(name)).toBe(true))
  test.each(['../../etc/passwd.txt', 'C:\\x.pdf', 'a\r\nSet-Cookie: b.pdf', '\u202Egpj.exe.pdf', 'a\u200Bb.pdf', '.hidden.pdf', 'none', `${'a'.repeat(10_000)}.pdf`, 'a\uD800.pdf', '"quoted".pdf', ''])('may not be %j', (name) => expect(isPlainName(name)).toBe(false))
  test('ends as the type does', () => expect([endsLike('x.JPG', 'jpeg'), endsLike('x.pdf', 'jpeg'), endsLike('x.pdf.exe', 'pdf')]).toEqual([true, false, false]))
})
