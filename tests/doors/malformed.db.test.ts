import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'
import { Chance } from '../support/malformed/chance.ts'
import { MalformedRequests, type OpenApi } from '../support/malformed/requests.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file: string
let referral: string
beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  ;({ file, referral } = await be.accompanied())
})
afterAll(() => visitors.server.close())

const betrays = /\bat [\w.<>]+ \(|node_modules|\/src\/|postgres|syntax error|violates|duplicate key|ZodError|TypeError|RangeError/i
const samples: readonly (readonly [login: string, route: string, seed: () => Record<string, unknown>])[] = [
  ['labour-inspector', 'report.save-screen', () => ({ report: crypto.randomUUID(), seen: { version: 0, by: crypto.randomUUID() }, screen: 'safety', finish: false, said: { immediateDanger: 'yes' } })],
  ['caseworker-pag-asa', 'procedure.take-step', () => ({ file, step: 'apply-for-reflection-document', version: 2, input: { kind: 'application' } })],
  ['caseworker-pag-asa', 'procedure.open-file', () => ({ facts: { minor: 'no', citizenshipGroup: 'other' }, sex: 'woman', birthDate: '1990-01-01', birthYear: 1990, familyNames: 'Specimen', forms: ['labour'] })],
  ['caseworker-pag-asa', 'referral.accept', () => ({ referral, version: 0, note: '' })],
  ['caseworker-pag-asa', 'person.change-identity', () => ({ file, version: 0, givenNames: 'Mai', familyNames: 'Fictief', birthDate: '1990-01-01', birthPrecision: 'day', identityPapers: '' })],
  ['caseworker-pag-asa', 'person.set-safe-contact', () => ({ file, channel: 'phone', value: '0', isSafe: 'no', note: '' })],
  ['caseworker-pag-asa', 'task.add', () => ({ file, what: 'Call', dueOn: '2026-12-01' })],
  ['caseworker-pag-asa', 'file.list', () => ({ search: 'Fic', state: '', page: 1 })],
  ['caseworker-pag-asa', 'view.save', () => ({ name: 'mine', query: 'due=late' })],
  ['analyst', 'numbers.show', () => ({ year: 2026 })],
]
const nasty = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, -1, 0, 1e308, 2 ** 31, 2 ** 53, -0.5, '', ' ', '\0', 'a\0b', '\ud800', '\u202e', '﷽', "'; drop table cases.file; --", '%', '_', '\\', '{{x}}', '<script>', '0000-01-01', '9999-12-31', '2026-02-30', '1e9', 'NaN', 'Infinity', [], {}, [[[]]], '00000000-0000-0000-0000-000000000000', '------------------------------------', 'x'.repeat(5_000)),
  fc.string({ unit: 'binary', maxLength: 40 }), fc.jsonValue({ maxDepth: 3 }),
)

