import type { Chance } from './chance.ts'

/** Strings at which programs stumble: ends of text, halves of signs, directions, forms of one letter, code of other languages. */
const strings: readonly string[] = [
  '', ' ', '\t', '\u0000', 'a\u0000b', '\ud800', '\udfff', 'a\ud83d', '\u202eabc', '\u2066x', '\ufeff', '\ufffe', '\uffff', '\u00ad', '\u200b', '\u2028', '\r\n',
  'e\u0301', '\u00e9', '\u212b', '\ufb01', '\ufdfa', 'ſ', 'İ', 'ß', '\u0130', 'ﷺ'.repeat(40), 'Z\u0351\u036b\u0343'.repeat(60), '👩‍👩‍👧‍👦'.repeat(20), '𝕬', '٣', '²',
  "'; drop table cases.file; --", "' or '1'='1", '\\', '\\x00', '%', '_', '%00', '%ff', '{{x}}', '${7*7}', '#{1}', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', ']]>', '<!--',
  '=1+1', '@SUM(A1)', '+cmd|x', '../../../etc/passwd', '/dev/zero', 'C:\\con', 'file:///etc/passwd', 'http://169.254.169.254/', '//elsewhere.example',
  '0000-01-01', '9999-12-31', '2026-02-30', '2026-13-01', '-0001-01-01', '+275760-09-14', '2026-11-23T25:00:00Z', '1e9', '1e400', 'NaN', 'Infinity', '-0', '0x10', '010', '1_000', '१२',
  'true', 'null', 'undefined', '[object Object]', '__proto__', 'constructor', 'hasOwnProperty', 'toString', 'then',
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '------------------------------------', '{00000000-0000-0000-0000-000000000000}',
]
const numbers: readonly string[] = ['0', '-0', '-1', '1', '2', '0.1', '-0.5', '2147483648', '-2147483649', '9007199254740993', '9223372036854775808', '1e308', '1e309', '-1e999', '1e-400', `1${'0'.repeat(400)}`, `0.${'1'.repeat(1_000)}`]
export const prototypeKeys: readonly string[] = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', 'toJSON', 'then', '__defineGetter__', '']

/** The same text without halves of signs, as an address can carry it. */
export const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\ufffd')

/** A string at which a program may stumble, now and then a long one. */
export function nastyString(chance: Chance): string {
  return chance.weighed([
    [10, () => chance.pick(strings)],
    [3, () => Array.from({ length: chance.below(30) }, () => String.fromCodePoint(chance.below(0x11_0000))).join('')],
    [2, () => chance.pick(strings) + chance.pick(strings)],
    [1, () => chance.pick(['x', 'é', '\u0000', ' ', '😀', '\ud800', '9', '"']).repeat(chance.pick([80, 300, 5_000, 20_000]))],
  ])
}

/** A value as JSON writes it, which need not be what JSON.stringify would write: names twice, halves of signs, numbers that no number holds. */
export function nastyJson(chance: Chance, depth = 0): string {
  const inner = (): string => (depth > 3 ? '0' : nastyJson(chance, depth + 1))
  return chance.weighed([
    [10, () => JSON.stringify(nastyString(chance))],
    [5, () => chance.pick(numbers)],
    [3, () => chance.pick(['null', 'true', 'false', '[]', '{}', '[[[]]]', '""', '[null]', '{"":""}'])],
    [2, () => `[${Array.from({ length: chance.below(4) }, inner).join(',')}]`],
    [2, () => `{${Array.from({ length: chance.below(4) }, () => `${JSON.stringify(chance.falls(0.4) ? chance.pick(prototypeKeys) : nastyString(chance))}:${inner()}`).join(',')}}`],
    [1, () => `{"a":1,"a":${inner()},"a":null}`],
  ])
}

/** Nesting or width that no form of ours has; most of it small, now and then near what a request may weigh. */
export function hugeJson(chance: Chance): string {
  const size = chance.falls(0.02) ? chance.pick([100_000, 400_000]) : chance.pick([50, 500, 3_000, 10_000])
  return chance.pick<() => string>([
    () => '['.repeat(size) + ']'.repeat(size),
    () => `${'{"a":'.repeat(size)}1${'}'.repeat(size)}`,
    () => '['.repeat(size),
    () => `[${'0,'.repeat(size)}0]`,
    () => `{${Array.from({ length: size }, (_, index) => `"k${index}":0`).join(',')}}`,
    () => `{"a":"${'x'.repeat(size * 5)}"}`,
    () => `{"a":"${'\\ud800'.repeat(size)}"}`,
    () => `${' '.repeat(size)}{}`,
  ])()
}

/** Text that is not quite JSON: cut, turned, mixed with bytes of no alphabet. */
export function brokenJson(chance: Chance, whole: string): Buffer {
  const bytes = Buffer.from(whole)
  const at = chance.below(bytes.length + 1)
  return chance.pick<() => Buffer>([
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([chance.below(256)]), bytes.subarray(at)]),
    () => Buffer.concat([bytes, Buffer.from(chance.pick([',', '}', ' garbage', '\0', '//', '\n{}']))]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    () => Buffer.from(whole, 'utf16le'),
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([0xc0, 0x80, 0xed, 0xa0, 0x80, 0xff, 0xfe]), bytes.subarray(at)]),
    () => Buffer.from(whole.replaceAll('"', "'")),
    () => Buffer.from(whole.replace(':', ':NaN,"x":')),
  ])()
}
