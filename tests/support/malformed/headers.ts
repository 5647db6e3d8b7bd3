import type { Chance } from './chance.ts'
import { nastyString } from './nasty.ts'

/** What Node would refuse to send goes byte by byte elsewhere; here is what passes a client and ought not to trouble a server. */
const sendable = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 3_000)

const makers: readonly (readonly [name: string, changesWho: boolean, values: (chance: Chance) => string])[] = [
  ['authorization', true, (chance) => chance.pick(['Bearer', 'Bearer ', `Bearer ${'a'.repeat(43)}`, `Bearer ariadne-key-${'b'.repeat(43)}`, 'Basic OjpA', `Bearer ${'x'.repeat(3_000)}`, 'Digest username="\\"', sendable(nastyString(chance))])],
  ['user-agent', true, (chance) => chance.pick(['', 'x'.repeat(3_000), '() { :; }; echo', sendable(nastyString(chance))])],
  ['idempotency-key', false, (chance) => chance.pick(['', 'x', '-'.repeat(36), chance.uuid(), sendable(nastyString(chance))])],
  ['accept-language', false, (chance) => chance.pick(['*', 'nl;q=nonsense', 'fr,'.repeat(900), ',,,;', '__proto__', sendable(nastyString(chance))])],
  ['accept', false, (chance) => chance.pick(['', '*', 'application/xml', 'text/html;q=9', sendable(nastyString(chance))])],
  ['accept-encoding', false, (chance) => chance.pick(['gzip;q=0', '*;q=0', 'br,br,br', sendable(nastyString(chance))])],
  ['origin', false, (chance) => chance.pick(['null', 'http://', 'https://elsewhere.example', 'javascript:1', sendable(nastyString(chance))])],
  ['sec-fetch-site', false, (chance) => chance.pick(['cross-site', 'same-site', 'none', 'nonsense', ''])],
  ['x-forwarded-for', false, (chance) => chance.pick(['1.2.3.4', '::1, ::1', 'unknown', '999.999.999.999', ', '.repeat(500), '[::', sendable(nastyString(chance))])],
  ['x-forwarded-host', false, (chance) => chance.pick(['elsewhere.example', '', 'a b', sendable(nastyString(chance))])],
  ['x-forwarded-proto', false, (chance) => chance.pick(['https', 'javascript', '', 'https, http'])],
  ['host', false, (chance) => chance.pick(['elsewhere.example', 'localhost:99999', '[::1', 'a b', '%00', sendable(nastyString(chance))])],
  ['range', false, (chance) => chance.pick(['bytes=0-', 'bytes=-1', 'bytes=9-1', `bytes=${'0-1,'.repeat(500)}`, 'nonsense'])],
  ['if-none-match', false, (chance) => chance.pick(['*', '"x"', 'W/', sendable(nastyString(chance))])],
  ['if-modified-since', false, (chance) => chance.pick(['nonsense', 'Thu, 01 Jan 1970 00:00:00 GMT', '9'.repeat(500)])],
  ['x-http-method-override', false, (chance) => chance.pick(['DELETE', 'PUT', 'TRACE'])],
  ['te', false, () => 'trailers'],
  ['cache-control', false, () => 'no-cache, max-stale=abc'],
]

/** Some headers of a request as no honest client sends them. */
export function nastyHeaders(chance: Chance): { readonly headers: Record<string, string | string[]>; readonly changesWho: boolean } {
  const headers: Record<string, string | string[]> = {}
  let changesWho = false
  for (let many = chance.pick([1, 1, 2, 4]); many > 0; many -= 1) {
    const [name, who, values] = chance.pick(makers)
    headers[name] = values(chance)
    changesWho ||= who
  }
  if (chance.falls(0.05)) for (let index = 0; index < chance.pick([50, 300, 1_500]); index += 1) headers[`x-${index}`] = 'y'
  if (chance.falls(0.05)) headers['x-long'] = 'z'.repeat(chance.pick([8_000, 15_000, 40_000]))
  return { headers, changesWho }
}