describe('malformed bodies', () => {
  test('two thousand of them over ten routes are answered with a sentence each, never with a fault, each in bounded time', async () => {
    let sent = 0
    let slowest = 0
    const perRoute = 2_000 / samples.length
    for (const [login, name, seed] of samples) {
      const cookies = await visitors.cookies(login)
      const key = fc.constantFrom(...Object.keys(seed()), 'extra', '__proto__', 'constructor')
      const change = fc.record({ key, value: nasty, drop: fc.boolean() })
      const bodies = fc.sample(fc.oneof({ arbitrary: fc.array(change, { minLength: 1, maxLength: 3 }), weight: 9 }, { arbitrary: fc.jsonValue({ maxDepth: 2 }).map((whole) => ({ whole })), weight: 1 }), { seed: 20261123, numRuns: perRoute })
      for (const body of bodies) {
        const payload = 'whole' in body ? JSON.stringify(body.whole) : bodyOf(seed(), body)
        const began = performance.now()
        const answer = await visitors.server.inject({ method: 'POST', url: `/api/v1/${name}`, cookies, headers: { 'content-type': 'application/json', 'idempotency-key': sent % 7 === 0 ? '------------------------------------' : crypto.randomUUID() }, payload })
        slowest = Math.max(slowest, performance.now() - began)
        sent += 1
        if (answer.statusCode >= 500 || betrays.test(answer.body)) throw new Error(`${name} ${answer.statusCode} ${payload.slice(0, 400)} ${answer.body.slice(0, 300)}`)
        if (answer.statusCode >= 400) expect(answer.json<{ message: string }>().message, payload).toMatch(/\S.*[.?]/s)
      }
    }
    expect(sent).toBe(2_000)
    expect(slowest).toBeLessThan(10_000)
    expect(await be.count('cases.file')).toBeGreaterThan(0)
  }, 240_000)

  test('five hundred requests of every kind, made from the document of the interface, break nothing; `bench/malformed.ts` sends a million', async () => {
    const document = (await visitors.server.inject({ url: '/api/v1/openapi.json' })).json<OpenApi>()
    const source = new MalformedRequests({ chance: new Chance(20261123), document, addresses: ['/waiting', '/files', '/files/:file', '/files/:file/person', '/arrivals/:referral', '/reports/:report/:screen', '/sign-in', '/check', '/rights/:format/:audience/:language'], known: { ids: [file, referral], names: { file: [file], referral: [referral] } } })
    const logins = ['caseworker-pag-asa', 'labour-inspector', 'administrator', null] as const
    for (let number = 0; number < 500; number += 1) {
      const request = source.next()
      if ('bytes' in request || !['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].includes(request.method)) continue
      const { body, path, headers } = request
      const answer = await visitors.as(logins[number % logins.length] ?? null, { url: path, headers, method: request.method as NonNullable<InjectOptions['method']>, ...(body === undefined ? {} : { payload: body }) } as InjectOptions)
      if (answer.statusCode >= 500 || betrays.test(answer.body)) throw new Error(`${number} ${JSON.stringify(request).slice(0, 600)}: ${answer.statusCode} ${answer.body.slice(0, 300)}`)
    }
    // Some of these requests end sessions, so whoever comes after signs in again.
    visitors = await Visitors.open(be)
  }, 120_000)

  function bodyOf(seed: Record<string, unknown>, changes: readonly { key: string; value: unknown; drop: boolean }[]): string {
    const parts = new Map(Object.entries(seed))
    for (const { key, value, drop } of changes) {
      if (drop) parts.delete(key)
      else parts.set(key, value)
    }
    return `{${[...parts].flatMap(([key, value]) => (value === undefined ? [] : [`${JSON.stringify(key)}:${JSON.stringify(value)}`])).join(',')}}`
  }

  const post = (url: string, payload: string, type = 'application/json') => visitors.as('caseworker-pag-asa', { method: 'POST', url, payload, headers: { 'content-type': type } })

  test('a null character or half a character is refused with a sentence beside its field', async () => {
    for (const [what, field] of [['a\u0000b', 'what'], ['\ud800', 'what']] as const) {
      const answer = await post('/api/v1/task.add', JSON.stringify({ file, what }))
      expect([answer.statusCode, answer.json<{ errors: object }>().errors]).toEqual([422, { [field]: expect.stringContaining('caractère') }])
    }
    const form = await post(`/files/${file}/person/tasks`, 'what=a%00b', 'application/x-www-form-urlencoded')
    expect([404, 422]).toContain(form.statusCode)
    for (const url of ['/files?search=%00', `/api/v1/file.list?search=%00`]) expect((await visitors.as('caseworker-pag-asa', { url })).statusCode).toBe(422)
  })

  test('keys that reach for the prototype are refused, and nothing is polluted', async () => {
    for (const payload of ['{"__proto__":{"polluted":true},"file":"x"}', '{"constructor":{"prototype":{"polluted":true}}}', `{"file":"${file}","what":"x","__proto__":{"polluted":1}}`]) {
      const { statusCode } = await post('/api/v1/task.add', payload)
      expect(statusCode).toBeGreaterThanOrEqual(400)
      expect(statusCode).toBeLessThan(500)
    }
    await post('/api/v1/task.add', '__proto__[polluted]=1&__proto__=2&constructor=3', 'application/x-www-form-urlencoded')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('nesting a hundred thousand deep is refused', async () => {
    for (const payload of ['['.repeat(100_000) + ']'.repeat(100_000), `{"file":"${file}","what":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`, '['.repeat(1_000)]) {
      const answer = await post('/api/v1/task.add', payload)
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.statusCode).toBeLessThan(500)
      expect(answer.body.length).toBeLessThan(2_000)
    }
  })

  test('a body of five megabytes is refused with a sentence that says how much there may be, on the page too', async () => {
    const api = await post('/api/v1/task.add', JSON.stringify({ what: 'x'.repeat(5 * 1024 * 1024) }))
    expect([api.statusCode, api.json<{ message: string }>().message]).toEqual([413, expect.stringContaining('4 megabytes')])
    const page = await post('/account', `language=${'x'.repeat(5 * 1024 * 1024)}`, 'application/x-www-form-urlencoded')
    expect(page.statusCode).toBe(413)
    expect(page.body).toMatch(/<html lang="fr"/)
  })

  test('other kinds of content are refused, not guessed at', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/octet-stream', 'nonsense', 'application/json; charset=utf-16']) {
      const { statusCode, body } = await post('/api/v1/task.add', '<a/>', type)
      expect([400, 415, 422], type).toContain(statusCode)
      expect(body, type).not.toMatch(betrays)
    }
    for (const payload of ['', '{', 'nul', '"text"', '17', 'null', '[]']) {
      const { statusCode } = await post('/api/v1/task.add', payload)
      expect([400, 422], payload).toContain(statusCode)
    }
  })

  test.each(['/files/abc', '/files/%00', '/files/%E0%A4%A', '/files/00000000-0000-0000-0000-000000000000', `/files/${'a'.repeat(300)}`, '/files/%2e%2e%2fetc', '/arrivals/1', '/referrals/x', '/reports/x/sent', '/nothing', '/assets/../../package.json', '/api/v1/nothing', '/language/xx', '//elsewhere.example', '/files/abc/steps/x'])('the address %s leads to no page, kindly', async (url) => {
    const answer = await visitors.as('caseworker-pag-asa', { url })
    expect(answer.statusCode).toBe(404)
    expect(answer.body).not.toMatch(betrays)
  })

  test('HEAD answers as GET without a body; OPTIONS and other methods lead nowhere', async () => {
    const head = await visitors.as('caseworker-pag-asa', { method: 'HEAD', url: '/waiting' })
    expect([head.statusCode, head.body]).toEqual([200, ''])
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH'] as const) {
      const answer = await visitors.as('caseworker-pag-asa', { method, url: '/waiting' })
      expect(answer.statusCode, method).toBe(404)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('cookies of any shape open nothing and break nothing', async () => {
    for (const value of ['', 'x', '\u0001', '%00', 'a'.repeat(4_000), '------------------------------------.' + 'a'.repeat(43), '%E0%A4%A']) {
      const answer = await visitors.server.inject({ url: '/waiting', headers: { cookie: `ariadne_session=${value}; ariadne_held=${value}; ariadne_language=${value}; ariadne_flash=${value}` } })
      expect(answer.statusCode, value).toBe(303)
      const signedIn = await visitors.as('caseworker-pag-asa', { url: '/account', cookies: { ariadne_held: value, ariadne_language: value } })
      expect(signedIn.statusCode, value).toBe(200)
    }
  })
})
