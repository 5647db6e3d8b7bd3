import type { Chance } from './chance.ts'
import { likely, spoilt, spoiltFields, type Known, type Schema } from './from-schema.ts'
import { brokenJson, hugeJson, nastyJson, nastyString, wellFormed } from './nasty.ts'
import { nastyHeaders } from './headers.ts'
import { multipart } from './multipart.ts'
import { shapes } from './shapes.ts'

export type Headers = Readonly<Record<string, string | string[]>>
/** One request: as HTTP, or byte by byte where no proper client would send it. `changesWho` says that its headers stand for another visitor. */
export type Malformed =
  | { readonly kind: string; readonly method: string; readonly path: string; readonly headers: Headers; readonly body?: string | Buffer | undefined; readonly changesWho?: boolean }
  | { readonly kind: string; readonly bytes: Buffer }

type Operation = { readonly operationId: string; readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } }; readonly parameters?: readonly { readonly name: string; readonly schema: Schema }[] }
/** What is used of an OpenAPI document. */
export type OpenApi = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }

type Asked = { readonly path: string; readonly schema: Schema }
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** Makes malformed requests without end from the document of the interface and the addresses of the pages, the same for the same seed. */
export class MalformedRequests {
  readonly #chance: Chance
  readonly #known: Known
  readonly #posts: readonly Asked[]
  readonly #gets: readonly { readonly path: string; readonly names: readonly string[] }[]
  readonly #addresses: readonly string[]

  /** `without` names routes that would change who the visitors are. */
  constructor({ chance, document, addresses, known, without = [] }: { readonly chance: Chance; readonly document: OpenApi; readonly addresses: readonly string[]; readonly known: Known; readonly without?: readonly string[] }) {
    this.#chance = chance
    this.#known = known
    this.#addresses = addresses
    const paths = Object.entries(document.paths).filter(([path]) => !without.includes(path.slice('/api/v1/'.length)))
    this.#posts = paths.map(([path, { post }]) => ({ path, schema: post?.requestBody?.content['application/json'].schema ?? {} }))
    this.#gets = paths.flatMap(([path, { get }]) => (get ? [{ path, names: (get.parameters ?? []).map(({ name }) => name) }] : []))
  }

