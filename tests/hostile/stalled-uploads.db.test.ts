import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AttachmentFolder } from '#platform/attachments/attachment-folder'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

/** Whoever sends the beginning of a file and then nothing, over real connections. */
const base = testDatabase()
const home = mkdtempSync(join(tmpdir(), 'ariadne-stalled-'))
let be: Belgium
let web: Visitors
let file: string
let port: number
const open: Socket[] = []
beforeAll(async () => {
  be = await Belgium.open(base.db)
  Object.assign(be, { door: { ...be.door, installation: { ...be.door.installation, attachments: new AttachmentFolder(home) } } })
  web = await Visitors.open(be)
  file = (await be.accompanied()).file
  await web.server.listen({ port: 0, host: '127.0.0.1' })
  port = (web.server.server.address() as AddressInfo).port
}, 60_000)
afterEach(() => open.splice(0).forEach((socket) => socket.destroy()))
afterAll(async () => { await web.server.close(); rmSync(home, { recursive: true, force: true }) })

const beginning = '--x-specimen\r\nContent-Disposition: form-data; name="content"; filename="note.txt"\r\n\r\nThe first words'
/** Begins to send a paper; what is answered is gathered until the connection ends. */
async function begins(login: string): Promise<{ socket: Socket; answered: Promise<string> }> {
  const cookie = Object.entries({ ...(await web.cookies(login)), ariadne_language: 'en' }).map(([name, value]) => `${name}=${value}`).join('; ')
  const socket = connect(port, '127.0.0.1')
  open.push(socket)
  let text = ''
  socket.on('data', (bytes) => { text += bytes.toString() }).on('error', () => undefined)
  const answered = new Promise<string>((resolve) => { socket.on('close', () => resolve(text)) })
  socket.write(`POST /files/${file}/papers HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x-specimen\r\nContent-Length: 1000000\r\n\r\n${beginning}`)
  return { socket, answered }
}
const sends = (login: string) => web.as(login, {
  method: 'POST', url: `/files/${file}/papers`, cookies: { ariadne_language: 'en' }, headers: { 'content-type': 'multipart/form-data; boundary=x-specimen', 'sec-fetch-site': 'same-origin' },
  payload: `--x-specimen\r\nContent-Disposition: form-data; name="compartment"\r\n\r\nidentity\r\n${beginning}\r\n--x-specimen--\r\n`,
})
const soon = () => new Promise((resolve) => { setTimeout(resolve, 700) })

test('one account holds one place, however many it begins: its next is told so, and another is taken in', async () => {
  for (let count = 0; count < 6; count += 1) await begins('caseworker-pag-asa')
  await expect.poll(async () => { const { statusCode, body } = await sends('caseworker-pag-asa'); return [statusCode, body.includes('A file of yours is still being taken in')] }, { timeout: 6_000, interval: 300 }).toEqual([429, true])
  expect((await sends('immigration-officer')).statusCode).toBe(303)
})

test('where the places are all held, one more is told to wait, and each is free again when its connection ends', async () => {
  await soon()
  for (const login of ['caseworker-pag-asa', 'lead-pag-asa', 'caseworker-surya', 'caseworker-payoke']) await begins(login)
  // On a busy machine the four take a while to begin.
  await expect.poll(async () => { const { statusCode, body } = await sends('immigration-officer'); return [statusCode, body.includes('Several files are being taken in')] }, { timeout: 6_000, interval: 300 }).toEqual([429, true])
  open.splice(0).forEach((socket) => socket.destroy())
  await expect.poll(async () => (await sends('caseworker-pag-asa')).statusCode, { timeout: 6_000, interval: 300 }).toBe(303)
})

test('a body that stands still, or comes in drips, is ended soon with a sentence, and its place is free', async () => {
  await soon()
  const began = Date.now()
  const still = await begins('caseworker-pag-asa')
  const dripping = await begins('lead-pag-asa')
  const drip = setInterval(() => dripping.socket.write('.'), 500)
  for (const text of await Promise.all([still.answered, dripping.answered])) {
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
    expect(text).toContain('The file came too slowly and was not kept')
  }
  clearInterval(drip)
  expect(Date.now() - began).toBeLessThan(20_000)
  expect((await sends('caseworker-pag-asa')).statusCode).toBe(303)
  expect((await sends('lead-pag-asa')).statusCode).toBe(303)
}, 40_000)
