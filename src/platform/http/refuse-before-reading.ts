import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** What every answer carries that is written before the web server has read a request, as helmet writes it on the others. */
const strictHeaders = [
  "Content-Security-Policy: default-src 'none';script-src 'self';style-src 'self';img-src 'self';font-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none';manifest-src 'self'",
  'X-Content-Type-Options: nosniff', 'X-Frame-Options: SAMEORIGIN', 'Referrer-Policy: same-origin', 'Cross-Origin-Opener-Policy: same-origin', 'Cross-Origin-Resource-Policy: same-origin', 'Cache-Control: no-store',
]

/** Answers what is no request at all: too long, too slow, or written so that two readers could read it in two ways. The connection ends with it. */
export function refuseBeforeReading(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  const message = 'This is not a request that can be read.'
  const body = JSON.stringify({ refused: 'input-wrong', message, errors: { '': message } })
  if (socket.writable) socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...strictHeaders, 'Content-Type: application/json; charset=utf-8', `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', '', body].join('\r\n'))
  socket.destroy(error)
}

/** Two names of a host in one request: who stands in front of us may believe the other one. */
export const namesTwoHosts = ({ raw: { rawHeaders } }: FastifyRequest): boolean =>
  rawHeaders.reduce((hosts, text, index) => (index % 2 === 0 && text.length === 4 && text.toLowerCase() === 'host' ? hosts + 1 : hosts), 0) > 1
