import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Fields } from '#platform/doors/page'

/** The largest file that a form may carry. */
export const uploadMegabytes = 16
const megabyte = 1024 * 1024

/** Lets forms carry one file; nothing of it is read until a form asks for it. */
export const openUploads = async (server: FastifyInstance): Promise<void> => {
  await server.register(multipart, { limits: { fileSize: uploadMegabytes * megabyte, files: 1, fields: 50, fieldSize: 4 * megabyte, parts: 60, fieldNameSize: 100, headerPairs: 200 } })
}

const fileMark = '-name'

/** The fields of a form with a file: the file's bytes as base64 under its field's name, what it is called under that name and `-name`. */
export async function readUpload(request: FastifyRequest): Promise<Fields> {
  const fields: Record<string, string> = {}
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer()
      fields[part.fieldname] = bytes.toString('base64')
      fields[`${part.fieldname}${fileMark}`] = (part.filename ?? '').slice(-200)
    } else if (typeof part.value === 'string') fields[part.fieldname] = part.value
  }
  return fields
}

/** A browser does not let a page fill in a file again, so its bytes need not go back to it. */
export const withoutFiles = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => !(`${name}${fileMark}` in fields)))
