import { inflateSync } from 'node:zlib'

type Table = { readonly tag: string; readonly bytes: Buffer }

const woffSignature = 0x774f4646
const woffHeader = 44
const sfntHeader = 12

/** Unpacks a WOFF font into the plain form that Typst reads, under a family name of our own: subsets of one typeface must not share a name. */
export function sfntFromWoff(woff: Buffer, family: string): Buffer {
  if (woff.length < woffHeader || woff.readUInt32BE(0) !== woffSignature) throw new RangeError(`not a WOFF font: ${family}`)
  const tables = tablesOf(woff).map((table) => (table.tag === 'name' ? { tag: 'name', bytes: nameTable(family, styleOf(table.bytes)) } : table))
  return sfnt(woff.readUInt32BE(4), tables)
}

function tablesOf(woff: Buffer): readonly Table[] {
  return Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
    const entry = woffHeader + index * 20
    const [offset, packed, full] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [number, number, number]
    const stored = woff.subarray(offset, offset + packed)
    return { tag: woff.toString('latin1', entry, entry + 4), bytes: packed < full ? inflateSync(stored) : stored }
  })
}

function sfnt(flavour: number, tables: readonly Table[]): Buffer {
  const header = Buffer.alloc(sfntHeader + tables.length * 16)
  const power = Math.floor(Math.log2(tables.length))
  header.writeUInt32BE(flavour, 0)
  header.writeUInt16BE(tables.length, 4)
  header.writeUInt16BE(2 ** power * 16, 6)
  header.writeUInt16BE(power, 8)
  header.writeUInt16BE((tables.length - 2 ** power) * 16, 10)
  const bodies: Buffer[] = []
  let offset = header.length
  tables.forEach(({ tag, bytes }, index) => {
    const entry = sfntHeader + index * 16
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
    header.write(tag, entry, 'latin1')
    header.writeUInt32BE(checksum(padded), entry + 4)
    header.writeUInt32BE(offset, entry + 8)
    header.writeUInt32BE(bytes.length, entry + 12)
    bodies.push(padded)
    offset += padded.length
  })
  return Buffer.concat([header, ...bodies])
}

function checksum(padded: Buffer): number {
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}

const [familyId, styleId, fullId, postscriptId] = [1, 2, 4, 6] as const

function styleOf(names: Buffer): string {
  const strings = names.readUInt16BE(4)
  for (let record = 6; record < 6 + names.readUInt16BE(2) * 12; record += 12) {
    if (names.readUInt16BE(record) !== 3 || names.readUInt16BE(record + 6) !== styleId) continue
    const start = strings + names.readUInt16BE(record + 10)
    return Buffer.from(names.subarray(start, start + names.readUInt16BE(record + 8))).swap16().toString('utf16le')
  }
  return 'Regular'
}

/** The four names that a font needs, for Windows in American English (3, 1, 0x409), the one form that every reader knows. */
function nameTable(family: string, style: string): Buffer {
  const names = [[familyId, family], [styleId, style], [fullId, `${family} ${style}`], [postscriptId, `${family}-${style}`.replaceAll(' ', '')]] as const
  const header = Buffer.alloc(6 + names.length * 12)
  header.writeUInt16BE(names.length, 2)
  header.writeUInt16BE(header.length, 4)
  const texts = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16())
  names.forEach(([id], index) => {
    const before = texts.slice(0, index).reduce((total, text) => total + text.length, 0)
    ;[3, 1, 0x409, id, texts[index]?.length ?? 0, before].forEach((value, field) => header.writeUInt16BE(value, 6 + index * 12 + field * 2))
  })
  return Buffer.concat([header, ...texts])
}
