import type { AddressInfo } from 'node:net'
import { deflateSync, gzipSync, brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModuleDoors } from '#platform/doors/page'
import { sendBytes } from '../support/malformed/senders.ts'
import { modules } from '../../src/main/compose-site.tsx'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { missingHeaders } from '../support/hostile.ts'
import { shapesFor } from '../support/malformed/shapes.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let port = 0
let file: string
beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  ;({ file } = await be.accompanied())
  await visitors.server.listen({ host: '127.0.0.1', port: 0 })
  port = (visitors.server.server.address() as AddressInfo).port
})
afterAll(() => visitors.server.close())

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const send = (text: string | Buffer) => sendBytes(port, Buffer.from(text), 15)
const headersOf = (answer: string): Record<string, string> => Object.fromEntries((answer.split('\r\n\r\n')[0] ?? '').split('\r\n').slice(1).map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]))

describe('a request that two readers could read in two ways', () => {
  const ambiguous = [
    'length and chunks', 'chunks and length', 'two lengths', 'two lengths in one line', 'a length with a sign', 'a length below nothing', 'a length beyond numbers', 'a length in another base', 'a disguised encoding',
    'two encodings', 'a space before the colon', 'a chunk of nonsense', 'a chunk beyond numbers', 'a chunk that ends early', 'lines without return', 'a header without name', 'a null in a header', 'a return in a header',
    'no host', 'two hosts', 'an address with a space', 'an address in bytes', 'an unknown method', 'another protocol', 'a handshake', 'headers beyond measure', 'an address beyond measure', 'a body cut short',
  ]
  test.each(ambiguous)('is refused once, and nothing after it is read: %s', async (name) => {
    const { status, body, hung } = await send(shapesFor[name]?.('/api/v1/task.add') ?? '')
    expect([hung, Math.floor(status / 100)], body).toEqual([false, 4])
    expect(body.match(/HTTP\/1\.1/g), body).toHaveLength(1)
    expect(body).not.toContain('"ok":true')
  })

  test.each(Object.keys(shapesFor))('whatever its shape is answered or closed, without a fault: %s', async (name) => {
    for (const path of ['/api/v1/task.add', '/waiting']) {
      const { status, hung } = await send(shapesFor[name]?.(path) ?? '')
      expect([hung, status < 500]).toEqual([false, true])
    }
  })

  test('gets the strict headers too, though no page was reached', async () => {
    for (const name of ['headers beyond measure', 'a length with a sign', 'a handshake']) {
      const { body } = await sendWhole(shapesFor[name]?.('/') ?? '')
      expect(missingHeaders(headersOf(body)), body).toEqual([])
    }
  })
  const sendWhole = (text: string | Buffer) => sendBytes(port, Buffer.from(text), 15, 5_000)
})

