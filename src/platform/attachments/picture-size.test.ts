import { expect, test } from 'vitest'
import { pixelsOf } from './picture-size.ts'

const png = (width: number, height: number) => {
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d', 'hex'), Buffer.from('IHDR'), Buffer.alloc(17)])
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}
const part = (mark: number, content: Buffer) => {
  const head = Buffer.from([0xff, mark, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}
const frame = (width: number, height: number, mark = 0xc0) => part(mark, Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 3]))
const jpeg = (...parts: readonly Buffer[]) => Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts, Buffer.from([0xff, 0xda, 0, 2, 0, 0xff, 0xd9])])

test('a picture’s size is read from its head', () => {
  expect(pixelsOf(png(3_000, 2_000), 'png')).toBe(6_000_000)
  expect(pixelsOf(png(0xffffffff, 0xffffffff), 'png')).toBeGreaterThan(1e18)
  expect(pixelsOf(jpeg(part(0xe0, Buffer.from('JFIF')), frame(4_000, 3_000)), 'jpeg')).toBe(12_000_000)
  expect(pixelsOf(jpeg(frame(4_000, 3_000, 0xc2)), 'jpeg')).toBe(12_000_000)
})

test('neither filling, a small picture inside, a second head nor a height told later hides it', () => {
  const thumbnail = part(0xe1, jpeg(frame(100, 100)))
  expect(pixelsOf(jpeg(thumbnail, Buffer.from([0, 0, 0xff, 0xff]), frame(60_000, 60_000)), 'jpeg')).toBe(3_600_000_000)
  expect(pixelsOf(jpeg(frame(10, 10), frame(60_000, 60_000, 0xc1)), 'jpeg')).toBe(3_600_000_000)
  expect(pixelsOf(jpeg(frame(60_000, 0)), 'jpeg')).toBe(60_000 * 65_535)
})

test('what is cut off or no picture has no size, and is read at once', () => {
  for (const bytes of [Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.from('ffd8', 'hex'), Buffer.alloc(20_000_000, 0xff), Buffer.from('ffd8ffc0', 'hex')]) expect(pixelsOf(bytes, 'jpeg')).toBe(0)
  expect(pixelsOf(Buffer.from('89504e470d0a1a0a', 'hex'), 'png')).toBe(0)
  expect(pixelsOf(Buffer.from('text'), 'text')).toBe(0)
})
