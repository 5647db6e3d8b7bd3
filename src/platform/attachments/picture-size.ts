import type { FileType } from './file-type.ts'

/** A sheet of A3 at 600 dots an inch has 70 million; whatever has more was made to fill somebody's memory, or is no paper. */
export const mostMegapixels = 100

const sofMarkers = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf])
const [startOfScan, endOfImage] = [0xda, 0xd9]

/** How many pixels a picture says that it unpacks to, from its head alone: nothing is unpacked here. A picture that does not say has none that a program would show. */
export function pixelsOf(bytes: Buffer, type: FileType): number {
  if (type === 'png') return bytes.length < 24 ? 0 : bytes.readUInt32BE(16) * bytes.readUInt32BE(20)
  return type === 'jpeg' ? pixelsOfJpeg(bytes) : 0
}

/** Walks from mark to mark as readers of pictures do, which pass over what stands between two parts; a height that is told later is the largest there is. */
function pixelsOfJpeg(bytes: Buffer): number {
  let most = 0
  for (let at = bytes.indexOf(0xff, 2); at >= 0 && at + 4 <= bytes.length; at = bytes.indexOf(0xff, at)) {
    const mark = bytes[at + 1] ?? 0
    if (mark === startOfScan || mark === endOfImage) break
    // Filling, and marks that stand alone.
    if (mark === 0xff || mark === 0 || mark === 1 || (mark >= 0xd0 && mark <= 0xd8)) {
      at += mark === 0xff ? 1 : 2
      continue
    }
    if (sofMarkers.has(mark) && at + 9 <= bytes.length) most = Math.max(most, (bytes.readUInt16BE(at + 5) || 65_535) * bytes.readUInt16BE(at + 7))
    at += 2 + Math.max(2, bytes.readUInt16BE(at + 2))
  }
  return most
}
