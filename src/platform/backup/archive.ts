import { createHash } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { once } from 'node:events'
import { z } from 'zod'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { Instant } from '#vocabulary/instant'

/** What stands in a backup, in its order: one head, then each table and each file with what it holds, then one end. */
export const Head = z.strictObject({
  kind: z.literal('head'),
  format: z.literal(1),
  at: Instant,
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  sequences: z.array(z.strictObject({ name: z.string(), last: z.string().nullable() })),
})
export type Head = z.output<typeof Head>
const Part = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), name: z.string(), columns: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('file'), path: z.string(), mode: z.number() }),
])
export type Part = z.output<typeof Part>
const EndOfPart = z.strictObject({ kind: z.literal('end-of-part'), bytes: z.number(), sha256: z.string() })
const End = z.strictObject({ kind: z.literal('end'), parts: z.number() })
const Line = z.union([Head, Part, EndOfPart, End])

const [lineMark, dataMark] = [0x4c, 0x44]

/** Writes the pieces of a backup one after another into a stream, and waits where the stream asks to. */
export class ArchiveWriter {
  readonly #out: Writable
  #parts = 0

  constructor(out: Writable) {
    this.#out = out
  }

  head(head: Omit<Head, 'kind' | 'format'>): Promise<void> {
    return this.#line({ kind: 'head', format: 1, ...head })
  }

  async part(part: Part, content: AsyncIterable<Buffer | string>): Promise<{ readonly bytes: number }> {
    await this.#line(part)
    const [hash, size] = [createHash('sha256'), { bytes: 0 }]
    for await (const piece of content) {
      const data = Buffer.from(piece)
      if (data.length === 0) continue
      hash.update(data)
      size.bytes += data.length
      await this.#write(dataMark, data)
    }
    this.#parts += 1
    await this.#line({ kind: 'end-of-part', bytes: size.bytes, sha256: hash.digest('hex') })
    return size
  }

  async end(): Promise<void> {
    await this.#line({ kind: 'end', parts: this.#parts })
    this.#out.end()
  }

  #line(line: z.input<typeof Line>): Promise<void> {
    return this.#write(lineMark, Buffer.from(JSON.stringify(line)))
  }

  async #write(mark: number, data: Buffer): Promise<void> {
    const head = Buffer.alloc(5)
    head[0] = mark
    head.writeUInt32BE(data.length, 1)
    this.#out.write(head)
    if (!this.#out.write(data)) await once(this.#out, 'drain')
  }
}

/** A part as it is read: its content must be read to its end before the next one is asked for. */
export type ReadPart = Part & { readonly content: () => AsyncIterable<Buffer> }
export type ReadArchive = { readonly head: Head; readonly parts: () => AsyncIterable<ReadPart> }

/** Reads a backup from its beginning; throws a sentence where it is not whole. */
export async function readArchive(from: Readable): Promise<ReadArchive> {
  const records = recordsOf(from)
  const next = async () => {
    const { value, done } = await records.next()
    if (done) throw new DatabaseTrouble('The backup ends too early: part of it is missing. Use another copy.')
    return value
  }
  const nextLine = async () => {
    const record = await next()
    if (record.mark !== lineMark) throw outOfOrder()
    return Line.parse(JSON.parse(record.data.toString('utf8')))
  }
  const head = Head.safeParse(await nextLine())
  if (!head.success) throw new DatabaseTrouble('This backup was written in another form than this version of Ariadne reads. Restore it with the version that wrote it.')

  async function* content(): AsyncIterable<Buffer> {
    const [hash, size] = [createHash('sha256'), { bytes: 0 }]
    for (;;) {
      const record = await next()
      if (record.mark === dataMark) {
        hash.update(record.data)
        size.bytes += record.data.length
        yield record.data
        continue
      }
      const end = EndOfPart.parse(JSON.parse(record.data.toString('utf8')))
      if (end.bytes !== size.bytes || end.sha256 !== hash.digest('hex')) throw new DatabaseTrouble('A part of the backup does not match its own sum. Use another copy.')
      return
    }
  }
  async function* parts(): AsyncIterable<ReadPart> {
    for (let count = 0; ; count += 1) {
      const line = await nextLine()
      if (line.kind === 'end') {
        if (line.parts !== count) throw outOfOrder()
        // Only now is the seal's own end read, which tells that nothing is missing.
        if (!(await records.next()).done) throw outOfOrder()
        return
      }
      if (line.kind !== 'table' && line.kind !== 'file') throw outOfOrder()
      yield { ...line, content }
    }
  }
  return { head: head.data, parts }
}

const outOfOrder = () => new DatabaseTrouble('The parts of the backup are not in their order. Use another copy.')

async function* recordsOf(from: Readable): AsyncGenerator<{ readonly mark: number; readonly data: Buffer }> {
  let waiting: Buffer = Buffer.alloc(0)
  for await (const chunk of from as AsyncIterable<Buffer>) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
    while (waiting.length >= 5) {
      const length = waiting.readUInt32BE(1)
      if (length > 256 * 1024 * 1024) throw outOfOrder()
      if (waiting.length < 5 + length) break
      yield { mark: waiting[0] ?? 0, data: waiting.subarray(5, 5 + length) }
      waiting = waiting.subarray(5 + length)
    }
  }
  if (waiting.length > 0) throw new DatabaseTrouble('The backup ends too early: part of it is missing. Use another copy.')
}
