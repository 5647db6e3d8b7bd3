import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Fields, TakenFile } from '#platform/doors/page'
import { refuse, type Refusal } from '#vocabulary/refusal'

/** How many files are taken in at once, one of each account: each is held in memory until it lies sealed. */
const atOnce = 4
const mostFields = 20
const mostFieldBytes = 4_000
/** A body that brings less than this in each such time is ended, so that nobody holds a place by sending nothing, or hardly anything. */
const leastPace = { bytes: 4_096, ms: 10_000 }
const taking = new Set<string>()

/** Lets forms carry one file; nothing of it is read until a form asks for it, and says how much. */
export const openUploads = async (server: FastifyInstance): Promise<void> => {
  await server.register(multipart)
}

/** A browser does not let a page fill in a file again, so its bytes need not go back to it. */
export const withoutFile = (fields: Fields, { field }: TakenFile): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field))

/** The key of the refusal of a body that came to a standstill; its connection ends with the answer. */
export const uploadStalled = 'upload-stalled'

/** A form with a file as plain fields, the file in base64; a refusal where it is too big, too slow, not the only one, or too many come at once. */
export async function fieldsWithFile(request: FastifyRequest, taken: TakenFile, by: string): Promise<Fields | Refusal> {
  if (taking.has(by)) return refuse('upload-of-yours', { status: 429 })
  if (taking.size >= atOnce) return refuse('uploads-busy', { status: 429 })
  taking.add(by)
  const pace = watchPace(request, taken)
  try {
    return await Promise.race([readParts(request, taken), pace.stalled])
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE') return tooBig(taken)
    // Parts that are cut off, malformed or too many name nothing that could be done.
    return refuse('input-wrong', { field: taken.field })
  } finally {
    pace.end()
    taking.delete(by)
  }
}

/** Looks at what has come over the connection, and resolves when that is too little. */
function watchPace({ raw: { socket } }: FastifyRequest, { field }: TakenFile): { readonly stalled: Promise<Refusal>; readonly end: () => void } {
  let timer: NodeJS.Timeout | undefined
  const stalled = new Promise<Refusal>((resolve) => {
    let seen = socket.bytesRead
    timer = setInterval(() => {
      if (socket.bytesRead - seen < leastPace.bytes) resolve(refuse(uploadStalled, { field, status: 408 }))
      seen = socket.bytesRead
    }, leastPace.ms)
  })
  return { stalled, end: () => clearInterval(timer) }
}

async function readParts(request: FastifyRequest, { field, mostBytes, mostText = mostFieldBytes }: TakenFile): Promise<Fields | Refusal> {
  const fields = new Map<string, string>()
  let refused: Refusal | undefined
  const limits = { fileSize: mostBytes, files: 2, fields: mostFields, fieldSize: mostText, fieldNameSize: 100, parts: mostFields + 2, headerPairs: 20 }
  for await (const part of request.parts({ limits, preservePath: true })) {
    if (part.type === 'field') {
      if (typeof part.value !== 'string' || part.valueTruncated || part.fieldnameTruncated) refused ??= refuse('input-wrong')
      else fields.set(part.fieldname, part.value)
      continue
    }
    const content = await inBase64(part.file)
    if (part.file.truncated) refused ??= tooBig({ field, mostBytes })
    else if (part.fieldname !== field || fields.has(field)) refused ??= refuse('one-file', { field })
    else fields.set(field, content).set('name', part.filename)
  }
  return refused ?? Object.fromEntries(fields)
}

async function inBase64(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('base64')
}

const tooBig = ({ field, mostBytes }: TakenFile): Refusal => refuse('file-too-big', { field, with: { most: Math.floor(mostBytes / 1_048_576) } })
