import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import type { Headers } from './requests.ts'

/** What came back; status 0 when the connection was closed without an answer, `hung` when nothing came in time. */
export type Answer = { readonly status: number; readonly body: string; readonly location: string; readonly ms: number; readonly hung: boolean }
type Sent = { readonly method: string; readonly path: string; readonly headers: Headers; readonly body?: string | Buffer | undefined }

const agent = new Agent({ keepAlive: true, maxSockets: 400 })

/** Sends one request over connections that stay open. */
export async function sendRequest(port: number, sent: Sent, seconds: number): Promise<Answer> {
  const answer = await sendOnce(port, sent, seconds)
  // The server may have ended a connection just when we took it up again: that is no answer to this request, which is sent on another.
  return answer === 'ended before' ? sendRequest(port, sent, seconds) : answer
}

function sendOnce(port: number, { method, path, headers, body }: Sent, seconds: number): Promise<Answer | 'ended before'> {
  const began = performance.now()
  return new Promise((resolve) => {
    let settled = false
    const settle = (answer: Omit<Answer, 'ms'>): void => {
      if (settled) return
      settled = true
      clearTimeout(late)
      resolve({ ...answer, ms: performance.now() - began })
    }
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const asked = request({ agent, host: '127.0.0.1', port, method, path: path.replaceAll(/[^!-~]/g, '%20'), headers: { ...headers, ...length } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => settle({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString(), location: answer.headers.location ?? '', hung: false }))
      answer.on('error', () => settle({ status: answer.statusCode ?? 0, body: '', location: '', hung: false }))
    })
    const late = setTimeout(() => { settle({ status: 0, body: '', location: '', hung: true }); asked.destroy() }, seconds * 1_000)
    asked.on('error', (error) => {
      if (asked.reusedSocket && !settled && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code))) {
        settled = true
        clearTimeout(late)
        return resolve('ended before')
      }
      settle({ status: 0, body: String(error), location: '', hung: false })
    })
    asked.end(body)
  })
}

/** Sends bytes as they are. When an answer has come, or nothing for two seconds, it says that there is no more; then the server has to answer or to close. */
export function sendBytes(port: number, bytes: Buffer, seconds: number, shown = 500): Promise<Answer> {
  const began = performance.now()
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let text = ''
    let hung = false
    const late = setTimeout(() => { hung = text === ''; socket.destroy() }, seconds * 1_000)
    let done = setTimeout(() => socket.end(), 2_000)
    socket.on('data', (part: Buffer) => {
      if (text.length < 20_000) text += part.toString('latin1')
      clearTimeout(done)
      done = setTimeout(() => socket.end(), 200)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(late)
      clearTimeout(done)
      const status = Math.max(0, ...[...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => Number(code)))
      resolve({ status, body: text.slice(0, shown), location: '', ms: performance.now() - began, hung })
    })
    socket.write(bytes)
  })
}
