import { cleanJpeg } from './clean-jpeg.ts'
import { cleanPng } from './clean-png.ts'
import type { FileType } from './file-type.ts'
import { traces, type Cleaned, type Trace } from './traces.ts'

const nothing: ReadonlySet<Trace> = new Set()
const cleanedOf = (bytes: Buffer, type: FileType): Cleaned | undefined =>
  type === 'jpeg' ? cleanJpeg(bytes) : type === 'png' ? cleanPng(bytes) : { bytes, removed: nothing }

/**
 * A file without what a camera or a program wrote beside the picture; its dots stay bit for bit, and it is turned as before.
 * Undefined for a picture that is cut off or is not made as its type says. A file that is no picture stays as it is.
 */
export function cleanFile(bytes: Buffer, type: FileType): { readonly bytes: Buffer; readonly removed: Trace[] } | undefined {
  const cleaned = cleanedOf(bytes, type)
  return cleaned && { bytes: cleaned.bytes, removed: traces.filter((trace) => cleaned.removed.has(trace)) }
}
