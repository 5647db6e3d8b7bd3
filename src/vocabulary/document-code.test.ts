import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkDocumentCode, documentCode, documentCodeBytes, groupedDocumentCode } from './document-code.ts'

const seed = { seed: 20261123 }
const codes = fc.uint8Array({ minLength: documentCodeBytes, maxLength: documentCodeBytes }).map(documentCode)
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

test('a code has sixteen characters and checks', () => {
  fc.assert(fc.property(codes, (code) => code.length === 16 && checkDocumentCode(code) === code), seed)
})

test('a code is known again in lower case, in groups, and with O for 0 and I or L for 1', () => {
  fc.assert(fc.property(codes, fc.boolean(), (code, small) => {
    const typed = groupedDocumentCode(code).replace(/0/g, 'O').replace(/1/g, small ? 'l' : 'I')
    return checkDocumentCode(` ${small ? typed.toLowerCase() : typed.replaceAll(' ', '–')} `) === code
  }), seed)
})

test('one wrong character is always noticed', () => {
  fc.assert(fc.property(codes, fc.nat(15), fc.nat(31), (code, at, other) => {
    fc.pre(code[at] !== alphabet[other])
    return checkDocumentCode(code.slice(0, at) + alphabet[other] + code.slice(at + 1)) === null
  }), seed)
})

test('two neighbours that changed places are noticed', () => {
  fc.assert(fc.property(codes, fc.nat(14), (code, at) => {
    const [first, second] = [code[at] ?? '', code[at + 1] ?? '']
    fc.pre(first !== second && !(`${first}${second}` === '0Z' || `${first}${second}` === 'Z0'))
    return checkDocumentCode(code.slice(0, at) + second + first + code.slice(at + 2)) === null
  }), seed)
})

test('what cannot be a code is refused', () => {
  for (const text of ['', 'U'.repeat(16), '0'.repeat(15), '0'.repeat(17), '中'.repeat(16), "' or 1=1 --'''''"]) expect(checkDocumentCode(text)).toBeNull()
})

test('too little chance makes no code', () => {
  expect(() => documentCode(new Uint8Array(9))).toThrow(RangeError)
})
