import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harmless, harmlessInLines, isDangerous, withoutFormula } from './cell-text.ts'
import { csvOf } from './write-sheets.ts'

const dangers = ['=1+1', '+1', '-1', '@SUM(A1)', '|x', '%0A', '＝1+1', '－1', '\t=1', '\r=1', '\nplain', ' =1', '\u200B=1', '\u00A0+1', '\uFEFF=1']

test.each(dangers)('a cell that begins as %j is shown and not run', (text) => {
  expect(harmless(text)).toBe(`'${text}`)
  expect(isDangerous(withoutFormula(text).trimStart())).toBe(false)
})

test.each(['Anna', "'t Hooft", '1 - 2', 'a=b', 'Jean-Paul', '', '<5', '5 %', '. . .'])('what is only a text stays as it is: %j', (text) => {
  expect([harmless(text), harmlessInLines(text), withoutFormula(text)]).toEqual([text, text, text])
})

test('in a file of lines nothing runs either where a reader takes it apart by another sign', () => {
  expect(harmlessInLines('rent; =1+1;-2\n+3\t@a; "=4";\u200B-5')).toBe("rent; '=1+1;'-2\n'+3\t'@a; \"'=4\";\u200B'-5")
})

test('a long run of gaps is read at once', () => {
  const began = performance.now()
  harmlessInLines('a' + '\t; '.repeat(300_000))
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('whatever is written, no reader of a file of lines finds a cell that begins dangerously', () => {
  const sign = fc.constantFrom('=', '+', '-', '@', '|', '%', '\t', '\r', '\n', ';', ',', '"', "'", ' ', '＝', 'a', '1')
  fc.assert(fc.property(fc.array(fc.string({ unit: sign, maxLength: 8 }), { minLength: 1, maxLength: 4 }), (cells) => {
    const text = new TextDecoder().decode(csvOf([cells])).slice(0, -2)
    for (const separator of [';', '\t']) for (const cell of text.split(new RegExp(`[\\r\\n${separator}]`))) expect(/^["\s]*[=+\-@|%＝]/.test(cell), JSON.stringify([text, cell])).toBe(false)
  }), { seed: 20, numRuns: 5_000 })
})

test('quotes, commas and lines stay inside their cell, and nothing is not a zero', () => {
  expect(new TextDecoder().decode(csvOf([['a', 'say "b", c'], [null, 0], ['=x', 'two\r\nlines']]))).toBe('a,"say ""b"", c"\r\n,0\r\n\'=x,"two\r\nlines"\r\n')
})
