import { inflateRawSync } from 'node:zlib'

export type ZipFault = 'bomb' | 'unreadable'
export type ZipEntry = { readonly name: string; readonly size: number }

/** What the parts of a workbook may come to when unpacked: a sheet of 100,000 rows is a fifth of it. */
const mostBytes = 300 * 1024 * 1024
const mostEntries = 2_000

/**
 * The parts of a zip by its directory, each unpacked once to see that it is as big as it says, so that nothing that lies about its size
 * reaches a reader that would believe it.
 */
export function zipEntries(bytes: Buffer): readonly ZipEntry[] | ZipFault {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length) return 'unreadable'
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > mostEntries) return 'bomb'
  const entries: ZipEntry[] = []
  let total = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return 'unreadable'
    const [method, packed, size, nameLength] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)]
    total += size
    if (total > mostBytes || packed === 0xffffffff || size === 0xffffffff) return 'bomb'
    const fault = unpacked(bytes, { start: bytes.readUInt32LE(at + 42), method, packed, size })
    if (fault) return fault
    entries.push({ name: bytes.toString('utf8', at + 46, at + 46 + nameLength), size })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

type Part = { readonly start: number; readonly method: number; readonly packed: number; readonly size: number }

function unpacked(bytes: Buffer, { start, method, packed, size }: Part): ZipFault | undefined {
  if (start + 30 > bytes.length || ![0, 8].includes(method)) return 'unreadable'
  const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
  if (method === 0 || size === 0) return from + packed > bytes.length || (method === 0 && packed !== size) ? 'unreadable' : undefined
  try {
    return inflateRawSync(bytes.subarray(from, from + packed), { maxOutputLength: size }).length === size ? undefined : 'unreadable'
  } catch (fault) {
    return fault instanceof RangeError ? 'bomb' : 'unreadable'
  }
}