  next(): Malformed {
    const chance = this.#chance
    return chance.weighed<Malformed>([
      [40, () => this.#body('wrong parts', (schema) => spoilt(schema, chance, this.#known))],
      [4, () => this.#body('no object', () => nastyJson(chance))],
      [6, () => this.#body('broken JSON', (schema) => brokenJson(chance, likely(schema, chance, this.#known)))],
      [1, () => this.#body('deep and wide JSON', () => hugeJson(chance))],
      [9, () => this.#query()],
      [8, () => this.#form()],
      [3, () => this.#multipart()],
      [5, () => this.#contentType()],
      [7, () => this.#headers()],
      [4, () => this.#cookies()],
      [3, () => this.#method()],
      [7, () => this.#path()],
      [3, () => ({ kind: 'bytes', bytes: shapes(chance, chance.pick(this.#posts).path) })],
    ])
  }

  #body(kind: string, make: (schema: Schema) => string | Buffer): Malformed {
    const { path, schema } = this.#chance.pick(this.#posts)
    return { kind, method: 'POST', path, headers: json, body: make(schema) }
  }

  #query(): Malformed {
    const { path, names } = this.#chance.pick(this.#gets)
    return { kind: 'query', method: 'GET', path: `${path}?${spoiltFields(names, this.#chance, this.#known).slice(0, 12_000)}`, headers: {} }
  }

  #form(): Malformed {
    const names = Object.keys(this.#chance.pick(this.#posts).schema.properties ?? {})
    return { kind: 'form', method: 'POST', path: this.#address(), headers: { ...form, 'sec-fetch-site': 'same-origin' }, body: spoiltFields(['once', ...names], this.#chance, this.#known) }
  }

  #multipart(): Malformed {
    const { path, schema } = this.#chance.pick(this.#posts)
    return { kind: 'multipart', method: 'POST', path: this.#chance.falls(0.5) ? path : this.#address(), ...multipart(this.#chance, Object.keys(schema.properties ?? {})) }
  }

  #contentType(): Malformed {
    const chance = this.#chance
    const { path, schema } = chance.pick(this.#posts)
    const type = chance.pick(['text/plain', 'text/xml', 'application/xml', 'application/json; charset=utf-16', 'application/json;charset=nonsense', 'application/x-www-form-urlencoded', 'application/cbor', 'APPLICATION/JSON', 'application/json, text/html', 'a/b/c', '/', ';', 'application/vnd.api+json', `application/json; x="${'y'.repeat(2_000)}"`, ''])
    const headers: Record<string, string> = { 'content-type': type }
    if (chance.falls(0.4)) headers['content-encoding'] = chance.pick(['gzip', 'br', 'deflate', 'zstd', 'identity', 'nonsense', 'gzip, gzip'])
    return { kind: 'content type', method: 'POST', path: chance.falls(0.7) ? path : this.#address(), headers, body: likely(schema, chance, this.#known) }
  }

  #headers(): Malformed {
    const chance = this.#chance
    const { path, schema } = chance.pick(this.#posts)
    const toPage = chance.falls(0.4)
    const { headers, changesWho } = nastyHeaders(chance)
    return { kind: 'headers', method: toPage ? 'GET' : 'POST', path: toPage ? this.#address() : path, headers: { ...(toPage ? {} : json), ...headers }, body: toPage ? undefined : likely(schema, chance, this.#known), changesWho }
  }

  #cookies(): Malformed {
    const chance = this.#chance
    const names = ['ariadne_session', '__Host-ariadne_session', 'ariadne_held', 'ariadne_flash', 'ariadne_language', 'ariadne_started', 'ariadne_trip', '__proto__', '', '$Version']
    const value = () => chance.pick<() => string>([() => encodeURIComponent(wellFormed(nastyString(chance))).slice(0, 9_000), () => 'a'.repeat(43), () => '%E0%A4%A', () => `${chance.uuid()}.${'a'.repeat(43)}`, () => '"', () => '=;=;', () => 'j:{"a":1}'])()
    const cookie = Array.from({ length: chance.pick([1, 2, 5, 200]) }, () => `${chance.pick(names)}=${value().slice(0, 60)}${chance.falls(0.2) ? value() : ''}`).join(chance.pick(['; ', ';', ',', ';; ']))
    return { kind: 'cookies', method: 'GET', path: this.#address(), headers: { cookie: cookie.slice(0, 15_000) }, changesWho: true }
  }

  #method(): Malformed {
    const method = this.#chance.pick(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'MKCOL', 'SEARCH', 'QUERY', 'PURGE', 'LOCK', 'REPORT'])
    return { kind: 'method', method, path: this.#chance.falls(0.5) ? this.#chance.pick(this.#posts).path : this.#address(), headers: this.#chance.falls(0.5) && method !== 'HEAD' ? json : {}, ...(this.#chance.falls(0.5) && !['HEAD', 'TRACE'].includes(method) ? { body: nastyJson(this.#chance) } : {}) }
  }

  #path(): Malformed {
    const chance = this.#chance
    const path = chance.weighed<string>([
      [5, () => this.#address()],
      [2, () => `${this.#address()}?${spoiltFields(['search', 'page', 'state', 'next', 'back', 'year', 'due', 'sort'], chance, this.#known).slice(0, 12_000)}`],
      [1, () => chance.pick(['/assets/../../package.json', '/assets/%2e%2e/%2e%2e/package.json', '/assets/..%5c..%5cpackage.json', '/assets/%00', '/assets//etc/passwd', '//elsewhere.example/', '/%ff%fe', '/%', '/files/%E0%A4%A', '/api/v1/', '/api/v1/__proto__', '/api/v1/constructor', '/api//v1/file.list', '/./files', '/files/.', '/files/..;/people', '/files;x=1', `/${'a/'.repeat(3_000)}`, `/${'a'.repeat(14_000)}`, '/.git/config', '/server-status'])],
      [1, () => `/language/${chance.pick(['nl', 'fr', 'xx'])}?back=${encodeURIComponent(wellFormed(nastyString(chance))).slice(0, 12_000)}`],
    ])
    return { kind: 'path', method: 'GET', path, headers: {} }
  }

  /** The address of a page, with what fills its gaps. */
  #address(): string {
    const chance = this.#chance
    return chance.pick(this.#addresses).replaceAll(/:(\w+)/g, (_, name: string) => {
      const known = this.#known.names[name] ?? this.#known.ids
      if (known.length > 0 && chance.falls(0.5)) return encodeURIComponent(chance.pick(known))
      return chance.falls(0.1) ? chance.pick(['%', '%ff', '..', '%2e%2e', '%2f', '%00', '']) : encodeURIComponent(wellFormed(nastyString(chance))).slice(0, 4_000)
    })
  }
}
