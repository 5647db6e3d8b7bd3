import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'

/** Small invented pictures of 24 by 16 dots, as a common library writes them. */
export const picture = (name: 'baseline.jpg' | 'progressive.jpg' | 'restart.jpg' | 'cmyk.jpg' | 'grey.jpg' | 'plain.png'): Buffer => readFileSync(join(import.meta.dirname, 'pictures', name))

export const jpegPart = (mark: number, content: Buffer | string): Buffer => {
  const body = Buffer.from(content as string, 'latin1')
  const head = Buffer.of(0xff, mark, 0, 0)
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
/** Puts parts into a JPEG, behind the first that it has. */
export const withParts = (jpeg: Buffer, ...parts: readonly Buffer[]): Buffer => {
  const at = 4 + jpeg.readUInt16BE(4)
  return Buffer.concat([jpeg.subarray(0, at), ...parts, jpeg.subarray(at)])
}

export const pngChunk = (type: string, data: Buffer | string): Buffer => {
  const body = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), Buffer.from(data as string, 'latin1'), Buffer.alloc(4)])
  body.writeUInt32BE(body.length - 12, 0)
  body.writeUInt32BE(crc32(body.subarray(4, -4)), body.length - 4)
  return body
}
/** Puts chunks into a PNG, behind its head. */
export const withChunks = (png: Buffer, ...chunks: readonly Buffer[]): Buffer => Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)])

/** What a telephone writes: its maker, how it was held, and where it stood (50.846 north, 4.352 east). */
export function exifOfTelephone({ orientation = 6, order = 'II' as 'II' | 'MM' } = {}): Buffer {
  const tiff = Buffer.alloc(240)
  const short = (at: number, value: number) => (order === 'II' ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at))
  const long = (at: number, value: number) => (order === 'II' ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at))
  const entry = (at: number, tag: number, type: number, count: number, value: number) => { short(at, tag); short(at + 2, type); long(at + 4, count); if (type === 3) short(at + 8, value); else long(at + 8, value) }
  tiff.write(order, 0, 'latin1')
  short(2, 42)
  long(4, 8)
  short(8, 3)
  entry(10, 0x010f, 2, 20, 120)
  entry(22, 0x0112, 3, 1, orientation)
  entry(34, 0x8825, 4, 1, 60)
  tiff.write('Specimen Telephone 7\0', 120, 'latin1')
  short(60, 2)
  entry(62, 0x0002, 5, 3, 150)
  entry(74, 0x0004, 5, 3, 180)
  for (const [at, numbers] of [[150, [50, 1, 50, 1, 4560, 100]], [180, [4, 1, 21, 1, 720, 100]]] as const) for (const [index, number] of numbers.entries()) long(at + index * 4, number)
  return tiff
}

/** The dots of a picture as somebody else's decoder sees them; throws at one that it cannot draw. */
export function dotsOf(bytes: Buffer, type: 'jpeg' | 'png'): Buffer {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="16"><image width="24" height="16" href="data:image/${type};base64,${bytes.toString('base64')}"/></svg>`
  const dots = Buffer.from(new Resvg(drawn, { font: { loadSystemFonts: false } }).render().pixels)
  if (dots.every((byte) => byte === 0)) throw new Error('this picture cannot be drawn')
  return dots
}