describe('what is compressed', () => {
  test('is refused and never unpacked, however small it came', async () => {
    const bomb = Buffer.alloc(50_000_000, 32)
    const before = process.memoryUsage().rss
    for (const [encoding, payload] of [['gzip', gzipSync(bomb)], ['deflate', deflateSync(bomb)], ['br', brotliCompressSync(bomb)], ['gzip', gzipSync(`{"file":"${file}","what":"x"}`)], ['x-nonsense', Buffer.from('{}')]] as const) {
      for (const type of ['application/json', form['content-type']]) {
        const answer = await visitors.as('caseworker-pag-asa', { method: 'POST', url: '/api/v1/task.add', payload, headers: { 'content-type': type, 'content-encoding': encoding } })
        expect([encoding, type, Math.floor(answer.statusCode / 100)]).toEqual([encoding, type, 4])
      }
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
    expect(await be.count('cases.task')).toBe(0)
  })
})

describe('the name of the host', () => {
  test.each([{ host: 'elsewhere.example' }, { host: 'localhost', 'x-forwarded-host': 'elsewhere.example' }, { host: 'localhost', forwarded: 'host=elsewhere.example' }, { host: 'localhost', 'x-forwarded-proto': 'https', 'x-forwarded-port': '666', 'x-original-url': '/people', 'x-rewrite-url': '/people' }, { host: 'elsewhere.example:80@x' }])('that a request claims stands in no answer: %j', async (headers) => {
    for (const url of ['/', '/sign-in', '/waiting', '/nothing', `/files/${file}`, '/api/v1/openapi.json', '/language/nl?back=%2Fwaiting', '/rights', '/check', '/assets', '/assets/']) {
      for (const login of [null, 'caseworker-pag-asa'] as const) {
        const answer = await visitors.as(login, { url, headers })
        expect(answer.statusCode).toBeLessThan(500)
        expect(`${JSON.stringify(answer.headers)}${answer.body}`).not.toContain('elsewhere.example')
      }
    }
  })
})

describe('cookies and headers', () => {
  test('of any size are taken or refused, and never break anything', async () => {
    for (const size of [4_000, 12_000, 15_900, 17_000, 100_000, 1_000_000]) {
      for (const header of [`Cookie: ariadne_session=${'a'.repeat(size)}`, `Cookie: ${'a=b; '.repeat(size / 5)}`, `X: ${'y'.repeat(size)}`]) {
        const { status, hung } = await send(`GET /waiting HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${header}\r\n\r\n`)
        expect([hung, size < 16_000 ? status : [431, 0].includes(status)], header.slice(0, 30)).toEqual([false, size < 16_000 ? 303 : true])
      }
    }
  })

  const breaks = ['a\r\nSet-Cookie: evil=1', 'a\nLocation: https://elsewhere.example', '\r\n\r\n<script>', 'ü€漢', '\u0000', '"; filename="x.exe', '\u2028', '\u202egpj.exe']
  test.each(breaks)('hold no line that somebody typed: %j', async (text) => {
    const encoded = encodeURIComponent(text)
    const doors = (modules as readonly ModuleDoors[]).flatMap(({ pages, forms, downloads = [], passages = [] }) => [...pages, ...forms, ...downloads, ...passages].map(({ at }) => at as string))
    for (const at of new Set(doors)) {
      const url = `${at.replaceAll(/:file\b/g, file).replaceAll(/:\w+/g, encoded)}?next=${encoded}&back=${encoded}&query=${encoded}`
      const answers = [await visitors.as('caseworker-pag-asa', { url }), await visitors.as(null, { url })]
      if (!at.startsWith('/sign-out')) answers.push(await visitors.as('caseworker-pag-asa', { method: 'POST', url, headers: form, payload: `query=${encoded}&name=${encoded}&file=${file}&what=x&version=0` }))
      for (const { statusCode, headers } of answers) {
        expect(statusCode, url).toBeLessThan(500)
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`).join('\n')
        expect(lines).not.toMatch(/^(?:set-cookie: evil|location: https?:)/m)
        expect(lines).not.toMatch(/[\0\r]|filename="[^"\n]*[^\w.\-"]/)
      }
    }
  }, 120_000)
})

describe('paths', () => {
  const tricks = ['../../package.json', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '..%5c..%5cpackage.json', '....//....//package.json', '%252e%252e%252fpackage.json', '/etc/passwd', '%2fetc%2fpasswd', '..;/package.json', '%00', 'a%00.css', '.env', '.git/config', '~root', 'C:%5cwindows', '..%c0%af..%c0%afetc%c0%afpasswd', '%ff', '']
  test.each(tricks)('that lead out of their folder lead nowhere: %j', async (trick) => {
    for (const url of [`/assets/${trick}`, `/documents/${trick}/fr`, `/decisions/${trick}/fr`, `/rights/sheet/adult/${trick}`, `/rights/${trick}/adult/nl`, `/files/${file}/access/${trick}/pdf`, `/reports/${trick}/record/fr`, `/${trick}`, `/i/${trick}`, `/check?code=${trick}`]) {
      const answer = await visitors.as('caseworker-pag-asa', { url })
      expect([200, 303, 400, 403, 404, 422], url).toContain(answer.statusCode)
      expect(missingHeaders(answer.headers), url).toEqual([])
      expect(answer.body).not.toMatch(/"dependencies"|root:x:|\[core\]/)
    }
    const { status, body } = await send(`GET /assets/${trick} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect([[400, 403, 404].includes(status), body.includes('"dependencies"')]).toEqual([true, false])
  })
})
