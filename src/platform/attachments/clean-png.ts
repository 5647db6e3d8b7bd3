import { crc32 } from 'node:zlib'
import { exifOf, readExif } from './exif.ts'
import type { Cleaned, Trace } from './traces.ts'

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
/** What is needed to draw the dots in their colours and their size, also where the picture moves. */
const drawn = new Set(['IHDR', 'PLTE', 'IDAT', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs', 'cICP', 'mDCV', 'cLLI', 'acTL', 'fcTL', 'fdAT'])
/** A picture of 20 MB has a few thousand; whatever has more was made to keep somebody busy. */
const mostChunks = 50_000
const texts = new Set(['tEXt', 'zTXt', 'iTXt'])

type Chunk = { readonly type: string; readonly data: Buffer }

/** A PNG without what is not needed to draw it; undefined where it is broken. */
export function cleanPng(bytes: Buffer): Cleaned | undefined {
  const read = chunksOf(bytes)
  if (!read || read.chunks[0]?.type !== 'IHDR' || !read.chunks.some(({ type }) => type === 'IDAT')) return undefined
  const removed = new Set<Trace>(read.end < bytes.length ? ['behind'] : [])
  const exif = read.chunks.find(({ type }) => type === 'eXIf')
  const kept = read.chunks.flatMap((chunk) => {
    const data = keptOf(chunk, chunk === exif)
    if (!data?.equals(chunk.data)) for (const trace of tracesOf(chunk)) removed.add(trace)
    return data ? [written(chunk.type, data)] : []
  })
  return { bytes: Buffer.concat([signature, ...kept, written('IEND', Buffer.of())]), removed }
}

/** The chunks before the end, and where the picture ends; undefined where one is cut off, does not fit its sum, or is one that every reader must know and none does. */
function chunksOf(bytes: Buffer): { readonly chunks: readonly Chunk[]; readonly end: number } | undefined {
  if (!bytes.subarray(0, 8).equals(signature)) return undefined
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length && chunks.length < mostChunks;) {
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined
    const chunk = { type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, end - 4) }
    if (chunk.type === 'IEND') return { chunks, end }
    if (!/^[A-Za-z]{4}$/.test(chunk.type) || (/^[A-Z]/.test(chunk.type) && !drawn.has(chunk.type))) return undefined
    chunks.push(chunk)
    at = end
  }
  return undefined
}

function keptOf({ type, data }: Chunk, isFirstExif: boolean): Buffer | undefined {
  if (drawn.has(type)) return data
  // Colours have a name, which somebody may have given.
  if (type === 'iCCP' && data.includes(0)) return Buffer.concat([Buffer.from('colours'), data.subarray(data.indexOf(0))])
  const { orientation } = isFirstExif ? readExif(data) : { orientation: 1 }
  return orientation === 1 ? undefined : exifOf(orientation)
}

function tracesOf({ type, data }: Chunk): readonly Trace[] {
  if (type === 'eXIf') return readExif(data).saysPlace ? ['place', 'camera'] : ['camera']
  if (texts.has(type)) return /GPSL/.test(data.toString('latin1')) ? ['place', 'words'] : ['words']
  return type === 'tIME' ? ['camera'] : ['other']
}

function written(type: string, data: Buffer): Buffer {
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
  chunk.writeUInt32BE(data.length, 0)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4)
  return chunk
}
