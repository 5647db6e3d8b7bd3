import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inflateSync } from 'node:zlib'

const folder = join(import.meta.dirname, '..', '..', '..', 'dist', 'faces')
const weights = [400, 700]
/** Source Sans as files that the drawing machine reads, unpacked from what the pages use when they are first asked for. */
export function faceFiles(): readonly string[] {
  mkdirSync(folder, { recursive: true })
  const source = join(dirname(createRequire(import.meta.url).resolve('@fontsource/source-sans-3/package.json')), 'files')
  return weights.map((weight) => {
    const file = join(folder, `source-sans-3-latin-${weight}.ttf`)
    if (!existsSync(file)) {
      // Written beside and moved, so that nobody reads half a file.
      writeFileSync(`${file}.${process.pid}`, unpacked(readFileSync(join(source, `source-sans-3-latin-${weight}-normal.woff`))))
      renameSync(`${file}.${process.pid}`, file)
    }
    return file
  })
}

/** A face from its web packing (WOFF 1.0): a header, a list of tables, and each table by itself, packed or not. */
function unpacked(packed: Buffer): Buffer {
  const count = packed.readUInt16BE(12)
  const power = 2 ** Math.floor(Math.log2(count))
  const head = Buffer.alloc(12 + 16 * count)
  packed.copy(head, 0, 4, 8)
  for (const [index, value] of [count, power * 16, Math.log2(power), (count - power) * 16].entries()) head.writeUInt16BE(value, 4 + 2 * index)
  const pieces = [head]
  let at = head.length
  for (let index = 0; index < count; index += 1) {
    const entry = 44 + 20 * index
    const [offset = 0, length = 0, whole = 0, sum = 0] = [4, 8, 12, 16].map((place) => packed.readUInt32BE(entry + place))
    const bytes = packed.subarray(offset, offset + length)
    packed.copy(head, 12 + 16 * index, entry, entry + 4)
    for (const [place, value] of [sum, at, whole].entries()) head.writeUInt32BE(value, 16 + 16 * index + 4 * place)
    const piece = Buffer.alloc(Math.ceil(whole / 4) * 4)
    ;(length < whole ? inflateSync(bytes) : bytes).copy(piece)
    pieces.push(piece)
    at += piece.length
  }
  return Buffer.concat(pieces)
}
