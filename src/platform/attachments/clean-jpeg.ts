import { exifOf, readExif } from './exif.ts'
import type { Cleaned, Trace } from './traces.ts'

const [startOfImage, endOfImage, startOfScan, comment] = [0xd8, 0xd9, 0xda, 0xfe]
const frames = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])
/** Without these the picture cannot be drawn: codes of Huffman and of arithmetic, steps of grey, lines, restarts. */
const tables = new Set([0xc4, 0xcc, 0xdb, 0xdc, 0xdd])
const app = (number: number): number => 0xe0 + number
/** A picture has a few dozen; whatever has more was made to keep somebody busy. */
const mostParts = 50_000
const exifHead = 'Exif\0\0'

/** One marked part of the picture, and the dots that follow it where it begins a scan. */
type Part = { readonly mark: number; readonly content: Buffer; readonly scan?: Buffer }

const begins = ({ content }: Part, text: string): boolean => content.toString('latin1', 0, text.length) === text
const isExif = (part: Part): boolean => part.mark === app(1) && begins(part, exifHead)
const isDrawn = ({ mark }: Part): boolean => frames.has(mark) || tables.has(mark) || mark === startOfScan
const isBeside = ({ mark }: Part): boolean => mark === comment || (mark >= app(0) && mark <= app(15))

/** A JPEG of one picture without what is not needed to draw it; undefined where it is broken. */
export function cleanJpeg(bytes: Buffer): Cleaned | undefined {
  const read = partsOf(bytes)
  // A second frame is a second picture, of which some programs would show one and some the other.
  if (!read || read.parts.filter(({ mark }) => frames.has(mark)).length !== 1 || !read.parts.some(({ scan }) => scan)) return undefined
  const removed = new Set<Trace>(read.end < bytes.length ? ['behind'] : [])
  const exif = read.parts.find(isExif)
  const kept = read.parts.flatMap((part) => {
    const content = isDrawn(part) ? part.content : keptBeside(part, part === exif)
    if (!content?.equals(part.content)) for (const trace of tracesOf(part)) removed.add(trace)
    return content ? [written(part.mark, content), part.scan ?? Buffer.of()] : []
  })
  return { bytes: Buffer.concat([Buffer.of(0xff, startOfImage), ...kept, Buffer.of(0xff, endOfImage)]), removed }
}

/** The parts in their order, and where the picture ends; undefined where a part is cut off, lies about its length or is none that may stand there. */
function partsOf(bytes: Buffer): { readonly parts: readonly Part[]; readonly end: number } | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== startOfImage) return undefined
  const parts: Part[] = []
  for (let at = 2; bytes[at] === 0xff && parts.length < mostParts;) {
    while (bytes[at] === 0xff) at += 1
    const mark = bytes[at] ?? 0
    if (mark === endOfImage) return { parts, end: at + 1 }
    if (at + 3 > bytes.length) return undefined
    const next = at + 1 + bytes.readUInt16BE(at + 1)
    const part: Part = { mark, content: bytes.subarray(at + 3, next) }
    if (next < at + 3 || next > bytes.length || !(isDrawn(part) || isBeside(part))) return undefined
    const end = mark === startOfScan ? endOfScan(bytes, next) : next
    if (end === undefined) return undefined
    parts.push(mark === startOfScan ? { ...part, scan: bytes.subarray(next, end) } : part)
    at = end
  }
  return undefined
}

/** Where the dots of a scan end: at the first mark that is neither filling nor a restart. */
function endOfScan(bytes: Buffer, from: number): number | undefined {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0
    if (bytes[at] !== 0xff || next === 0xff) continue
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at === from ? undefined : at
    at += 1
  }
  return undefined
}

/** What stays of a part beside the dots: size and colours without a small picture or words in it, and how it is turned. */
function keptBeside(part: Part, isFirstExif: boolean): Buffer | undefined {
  const { mark, content } = part
  if (mark === app(0) && begins(part, 'JFIF\0') && content.length >= 14) return Buffer.concat([content.subarray(0, 12), Buffer.of(0, 0)])
  if (mark === app(2) && begins(part, 'ICC_PROFILE\0')) return content
  if (mark === app(14) && begins(part, 'Adobe') && content.length >= 12) return content.subarray(0, 12)
  const { orientation } = isFirstExif ? readExif(content.subarray(exifHead.length)) : { orientation: 1 }
  return orientation === 1 ? undefined : Buffer.concat([Buffer.from(exifHead, 'latin1'), exifOf(orientation)])
}

function tracesOf(part: Part): readonly Trace[] {
  if (isExif(part)) return readExif(part.content.subarray(exifHead.length)).saysPlace ? ['place', 'camera'] : ['camera']
  if (part.mark === app(1) && begins(part, 'http://ns.adobe.com/')) return /GPSL/.test(part.content.toString('latin1')) ? ['place', 'words'] : ['words']
  return part.mark === comment || part.mark === app(13) ? ['words'] : ['other']
}

function written(mark: number, content: Buffer): Buffer {
  const head = Buffer.of(0xff, mark, 0, 0)
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}
