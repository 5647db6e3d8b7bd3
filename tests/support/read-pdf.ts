import { inflateSync } from 'node:zlib'

/** What somebody reads in a PDF: the text of its pages, and all that it says of itself beside them (title, outline, links, XMP). */
export type ReadPdf = { readonly text: string; readonly beside: string }

/** Reads the PDFs that Typst makes (tables of objects in clear, fonts with two bytes a sign) from their bytes alone; throws at any other. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const whole = Buffer.from(bytes).toString('latin1')
  const objects = new Map([...whole.matchAll(/^(\d{10}) 00000 n\s*$/gm)].map(([, at]) => objectAt(whole, Number(at))))
  const object = (number: string | undefined) => {
    const found = objects.get(number ?? '')
    if (!found) throw new Error(`this PDF has no object ${number}`)
    return found
  }
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\s/.test(dictionary))
  if (pages.length === 0) throw new Error('this PDF has no page')
  const text = pages.map(({ dictionary }) => {
    const fonts = new Map([...(/\/Font <<([\s\S]*?)>>/.exec(dictionary)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name = '', number]) => [name, signsOf(object(/\/ToUnicode (\d+)/.exec(object(number).dictionary)?.[1]).stream)] as const))
    return written(object(/\/Contents (\d+) 0 R/.exec(dictionary)?.[1]).stream, fonts)
  }).join('\n')
  const isDrawn = /\/(?:Subtype \/CIDFontType0C|FontFile|Type \/XObject)|\/N \d/
  const beside = [...objects.values()].flatMap(({ dictionary, stream }) => [...stringsIn(dictionary).map(textOfString), ...(isDrawn.test(dictionary) || /BT\n/.test(stream) ? [] : [Buffer.from(stream, 'latin1').toString('utf8')])]).join('\n')
  return { text, beside }
}

type PdfObject = { readonly dictionary: string; readonly stream: string }

function objectAt(whole: string, at: number): readonly [number: string, PdfObject] {
  const [head, number = '', body = '', streamed] = /^(\d+) 0 obj\n([\s\S]*?)\n(?:endobj|(stream\r?\n))/.exec(whole.slice(at)) ?? []
  if (head === undefined) throw new Error(`this PDF has no object at ${at}`)
  if (streamed === undefined) return [number, { dictionary: body, stream: '' }]
  const raw = whole.slice(at + head.length, at + head.length + Number(/\/Length (\d+)/.exec(body)?.[1]))
  return [number, { dictionary: body, stream: body.includes('/FlateDecode') ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1') : raw }]
}

/** The signs of a font, from its table of what each number stands for. */
function signsOf(table: string): ReadonlyMap<number, string> {
  const sign = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  const signs = new Map<number, string>()
  for (const [, lines = ''] of table.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) for (const [, number = '', to = ''] of lines.matchAll(/<(\w+)> <(\w+)>/g)) signs.set(Number.parseInt(number, 16), sign(to))
  for (const [, lines = ''] of table.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) for (const [, from = '', until = '', to = ''] of lines.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
    for (let each = Number.parseInt(from, 16); each <= Number.parseInt(until, 16); each += 1) signs.set(each, String.fromCodePoint((sign(to).codePointAt(0) ?? 0) + each - Number.parseInt(from, 16)))
  }
  return signs
}

const literal = String.raw`\((?:\\[\s\S]|[^\\)])*\)`
const pieces = new RegExp(String.raw`/ActualText (?<said><[\dA-F]+>|${literal})|/\w+ ${literal}|/(?<font>\w+) [\d.]+ Tf|(?<shown>${literal})|\b(?<mark>ET|BDC|EMC)\b`, 'g')

/** The text of a page: where it says itself what a group of signs means, that and not the signs. */
function written(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let signs: ReadonlyMap<number, string> = new Map()
  let text = ''
  let isSaid = false
  const groups: boolean[] = []
  for (const { groups: { said, font, shown, mark } = {} } of content.matchAll(pieces)) {
    if (said !== undefined) { text += textOfString(said); isSaid = true }
    else if (font !== undefined) signs = fonts.get(font) ?? new Map()
    else if (mark === 'BDC') { groups.push(isSaid); isSaid = false }
    else if (mark === 'EMC') groups.pop()
    else if (mark === 'ET') text += ' '
    else if (shown !== undefined && !groups.includes(true)) for (const [, high = '', low = ''] of unescaped(shown.slice(1, -1)).matchAll(/([\s\S])([\s\S])/g)) text += signs.get(high.charCodeAt(0) * 256 + low.charCodeAt(0)) ?? '\uFFFD'
  }
  return text
}

const stringsIn = (dictionary: string): readonly string[] => dictionary.match(new RegExp(`${literal}|<[\\dA-F]{4,}>`, 'g')) ?? []
const marks: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
const unescaped = (text: string): string => text.replaceAll(/\\([0-7]{1,3}|[\s\S])/g, (_, sign: string) => (/^[0-7]/.test(sign) ? String.fromCharCode(Number.parseInt(sign, 8)) : marks[sign] ?? sign))

function textOfString(written: string): string {
  const raw = written.startsWith('<') ? Buffer.from(written.slice(1, -1), 'hex') : Buffer.from(unescaped(written.slice(1, -1)), 'latin1')
  return raw[0] === 0xfe && raw[1] === 0xff ? raw.subarray(2, raw.length - (raw.length % 2)).swap16().toString('utf16le') : raw.toString('utf8')
}

/** Whether a text says something, however its lines were broken and its words divided. */
export const says = (text: string, wanted: string): boolean => plain(text).includes(plain(wanted))
const plain = (text: string): string => text.normalize('NFC').replaceAll(/[\s\u00AD\u2010-\u2012-]/g, '').toLowerCase()
